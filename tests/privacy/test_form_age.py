"""A form tells when it was made, and nobody else can say it; it may lie open for weeks."""

import secrets

import pytest

from consultation.privacy import form_age
from consultation.privacy.form_age import COARSE, LEAST, from_the_future, is_ours, mark, old_enough

SECRET = secrets.token_bytes(32)
NOW = 1_795_000_003.5


def old(sent, seconds, **changed):
    known = {"consultation": "waiting", "now": NOW + seconds} | changed
    return old_enough(known.pop("secret", SECRET), sent, **known)


@pytest.fixture
def made():
    return mark(SECRET, consultation="waiting", now=NOW)


def test_a_form_is_old_enough_after_a_while_and_never_too_old(made):
    assert [old(made, seconds) for seconds in (0, 5, LEAST - 1)] == [False] * 3
    assert [old(made, seconds) for seconds in (LEAST + COARSE, 3600, 7 * 24 * 3600, 365 * 24 * 3600)] == [True] * 4


@pytest.mark.parametrize("at", [NOW + tenth / 10 for tenth in range(60)])
def test_rounding_never_makes_a_form_older_than_it_is(at):
    sent = mark(SECRET, consultation="waiting", now=at)
    assert not old_enough(SECRET, sent, consultation="waiting", now=at + LEAST - 0.1)
    assert old_enough(SECRET, sent, consultation="waiting", now=at + LEAST + COARSE)


def test_forms_of_the_same_moments_carry_the_same_mark(made):
    assert mark(SECRET, consultation="waiting", now=NOW + 1) == made


@pytest.mark.parametrize(
    "changed", [{"consultation": "another"}, {"secret": secrets.token_bytes(32)}], ids=["another one", "another site"]
)
def test_a_mark_is_worth_nothing_elsewhere(made, changed):
    assert not old(made, 3600, **changed)


def test_a_mark_that_was_set_back_is_forged(made):
    when, signature = made.split("-")
    earlier = f"{int(when, 16) - 1000:x}-{signature}"
    assert not is_ours(SECRET, earlier, consultation="waiting")
    assert not old(earlier, 0)


@pytest.mark.parametrize(
    "sent", ["", "-", "x", "1-", "é-" + "0" * 32, "-1-" + "0" * 32, "0" * 100_000, "1-" + "0" * 32]
)
def test_whatever_is_sent_is_told_apart_without_an_error(sent):
    assert not old(sent, 3600)


def test_a_mark_says_nothing_but_when():
    assert len(mark(SECRET, consultation="waiting", now=NOW)) == len(mark(SECRET, consultation="w" * 100, now=NOW))
    assert form_age._signature(SECRET, "a", "1") != form_age._signature(SECRET, "b", "1")


def test_a_mark_from_before_a_clock_was_set_back_is_known_and_a_fresh_one_is_not():
    made = mark(SECRET, consultation="waiting", now=10_000)
    assert from_the_future(made, now=10_000 - 3600)
    assert not from_the_future(made, now=10_000 - COARSE)
    assert not from_the_future(made, now=10_000 + 3600)
