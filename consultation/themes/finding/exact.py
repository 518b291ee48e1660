"""Numbers on a grid so coarse that their products add up without rounding: the same sums in whatever order they are added.

Processors and their libraries add in different orders, and a last digit decides a tie, a tie a group, and a group the
proposal. A sum of products is exact while it needs no more than the 53 binary digits of a float (Ozaki et al. 2012).
So what is multiplied lies on grids whose digits, and those of the largest sum, are fewer than 53 together.
"""

from typing import Any

import numpy as np
import numpy.typing as npt

Points = npt.NDArray[np.float64]
Rows = Any  # scipy.sparse.csr_matrix, which has no types

ROWS, POINTS = 18, 24  # binary digits after the point of weighted words, and of points of length one


def on_grid(values: npt.NDArray[Any], digits: int = POINTS) -> Points:
    """The values rounded to so many binary digits after the point."""
    found: Points = np.multiply(values, 2.0**digits, dtype=np.float64)
    np.rint(found, out=found)
    found *= 2.0**-digits
    return found


def rows_on_grid(rows: Rows) -> Rows:
    """The same for sparse rows of weighted words."""
    found = rows.astype(np.float64)
    found.data = on_grid(found.data, ROWS)
    return found


def of_length_one(points: Points) -> Points:
    """Rows with the direction of the given ones, whose lengths are at most two; rows of zeros stay."""
    rounded = on_grid(points)
    long = lengths(rounded)
    return on_grid(rounded / np.where(long > 0, long, 1)[:, np.newaxis])


def lengths(points: Points) -> Points:
    """The length of every row on the grid: exact before the root, and the root is rounded once."""
    return np.asarray(np.sqrt(np.einsum("ij,ij->i", points, points)), dtype=np.float64)
