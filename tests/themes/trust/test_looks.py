"""Tests and corrections give what others compute."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import false_discovery_control, fisher_exact

from consultation.themes.trust.looks import benjamini_hochberg, cohens_h, fisher, holm


@given(st.integers(0, 40), st.integers(0, 40), st.integers(0, 40), st.integers(0, 40))
@settings(max_examples=60, deadline=None)
def test_fishers_test_is_that_of_scipy(a, b, c, d):
    expected = fisher_exact([[a, b], [c, d]]).pvalue if a + b and c + d else 1
    assert fisher((a, a + b), (c, c + d)) == pytest.approx(expected, rel=1e-6)


def test_fishers_test_holds_for_large_groups():
    assert fisher((3000, 100_000), (3300, 110_000)) == pytest.approx(
        fisher_exact([[3000, 97_000], [3300, 106_700]]).pvalue, rel=1e-4
    )


@given(st.lists(st.floats(0, 1), min_size=1, max_size=20))
@settings(deadline=None)
def test_the_list_is_corrected_as_scipy_does(chances):
    assert benjamini_hochberg(chances) == pytest.approx(list(false_discovery_control(chances)))


def test_holm_corrects_as_in_his_steps():
    assert holm([0.01, 0.04, 0.03, 0.005]) == pytest.approx((0.03, 0.06, 0.06, 0.02))
    assert holm([]) == benjamini_hochberg([]) == ()


@given(st.lists(st.floats(0, 1), min_size=1, max_size=20))
@settings(deadline=None)
def test_holm_is_stricter_than_the_list_and_neither_raises_a_p(chances):
    for chance, listed, strict in zip(chances, benjamini_hochberg(chances), holm(chances), strict=True):
        assert chance <= listed + 1e-12
        assert listed <= strict + 1e-12


def test_effects_are_those_of_cohens_table():
    """Cohen (1988), table 6.2.2: phi is 2 arcsin of the root of the share."""
    assert cohens_h(0.5, 0) == pytest.approx(1.571, abs=0.001)
    assert cohens_h(0.1, 0.05) == pytest.approx(0.644 - 0.451, abs=0.001)
    assert cohens_h(1, 0) == pytest.approx(math.pi)
    assert not np.isnan(cohens_h(0, 0))
