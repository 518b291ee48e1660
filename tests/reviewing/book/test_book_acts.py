"""Every decision on a theme is taken on its page, says who and why, and makes the next version."""

import re
from datetime import date

import pytest
from sqlalchemy import delete

from consultation.storage.reading import codebooks
from consultation.storage.reading.codebooks import DecidedMeanwhile
from consultation.storage.tables import JobRow
from consultation.themes.book.codebook import Rename
from consultation.usecases.reading.review_themes import review_themes
from tests.reviewing.book.desk import act, begun, book, page, said, suggested
from tests.reviewing.offices import QUESTION, SLUG


def test_a_theme_is_worded_moved_retired_revived_and_each_step_is_told(desk):
    begun(desk)
    words = {"definition": "Å vente", "includes": "kø\n\n kø \nfrist", "excludes": "reisetid", "examples": "jeg ventet"}
    assert act(desk, "ventetid", "describe", **words).status_code == 303
    worded = book(desk).theme("ventetid")
    assert (worded.definition, worded.includes, worded.excludes, worded.examples) == (
        "Å vente", ("kø", "frist"), ("reisetid",), ("jeg ventet",),
    )  # fmt: skip
    assert act(desk, "brev", "move", parent="ventetid").status_code == 303
    assert act(desk, "ro", "move", step="up").status_code == 303
    assert [(theme.id, theme.parent) for theme in book(desk).themes] == [
        ("ventetid", None), ("ro", None), ("mat", None), ("brev", "ventetid"),
    ]  # fmt: skip
    assert act(desk, "mat", "retire").status_code == 303
    assert book(desk).suggestible() == {"ventetid", "ro", "brev"}
    assert act(desk, "mat", "revive").status_code == 303
    history = said(page(desk, "history"))
    for told in (
        "Worded “Ventetid” anew",
        "Moved “Brev” below “Ventetid”",
        "Moved “Ro” in the codebook",
        "Retired “Mat”",
        "Took “Mat” into use again",
    ):
        assert told in history
    assert "Took in 4 themes from et utkast" in history
    assert act(desk, "brev", "move", parent="").status_code == 303
    assert "Moved “Brev” to the top" in said(page(desk, "history"))
    act(desk, "brev", "move", parent="ventetid")
    on_mat = said(page(desk, "themes/mat/")).split("Decisions on this theme")[1]
    assert "Retired “Mat”" in on_mat
    assert "Took in 4 themes" in on_mat
    assert "Worded “Ventetid”" not in on_mat
    shown = page(desk).text
    assert shown.index('id="theme-ventetid"') < shown.index('id="theme-brev"') < shown.index('id="theme-ro"')


def test_what_does_not_fit_is_refused_beside_its_field_and_everything_written_is_kept(desk):
    theme = "ventetid"
    begun(desk)
    act(desk, "brev", "move", parent="ventetid")
    refusals = [
        ("rename", {"name": "MAT", "why": "fordi «mat»"}, "rename-name"),
        ("rename", {"name": "x" * 121}, "rename-name"),
        ("rename", {"name": "Noe", "why": ""}, "rename-why"),
        ("describe", {"definition": "d" * 20_001}, "describe-definition"),
        ("move", {"parent": "brev"}, "move-parent"),
        ("move", {"parent": "gone"}, "move-parent"),
        ("move", {"parent": "", "before": "brev"}, "move-before"),
        ("move", {"step": "up"}, "move-why"),
        ("merge", {}, "merge-others"),
        ("merge", {"others": ["gone"]}, "merge-others"),
        ("merge", {"others": ["ventetid"]}, "merge-others"),
        ("split", {"first_name": "Mat", "second_name": "To"}, "split-first"),
        ("split", {"first_name": "En", "second_name": "To", "third_name": "Mat"}, "split-third"),
        ("split", {"first_name": "En", "second_name": "To", "third_definition": "Noe mer"}, "split-third"),
        ("split", {"first_name": "En", "third_name": "Tre"}, "split-second"),
    ]
    before = book(desk)
    for kind, form, place in refusals:
        answer = act(desk, theme, kind, **form)
        assert answer.status_code == 422, kind
        assert f'{place}-wrong"' in answer.text, (kind, form)
        for words in (one for one in form.values() if isinstance(one, str)):
            assert words in said(answer) or f'value="{words}"' in answer.text or words in {"up", "gone"}
    assert act(desk, theme, "describe", definition="").status_code == 422
    revived = said(act(desk, theme, "revive", why="det «trengs» igjen"))
    assert "The theme is in use already." in revived
    assert "det «trengs» igjen" in revived
    assert book(desk) == before
    assert act(desk, "never", "drop").status_code == 404


def test_return_in_a_field_moves_the_theme_to_what_was_chosen_and_not_one_step(desk):
    begun(desk)
    act(desk, "brev", "move", parent="mat")
    form = page(desk, "themes/ventetid/").text.split('id="act-move"')[1].split("</form>")[0]
    first, *steps = re.findall(r"<button[^>]*>", form)  # Return presses the first
    assert "step" not in first
    assert [re.search(r'name="step" value="(\w+)"', one)[1] for one in steps] == ["up", "down"]
    grouped = re.findall(r'<optgroup label="([^"]+)">(.*?)</optgroup>', form, re.DOTALL)
    assert [(label, re.findall(r'value="(\w+)"', options)) for label, options in grouped] == [
        ("At the top", ["mat", "ro"]), ("Below “Mat”", ["brev"]),
    ]  # fmt: skip


def test_a_theme_is_split_into_two_or_three(desk):
    begun(desk)
    assert act(desk, "mat", "split", first_name="Frokost", second_name="Middag", third_name=" ").status_code == 303
    three = {"first_name": "Natt", "second_name": "Dag", "third_name": "Helg", "third_definition": "Lørdag og søndag"}
    assert act(desk, "ro", "split", **three).status_code == 303
    assert [theme.name for theme in book(desk).themes] == [
        "Ventetid",
        "Frokost",
        "Middag",
        "Natt",
        "Dag",
        "Helg",
        "Brev",
    ]
    assert book(desk).theme("helg").definition == "Lørdag og søndag"
    assert "Split “Ro” into “Natt”, “Dag”, “Helg”" in said(page(desk, "history"))


@pytest.mark.parametrize(
    ("kind", "form"),
    [("rename", {"name": " Ventetid "}), ("move", {"parent": "", "before": "mat"}), ("describe", {"definition": " "})],
)
def test_what_changes_nothing_is_told_and_is_no_version(desk, kind, form):
    begun(desk)
    answer = act(desk, "ventetid", kind, **form)
    assert answer.status_code == 422
    assert "This is what the theme says already." in said(answer) or "The theme is there already." in said(answer)
    assert book(desk).version == 1


def test_who_was_second_is_told_keeps_what_was_written_and_may_send_it_again(desk):
    begun(desk)
    with desk.database.transaction() as session:
        review_themes(
            session, SLUG, QUESTION, Rename("ventetid", "Lang ventetid", "ola"), decided_on=date(2026, 11, 22)
        )
    late = act(desk, "ventetid", "rename", name="Å vente lenge", version="1")
    assert late.status_code == 422
    assert "Somebody else has changed this theme" in said(late)
    assert "Å vente lenge" in late.text
    assert "leste femti" in late.text
    assert 'name="version" value="2"' in late.text
    assert act(desk, "ventetid", "rename", name="Å vente lenge", version="2").status_code == 303
    assert act(desk, "mat", "rename", name="Mat og drikke", version="1").status_code == 303  # nobody touched this one


def test_two_that_store_the_same_version_never_both_win(desk):
    begun(desk)
    with desk.database.reading() as session:
        late = codebooks.current(session, SLUG, QUESTION).decide(Rename("mat", "Måltider", "ola"))
    act(desk, "ro", "rename", name="Stille")
    with pytest.raises(DecidedMeanwhile), desk.database.transaction() as session:
        codebooks.add(session, SLUG, QUESTION, late, on=date(2026, 11, 22))


def test_a_theme_that_is_gone_is_shown_as_it_was_with_what_was_written_about_it(desk):
    begun(desk)
    assert act(desk, "ro", "drop").status_code == 303
    answer = act(desk, "ro", "rename", name="Ro og fred", why="det «haster»")
    assert answer.status_code == 422
    for words in ("left the codebook in version 2", "no longer in the codebook", "Ro og fred", "det «haster»"):
        assert words in said(answer)
    assert "left the codebook" in said(page(desk, "themes/ro/"))


def test_after_a_decision_only_what_it_touches_is_asked_for_again(desk):
    from consultation.storage import jobs

    begun(desk)
    act(desk, "ro", "retire")
    assert "since the machine last suggested" not in said(page(desk))  # it never has
    suggested(desk, 2, None)
    taken = act(desk, "mat", "describe", definition="Måltider")
    for shown in (desk.get(taken.headers["Location"]), page(desk)):
        assert "One theme has changed since the machine last suggested: “Mat”." in said(shown)
    for _ in range(2):
        desk.post(desk.at(f"codebook/{QUESTION}/suggest"), {"only": "changed"})
    assert "since the machine last suggested" not in said(page(desk))  # it is at it
    desk.post(desk.at(f"codebook/{QUESTION}/suggest"), {})
    with desk.database.reading() as session:
        asked = [job.arguments for job in jobs.all_(session)]
    assert sorted(asked, key=len) == [
        {"question": QUESTION, "seed": 2018}, {"question": QUESTION, "seed": 2018, "themes": ["mat"]},
    ]  # fmt: skip
    suggested(desk, 3, ["mat"])
    with desk.database.transaction() as session:
        session.execute(delete(JobRow))
    moved = act(desk, "mat", "move", step="down")
    assert "since the machine last suggested" not in said(desk.get(moved.headers["Location"]))


def test_a_change_that_another_run_passed_over_is_not_forgotten(desk):
    begun(desk)
    suggested(desk, 1, None)
    act(desk, "mat", "describe", definition="Måltider")
    act(desk, "brev", "describe", definition="Post")
    act(desk, "ro", "drop")
    assert "2 themes have changed since the machine last suggested: “Mat”, “Brev”." in said(page(desk))
    suggested(desk, 4, ["brev"])  # asked for before “Mat” was worded anew, begun afterwards
    assert "One theme has changed since the machine last suggested: “Mat”." in said(page(desk))
    suggested(desk, 4, ["mat"])
    assert "since the machine last suggested" not in said(page(desk))
    act(desk, "brev", "retire")  # its suggestions are gone with that
    assert "since the machine last suggested" not in said(page(desk, "themes/mat/"))


def test_a_codebook_is_signed_off_and_says_when_it_has_changed_since(desk):
    assert desk.post(desk.at(f"codebook/{QUESTION}/sign-off"), {"why": "tom"}).status_code == 422
    begun(desk)
    assert desk.post(desk.at(f"codebook/{QUESTION}/sign-off"), {"why": ""}).status_code == 422
    assert desk.post(desk.at(f"codebook/{QUESTION}/sign-off"), {"why": "alle er enige"}).status_code == 303
    shown = said(page(desk))
    assert "reviewer@example.org signed off version 2" in shown
    assert "Changed since" not in shown
    assert desk.post(desk.at(f"codebook/{QUESTION}/sign-off"), {"why": "igjen"}).status_code == 422
    act(desk, "mat", "rename", name="Måltider")
    act(desk, "ro", "retire")
    assert "Changed since it was signed off" in said(page(desk))
    assert "2 themes have changed since" in said(page(desk))
    assert "alle er enige" in said(page(desk, "history"))


def test_nobody_signs_off_what_they_have_not_seen(desk):
    begun(desk)
    act(desk, "mat", "rename", name="Måltider")
    late = desk.post(desk.at(f"codebook/{QUESTION}/sign-off"), {"why": "alle er enige", "version": "1"})
    assert late.status_code == 422
    assert "The codebook has changed meanwhile" in said(late)
    assert "alle er enige" in late.text
    seen = {"why": "alle er enige", "version": "2"}
    assert desk.post(desk.at(f"codebook/{QUESTION}/sign-off"), seen).status_code == 303


def test_a_reader_looks_at_everything_and_decides_nothing(desk):
    begun(desk)
    desk.sign_in("reader@example.org")
    for rest in (
        "",
        "themes/mat/",
        "ready/",
        "ready/patient_experience/",
        "files/",
        "history",
        "compare/",
        "versions/1/",
    ):
        shown = page(desk, rest)
        assert shown.status_code == 200, rest
        assert "<form" not in shown.text.split("<main", 1)[1] or rest in {"history", "compare/"} or "ready/p" in rest
    assert act(desk, "mat", "drop").status_code == 403
    assert book(desk).version == 1
