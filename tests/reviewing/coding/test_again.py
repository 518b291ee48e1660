"""What chance chose and somebody read before a theme was made is read again for it, with what they found still ticked."""

import pytest

from consultation.reviewing.coding.turns import WINDOW
from consultation.storage.reading import codebooks, codings
from consultation.storage.reading.reading_queue import ReadingQueue, audit_order
from consultation.themes.book.codebook import NewTheme, Split
from consultation.usecases.reading.review_themes import review_themes
from tests.boxes import TODAY
from tests.judging import judge
from tests.reviewing.coding.desks import (
    DESK,
    KARI,
    ME,
    adopt,
    comment_on,
    decided,
    follow,
    on,
    seat,
    send,
    staffed,
    ticked,
    undo,
)
from tests.reviewing.offices import QUESTION, SLUG

AGAIN = f"{DESK}?again=1"


@pytest.fixture
def office(request, tmp_path):
    """An office where the first twelve comments of the random order were read before the theme "Tolk" was made."""
    for desk in staffed(tmp_path, on(request, "SQLite", tmp_path), comments=20):
        with desk.database.transaction() as session:
            for comment in audit_order(codings.every(session, SLUG, QUESTION))[:12]:
                judge(session, comment, {"mat": True}, outcome="coded", by=KARI)
        adopt(desk, ["Tolk"])
        yield seat(desk, ME)


def again(office, but=()):
    with office.database.reading() as session:
        return ReadingQueue().again(session, SLUG, QUESTION, but=but)


def test_the_front_of_the_random_order_is_read_again_and_nothing_behind_it(office):
    with office.database.transaction() as session:
        order = audit_order(codings.every(session, SLUG, QUESTION))
        judge(session, order[15], {}, outcome="none", by=KARI, version=1)  # somebody picked it
    assert again(office) == [(comment, frozenset({"tolk"})) for comment in order[:12]]


def test_what_is_read_by_the_codebook_of_now_is_not_read_again(office):
    with office.database.transaction() as session:
        order = audit_order(codings.every(session, SLUG, QUESTION))
        judge(session, order[0], {}, outcome="none", by=KARI)
        judge(session, order[3], {}, outcome="undecided", by=KARI)
    assert [comment for comment, _ in again(office)] == [*order[1:3], *order[4:12]]


def test_a_comment_of_a_divided_theme_is_among_them(office):
    with office.database.transaction() as session:
        parts = (NewTheme("Kald mat"), NewTheme("Lite mat"))
        review_themes(session, SLUG, QUESTION, Split("mat", parts, KARI, "to ting"), decided_on=TODAY)
        everything = codebooks.current(session, SLUG, QUESTION).suggestible()
    assert {themes for _, themes in again(office)} == {everything}


def test_the_desk_says_which_themes_were_made_since_and_keeps_what_was_found(office):
    shown = office.get(office.at(AGAIN))
    assert "Made since it was read: Tolk." in shown.text
    assert f"{KARI} has decided:" in shown.text
    assert ticked(shown) == ["mat"]
    assert shown.text.count("(made since)") == 1


def test_saving_goes_on_to_the_next_one_until_all_are_read_for_all_themes(office):
    shown, texts = office.get(office.at(AGAIN)), set()
    for _ in range(12):
        texts.add(comment_on(shown))
        before = decided(office, comment_on(shown)).version
        answer = send(office, shown, outcome="coded", themes=["mat", "tolk"])
        assert decided(office, comment_on(shown)).version > before
        shown = follow(office, answer)
    assert len(texts) == 12
    assert "All that chance chose so far has been read for all themes." in shown.text
    assert again(office) == []


def test_what_is_laid_aside_comes_back_when_nothing_else_is_left(office):
    shown = office.get(office.at(AGAIN))
    aside = comment_on(shown)
    shown = office.get(_later(shown))
    for _ in range(11):
        assert comment_on(shown) != aside
        shown = follow(office, send(office, shown, outcome="none"))
    assert comment_on(shown) == aside
    assert len(again(office)) == 1


def test_undo_goes_back_within_the_round(office):
    first = office.get(office.at(AGAIN))
    after = follow(office, send(office, first, outcome="none"))
    shown = follow(office, undo(office, after))
    assert comment_on(shown) == comment_on(first)
    assert ticked(shown) == ["mat"]
    assert "Made since it was read" in shown.text
    assert len(again(office)) == 12


def test_two_who_read_again_at_the_same_time_seldom_meet(office):
    other = seat(office, "ola@example.org")
    theirs = {comment_on(one.get(one.at(AGAIN))) for one in (office, other)}
    assert len(theirs) <= 2 <= WINDOW  # each has one of the first eight of their own


def test_who_reads_on_is_not_sent_into_the_round(office):
    assert "Made since it was read" not in office.get(office.at(DESK)).text


def _later(shown):
    place = shown.text.partition('data-key="s"')[0].rpartition('href="')[2].partition('"')[0]
    return place.replace("&amp;", "&")


@pytest.mark.parametrize("place", [f"shares/{QUESTION}/", f"codebook/{QUESTION}/"])
def test_the_pages_of_the_question_say_what_waits_and_lead_there(office, place):
    shown = office.get(office.at(place)).text
    assert "At least 10 of the comments that chance chose were read by an earlier codebook." in shown
    assert "Nobody has looked in them for: Tolk." in shown
    assert f'href="{office.at(AGAIN)}"' in shown
    with office.database.transaction() as session:
        for comment, _ in ReadingQueue().again(session, SLUG, QUESTION):
            judge(session, comment, {}, outcome="none", by=KARI)
    assert "earlier codebook" not in office.get(office.at(place)).text
