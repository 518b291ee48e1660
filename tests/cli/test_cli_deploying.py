"""`consultation deployment` writes everything, the same bytes each time, and over nothing that is not its own."""

import pytest

HOSTS = ("--public-host", "innspill.example.no", "--staff-host", "stab.example.no")


@pytest.mark.slow
def test_it_writes_all_that_the_steps_name_and_twice_the_same(run, tmp_path):
    for name in ("one", "two"):
        run("deployment", str(tmp_path / name), *HOSTS)
    run("deployment", str(tmp_path / "two"), *HOSTS)
    one, two = (
        {
            path.relative_to(tmp_path / name): path.read_bytes()
            for path in (tmp_path / name).rglob("*")
            if path.is_file()
        }
        for name in ("one", "two")
    )
    assert one == two
    assert "innspill.example.no" in (tmp_path / "one" / "INSTALL").read_text()
    pages = list((tmp_path / "one" / "etc/consultation/pages/errors").rglob("*.html"))
    assert len(pages) == 2 * 4 * 6
    assert not any("/static/" in page.read_text() for page in pages)


def test_it_writes_over_nothing_that_is_not_its_own(run, tmp_path):
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "thesis.txt").write_text("x")
    assert "something else" in run("deployment", str(tmp_path / "full"), *HOSTS, code=1).stderr


def test_a_bad_decision_is_refused_plainly(run, tmp_path):
    refused = run(
        "deployment", str(tmp_path / "x"), "--public-host", "a.example.no", "--staff-host", "a.example.no", code=1
    )
    assert "host name of their own" in refused.stderr


def test_staff_are_not_told_that_many_people_are_sending_answers(run, tmp_path):
    run("deployment", str(tmp_path / "x"), *HOSTS)
    pages = tmp_path / "x/etc/consultation/pages/errors"
    for language, sending, asked in (("en", "sending answers", "from where you are"), ("nb", "sender svar", "der du er"),
                                     ("nn", "sender svar", "der du er")):  # fmt: skip
        public, staff = (
            (pages / front / language / "too_many.html").read_text("utf-8") for front in ("public", "staff")
        )
        assert sending in public
        assert asked not in public
        assert sending not in staff
        assert asked in staff


def test_whoever_has_written_is_told_that_it_is_not_lost_by_nginx_too(run, tmp_path):
    run("deployment", str(tmp_path / "x"), *HOSTS)
    pages = tmp_path / "x/etc/consultation/pages/errors/public"
    for reason in ("too_many", "unanswered", "too_large"):
        for language, told in (("en", "your text is still in the form"), ("nb", "står fortsatt i skjemaet"),
                               ("nn", "står framleis i skjemaet")):  # fmt: skip
            text = (pages / language / f"{reason}.html").read_text("utf-8").lower()
            assert told in text, (reason, language)
