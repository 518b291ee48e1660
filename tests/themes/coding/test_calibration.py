"""Scores are probabilities that hold, thresholds serve each theme, and what is unknown is not made up."""

import numpy as np
import pytest

from consultation.themes.coding.calibration import (
    LIKENESS,
    UNTRIED,
    Calibration,
    best_threshold,
    calibrate,
    expected_threshold,
    joined,
    sigmoid,
)
from consultation.themes.trust.quality import calibration_error


def judged(number=4_000, themes=3, seed=0):
    """Decisions that lean the right way, on codings of which each theme has its own share."""
    rng = np.random.default_rng(seed)
    truth = rng.random((number, themes)) < np.linspace(0.03, 0.5, themes)
    return np.where(truth, 1.0, -1.0) + rng.normal(0, 1.2, truth.shape), truth


def test_scores_hold_on_codings_that_were_not_seen():
    made = calibrate(*judged())
    decisions, truth = judged(seed=1)
    assert calibration_error(made.probabilities(decisions), truth) < 0.03


def test_a_rare_theme_gets_a_threshold_of_its_own():
    rng = np.random.default_rng(0)
    truth = rng.random((2_000, 2)) < np.array([0.05, 0.5])
    made = calibrate(np.where(truth, 1.0, -1.0) + rng.normal(0, 1.0, truth.shape), truth)
    assert made.thresholds[0] != made.thresholds[1]
    assert ((made.thresholds > 0) & (made.thresholds < 1)).all()


def test_a_score_never_falls_when_the_decision_rises():
    truth = np.array([True, False] * 50)[:, np.newaxis]
    misled = np.where(truth, -1.0, 1.0) + np.random.default_rng(0).normal(0, 0.1, truth.shape)
    made = calibrate(misled, truth)
    assert made.slopes[0] >= 0


@pytest.mark.parametrize(("truth", "likely"), [(True, True), (False, False)])
def test_where_all_codings_agree_the_score_is_their_share_and_a_little_doubt(truth, likely):
    slope, offset = sigmoid(np.linspace(-1, 1, 98), np.full(98, truth))
    assert slope == 0
    assert 1 / (1 + np.exp(-offset)) == pytest.approx(0.99 if likely else 0.01)


def test_decisions_that_are_all_the_same_say_nothing_more_than_the_share():
    truth = np.array([True] * 30 + [False] * 70)[:, np.newaxis]
    scores = calibrate(np.zeros((100, 1)), truth).probabilities(np.zeros((1, 1)))
    assert scores[0, 0] == pytest.approx(0.3, abs=0.01)


def test_extreme_decisions_stay_within_nought_and_one():
    scores = calibrate(*judged(themes=1)).probabilities(np.array([[1e9], [-1e9]]))
    assert 0 <= scores.min() <= scores.max() <= 1
    assert np.isfinite(scores).all()


def test_the_best_threshold_of_nothing_is_one_half():
    assert best_threshold(np.array([0.2, 0.9]), np.array([False, False])) == 0.5


def test_several_calibrations_join_by_their_columns():
    one = Calibration(np.array([1.0, 3.0]), np.array([10.0, 30.0]), np.array([0.1, 0.3]))
    two = Calibration(np.array([2.0]), np.array([20.0]), np.array([0.2]))
    together = joined([((0, 2), one), ((1,), two)])
    assert together.slopes.tolist() == [1, 2, 3]
    assert together.offsets.tolist() == [10, 20, 30]
    assert together.thresholds.tolist() == [0.1, 0.2, 0.3]


@pytest.mark.parametrize("assumed", [UNTRIED, LIKENESS])
def test_an_assumption_suggests_nothing_for_a_text_that_shares_nothing(assumed):
    nothing = -1.0 if assumed is UNTRIED else 0.0
    made = assumed.of(2)
    assert (made.probabilities(np.full((1, 2), nothing)) < made.thresholds).all()


def test_calibrated_scores_hold_on_average():
    rng = np.random.default_rng(0)
    truth = rng.random((4_000, 1)) < 0.3
    made = calibrate(np.where(truth, 1.0, -1.0) + rng.normal(0, 1.5, truth.shape), truth)
    assert made.probabilities(np.where(truth, 1.0, -1.0)).mean() == pytest.approx(0.3, abs=0.05)


def test_the_best_threshold_separates_what_can_be_separated():
    assert 0.2 < best_threshold(np.array([0.1, 0.2, 0.8, 0.9]), np.array([False, False, True, True])) <= 0.8
    assert best_threshold(np.array([0.1]), np.array([False])) == 0.5


def test_where_a_sigmoid_says_too_much_at_its_ends_the_codings_of_all_themes_correct_it():
    rng = np.random.default_rng(3)
    decisions = rng.normal(-1, 3, (6_000, 3))
    truth = rng.random(decisions.shape) < 0.04 + 0.88 / (1 + np.exp(-2 * decisions))
    made = calibrate(decisions[:3_000], truth[:3_000])
    sigmoids = Calibration(made.slopes, made.offsets, made.thresholds)
    errors = [calibration_error(one.probabilities(decisions[3_000:]), truth[3_000:]) for one in (made, sigmoids)]
    assert errors[0] < errors[1]
    steps = made.probabilities(np.linspace(-20, 20, 200)[:, np.newaxis].repeat(3, axis=1))
    assert (np.diff(steps, axis=0) >= 0).all()


def test_a_threshold_follows_how_rare_a_theme_is_among_all_where_it_was_looked_for():
    rng = np.random.default_rng(0)
    truth = rng.random((60, 1)) < 0.5
    read = np.where(truth, 0.5, -0.5) + rng.normal(0, 1.0, truth.shape)
    among_all = rng.normal(-0.8, 1.0, (2_000, 1))
    assert calibrate(read, truth, among_all).thresholds[0] < calibrate(read, truth).thresholds[0]
    assert calibrate(read, truth, np.zeros((0, 1))).thresholds[0] == calibrate(read, truth).thresholds[0]


@pytest.mark.parametrize(
    ("scores", "threshold"), [([0.9, 0.9, 0.0], 0.5), ([0.0, 0.0], 0.05), ([1.0], 0.5), ([], 0.05)]
)
def test_the_expected_threshold_is_half_of_the_f1_that_scores_expect(scores, threshold):
    assert expected_threshold(np.array(scores)) == pytest.approx(threshold, abs=0.03)


def test_a_theme_that_decisions_do_not_tell_is_suggested_for_all_only_where_most_have_it():
    for share, suggested in ((0.3, False), (0.8, True)):
        truth = (np.arange(100) < 100 * share)[:, np.newaxis]
        made = calibrate(np.zeros((100, 1)), truth)
        assert bool((made.probabilities(np.zeros((1, 1))) >= made.thresholds).all()) is suggested
