"""Whoever looks at what a machine made earlier is told that it is out of date, and why, on every page that shows it."""

from dataclasses import replace

import pytest

from consultation.storage import responses
from consultation.storage.reading import runs
from consultation.storage.tables import CommentRow
from consultation.storage.taking_back import take_out
from tests.judging import judge
from tests.reviewing.coding.desks import adopt, suggest
from tests.reviewing.found.lists_of import ran
from tests.reviewing.offices import QUESTION, SLUG, written

CANDIDATES = (f"themes/{QUESTION}/", f"found/{QUESTION}/far", f"comments/{QUESTION}/", "")
SUGGESTIONS = (f"coding/{QUESTION}/", f"codebook/{QUESTION}/", f"comments/{QUESTION}/", "", "summary/")
WHY = {
    "arrived": "More comments have come in since.",
    "withdrawn": "A response that the machine used has been withdrawn since.",
    "codebook": "The themes have been changed since.",
    "read": "Much more has been read since.",
}


@pytest.fixture
def work(office):
    """An office in which the machine has found candidates, and has suggested themes with the codebook as it stands."""
    adopt(office)
    ran(office)
    suggest(office)
    with office.database.transaction() as session:
        run = runs.latest(session, SLUG, QUESTION, "assign")
        comments = len(responses.corpus(session, SLUG, QUESTION))
        runs.add(
            session,
            SLUG,
            replace(
                run,
                key=runs.next_key(session, SLUG, QUESTION, "assign"),
                parameters={"codebook_version": 1, "taught_by": 0},
                comments=comments,
            ),
        )
    return office


def change(office, reason: str) -> None:
    if reason == "arrived":
        office.answer("patient", written(12))
    elif reason == "codebook":
        adopt(office, ["Reise"])
    else:
        with office.database.transaction() as session:
            keys = responses.corpus(session, SLUG, QUESTION).keys
            if reason == "withdrawn":
                take_out(session, SLUG, session.get(CommentRow, keys[0]).response)
            for key in keys[:12] if reason == "read" else ():
                judge(session, key, {"mat": True}, outcome="coded", by="kari")


def saying(office, pages: tuple[str, ...], words: str) -> list[str]:
    return [page for page in pages if words in office.get(office.at(page)).text]


@pytest.mark.parametrize("reason", ["arrived", "withdrawn"])
def test_candidates_that_comments_came_after_or_went_from_are_out_of_date(work, reason):
    assert not saying(work, CANDIDATES, "Out of date")
    change(work, reason)
    assert saying(work, CANDIDATES, WHY[reason]) == list(CANDIDATES)
    assert saying(work, CANDIDATES, "The machine’s candidates:") == list(CANDIDATES)


@pytest.mark.parametrize("reason", list(WHY))
def test_suggestions_are_out_of_date_where_comments_themes_or_readings_are_others(work, reason):
    assert not saying(work, SUGGESTIONS, "ut of date")
    change(work, reason)
    # The desk gives a comment after another, and the machine learns by itself meanwhile.
    pages = tuple(page for page in SUGGESTIONS if reason != "read" or "coding" not in page)
    words = "More comments have been read since" if reason == "read" else WHY[reason]
    assert saying(work, ("summary/",), words) == ["summary/"]
    assert saying(work, pages[:-1], WHY[reason]) == list(pages[:-1])


def test_new_suggestions_for_one_theme_leave_those_for_the_others_out_of_date(work):
    change(work, "arrived")
    with work.database.transaction() as session:
        run = runs.latest(session, SLUG, QUESTION, "assign")
        key = runs.next_key(session, SLUG, QUESTION, "assign")
        comments = len(responses.corpus(session, SLUG, QUESTION))
        alone = {**run.parameters, "themes": ["mat"]}
        runs.add(session, SLUG, replace(run, key=key, comments=comments, parameters=alone))
    assert saying(work, SUGGESTIONS[:4], WHY["arrived"]) == list(SUGGESTIONS[:4])


def test_a_mere_change_of_the_codebook_leaves_the_candidates_as_they_are(work):
    change(work, "codebook")
    assert not saying(work, CANDIDATES[:2], "Out of date")
