"""Alpha is what its author computed, what a slower way by the book gives, and never a nan."""

import math
from itertools import permutations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.metrics import cohen_kappa_score

from consultation.themes.trust.alpha import alpha, apart, different, masi, sets_apart
from consultation.themes.trust.unsaid import CannotBeSaid, Why

A, B, C = frozenset("a"), frozenset("b"), frozenset("c")
SETS = st.frozensets(st.sampled_from("abc"))


def _units(*coders):
    return [[None if value == "*" else value for value in unit] for unit in zip(*map(str.split, coders), strict=True)]


def test_four_coders_with_gaps_agree_as_krippendorff_computed():
    """Krippendorff (2011), "Computing Krippendorff's alpha-reliability", section C: nominal alpha .743."""
    units = _units(
        "1 2 3 3 2 1 4 1 2 * * *",
        "1 2 3 3 2 2 4 1 2 5 * 3",
        "* 3 3 3 2 3 4 2 2 5 1 *",
        "1 2 3 3 2 4 4 1 2 5 1 *",
    )
    assert alpha(units) == pytest.approx(0.743, abs=0.0005)


def test_two_coders_of_two_values_agree_as_krippendorff_computed():
    """The same paper, section A: ten units, alpha .095; section B: five values of twelve units, alpha .692."""
    assert alpha(_units("0 1 0 0 0 0 0 0 1 0", "1 1 1 0 0 1 0 0 0 0")) == pytest.approx(0.095, abs=0.0005)
    meg, owen = "a a b b d c c c e d d a", "b a b b b c c c e d d d"
    assert alpha(_units(meg, owen)) == pytest.approx(0.692, abs=0.0005)


def _by_the_book(units, distance):
    """From all pairs of values, as the definition says: mean distance within units over that of any two values."""
    pairable = [judged for unit in units if len(judged := [one for one in unit if one is not None]) > 1]
    every = [value for judged in pairable for value in judged]
    within = sum(distance(one, two) / (len(judged) - 1) for judged in pairable for one, two in permutations(judged, 2))
    anyhow = sum(distance(one, two) for one, two in permutations(every, 2)) / (len(every) - 1)
    return 1 - within / anyhow if anyhow else None


@given(st.lists(st.lists(st.none() | SETS, min_size=3, max_size=3), max_size=8), st.sampled_from([masi, different]))
@settings(deadline=None)
def test_alpha_is_what_the_definition_says(units, distance):
    book = _by_the_book(units, distance) if any(sum(one is not None for one in unit) > 1 for unit in units) else None
    found = alpha(units, distance)
    assert isinstance(found, CannotBeSaid) if book is None else found == pytest.approx(book)


def test_with_many_comments_alpha_nears_the_kappa_of_two_coders_with_like_habits():
    rng = np.random.default_rng(1)
    one = rng.random(4000) < 0.3
    two = np.where(rng.random(4000) < 0.2, rng.random(4000) < 0.3, one)
    assert alpha(list(zip(one.tolist(), two.tolist(), strict=True))) == pytest.approx(
        cohen_kappa_score(one, two), abs=0.003
    )


@pytest.mark.parametrize(
    ("one", "other", "distance"),
    [
        (A, A, 0),
        (frozenset(), frozenset(), 0),
        (A, B, 1),
        (A, frozenset(), 1),
        (A, A | B, 1 - 1 / 2 * 2 / 3),
        (A | B, B | C, 1 - 1 / 3 * 1 / 3),
        (A | B | C, A | B, 1 - 2 / 3 * 2 / 3),
    ],
)
def test_sets_lie_as_far_apart_as_passonneau_says(one, other, distance):
    assert masi(one, other) == masi(other, one) == pytest.approx(distance)


@given(st.lists(SETS, max_size=8))
@settings(deadline=None)
def test_many_sets_lie_as_far_apart_as_each_two_of_them(sets):
    assert sets_apart(sets).ravel().tolist() == pytest.approx(apart(sets, masi).ravel().tolist())


@pytest.mark.parametrize(
    ("units", "why"),
    [
        ([], Why.ONE_CODER),
        ([(A, None)], Why.ONE_CODER),
        ([(A,), (B,)], Why.ONE_CODER),
        ([(A, A), (A, A)], Why.NO_VARIATION),
        ([(frozenset(), frozenset())], Why.NO_VARIATION),
    ],
)
def test_alpha_of_nothing_to_agree_on_cannot_be_said(units, why):
    assert alpha(units, masi) == alpha(units) == CannotBeSaid(why)


def test_alpha_of_chance_is_nought_and_of_contrariness_below():
    rng = np.random.default_rng(2)
    chance = alpha(rng.integers(0, 3, (3000, 2)).tolist())
    assert isinstance(chance, float)
    assert abs(chance) < 0.05
    contrary = alpha([(A, B), (B, A)] * 5)
    assert isinstance(contrary, float)
    assert contrary < 0
    assert not math.isnan(contrary)
