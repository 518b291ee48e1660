"""The leading directions of sparse rows, to the last digit the same on every processor."""

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt

from consultation.themes.finding.exact import Points, Rows, on_grid

TURNS, BESIDE = 4, 30  # times that a guess is improved, and directions that are sought beside those that are kept
SOUGHT, MIXED, KEPT = 25, 20, 26  # digits of directions that are sought, of what mixes them, and of those that are kept
DEPENDENT = 1e-9  # of a direction's squared length that is left beside those before it, below which it is one of them
SWEEPS = 30  # of rotations, which mostly settle in eight
SETTLED = 1e-12
AT_A_TIME = 1_000  # rows that the processor keeps near

Positions = npt.NDArray[np.intp]


def leading(rows: Rows, width: int) -> Points:
    """So many directions in which rows (on their grid, of length at most two) differ most, one column each, of length one.

    A random guess is turned towards them by multiplication (subspace iteration: Halko, Martinsson & Tropp 2011), and
    the small problem that is left is solved by rotations (Jacobi 1846). All products are of numbers on grids, and the
    rest adds and multiplies number by number, so no library's order of adding enters. The guess is always the same.
    """
    sought = min(width + BESIDE, *rows.shape)
    turned, rows = rows.T.tocsr(), rows.tocsc()  # what is added to, or from, is the smaller of both ends
    signs = np.random.default_rng(0).integers(0, 2, (rows.shape[1], sought), dtype=np.int8)
    found = _apart(_scaled(rows @ (2.0 * signs - 1)))
    for _ in range(TURNS):
        found = _apart(_scaled(rows @ _scaled(turned @ found)))
    across = turned @ found
    across = _on_grid(across, _exponent(np.sqrt(_squared(across).max(keepdims=True))))
    lengths, rotations = rotated(across.T @ across)
    mixed = across @ on_grid(rotations[:, :width], MIXED)
    return on_grid(mixed / np.sqrt(np.maximum(lengths[:width], DEPENDENT)), KEPT)


def rotated(symmetric: Points) -> tuple[Points, Points]:
    """Eigenvalues of a symmetric matrix, the largest first, and its eigenvectors as columns.

    In every step disjoint pairs of rows and columns are rotated so that what they share vanishes.
    """
    size = len(symmetric) + len(symmetric) % 2
    both = np.hstack([np.zeros((size, size)), np.eye(size)])  # the matrix, and beside it the vectors: rows turn alike
    left, vectors = both[:, :size], both[:, size:]
    left[: len(symmetric), : len(symmetric)] = symmetric
    rounds = list(_pairings(size))
    for _ in range(SWEEPS):
        beside = np.abs(left - np.diag(left.diagonal())).max()
        if beside <= SETTLED * np.abs(left.diagonal()).max():
            break
        for one, other in rounds:
            cosine, sine = _rotation(left, one, other)
            for matrix in (both, left.T):
                first, second = matrix[one], matrix[other]
                matrix[one], matrix[other] = cosine * first - sine * second, sine * first + cosine * second
    order = np.argsort(-left.diagonal()[: len(symmetric)], kind="stable")
    return left.diagonal()[order], vectors[order][:, : len(symmetric)].T


def _rotation(left: Points, one: Positions, other: Positions) -> tuple[Points, Points]:
    """The cosine and sine for every pair, as columns; none where the pair shares nothing."""
    shared = left[one, other]
    slope = (left[other, other] - left[one, one]) / np.where(shared == 0, 1, 2 * shared)
    tangent = np.where(slope < 0, -1.0, 1.0) / (np.abs(slope) + np.sqrt(1 + slope * slope))
    tangent = np.where(shared == 0, 0, tangent)
    cosine = 1 / np.sqrt(1 + tangent * tangent)
    return cosine[:, np.newaxis], (tangent * cosine)[:, np.newaxis]


def _pairings(size: int) -> Iterator[tuple[Positions, Positions]]:
    """Everybody with everybody once, in rounds where all have a partner, as at a tournament."""
    seats = list(range(size))
    for _ in range(size - 1):
        yield np.array(seats[: size // 2]), np.array(seats[: size // 2 - 1 : -1])
        seats = [seats[0], seats[-1], *seats[1:-1]]


def _apart(columns: Points) -> Points:
    """Columns of length one that span the same and stand nearly upright on each other (Cholesky QR: Stathopoulos & Wu 2002)."""
    shared = columns.T @ columns
    lower, upright = shared.copy(), np.eye(len(shared))
    for at in range(len(shared)):
        if lower[at, at] <= DEPENDENT * shared[at, at]:
            lower[at:, at], upright[at] = 0, 0
            continue
        pivot = np.sqrt(lower[at, at])
        lower[at:, at] /= pivot
        upright[at] /= pivot
        below = lower[at + 1 :, at, np.newaxis]
        lower[at + 1 :, at + 1 :] -= below * below.T
        upright[at + 1 :] -= below * upright[at]
    by = _exponent(np.sqrt((upright**2).sum(axis=1)))
    return on_grid(np.ldexp(columns @ on_grid(np.ldexp(upright.T, -by), MIXED), by), SOUGHT)


def _scaled(columns: Points) -> Points:
    """The columns with lengths between a half and one, on a grid; those of zeros stay. They are overwritten."""
    return _on_grid(columns, _exponent(np.sqrt(_squared(columns))))


def _squared(columns: Points) -> Points:
    """The squared length of every column, some rows at a time, which the processor keeps near."""
    parts = [(columns[at : at + AT_A_TIME] ** 2).sum(axis=0) for at in range(0, len(columns), AT_A_TIME)]
    return np.asarray(np.sum(parts, axis=0), dtype=np.float64)


def _on_grid(columns: Points, exponents: npt.NDArray[np.int32]) -> Points:
    """The columns divided by powers of two and rounded, in their own place."""
    columns *= np.ldexp(1.0, SOUGHT - exponents)
    np.rint(columns, out=columns)
    columns *= 2.0**-SOUGHT
    return columns


def _exponent(lengths: Points) -> npt.NDArray[np.int32]:
    """The smallest power of two above every length."""
    return np.asarray(np.frexp(lengths)[1], dtype=np.int32)
