"""An operator writes forms and posters to files, and is told plainly what is in the way."""

import pytest

from tests.reporting.reading import pdf_text

SLUG = "pain-service"
HERE = "https://innspill.example.no"
EASY = 3  # of its four languages have easy-read texts


@pytest.fixture(autouse=True)
def opened(run):
    run("open", SLUG, "--archive", "report")


def letters(path):
    return "".join(pdf_text(path.read_bytes()).split())


def test_a_form_is_written_with_its_hand_in_text(run, tmp_path):
    words = ("--role", "patient", "--language", "nn", "--hand-in", "Kassen ved døra", "--out", "form.pdf")
    assert "form.pdf" in run("paper", SLUG, *words).output
    assert "Kassenveddøra" in letters(tmp_path / "form.pdf")


def test_every_copy_has_the_same_bytes(run, tmp_path):
    for name in ("a.pdf", "b.pdf"):
        run("paper", SLUG, "--role", "patient", "--out", name)
        run("poster", SLUG, "--address", HERE, "--out", f"poster-{name}")
    assert (tmp_path / "a.pdf").read_bytes() == (tmp_path / "b.pdf").read_bytes()
    assert (tmp_path / "poster-a.pdf").read_bytes() == (tmp_path / "poster-b.pdf").read_bytes()


def test_the_poster_prints_the_address_that_is_set(run, tmp_path, monkeypatch):
    monkeypatch.setenv("CONSULTATION_PUBLIC_ADDRESS", HERE)
    run("poster", SLUG, "--language", "nn", "--format", "card")
    assert f"innspill.example.no/{SLUG}" in letters(tmp_path / f"{SLUG}-poster-nn-card.pdf")


def test_everything_there_is_goes_into_one_directory(facts, tmp_path):
    told = facts("paper", SLUG, "--all", "out", "--address", HERE)
    assert len(told["files"]) == 2 * (4 + EASY) + 5 * 4
    assert sorted(told["files"]) == sorted(str(path.relative_to(tmp_path)) for path in (tmp_path / "out").iterdir())


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("paper", SLUG), "Roles of pain-service: patient, next_of_kin"),
        (("paper", SLUG, "--role", "king"), "Its roles are: patient, next_of_kin"),
        (("paper", "nothing", "--role", "patient"), "There is no consultation 'nothing'. There are: pain-service"),
        (("poster", "nothing", "--address", HERE), "There is no consultation 'nothing'"),
        (("poster", SLUG), "Set CONSULTATION_PUBLIC_ADDRESS, or give --address"),
        (("poster", SLUG, "--address", "innspill"), "is no public address"),
        (("paper", SLUG, "--all", "out"), "Set CONSULTATION_PUBLIC_ADDRESS, or give --address"),
        (("paper", SLUG, "--role", "patient", "--out", "/proc/none/form.pdf"), "cannot be written"),
    ],
)
def test_what_is_in_the_way_is_said(run, words, said):
    assert said in run(*words, code=1).stderr


def test_an_unknown_language_or_format_is_not_understood(run):
    assert "'de' is not one of" in run("paper", SLUG, "--role", "patient", "--language", "de", code=2).stderr
    assert "'a5' is not one of" in run("poster", SLUG, "--format", "a5", code=2).stderr


def test_nothing_is_overwritten_unasked(run):
    run("paper", SLUG, "--role", "patient", "--out", "form.pdf")
    assert "is there already" in run("paper", SLUG, "--role", "patient", "--out", "form.pdf", code=1).stderr
    run("paper", SLUG, "--role", "patient", "--out", "form.pdf", "--force")


def test_a_closed_consultation_gets_no_poster(run):
    run("close", SLUG)
    assert "closed door" in run("poster", SLUG, "--address", HERE, code=1).stderr
