"""From points to a tree of groups: small groups are formed, and Ward's rule joins them."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from consultation.themes.finding.exact import Points, of_length_one, on_grid
from consultation.themes.reading.learning import sparse

Labels = npt.NDArray[np.intp]

NOTHING_IN_COMMON = 1.0  # the distance of a text that shares nothing with any candidate
ROUNDS = 8  # of k-means; later ones move few points, and groups are joined and settled after it
EXACT = 9  # decimals in which costs of joining are compared


@dataclass(frozen=True)
class Tree:
    """Small groups of points and the order in which Ward's rule joins them, nearest first."""

    small: Labels
    joins: tuple[tuple[int, int], ...]

    def cut(self, groups: int) -> Labels:
        """The division of all points into so many groups, or fewer where there are not so many small ones."""
        leaves = int(self.small.max()) + 1
        parent = list(range(leaves))
        for kept, gone in self.joins[: max(leaves - groups, 0)]:
            parent = [kept if at == gone else at for at in parent]
        return in_sequence(np.array(parent, dtype=np.intp))[self.small]


def grown(points: Points, small_groups: int, random_state: int) -> Tree:
    """A tree over at most so many small groups of points (k-means), joined by Ward's rule (1963).

    Each small group weighs as many points as it has.
    """
    small = clustered(points, min(small_groups, max(2, len(points) // 3)), random_state)
    return Tree(small, _ward(points, small))


def clustered(points: Points, groups: int, random_state: int) -> Labels:
    """Divide points into at most so many groups by k-means (Lloyd 1982, seeded as Arthur & Vassilvitskii 2007).

    Our own few lines, because the library adds partial sums in the order in which its threads end, and equal input
    shall give equal bytes.
    """
    if groups >= len(points):
        return np.arange(len(points))
    centres = points[_seeds(points, groups, random_state)]
    labels = np.zeros(len(points), dtype=np.intp)
    for _ in range(ROUNDS):
        away = points @ (-2 * centres.T)
        away += (centres**2).sum(axis=1)
        nearest = in_sequence(np.argmin(away, axis=1))
        if (nearest == labels).all():
            break
        labels = nearest
        centres = means(points, labels)
    return labels


def settled(points: Points, labels: Labels, rounds: int) -> Labels:
    """Let points of length one go to their nearest middle, and middles move to their points, so many times."""
    for _ in range(rounds):
        labels = in_sequence(nearest(points, middles(points, labels))[1])
    return labels


def middles(points: Points, labels: Labels) -> Points:
    """The direction of every group that has points, one row each of length one."""
    return of_length_one(means(points, in_sequence(labels)))


def nearest(points: Points, centres: Points) -> tuple[Points, Labels]:
    """For every point one minus the cosine to its nearest centre, and which centre that is."""
    if not len(points):
        return np.zeros(0), np.zeros(0, dtype=np.intp)
    all_distances = distances(points, centres)
    labels = np.argmin(all_distances, axis=1)
    return all_distances[np.arange(len(points)), labels], labels


def distances(points: Points, centres: Points) -> Points:
    """One minus the cosine of every point to every centre, 0 to 1, shape (points, centres)."""
    away: Points = points @ -centres.T
    away += 1
    return np.clip(away, 0, NOTHING_IN_COMMON, out=away)


def in_sequence(labels: Labels) -> Labels:
    """The same division with labels 0, 1, 2 without gaps."""
    there = np.zeros(int(labels.max(initial=0)) + 1, dtype=np.intp)
    there[labels] = 1
    return np.asarray((np.cumsum(there) - 1)[labels], dtype=np.intp)


def means(points: Points, labels: Labels) -> Points:
    """The mean of the points of every group, one row each; labels are 0, 1, 2 without gaps."""
    groups = int(labels.max()) + 1
    one_each = np.arange(len(labels) + 1)
    members = sparse.csc_matrix((np.ones(len(labels)), labels, one_each), shape=(groups, len(labels)))
    return on_grid(members @ points / np.bincount(labels)[:, np.newaxis])


def _seeds(points: Points, groups: int, random_state: int) -> Labels:
    """Points to begin from: each next one is drawn with a chance that grows with its squared distance to those drawn."""
    rng = np.random.default_rng(random_state)
    norms = (points**2).sum(axis=1)
    chosen = [int(rng.integers(len(points)))]
    far = np.full(len(points), np.inf)
    while len(chosen) < groups:
        last = points[chosen[-1]]
        far = np.minimum(far, np.maximum(norms - 2 * (points @ last) + last @ last, 0))
        running = np.cumsum(far)
        if not running[-1]:
            break
        chosen.append(min(int(np.searchsorted(running, rng.random() * running[-1], side="right")), len(points) - 1))
    return np.array(chosen, dtype=np.intp)


def _ward(points: Points, small: Labels) -> tuple[tuple[int, int], ...]:
    """Join the two groups whose union adds least to the squared distances within groups, until one is left."""
    count = int(small.max()) + 1
    sizes = np.bincount(small, minlength=count).astype(np.float64)
    centres = means(points, small)
    squared = np.maximum(((centres[:, np.newaxis] - centres[np.newaxis]) ** 2).sum(axis=2), 0)
    cost = np.round(squared * (sizes[:, np.newaxis] * sizes / (sizes[:, np.newaxis] + sizes)), EXACT)
    np.fill_diagonal(cost, np.inf)
    joins = []
    for _ in range(count - 1):
        kept, gone = sorted(map(int, np.unravel_index(int(np.argmin(cost)), cost.shape)))
        total = sizes[kept] + sizes[gone]
        updated = (
            (sizes[kept] + sizes) * cost[kept] + (sizes[gone] + sizes) * cost[gone] - sizes * cost[kept, gone]
        ) / (total + sizes)
        cost[kept] = cost[:, kept] = np.round(updated, EXACT)
        cost[kept, kept] = np.inf
        cost[gone] = cost[:, gone] = np.inf
        sizes[kept] = total
        joins.append((kept, gone))
    return tuple(joins)
