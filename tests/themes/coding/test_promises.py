"""A promise of precision holds on codings that it was not made from, or is not made."""

import numpy as np
import pytest

from consultation.themes.coding.promises import CannotBePromised, Promise, promise
from consultation.themes.trust.intervals import wilson


def judged(number, seed, themes=4):
    """Scores that hold: each is the chance that people find the theme."""
    rng = np.random.default_rng(seed)
    scores = rng.beta(0.3, 1.0, (number, themes))
    return scores, rng.random(scores.shape) < scores


def test_what_was_promised_holds_on_fresh_codings_in_nearly_all_repetitions():
    fresh_scores, fresh_truth = judged(50_000, 999)
    kept, made = 0, 0
    for seed in range(200):
        said = promise(*judged(2_000, seed))
        if isinstance(said, Promise):
            made += 1
            kept += fresh_truth[fresh_scores >= said.threshold].mean() >= said.precision
    assert made > 100
    assert kept / made >= 0.95


def test_it_rests_on_what_it_says_it_rests_on():
    scores, truth = judged(3_000, 1)
    said = promise(scores, truth)
    accepted = scores >= said.threshold
    assert said.codings == accepted.sum()
    assert said.right == truth[accepted].sum()
    assert said.share == pytest.approx(truth[accepted].sum() / truth.sum())
    assert wilson(said.right / said.codings, said.codings)[0] >= said.precision


def test_scores_that_mean_nothing_promise_nothing():
    rng = np.random.default_rng(0)
    assert promise(rng.random((2_000, 3)), rng.random((2_000, 3)) < 0.3) == CannotBePromised(0.9, 6_000)


def test_few_codings_promise_nothing_however_right_they_are():
    assert promise(np.full((20, 1), 0.99), np.full((20, 1), True)) == CannotBePromised(0.9, 20)


def test_one_good_stretch_by_chance_below_a_bad_one_is_not_found():
    scores = np.linspace(1, 0.5, 1_000)
    truth = np.arange(1_000) >= 200
    assert isinstance(promise(scores, truth, 0.7), CannotBePromised)
    assert truth[:800].mean() > 0.7


def test_equal_scores_stand_or_fall_together():
    scores = np.concatenate([np.full(300, 0.9), np.full(700, 0.4)])
    truth = np.concatenate([np.full(300, True), np.arange(700) % 2 == 0])
    said = promise(scores, truth)
    assert (said.threshold, said.codings, said.right) == (0.9, 300, 300)


def test_a_score_of_nought_is_no_suggestion():
    assert isinstance(promise(np.zeros(500), np.full(500, True)), CannotBePromised)


def test_what_could_not_be_held_out_is_left_out():
    scores, truth = judged(3_000, 2)
    holes = np.vstack([scores, np.full((100, 4), np.nan)])
    assert promise(holes, np.vstack([truth, np.full((100, 4), True)])) == promise(scores, truth)
    assert promise(np.zeros((0, 3)), np.zeros((0, 3), dtype=np.bool_)) == CannotBePromised(0.9, 0)


def test_what_makes_no_sense_is_refused():
    with pytest.raises(ValueError, match="shape"):
        promise(np.zeros(3), np.zeros(4, dtype=np.bool_))
    for precision in (0.0, 1.0):
        with pytest.raises(ValueError, match="cannot be promised"):
            promise(np.zeros(3), np.zeros(3, dtype=np.bool_), precision)
