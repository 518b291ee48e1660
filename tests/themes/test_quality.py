"""Agreement, calibration and stability are what their sources say."""

import math

import numpy as np
import pytest

from consultation.themes.quality import agreement, alpha, calibration_error, coverage, stability

A, B = frozenset("a"), frozenset("b")


def test_coverage_is_the_share_with_a_theme():
    assert coverage([A, frozenset(), A | B, frozenset()]) == 0.5
    assert math.isnan(coverage([]))


def test_agreement_is_full_with_oneself_and_counts_none_as_agreement():
    found = agreement([A, A | B, frozenset()], [A, A | B, frozenset()])
    assert (found.micro, found.macro, found.samples) == (1, 1, 1)


def test_agreement_weighs_a_rare_theme_as_a_common_one_in_macro_only():
    people, machine = [A] * 9 + [B], [A] * 10
    found = agreement(people, machine)
    assert found.micro == pytest.approx(0.9)
    assert found.macro == pytest.approx((18 / 19 + 0) / 2)
    assert found.by_theme["b"] == 0


def test_agreement_refuses_codings_of_different_comments():
    with pytest.raises(ValueError, match="cannot be compared"):
        agreement([A], [])


def test_alpha_is_what_krippendorff_computed_in_his_own_example():
    coders = (
        "1 2 3 3 2 1 4 1 2 * * *",
        "1 2 3 3 2 2 4 1 2 5 * 3",
        "* 3 3 3 2 3 4 2 2 5 1 *",
        "1 2 3 3 2 4 4 1 2 5 1 *",
    )
    rows = [[None if value == "*" else value for value in line.split()] for line in coders]
    assert alpha(list(zip(*rows, strict=True))) == pytest.approx(0.743, abs=0.001)


def test_alpha_of_nothing_to_agree_on_is_no_number():
    assert math.isnan(alpha([("a", "a"), ("a", "a")]))
    assert math.isnan(alpha([("a", None)]))


def test_scores_that_hold_have_no_calibration_error():
    truth = np.array([True] * 3 + [False] * 7)
    assert calibration_error(np.full(10, 0.3), truth) == pytest.approx(0)
    assert calibration_error(np.full(10, 0.8), truth) == pytest.approx(0.5)


def test_stability_does_not_depend_on_the_names_of_groups():
    assert stability(np.array([0, 0, 1, 1]), np.array([1, 1, 0, 0])) == 1
