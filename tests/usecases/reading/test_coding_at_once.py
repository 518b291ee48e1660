"""Two who decide at the same moment: what one of them does is seen by the other, and nothing of either is lost."""

import threading
from contextlib import contextmanager

import pytest

from consultation.storage.keys import KeyRing
from consultation.storage.reading import codings, double_codings, reading_queue, readings
from consultation.storage.reading.double_codings import DecidedMeanwhile
from consultation.themes.book.codebook import Accept, Merge, NewTheme, Split
from consultation.themes.finding.candidates import CandidateTheme
from consultation.usecases.reading.adjudicate import compare_codings, finish
from consultation.usecases.reading.code_blind import code_blind
from consultation.usecases.reading.confirm_coding import CodedTwice, confirm_coding, refuse_coded_twice
from consultation.usecases.reading.draw_double_coding import cancel_double_coding, draw_double_coding, give_back
from consultation.usecases.reading.make_theme import NothingLeft, make_theme
from consultation.usecases.reading.review_themes import review_themes
from tests.boxes import TODAY, Box
from tests.usecases.reading.doubling import KARI, MONA, OLA, Doubled
from tests.usecases.reading.test_measure_shares import BETTER, FOOD, WAITING, many, store

A_MOMENT = 0.3  # for the other to come as far as it can; with less nothing fails, but less is tried


@pytest.fixture
def box(database, tmp_path):
    opened = Box(database, KeyRing(tmp_path / "keys"))
    opened.open()
    for who in (KARI, OLA, MONA):
        Doubled(database).hire(who)
    store(opened, many((10, 10, 10)))
    for name in (WAITING, FOOD):
        decide(opened, Accept(CandidateTheme(name, (name,), 16, 0.25, ()), KARI, name))
    return opened


def decide(box, decision):
    with box.database.transaction() as session:
        review_themes(session, box.slug, BETTER, decision, decided_on=TODAY)


def first(box, number=20):
    """The comments that a sample would take first."""
    with box.database.reading() as session:
        return reading_queue.audit_order(codings.every(session, box.slug, BETTER))[:number]


def draw(session, box):
    return draw_double_coding(session, box.slug, BETTER, size=20, coders=(KARI, OLA), by=MONA, on=TODAY)


def read(session, box, comment):
    refuse_coded_twice(session, box.slug, BETTER, comment)
    confirm_coding(session, box.slug, BETTER, comment, themes=[FOOD], outcome="coded", by=MONA)


@contextmanager
def meanwhile(box, act):
    """Let somebody else do this in a transaction of their own while another is open; yields how it ended, in the end."""
    ended = []

    def other():
        try:
            with box.database.transaction() as session:
                ended.append(act(session))
        except (CodedTwice, NothingLeft, DecidedMeanwhile) as refused:
            ended.append(refused)

    thread = threading.Thread(target=other)
    with box.database.transaction() as session:
        yield session, thread, ended
        thread.start()
        thread.join(A_MOMENT)
    thread.join()
    assert ended, "the other came to no end"


def drawn(box):
    with box.database.reading() as session:
        sample = double_codings.newest(session, box.slug, BETTER)
        return double_codings.drawn(session, sample.key)


def test_no_blind_sample_takes_what_somebody_is_just_deciding_on(box):
    comment = first(box)[0]
    with meanwhile(box, lambda session: draw(session, box)) as (session, *_):
        read(session, box, comment)
    assert comment not in drawn(box)


def test_nobody_decides_on_what_is_just_being_drawn(box):
    comment = first(box)[0]
    with meanwhile(box, lambda session: read(session, box, comment)) as (session, _, ended):
        draw(session, box)
    assert isinstance(ended[0], CodedTwice)


def test_nothing_is_put_back_that_is_just_being_drawn_again(box):
    with box.database.transaction() as session:
        draw(session, box)
    with box.database.transaction() as session:
        cancel_double_coding(session, box.slug, BETTER)
    with meanwhile(box, lambda session: give_back(session, box.slug, BETTER)) as (session, _, ended):
        draw(session, box)
    assert isinstance(ended[0], DecidedMeanwhile)
    with box.database.reading() as session:
        assert not double_codings.given_back(session, box.slug, BETTER)


def test_no_theme_is_made_of_what_is_just_being_drawn(box):
    def make(session):
        words = NewTheme("Ro")
        return make_theme(session, box.slug, BETTER, first(box, 3), words=words, why="sett", by=MONA, decided_on=TODAY)

    with meanwhile(box, make) as (session, _, ended):
        draw(session, box)
    assert isinstance(ended[0], NothingLeft)


@pytest.mark.parametrize(
    "decision",
    [Split(FOOD, (NewTheme("Kald mat"), NewTheme("Sein mat")), MONA, "to ting"), Merge(WAITING, (FOOD,), MONA, "ett")],
)
def test_what_was_settled_follows_a_decision_that_is_just_being_taken(box, decision):
    with box.database.transaction() as session:
        sample = draw(session, box)
    comments = drawn(box)
    for who in (KARI, OLA):
        with box.database.transaction() as session:
            for comment in comments:
                code_blind(session, box.slug, BETTER, comment, themes=[FOOD], outcome="coded", by=who)
    with box.database.transaction() as session:
        compare_codings(session, box.slug, BETTER)
    with meanwhile(box, lambda session: finish(session, box.slug, BETTER)) as (session, *_):
        review_themes(session, box.slug, BETTER, decision, decided_on=TODAY)
    with box.database.reading() as session:
        found = [readings.of(session, comment) for comment in comments]
    assert {one.version for one in found} == {sample.codebook_version}
    if isinstance(decision, Split):
        assert all(one.anew and not one.confirmed for one in found)
    else:
        assert {one.confirmed for one in found} == {(WAITING,)}
