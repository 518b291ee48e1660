"""Whether the order in which responses arrived can be read from a signal, by rank correlation within batches."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import sqrt
from statistics import NormalDist
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

LEAST_BATCH = 5
FALSE_ALARMS = 1e-4
"""How often a whole audit may call a signal readable that tells nothing: once in ten thousand audits."""
Signal: TypeAlias = dict[int, Any]
"""Response (by its place in the order of arrival) -> a value that can be sorted."""


@dataclass(frozen=True, slots=True, order=True)
class Inside:
    """A place within a page of a file: it is compared with places in the same page alone, since pages lie as they like."""

    page: int
    at: int


@dataclass(frozen=True, slots=True)
class Told:
    """What a signal tells: its mean rank correlation with the order of arrival, and how many standard errors that is."""

    correlation: float
    errors: float


class Oracle:
    """Collects what each signal tells about the order of arrival, over batches and over independent runs.

    Spearman's rank correlation of a batch of n has mean 0 and variance 1/(n - 1) where nothing is to be read, whatever
    the ties (Kendall & Gibbons, Rank Correlation Methods). The mean over batches, weighted by n - 1, has the variance
    1/sum(n - 1), and its tails are lighter than the normal ones, because no correlation is above 1.
    """

    def __init__(self) -> None:
        self._heard: dict[str, list[tuple[float, int]]] = defaultdict(list)

    def hear(self, signals: Mapping[str, Signal], batches: Sequence[Sequence[int]]) -> None:
        """Takes the signals of one run whose responses arrived in this order, batch by batch."""
        for name, signal in signals.items():
            self._heard[name] += list(_correlations(signal, batches))

    def tells(self) -> dict[str, Told]:
        """What each signal tells; signals that have one value for everybody are left out."""
        return {name: _mean(heard) for name, heard in self._heard.items() if heard}

    def leaks(self, above: float) -> dict[str, float]:
        """The signals whose correlation is so high."""
        return {name: round(t.correlation, 3) for name, t in self.tells().items() if abs(t.correlation) >= above}

    def readable(self) -> dict[str, Told]:
        """The signals from which the order can be read, at most one in FALSE_ALARMS of all audits by chance."""
        told = self.tells()
        return {name: one for name, one in told.items() if abs(one.errors) > errors_allowed(len(told))}

    def least_seen(self) -> dict[str, float]:
        """Of each signal that tells people of a batch apart: the least correlation that would have been called readable.

        From this one on it is seen in at least every second audit, and nearly always where it is half as high again. Above 1
        nothing would have been seen: too few responses of a batch could be compared by it.
        """
        allowed = errors_allowed(len(self.tells()))
        return {
            name: allowed / sqrt(sum(weight for _, weight in heard)) for name, heard in self._heard.items() if heard
        }

    def constant(self) -> list[str]:
        """The signals that order nobody: all responses of a batch that have it have the same."""
        return [name for name, heard in self._heard.items() if not heard]


def errors_allowed(signals: int) -> float:
    """How many standard errors are no alarm yet when so many signals are looked at (after Bonferroni)."""
    return NormalDist().inv_cdf(1 - FALSE_ALARMS / 2 / max(signals, 1))


def _mean(heard: Sequence[tuple[float, int]]) -> Told:
    weights = sum(weight for _, weight in heard)
    mean = sum(rho * weight for rho, weight in heard) / weights
    return Told(mean, mean * sqrt(weights))


def _correlations(signal: Signal, batches: Iterable[Sequence[int]]) -> Iterable[tuple[float, int]]:
    for batch in batches:
        present = [response for response in batch if response in signal]
        if len(present) >= LEAST_BATCH:
            for together in _comparable(signal, present):
                values = [(type(signal[response]).__name__, signal[response]) for response in together]
                if len(set(values)) > 1:
                    arrival = np.arange(len(together), dtype=float)
                    yield float(np.corrcoef(arrival, _ranks(values))[0, 1]), len(together) - 1


def _comparable(signal: Signal, present: Sequence[int]) -> Iterable[Sequence[int]]:
    """The responses of a batch, apart by page where the signal is a place within one."""
    pages: dict[int | None, list[int]] = defaultdict(list)
    for response in present:
        value = signal[response]
        pages[value.page if isinstance(value, Inside) else None].append(response)
    return pages.values()


def _ranks(values: Sequence[Any]) -> NDArray[np.float64]:
    """The values' ranks; equal ones share the mean of their places."""
    places: dict[Any, list[int]] = defaultdict(list)
    for place, value in enumerate(sorted(values)):
        places[value].append(place)
    return np.array([sum(places[value]) / len(places[value]) for value in values])
