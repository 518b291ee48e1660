import threading

import pytest

from consultation.storage import staff
from consultation.storage.reading import codings, double_codings, reading_queue, runs, suggestions
from consultation.storage.reading.double_codings import DecidedMeanwhile
from consultation.storage.reading.runs import Run
from consultation.themes.book.codebook import Suggested
from consultation.themes.reading.passages import Passage
from consultation.themes.trust.prevalence import drawn_first
from consultation.usecases.reading.adjudicate import finish
from consultation.usecases.reading.confirm_coding import confirm_coding
from consultation.usecases.reading.draw_double_coding import (
    CannotDraw,
    cancel_double_coding,
    draw_double_coding,
    give_back,
    replace_coder,
)
from tests.boxes import TODAY
from tests.reviewing.offices import QUESTION, SLUG
from tests.usecases.reading.doubling import KARI, MONA, OLA, doubled, doubled_here, plainly

__all__ = ["doubled", "doubled_here"]


def read(doubled, keys):
    with doubled.database.transaction() as session:
        for key in keys:
            confirm_coding(session, SLUG, QUESTION, key, themes=["mat"], outcome="coded", by=MONA)


def in_audit_order(doubled):
    return reading_queue.audit_order(doubled.texts())


def test_the_sample_is_the_front_of_the_random_order_without_what_is_read(doubled):
    order = in_audit_order(doubled)
    read(doubled, [order[3], order[40]])
    sample = doubled.draw(20)
    assert set(doubled.drawn()) == {*order[:3], *order[4:21]}
    assert (sample.among, sample.codebook_version, sample.state, sample.coders) == (58, 3, "coding", (KARI, OLA))


def test_what_was_read_before_and_the_sample_are_together_a_random_sample_of_all_comments(doubled_here):
    order = in_audit_order(doubled_here)
    read(doubled_here, order[:4])
    doubled_here.draw(20)
    keys = sorted(doubled_here.texts())
    judged = [keys.index(key) for key in {*order[:4], *doubled_here.drawn()}]
    flags = drawn_first([keys.index(key) for key in order], judged)
    assert flags.sum() == 24


def test_the_order_is_that_of_the_reading_queue(doubled_here):
    from consultation.themes.coding.queue import audit_order

    keys = sorted(doubled_here.texts())
    assert [keys[at] for at in audit_order(keys)] == in_audit_order(doubled_here)


def test_the_same_comments_are_drawn_by_whoever_draws(doubled_here):
    doubled_here.draw(20)
    first = set(doubled_here.drawn())
    with doubled_here.database.transaction() as session:
        cancel_double_coding(session, SLUG, QUESTION)
    doubled_here.draw(20, (MONA, KARI))
    assert set(doubled_here.drawn()) == first


@pytest.mark.parametrize("size", [0, -5, 19, 15, 22, 1005])
def test_a_size_that_tells_too_little_or_too_exactly_is_refused(doubled_here, size):
    with pytest.raises(CannotDraw, match="size"):
        doubled_here.draw(size)


def test_more_than_are_unread_is_refused_with_the_rounded_number(doubled_here):
    read(doubled_here, in_audit_order(doubled_here)[:2])
    with pytest.raises(CannotDraw) as refused:
        doubled_here.draw(60)
    assert (refused.value.code, refused.value.about) == ("too_few_unread", "55")
    assert doubled_here.newest() is None


@pytest.mark.parametrize(
    ("coders", "code"),
    [
        ((KARI, KARI.upper()), "same_coder"),
        ((KARI, "nobody@example.org"), "no_reviewer"),
        (("reader@example.org", KARI), "no_reviewer"),
        (("left@example.org", KARI), "no_reviewer"),
    ],
)
def test_two_different_people_who_may_decide_are_needed(doubled_here, coders, code):
    doubled_here.hire("reader@example.org", "reader")
    doubled_here.hire("left@example.org", active=False)
    with pytest.raises(CannotDraw) as refused:
        doubled_here.draw(20, coders)
    assert refused.value.code == code


def test_one_sample_is_coded_at_a_time(doubled_here):
    doubled_here.draw(20)
    with pytest.raises(CannotDraw, match="one_is_open"):
        doubled_here.draw(20)


def test_of_two_who_draw_at_the_same_moment_one_is_told(doubled):
    start, told = threading.Barrier(2), []

    def at_once():
        start.wait()
        try:
            doubled.draw(20)
            told.append("drawn")
        except (CannotDraw, DecidedMeanwhile):
            told.append("told")

    both = [threading.Thread(target=at_once) for _ in range(2)]
    for one in both:
        one.start()
    for one in both:
        one.join()
    assert sorted(told) == ["drawn", "told"]
    assert len(doubled.drawn()) == 20


def test_without_a_theme_there_is_nothing_to_code_with(doubled_here):
    with doubled_here.database.transaction() as session, pytest.raises(CannotDraw, match="no_codebook"):
        draw_double_coding(session, SLUG, "feel-safe", size=20, coders=(KARI, OLA), by=MONA, on=TODAY)


def test_a_drawn_comment_is_read_nowhere_else_until_it_is_done(doubled):
    doubled.draw(20)
    with doubled.database.reading() as session:
        waiting = reading_queue.ReadingQueue().drawn(session, SLUG, QUESTION, at_most=100)
        reserved = double_codings.reserved(session, SLUG, QUESTION)
    assert reserved == set(doubled.drawn())
    assert set(waiting) == doubled.texts().keys() - reserved


def test_a_coder_who_left_is_replaced_and_what_they_coded_put_away(doubled):
    doubled.draw(20)
    doubled.code(KARI, plainly)
    doubled.code(OLA, plainly)
    with doubled.database.transaction() as session, pytest.raises(CannotDraw, match="still_there"):
        replace_coder(session, SLUG, QUESTION, place=2, account=MONA)
    with doubled.database.transaction() as session:
        gone = staff.find_by_email(session, OLA)
        staff.save(session, staff.Account(OLA, None, gone.uniquifier, (), active=False), uniquifier=gone.uniquifier)
    with doubled.database.transaction() as session, pytest.raises(CannotDraw, match="same_coder"):
        replace_coder(session, SLUG, QUESTION, place=2, account=KARI)
    with doubled.database.transaction() as session:
        replace_coder(session, SLUG, QUESTION, place=2, account=MONA)
        sample = double_codings.newest(session, SLUG, QUESTION)
        assert sample.coders == (KARI, MONA)
        assert len(double_codings.found_by(session, sample.key, 1)) == 20
        assert double_codings.found_by(session, sample.key, 2) == {}


def test_a_sample_that_is_taken_away_leaves_its_comments_unread(doubled):
    doubled.draw(20)
    doubled.code(KARI, plainly)
    with doubled.database.transaction() as session:
        cancel_double_coding(session, SLUG, QUESTION)
        assert len(codings.unread(session, SLUG, QUESTION)) == 60
    assert doubled.newest() is None


def cancel(doubled):
    with doubled.database.transaction() as session:
        cancel_double_coding(session, SLUG, QUESTION)


def reserved(doubled):
    with doubled.database.reading() as session:
        return double_codings.reserved(session, SLUG, QUESTION)


def test_what_a_sample_that_was_taken_away_had_drawn_stays_blind_until_it_is_drawn_again(doubled):
    doubled.draw(40)
    drawn = set(doubled.drawn())
    suggest(doubled, drawn)
    cancel(doubled)
    with doubled.database.reading() as session:
        waiting = reading_queue.ReadingQueue().drawn(session, SLUG, QUESTION, at_most=100)
        assert not any(one.suggested for one in codings.of(session, drawn).values())
    assert drawn.isdisjoint(waiting)
    doubled.draw(20, (MONA, KARI))
    assert set(doubled.drawn()) < drawn
    assert reserved(doubled) == drawn
    cancel(doubled)
    assert reserved(doubled) == drawn


def suggest(doubled, keys):
    with doubled.database.transaction() as session:
        runs.add(session, SLUG, Run("r1", QUESTION, "assign", 1, {}, {}, "0" * 64, TODAY, 60, 0))
        suggestions.suggest(
            session, SLUG, QUESTION, [(key, Suggested("mat", 0.97, "r1", Passage(0, 4))) for key in sorted(keys)]
        )


def test_what_is_given_back_is_read_like_all_others_and_drawn_no_more(doubled):
    order = in_audit_order(doubled)
    with doubled.database.transaction() as session, pytest.raises(DecidedMeanwhile):
        give_back(session, SLUG, QUESTION)
    doubled.draw(20)
    cancel(doubled)
    with doubled.database.transaction() as session:
        give_back(session, SLUG, QUESTION)
    assert reserved(doubled) == frozenset()
    with doubled.database.reading() as session:
        assert reading_queue.ReadingQueue().drawn(session, SLUG, QUESTION, at_most=20) == order[:20]
    sample = doubled.draw(40)
    assert set(doubled.drawn()) == set(order[20:])
    assert sample.among == 40


def test_until_what_was_given_back_is_read_the_sample_behind_it_is_no_part_of_the_random_front(doubled_here):
    order = in_audit_order(doubled_here)
    doubled_here.draw(20)
    cancel(doubled_here)
    with doubled_here.database.transaction() as session:
        give_back(session, SLUG, QUESTION)
    doubled_here.draw(20)
    keys = sorted(doubled_here.texts())
    places, sample = [keys.index(key) for key in order], [keys.index(key) for key in doubled_here.drawn()]
    assert drawn_first(places, sample).sum() == 0
    assert drawn_first(places, [*sample, *places[:20]]).sum() == 40


def test_a_sample_taken_away_leaves_the_one_before_it_the_newest(doubled_here):
    for _ in range(2):
        sample = doubled_here.draw(20)
        for by in (KARI, OLA):
            doubled_here.code(by, plainly)
        doubled_here.compare()
        with doubled_here.database.transaction() as session:
            finish(session, SLUG, QUESTION)
    doubled_here.draw(20)
    cancel(doubled_here)
    assert doubled_here.newest().key == sample.key
    assert doubled_here.draw(20).key == f"{SLUG}/{QUESTION}/double/4"
