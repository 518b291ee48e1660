"""Intervals for shares and for differences between them that hold for few comments and for rare themes, too."""

import math
from collections.abc import Callable
from statistics import NormalDist

from consultation.themes.reading.learning import special

Interval = tuple[float, float]

LEVEL = 0.95
STEPS = 44  # halvings of [0, 1]: to thirteen digits


def midway(share: float, number: float, level: float = LEVEL) -> Interval:
    """The mid-P interval for a share seen in ``number`` trials; both may be effective numbers, so any positive reals.

    Clopper & Pearson (1934) with half the probability of what was seen (Lancaster 1961; Agresti & Gottard 2007,
    "Nonconservative exact small-sample inference for discrete data"): it covers close to ``level`` where Wald's
    interval fails, also where nothing was found - then its upper end is the exact one-sided limit.
    """
    seen = min(max(share, 0.0), 1.0) * number
    half = (1 - level) / 2
    low = 0.0 if seen <= 0 else _where(lambda p: _at_least(seen, number, p), half)
    high = 1.0 if seen >= number else _where(lambda p: _at_least(seen, number, p), 1 - half)
    return low, high


def _at_least(seen: float, number: float, chance: float) -> float:
    """The mid-P probability of what was seen or more."""
    more = special.betainc(seen + 1, number - seen, chance) if seen < number else 0.0
    as_many = special.betainc(seen, number - seen + 1, chance) if seen > 0 else 1.0
    return float(more + as_many) / 2


def _where(rising: Callable[[float], float], target: float) -> float:
    low, high = 0.0, 1.0
    for _ in range(STEPS):
        middle = (low + high) / 2
        low, high = (middle, high) if rising(middle) < target else (low, middle)
    return (low + high) / 2


def unseen(read: int, comments: int, level: float = LEVEL) -> float:
    """The largest share of so many comments that may have what none of those read at random had.

    With so many or fewer it is at least 1 - ``level`` likely to see none of them (the hypergeometric distribution).
    """
    low, high = 0, comments - read
    while low < high:
        middle = (low + high + 1) // 2
        none = math.lgamma(comments - middle + 1) - math.lgamma(comments - middle - read + 1)
        none += math.lgamma(comments - read + 1) - math.lgamma(comments + 1)
        low, high = (middle, high) if none >= math.log(1 - level) else (low, middle - 1)
    return low / comments


def wilson(share: float, number: float, level: float = LEVEL) -> Interval:
    """Wilson's (1927) score interval for a share seen in ``number`` trials, which may be an effective number."""
    z = NormalDist().inv_cdf((1 + level) / 2)
    weight = 1 + z * z / number
    centre = (share + z * z / (2 * number)) / weight
    reach = z / weight * math.sqrt(max(share * (1 - share), 0.0) / number + (z / (2 * number)) ** 2)
    return max(centre - reach, 0.0), min(centre + reach, 1.0)


def newcombe(one: tuple[float, float], other: tuple[float, float], level: float = LEVEL) -> Interval:
    """The interval for one share minus another, each given as (share, number): Newcombe (1998), method 10."""
    (p, n), (q, m) = one, other
    p_low, p_high = wilson(p, n, level)
    q_low, q_high = wilson(q, m, level)
    low = p - q - math.hypot(p - p_low, q_high - q)
    high = p - q + math.hypot(p_high - p, q - q_low)
    return max(low, -1.0), min(high, 1.0)
