"""Intervals for any number made of sums over respondents: they are drawn again and again, never their single comments."""

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from statistics import NormalDist

import numpy as np
import numpy.typing as npt

from consultation.themes.trust.intervals import LEVEL, Interval
from consultation.themes.trust.unsaid import CannotBeSaid, Why

Values = npt.NDArray[np.float64]
Statistic = Callable[[Values], Values]  # from sums of shape (n, k) to n numbers, nan where there is none

ROUNDS = 2000
AT_ONCE = 1_000_000  # draws that are held in memory together


@dataclass(frozen=True, slots=True)
class Measured:
    """A number with the ends of its 95 % interval, and how many comments of how many respondents it rests on."""

    value: float
    low: float
    high: float
    comments: int
    respondents: int


@dataclass(frozen=True, slots=True)
class Draws:
    """Respondents' sums, of shape (respondents, k), and the same for each of many draws of as many respondents."""

    sums: Values
    drawn: Values

    @classmethod
    def of(cls, sums: Values, *, rounds: int = ROUNDS, seed: int = 0) -> "Draws":
        """Draw respondents with replacement; the result does not depend on the order they come in."""
        rows = np.round(sums, 9)
        rows = rows[sorted(range(len(rows)), key=lambda at: rows[at].tobytes())]
        drawn = [weights @ rows for weights in _weights(len(rows), rounds, seed)]
        return cls(rows, np.concatenate([np.zeros((0, rows.shape[1])), *drawn]))

    def contributors(self, columns: slice) -> int:
        """How many respondents these columns have anything from."""
        return int((self.sums[:, columns] != 0).any(axis=1).sum())

    def interval(self, columns: slice, statistic: Statistic, level: float = LEVEL) -> Interval | CannotBeSaid:
        """The bias-corrected and accelerated interval (Efron 1987) of a statistic of these columns' sums."""
        sums = self.sums[:, columns]
        if self.contributors(columns) <= 1:
            return CannotBeSaid(Why.ONE_RESPONDENT)
        value = statistic(sums.sum(axis=0, keepdims=True))[0]
        without = statistic(sums.sum(axis=0, keepdims=True) - sums)
        drawn = statistic(self.drawn[:, columns])
        steady = np.isfinite(drawn)
        if not np.isfinite(without).all() or (~steady).mean() > (1 - level) / 2:
            return CannotBeSaid(Why.UNSTEADY)
        low, high = np.quantile(drawn[steady], _places(float(value), drawn[steady], without, level))
        return float(min(low, value)), float(max(high, value))


def _weights(respondents: int, rounds: int, seed: int) -> Iterator[Values]:
    rng = np.random.default_rng(seed)
    step = max(AT_ONCE // max(respondents, 1), 1)
    for begin in range(0, rounds if respondents else 0, step):
        number = min(step, rounds - begin)
        draws = rng.integers(0, respondents, (number, respondents)) + np.arange(number)[:, np.newaxis] * respondents
        counts = np.bincount(draws.ravel(), minlength=number * respondents)
        yield counts.reshape(number, respondents).astype(np.float64)


def _places(value: float, drawn: Values, without: Values, level: float) -> tuple[float, float]:
    """Which quantiles of the draws are the interval's ends."""
    normal = NormalDist()
    below = float((drawn < value).mean() + (drawn == value).mean() / 2)
    bias = normal.inv_cdf(min(max(below, 1 / (len(drawn) + 1)), 1 - 1 / (len(drawn) + 1)))
    pull = without.mean() - without
    size = float((pull**2).sum()) ** 1.5
    speed = float((pull**3).sum()) / (6 * size) if size > 0 else 0.0
    ends = []
    for part in ((1 - level) / 2, (1 + level) / 2):
        far = bias + normal.inv_cdf(part)
        place = bias + far / (1 - speed * far) if speed * far < 1 else math.copysign(math.inf, far)
        ends.append(normal.cdf(place))
    return ends[0], ends[1]
