"""Intervals from drawing respondents are those of an independent computation, in any order and with any memory."""

import numpy as np
import pytest
from scipy.stats import bootstrap

from consultation.themes.trust import resampling
from consultation.themes.trust.resampling import Draws
from consultation.themes.trust.unsaid import CannotBeSaid, Why


def _ratio(sums):
    with np.errstate(invalid="ignore", divide="ignore"):
        return sums[:, 0] / sums[:, 1]


def _sums(respondents=60):
    rng = np.random.default_rng(1)
    comments = 1.0 + rng.poisson(1, respondents)
    return np.stack([rng.gamma(0.5, comments), comments], axis=1)


def test_the_interval_is_that_of_scipys_bootstrap():
    sums = _sums()
    ends = Draws.of(sums, rounds=4000).interval(slice(0, 2), _ratio)
    other = bootstrap(
        (sums[:, 0], sums[:, 1]),
        lambda found, comments, axis=-1: found.sum(axis=axis) / comments.sum(axis=axis),
        paired=True,
        vectorized=True,
        n_resamples=4000,
        method="BCa",
        rng=np.random.default_rng(2),
    ).confidence_interval
    assert ends == pytest.approx((other.low, other.high), rel=0.04)


def test_what_is_held_in_memory_at_once_changes_nothing(monkeypatch):
    whole = Draws.of(_sums(), rounds=100, seed=3)
    monkeypatch.setattr(resampling, "AT_ONCE", 700)
    assert Draws.of(_sums(), rounds=100, seed=3).drawn == pytest.approx(whole.drawn)


def test_another_seed_draws_others_and_the_same_the_same():
    one, two, other = (Draws.of(_sums(), rounds=50, seed=seed).drawn for seed in (1, 1, 2))
    assert (one == two).all()
    assert not (one == other).all()


@pytest.mark.parametrize(
    ("sums", "why"),
    [
        (np.zeros((0, 2)), Why.ONE_RESPONDENT),
        (np.ones((1, 2)), Why.ONE_RESPONDENT),
        (np.array([[1.0, 2.0], [0.0, 0.0], [0.0, 0.0]]), Why.ONE_RESPONDENT),
        (np.array([[1.0, 2.0], [1.0, 0.0], [1.0, 0.0]]), Why.UNSTEADY),
    ],
)
def test_without_enough_respondents_there_is_no_interval(sums, why):
    assert Draws.of(sums, rounds=50).interval(slice(0, 2), _ratio) == CannotBeSaid(why)
