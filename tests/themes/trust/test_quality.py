"""Coverage, calibration and stability are what their sources say."""

import math

import numpy as np
import pytest

from consultation.themes.trust.quality import calibration_error, coverage, stability

A, B = frozenset("a"), frozenset("b")


def test_coverage_is_the_share_with_a_theme():
    assert coverage([A, frozenset(), A | B, frozenset()]) == 0.5
    assert math.isnan(coverage([]))


def test_scores_that_hold_have_no_calibration_error():
    truth = np.array([True] * 3 + [False] * 7)
    assert calibration_error(np.full(10, 0.3), truth) == pytest.approx(0)
    assert calibration_error(np.full(10, 0.8), truth) == pytest.approx(0.5)


def test_stability_does_not_depend_on_the_names_of_groups():
    assert stability(np.array([0, 0, 1, 1]), np.array([1, 1, 0, 0])) == 1
