"""Whether the order in which responses arrived can be read from a signal, by rank correlation within batches."""

import warnings
from collections import defaultdict
from collections.abc import Iterable, Sequence

from scipy.stats import spearmanr

from tests.anonymity.order_signals import Signal

LEAST_BATCH = 5


class Oracle:
    """Collects what each signal tells about the order of arrival, over batches and over independent runs.

    One batch of 200 gives a Spearman correlation of 0 with a standard error of 0.07 where nothing is to be read, so
    that one signal in two hundred would pass 0.2 by chance. A leak is the same in every run, chance is not: the mean
    over runs is judged, weighted by the batches' size. With about 780 degrees of freedom its standard error is 0.036,
    and 0.2 is more than five of them: less than one false alarm in ten million signals.
    """

    def __init__(self) -> None:
        self._heard: dict[str, list[tuple[float, int]]] = defaultdict(list)

    def hear(self, signals: dict[str, Signal], batches: Sequence[Sequence[bytes]]) -> None:
        """Takes the signals of one run whose responses arrived in this order, batch by batch."""
        for name, signal in signals.items():
            self._heard[name] += list(_correlations(signal, batches))

    def tells(self) -> dict[str, float]:
        """For each signal its mean correlation with the order of arrival; signals that say nothing are left out."""
        return {
            name: sum(rho * weight for rho, weight in heard) / sum(weight for _, weight in heard)
            for name, heard in self._heard.items()
            if heard
        }

    def leaks(self, above: float) -> dict[str, float]:
        """The signals that tell more than so much."""
        return {name: round(rho, 3) for name, rho in self.tells().items() if abs(rho) >= above}


def _correlations(signal: Signal, batches: Iterable[Sequence[bytes]]) -> Iterable[tuple[float, int]]:
    for batch in batches:
        present = [key for key in batch if key in signal]
        ranks = {value: rank for rank, value in enumerate(sorted({signal[key] for key in present}))}
        if len(present) >= LEAST_BATCH and len(ranks) > 1:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                rho = spearmanr(range(len(present)), [ranks[signal[key]] for key in present]).statistic
            yield float(rho), len(present) - 1
