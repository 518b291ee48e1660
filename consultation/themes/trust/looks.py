"""Looking often finds something: exact tests of two shares, and what remains of them after so many looks."""

import math
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from consultation.themes.reading.learning import special

Values = npt.NDArray[np.float64]

ALIKE = 1 + 1e-7  # tables whose probabilities differ by rounding alone are equally likely


def cohens_h(one: float, other: float) -> float:
    """The effect size of one share against another, -pi to pi; Cohen (1988, ch. 6) calls .2 small, .5 medium, .8 large."""
    return 2 * math.asin(math.sqrt(one)) - 2 * math.asin(math.sqrt(other))


def fisher(one: tuple[int, int], other: tuple[int, int]) -> float:
    """Fisher's exact two-sided p that two groups, each (with the theme, all), are alike: all tables no likelier than this."""
    (with_one, in_one), (with_other, in_other) = one, other
    found = with_one + with_other
    possible = np.arange(max(0, found - in_other), min(found, in_one) + 1, dtype=np.float64)
    chances = np.exp(_ways(in_one, possible) + _ways(in_other, found - possible) - _ways(in_one + in_other, found))
    seen = chances[with_one - int(possible[0])]
    return min(float(chances[chances <= seen * ALIKE].sum()), 1.0)


def _ways(of: float, chosen: float | Values) -> Values:
    """The logarithm of the binomial coefficient."""
    return np.asarray(special.gammaln(of + 1) - special.gammaln(chosen + 1) - special.gammaln(of - chosen + 1))


def holm(chances: Sequence[float]) -> tuple[float, ...]:
    """Each p after Holm (1979): below .05, and in 95 of 100 such families nothing at all is found where nothing is."""
    number, worst = len(chances), 0.0
    found = [0.0] * number
    for rank, at in enumerate(sorted(range(number), key=lambda place: chances[place])):
        worst = max(worst, min((number - rank) * chances[at], 1.0))
        found[at] = worst
    return tuple(found)


def benjamini_hochberg(chances: Sequence[float]) -> tuple[float, ...]:
    """Each p after Benjamini & Hochberg (1995): of those below .05, five in a hundred are found by chance at most."""
    number, best = len(chances), 1.0
    found = [1.0] * number
    ranked = sorted(range(number), key=lambda place: chances[place])
    for rank in range(number, 0, -1):
        best = min(best, chances[ranked[rank - 1]] * number / rank)
        found[ranked[rank - 1]] = best
    return tuple(found)
