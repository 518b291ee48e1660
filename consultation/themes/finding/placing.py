"""Every text gets its nearest candidate and the next one, a batch at a time."""

from collections.abc import Sequence
from dataclasses import dataclass, fields

import numpy as np

from consultation.themes.finding.exact import Points
from consultation.themes.finding.hierarchy import NOTHING_IN_COMMON, Labels, distances
from consultation.themes.finding.space import LatentSpace, Lying


@dataclass(frozen=True)
class Placed:
    """For each text its nearest candidate and the distance to it, then the next nearest; arrays of one length.

    Where there is one candidate only, the next is the same at the distance of nothing in common. ``held`` is how much of
    a text the space holds at all, ``known`` how many of its words it knows.
    """

    labels: Labels
    distances: Points
    next_labels: Labels
    next_distances: Points
    held: Points
    known: Labels

    def of(self, positions: Labels) -> "Placed":
        """The same for some texts, or for several copies of them."""
        return Placed(
            self.labels[positions],
            self.distances[positions],
            self.next_labels[positions],
            self.next_distances[positions],
            self.held[positions],
            self.known[positions],
        )

    def reordered(self, order: Sequence[int]) -> "Placed":
        """The same with the candidates that have texts in a new order; no text is next to one that has none."""
        rank = np.full(max(order, default=0) + 1 + int(self.next_labels.max(initial=0)), -1, dtype=np.intp)
        rank[list(order)] = np.arange(len(order))
        labels, following = rank[self.labels], rank[self.next_labels]
        lone = following < 0
        return Placed(
            labels,
            self.distances,
            np.where(lone, labels, following),
            np.where(lone, NOTHING_IN_COMMON, self.next_distances),
            self.held,
            self.known,
        )


def placed(space: LatentSpace, texts: Sequence[str], centres: Points, known: Lying | None = None) -> Placed:
    """Place texts by the directions of the candidates; ``known`` is where they lie if that has been found already."""
    found = [_two_nearest(lying, centres) for lying in (space.batches(texts) if known is None else [known])]
    return Placed(
        *(
            np.concatenate([getattr(one, field.name) for one in found]) if found else np.zeros(0, dtype=kind)
            for field, kind in zip(fields(Placed), (np.intp, float, np.intp, float, float, np.intp), strict=True)
        )
    )


def _two_nearest(lying: Lying, centres: Points) -> Placed:
    away = distances(lying.points, centres)
    every = np.arange(len(away))
    nearest = np.argmin(away, axis=1)
    least = away[every, nearest]
    if len(centres) == 1:
        return Placed(nearest, least, nearest, np.full(len(away), NOTHING_IN_COMMON), lying.held, lying.known)
    away[every, nearest] = np.inf
    following = np.argmin(away, axis=1)
    return Placed(nearest, least, following, away[every, following], lying.held, lying.known)
