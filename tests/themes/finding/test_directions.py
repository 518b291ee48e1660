"""The leading directions are those that linear algebra's own solution finds, also where rows are few or alike."""

import numpy as np
import pytest

from consultation.themes.finding.directions import leading, rotated
from consultation.themes.finding.exact import rows_on_grid
from consultation.themes.reading.learning import normalize, sparse


def rows(count, width, rank, seed=0):
    rng = np.random.default_rng(seed)
    strength = 0.8 ** np.arange(rank)
    made = (rng.standard_normal((count, rank)) * strength) @ rng.standard_normal((rank, width))
    return rows_on_grid(sparse.csr_matrix(normalize(made)))


def test_directions_hold_as_much_as_the_best_do():
    given = rows(300, 90, 60)
    found = leading(given, 10)
    best = np.linalg.svd(given.toarray(), full_matrices=False)[2][:10].T
    assert np.linalg.norm(given @ found) == pytest.approx(np.linalg.norm(given @ best), rel=1e-3)
    assert np.allclose(found.T @ found, np.eye(10), atol=1e-4)
    lengths = np.linalg.norm(given @ found, axis=0)
    assert (np.diff(lengths) <= 1e-6).all()  # the telling ones first


@pytest.mark.parametrize(("count", "width", "rank"), [(4, 5, 3), (60, 3, 1), (5, 200, 5), (50, 50, 2)])
def test_few_or_alike_rows_have_fewer_directions_and_none_is_made_up(count, width, rank):
    given = rows(count, width, rank)
    found = leading(given, min(count, width) - 1)
    assert np.isfinite(found).all()
    held = np.linalg.norm(given @ found) / np.linalg.norm(given.toarray())
    assert held <= 1.001
    assert held == pytest.approx(1, abs=1e-3) or rank > min(count, width) - 1


@pytest.mark.parametrize("size", [1, 2, 7, 30])
def test_rotations_solve_what_the_library_solves(size):
    made = np.random.default_rng(size).standard_normal((size, size))
    values, vectors = rotated(made @ made.T)
    assert values == pytest.approx(np.linalg.eigvalsh(made @ made.T)[::-1])
    assert np.allclose(vectors @ np.diag(values) @ vectors.T, made @ made.T)
