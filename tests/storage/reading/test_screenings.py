"""What was found in a question's comments is replaced as one, and says when comments came or went."""

import os
import secrets
import signal
from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import event, select

from consultation.storage import responses
from consultation.storage.database import Database
from consultation.storage.erasing import erase
from consultation.storage.reading import screenings
from consultation.storage.reading.screenings import Found, Screening, without_copies
from consultation.storage.tables import ResponseRow
from consultation.storage.taking_back import take_out
from consultation.themes.reading.passages import Passage

MONDAY = date(2026, 11, 16)
FIRST, SECOND = "a" * 64, "b" * 64


def keys(box):
    with box.database.reading() as session:
        return responses.corpus(session, box.slug, "better").keys


def screening(among, *, hashed=FIRST, harm="danger", copies=0):
    """As if a rule had raised every comment, and the first so many were one campaign."""
    return Screening(
        question="better",
        among=frozenset(among),
        parameters={"rules": "r"},
        versions={"consultation": "1"},
        input_hash=hashed,
        made_on=MONDAY,
        raised={key: [Found(harm, "a-rule", Passage(0, 3))] for key in among},
        copies=dict.fromkeys(sorted(among)[:copies], 4),
        shown={4: min(among)} if copies else {},
    )


def keep(box, one, *, read=True):
    """Keep a screening, as if its comments had been read just before or, unless `read`, at some other time."""
    now = standing(box)
    with box.database.transaction() as session:
        return screenings.keep(session, box.slug, replace(one, instead_of=now.input_hash) if now and read else one)


def standing(box):
    with box.database.reading() as session:
        return screenings.standing(session, box.slug, "better")


def raised(box):
    with box.database.reading() as session:
        return {one.comment: one.found[0].harm for one in screenings.to_read(session, box.slug) if one.found}


def copies(box):
    with box.database.reading() as session:
        return screenings.copies(session, box.slug, "better")


def test_a_screening_is_kept_with_all_that_made_it_and_takes_the_place_of_the_last(box, add):
    add(*(f"comment {at}" for at in range(12)))
    among = keys(box)
    assert keep(box, screening(among, copies=6))
    assert (standing(box).comments, standing(box).input_hash, standing(box).made_on) == (12, FIRST, MONDAY)
    assert (standing(box).parameters, standing(box).versions) == ({"rules": "r"}, {"consultation": "1"})
    assert standing(box).shown == {4: min(among)}
    assert set(copies(box)) == set(sorted(among)[:6])
    assert keep(box, screening(among[:3], hashed=SECOND, harm="safety"))
    assert raised(box) == dict.fromkeys(among[:3], "safety")
    assert (copies(box), standing(box).shown) == ({}, {})


def test_comments_that_come_or_go_leave_a_question_to_be_screened_again(box, add):
    add("one", "two")
    assert keep(box, screening(keys(box)))
    assert standing(box).whole
    add("three")
    assert not standing(box).whole
    assert keep(box, screening(keys(box)))
    with box.database.transaction() as session:
        take_out(session, box.slug, session.scalars(select(ResponseRow.key)).first())
    assert not standing(box).whole
    assert len(raised(box)) == 2


@pytest.mark.parametrize("before", [False, True])
def test_what_comes_or_goes_while_the_machine_looks_is_not_taken_for_screened(box, add, before):
    add("one", "two")
    if before:
        assert keep(box, screening(keys(box), hashed=SECOND))
    seen = keys(box)
    made = screening([*seen, secrets.token_bytes(16)], copies=3)  # one of them is withdrawn by now
    if before:
        made = replace(made, instead_of=SECOND)
    add("three")
    assert keep(box, made, read=False) is False
    assert not standing(box).whole
    assert set(raised(box)) == set(seen)
    assert set(copies(box)) <= set(seen)


def test_two_workers_who_find_the_same_do_not_undo_each_other(box, add):
    add("one", "two")
    both = screening(keys(box))
    assert keep(box, both, read=False)
    assert keep(box, both, read=False)
    assert standing(box).whole


def test_nothing_is_kept_for_a_consultation_that_is_gone(box, add):
    add("one")
    made = screening(keys(box))
    with box.database.transaction() as session:
        erase(session, box.slug)
    assert keep(box, made) is False
    assert standing(box) is None


def test_a_screening_that_is_killed_at_any_statement_leaves_the_last_one_whole(box, add, database_url):
    add(*(f"comment {at}" for at in range(8)))
    among = keys(box)
    assert keep(box, screening(among, copies=8))
    later = replace(screening(among, hashed=SECOND, harm="safety", copies=2), instead_of=FIRST)
    for at in range(1, 40):
        killed = _killed_at(at, database_url, box.slug, later)
        if not killed:
            break
        assert standing(box).input_hash == FIRST, at
        assert set(raised(box).values()) == {"danger"}, at
        assert len(copies(box)) == 8, at
    assert at > 6
    assert (standing(box).input_hash, set(raised(box).values()), len(copies(box))) == (SECOND, {"safety"}, 2)


def _killed_at(number, database_url, slug, one):
    """Keep a screening in a program that is killed before its nth statement; whether it came so far."""
    child = os.fork()
    if child == 0:
        try:
            database, seen = Database(database_url), []

            def count(*_statement):
                seen.append(1)
                if len(seen) == number:
                    os.kill(os.getpid(), signal.SIGKILL)

            event.listen(database._engine, "before_cursor_execute", count)
            with database.transaction() as session:
                screenings.keep(session, slug, one)
        finally:
            os._exit(0)
    return os.WIFSIGNALED(os.waitpid(child, 0)[1])


def test_what_a_comment_told_goes_with_its_response(box, add):
    add("one", "two")
    assert keep(box, screening(keys(box), copies=2))
    with box.database.transaction() as session:
        take_out(session, box.slug, session.scalars(select(ResponseRow.key)).first())
    assert (len(raised(box)), len(copies(box))) == (1, 1)
    with box.database.reading() as session:
        (left,) = keys(box)
        assert screenings.copies_like(session, box.slug, "better", left) == 2, "as they were screened"
    assert keep(box, screening(keys(box), copies=1))
    with box.database.reading() as session:
        assert screenings.copies_like(session, box.slug, "better", left) == 1
        assert screenings.copies_like(session, box.slug, "better", b"x" * 16) == 0


@pytest.mark.parametrize("comments", [[], [b"a"], [b"c", b"a", b"b", b"d"]])
def test_a_campaign_counts_once_and_what_is_in_none_as_it_is(comments):
    campaigns = {b"a": 1, b"b": 1, b"c": 2}
    once = without_copies(comments, campaigns)
    assert once == without_copies(list(reversed(comments)), campaigns)
    assert once == frozenset({b"a", b"c", b"d"} & set(comments))
