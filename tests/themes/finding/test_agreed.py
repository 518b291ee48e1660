"""Runs agree on groups that are there, say how surely, and choose no more groups than they agree on."""

import numpy as np
import pytest

from consultation.themes.finding.agreed import agreed, stability
from consultation.themes.finding.hierarchy import nearest
from consultation.themes.reading.learning import normalize


def scattered(groups, each, spread, seed=0):
    rng = np.random.default_rng(seed)
    middles = np.eye(12)[:groups]
    points = np.repeat(middles, each, axis=0) + spread * rng.standard_normal((groups * each, 12))
    return np.asarray(normalize(points)), np.repeat(np.arange(groups), each)


def test_groups_that_are_there_are_found_and_called_stable():
    points, truth = scattered(5, 40, 0.1)
    found = agreed(points, 5, 0)
    labels = nearest(points, found.centres)[1]
    assert all(len(set(labels[truth == group])) == 1 for group in range(5))
    assert min(found.stability) > 0.95


def test_a_group_that_runs_do_not_find_again_is_called_unstable():
    clear, _ = scattered(4, 40, 0.1)
    rng = np.random.default_rng(1)
    cloud = np.hstack([np.zeros((120, 6)), np.abs(rng.standard_normal((120, 6)))])  # one cloud, cut anywhere
    found = agreed(np.vstack([clear, np.asarray(normalize(cloud))]), 7, 0)
    of_clear = nearest(clear, found.centres)[1]
    sure = [found.stability[at] for at in sorted(set(of_clear.tolist()))]
    unsure = [value for at, value in enumerate(found.stability) if at not in of_clear]
    assert max(unsure) < min(sure)


def test_stability_is_what_two_divisions_share():
    labels = np.array([0, 0, 0, 0, 1, 1])
    assert stability(labels, [labels]) == (1.0, 1.0)
    assert stability(labels, [np.array([0, 0, 1, 1, 1, 1])]) == (0.5, 0.5)
    assert stability(labels, [labels, np.array([0, 0, 1, 1, 1, 1])]) == (0.75, 0.75)


def test_the_number_of_groups_is_not_more_than_are_there():
    points, _ = scattered(5, 60, 0.05)
    assert len(agreed(points, (2, 5), 0).centres) == 5


@pytest.mark.parametrize("number", [1, 2, 3, 200, (2, 12)])
@pytest.mark.parametrize("count", [1, 2, 3, 5, 30])
def test_any_number_of_groups_of_any_number_of_points_can_be_asked_for(number, count):
    points = np.asarray(normalize(np.random.default_rng(0).standard_normal((count, 4))))
    found = agreed(points, number, 0)
    assert 1 <= len(found.centres) <= count
    assert len(found.centres) == len(found.stability)
    assert all(0 < value <= 1 for value in found.stability)


def test_equal_points_are_one_group():
    points = np.ones((50, 3)) / np.sqrt(3)
    assert len(agreed(points, 4, 0).centres) == 1


def test_the_same_points_give_the_same_groups_and_another_seed_nearly_so():
    points, _ = scattered(6, 50, 0.25)
    one, again, other = (agreed(points, 6, seed) for seed in (0, 0, 1))
    assert (one.centres == again.centres).all()
    assert one.stability == again.stability
    labels = [nearest(points, found.centres)[1] for found in (one, other)]
    assert np.mean(stability(labels[0], [labels[1]])) > 0.9
