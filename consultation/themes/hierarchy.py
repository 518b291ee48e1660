"""From points to a tree of groups: many clusterings vote, small groups are formed, and Ward's rule joins them."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from consultation.themes.learning import TruncatedSVD, adjusted_rand_score, normalize, sparse

Points = npt.NDArray[np.float64]
Labels = npt.NDArray[np.intp]

VOTES = 12  # clusterings that vote
MOST_SMALL = 250  # small groups that the tree is built from
ROUNDS = 20  # of k-means, which mostly settles sooner
CLEARLY_LESS_STABLE = 0.8  # of the best stability; a finer division that keeps this much is preferred


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
        _, names = np.unique(parent, return_inverse=True)
        return np.asarray(names, dtype=np.intp)[self.small]


def consensus_tree(points: Points, random_state: int) -> Tree:
    """Let several clusterings of different fineness vote, and build a tree over what they agree on.

    Points are rows of length one. Groups that many clusterings keep together end near each other (cluster ensembles
    as a bipartite graph: Fern & Brodley 2004); Ward's rule (1963) joins them, each weighing as many points as it has.
    """
    together = _agreement(points, random_state)
    joint = normalize(np.hstack([normalize(together), 0.5 * points]))
    many = min(MOST_SMALL, max(2, len(points) // 3))
    small = _clustered(joint, many, random_state)
    return Tree(small, _ward(joint, small))


def stable_number(points: Points, fewest: int, most: int, random_state: int) -> int:
    """How many groups there are: the finest division that independent halves of the votes still agree on.

    Trees are grown from different seeds and from parts of the points; for each number of groups their agreement on
    the points they share is the adjusted Rand index. Of the numbers whose agreement is close to the best, the largest.
    """
    spread = np.geomspace(fewest, most, 12)
    numbers = sorted({round(float(value)) for value in spread})
    if len(numbers) < 2 or len(points) < 3 * fewest:  # noqa: PLR2004 - nothing to choose between
        return fewest
    rng = np.random.default_rng(random_state)
    cuts = []
    for seed in range(4):
        chosen = np.sort(rng.permutation(len(points))[: int(0.8 * len(points))])
        tree = consensus_tree(points[chosen], random_state + 1 + seed)
        cuts.append((chosen, {number: tree.cut(number) for number in numbers}))
    agreement = [float(np.mean(_agreements(cuts, number))) for number in numbers]
    best = max(agreement)
    enough = min(best, CLEARLY_LESS_STABLE * best)  # where nothing is stable, even the best may lie below zero
    return max(number for number, found in zip(numbers, agreement, strict=True) if found >= enough)


def _agreements(cuts: list[tuple[Labels, dict[int, Labels]]], number: int) -> list[float]:
    found = []
    for at, (chosen, by_number) in enumerate(cuts):
        for other, by_number_too in cuts[at + 1 :]:
            _, here, there = np.intersect1d(chosen, other, return_indices=True)
            found.append(float(adjusted_rand_score(by_number[number][here], by_number_too[number][there])))
    return found


def _agreement(points: Points, random_state: int) -> Points:
    """Each point's place among the groups of all votes, in few dimensions."""
    rng = np.random.default_rng(random_state)
    coarse, fine = max(2, round(len(points) ** 0.33)), max(3, min(100, round(len(points) ** 0.5)))
    votes = []
    for vote in range(VOTES):
        groups = int(rng.integers(coarse, max(fine, coarse + 1) + 1))
        width = points.shape[1]
        axes = np.sort(rng.permutation(width)[: max(2, int(0.8 * width))]) if width > 4 else np.arange(width)  # noqa: PLR2004
        labels = _clustered(points[:, axes], min(groups, len(points)), random_state + vote)
        shape = (len(points), int(labels.max()) + 1)
        ones = np.ones(len(points))
        sizes = np.bincount(labels, minlength=shape[1])
        membership = sparse.csr_matrix((ones, (np.arange(len(points)), labels)), shape=shape)
        votes.append(membership @ sparse.diags(1 / np.sqrt(np.maximum(sizes, 1))))
    graph = sparse.hstack(votes, format="csr")
    width = min(graph.shape[1] - 1, graph.shape[0] - 1, 50)
    if width < 2:  # noqa: PLR2004 - nothing to reduce
        return np.asarray(graph.todense())
    return np.asarray(TruncatedSVD(width, random_state=random_state).fit_transform(graph))


def _clustered(points: Points, groups: int, random_state: int) -> Labels:
    """Divide points into at most so many groups by k-means (Lloyd 1982, seeded as Arthur & Vassilvitskii 2007).

    Our own few lines, because the library adds partial sums in the order in which its threads end, and equal input
    shall give equal bytes.
    """
    if groups >= len(points):
        return np.arange(len(points))
    centres = points[_seeds(points, groups, random_state)]
    labels = np.zeros(len(points), dtype=np.intp)
    for _ in range(ROUNDS):
        nearest = np.argmin((centres**2).sum(axis=1) - 2 * np.round(points @ centres.T, 9), axis=1)
        _, nearest = np.unique(nearest, return_inverse=True)
        if (nearest == labels).all():
            break
        labels = np.asarray(nearest, dtype=np.intp)
        centres = means(points, labels)
    return labels


def _seeds(points: Points, groups: int, random_state: int) -> Labels:
    """Points to begin from: each next one is drawn with a chance that grows with its squared distance to those drawn."""
    rng = np.random.default_rng(random_state)
    norms = (points**2).sum(axis=1)
    chosen = [int(rng.integers(len(points)))]
    far = np.full(len(points), np.inf)
    while len(chosen) < groups:
        last = points[chosen[-1]]
        far = np.minimum(far, np.maximum(np.round(norms - 2 * (points @ last) + last @ last, 9), 0))
        running = np.cumsum(far)
        if not running[-1]:
            break
        chosen.append(int(np.searchsorted(running, rng.random() * running[-1], side="right").clip(0, len(points) - 1)))
    return np.array(chosen, dtype=np.intp)


def means(points: Points, labels: Labels) -> Points:
    """The mean of the points of every group, one row each; labels are 0, 1, 2 without gaps."""
    groups = int(labels.max()) + 1
    members = sparse.csr_matrix((np.ones(len(labels)), (labels, np.arange(len(labels)))), shape=(groups, len(labels)))
    return np.asarray(members @ points / np.bincount(labels)[:, np.newaxis], dtype=np.float64)


def _ward(points: Points, small: Labels) -> tuple[tuple[int, int], ...]:
    """Join the two groups whose union adds least to the squared distances within groups, until one is left."""
    count = int(small.max()) + 1
    sizes = np.bincount(small, minlength=count).astype(np.float64)
    centres = means(points, small)
    squared = np.maximum(((centres[:, np.newaxis] - centres[np.newaxis]) ** 2).sum(axis=2), 0)
    cost = squared * (sizes[:, np.newaxis] * sizes / (sizes[:, np.newaxis] + sizes))
    np.fill_diagonal(cost, np.inf)
    joins = []
    for _ in range(count - 1):
        kept, gone = sorted(map(int, np.unravel_index(int(np.argmin(cost)), cost.shape)))
        total = sizes[kept] + sizes[gone]
        updated = (
            (sizes[kept] + sizes) * cost[kept] + (sizes[gone] + sizes) * cost[gone] - sizes * cost[kept, gone]
        ) / (total + sizes)
        cost[kept] = cost[:, kept] = updated
        cost[kept, kept] = np.inf
        cost[gone] = cost[:, gone] = np.inf
        sizes[kept] = total
        joins.append((kept, gone))
    return tuple(joins)
