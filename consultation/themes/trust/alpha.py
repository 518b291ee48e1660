"""Krippendorff's alpha for values of any kind, and the distance between two sets of themes."""

from collections import Counter
from collections.abc import Callable, Hashable, Sequence
from typing import TypeVar

import numpy as np
import numpy.typing as npt

from consultation.themes.trust.unsaid import CannotBeSaid, Why

Value = TypeVar("Value", bound=Hashable)
Values = npt.NDArray[np.float64]


def different(one: object, other: object) -> float:
    """The nominal distance: 0 for the same value, else 1."""
    return float(one != other)


def masi(one: frozenset[str], other: frozenset[str]) -> float:
    """How far two sets of themes lie apart: 0 the same (two empty ones, too), 1 nothing in common.

    Passonneau (2006), "Measuring agreement on set-valued items (MASI) for semantic and pragmatic annotation": Jaccard's
    coefficient times 1 for the same set, 2/3 for a part of the other, 1/3 for sets that overlap.
    """
    if one == other:
        return 0.0
    common = one & other
    if not common:
        return 1.0
    return 1 - len(common) / len(one | other) * (2 / 3 if common in (one, other) else 1 / 3)


def alpha(
    units: Sequence[Sequence[Value | None]], distance: Callable[[Value, Value], float] = different
) -> float | CannotBeSaid:
    """Krippendorff's alpha (2011, "Computing Krippendorff's alpha-reliability"): 1 is full agreement, 0 as by chance.

    Each unit holds one value per coder, None where that coder has not judged it; units with fewer than two values do
    not count. The distance enters as it is (nominal distances equal their squares; MASI is used unsquared, as its author does).
    """
    pairable = [judged for unit in units if len(judged := [value for value in unit if value is not None]) > 1]
    if not pairable:
        return CannotBeSaid(Why.ONE_CODER)
    totals = Counter(value for judged in pairable for value in judged)
    distances = apart(list(totals), distance)
    at = {value: place for place, value in enumerate(totals)}
    off = sum(disagreement([at[value] for value in judged], distances) for judged in pairable)
    sums = np.array([off, *totals.values()], dtype=np.float64)
    found = float(alpha_of(sums[np.newaxis], distances)[0])
    return found if np.isfinite(found) else CannotBeSaid(Why.NO_VARIATION)


def apart(values: Sequence[Value], distance: Callable[[Value, Value], float]) -> Values:
    """The distances between all of the values, shape (v, v)."""
    return np.array([[distance(one, other) for other in values] for one in values], dtype=np.float64)


def sets_apart(sets: Sequence[frozenset[str]]) -> Values:
    """The MASI distances between all of the sets, shape (v, v): thousands of them at once."""
    themes = {theme: at for at, theme in enumerate(sorted(frozenset().union(*sets)))}
    flags = np.zeros((len(sets), len(themes)))
    for at, one in enumerate(sets):
        flags[at, [themes[theme] for theme in one]] = 1
    common, size = flags @ flags.T, flags.sum(axis=1)
    part_of, whole_of = common == size[:, np.newaxis], common == size
    either = np.maximum(size[:, np.newaxis] + size - common, 1)
    return np.where(part_of & whole_of, 0.0, 1 - common / either * np.where(part_of | whole_of, 2 / 3, 1 / 3))


def disagreement(judged: Sequence[int], distances: Values) -> float:
    """What one unit adds to the observed disagreement, from its values' places in ``distances``."""
    return float(distances[np.ix_(judged, judged)].sum()) / (len(judged) - 1)


def alpha_of(sums: Values, distances: Values) -> Values:
    """Alpha from sums of shape (n, 1 + v), observed disagreement and each value's number; nan where nothing varies."""
    off, totals = sums[:, 0], sums[:, 1:]
    number = totals.sum(axis=1)
    expected = ((totals @ distances) * totals).sum(axis=1)
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(expected > 0, 1 - (number - 1) * off / expected, np.nan)
