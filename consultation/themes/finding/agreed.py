"""Many clusterings from different seeds, parts and finenesses agreed into one, with how well each group is found again."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from consultation.themes.finding.directions import leading
from consultation.themes.finding.exact import Points, of_length_one, on_grid, rows_on_grid
from consultation.themes.finding.hierarchy import (
    Labels,
    Tree,
    clustered,
    grown,
    in_sequence,
    middles,
    nearest,
    settled,
)
from consultation.themes.reading.learning import adjusted_rand_score, sparse

RUNS = 20
PART = 0.8  # of the points that a run sees; it places the others
FEWEST_IN_PARTS = 20  # points from which runs see parts
WIDTHS = (0.5, 0.62, 0.8, 1.0)  # of the space's directions that a run sees, the telling ones first
SMALL_IN_RUN, SMALL = 60, 150  # small groups that a run's tree, and the agreed one, are built from
SEEN = 8_000  # points that runs are over; the others are placed
VOTES_WIDTH = 50  # directions that the votes are held in
OWN_WEIGHT = 0.5  # of where a point lies beside what the runs voted for it
RUN_ROUNDS, LAST_ROUNDS = 5, 3  # in which points go to their nearest group and groups move to their points
TRIED = 12  # numbers of groups
COMPARED = 8  # runs whose agreement chooses the number of groups
CLEARLY_LESS_STABLE = 0.9  # of the best agreement; the coarsest division that keeps this much is preferred


@dataclass(frozen=True)
class Agreed:
    """The groups' middles, rows of length one, and for each the mean over runs of its best likeness (Jaccard).

    A likeness of 1 says that every run made exactly this group, .5 that the runs' nearest group typically shares half
    of the texts that either has. It is the measure of Hennig (2007) for clusters found again in parts of the points;
    here those runs have also voted, so it tells groups apart by how sure they are and is no test against chance.
    """

    centres: Points
    stability: tuple[float, ...]


@dataclass(frozen=True)
class _Run:
    """One clustering: the points it saw, the leading directions it saw them in, and its tree."""

    seen: Labels
    points: Points
    tree: Tree

    def labels(self, groups: int) -> Labels:
        """Every point's group, also of those that the run did not see."""
        own = settled(self.points[self.seen], self.tree.cut(groups), RUN_ROUNDS)
        return in_sequence(nearest(self.points, middles(self.points[self.seen], own))[1])


def agreed(points: Points, groups: int | tuple[int, int], random_state: int) -> Agreed:
    """Find so many groups, or between so many the number that runs agree on; points are rows of length one.

    Runs that see other parts of the points and fewer of the directions vote; what many keep together lies together
    (cluster ensembles as a bipartite graph: Fern & Brodley 2004), and Ward's rule joins it. Fewer groups come out
    where there are fewer different points.
    """
    rng = np.random.default_rng(random_state)
    seen = points[np.sort(rng.permutation(len(points))[:SEEN])]
    if groups == 1 or not len(seen) or (seen == seen[0]).all():  # nothing to divide
        return Agreed(middles(seen, np.zeros(len(seen), dtype=np.intp)), (1.0,))
    runs = [_run(seen, run, rng, random_state) for run in range(RUNS)]
    number = groups if isinstance(groups, int) else _number(runs, *groups)
    votes = [run.labels(min(number, len(seen))) for run in runs]
    joint = of_length_one(np.hstack([of_length_one(_voted(votes)), OWN_WEIGHT * seen]))
    tree = grown(joint, max(SMALL, number), random_state)
    labels = tree.cut(number) if number <= int(tree.small.max()) + 1 else clustered(joint, number, random_state)
    labels = settled(seen, labels, LAST_ROUNDS)
    return Agreed(middles(seen, labels), stability(labels, votes))


def stability(labels: Labels, others: Sequence[Labels]) -> tuple[float, ...]:
    """For each group the mean over other divisions of its best Jaccard likeness to one of theirs, 0 to 1."""
    sizes = np.bincount(labels)
    best = []
    for other in others:
        there = np.bincount(other)
        shared = np.zeros((len(sizes), len(there)))
        np.add.at(shared, (labels, other), 1)
        best.append((shared / (sizes[:, np.newaxis] + there - shared)).max(axis=1))
    return tuple(round(float(value), 6) for value in np.mean(best, axis=0))


def _run(points: Points, run: int, rng: np.random.Generator, random_state: int) -> _Run:
    part = len(points) if len(points) < FEWEST_IN_PARTS else int(PART * len(points))
    seen = np.sort(rng.permutation(len(points))[:part])
    width = max(2, round(WIDTHS[run % len(WIDTHS)] * points.shape[1]))
    own = of_length_one(points[:, :width])
    return _Run(seen, own, grown(own[seen], SMALL_IN_RUN, random_state + run))


def _voted(votes: Sequence[Labels]) -> Points:
    """Each point's place among the groups of all runs, in few directions."""
    memberships = []
    for labels in votes:
        sizes = np.bincount(labels)
        shape = (len(labels), len(sizes))
        ones = sparse.csr_matrix((np.ones(len(labels)), (np.arange(len(labels)), labels)), shape=shape)
        memberships.append(ones @ sparse.diags(1 / np.sqrt(sizes)))
    graph = rows_on_grid(sparse.hstack(memberships, format="csr") / np.sqrt(len(votes)))
    width = min(graph.shape[1] - 1, graph.shape[0] - 1, VOTES_WIDTH)
    if width < 2:  # noqa: PLR2004 - nothing to reduce
        return np.asarray(graph.toarray(), dtype=np.float64)
    return on_grid(graph @ leading(graph, width))


def _number(runs: Sequence[_Run], fewest: int, most: int) -> int:
    """How many groups there are: the fewest on which runs over different parts agree nearly as well as on any number.

    A team can ask for more, or for the sub-themes of one; thirty candidates nobody asked for are not read.
    Agreement is the mean adjusted Rand index over pairs of runs, on the points that both saw.
    """
    numbers = sorted({round(float(value)) for value in np.geomspace(fewest, most, TRIED)})
    if len(numbers) < 2 or len(runs[0].points) < 3 * fewest:  # noqa: PLR2004 - nothing to choose between
        return fewest
    agreement = [_agreement(runs[:COMPARED], number) for number in numbers]
    best = max(agreement)
    enough = min(best, CLEARLY_LESS_STABLE * best)  # where nothing is stable, even the best may lie below zero
    return min(number for number, found in zip(numbers, agreement, strict=True) if found >= enough)


def _agreement(runs: Sequence[_Run], number: int) -> float:
    cuts = [run.tree.cut(number) for run in runs]
    found = []
    for at, one in enumerate(runs):
        for after in range(at + 1, len(runs)):
            _, here, there = np.intersect1d(one.seen, runs[after].seen, assume_unique=True, return_indices=True)
            found.append(round(float(adjusted_rand_score(cuts[at][here], cuts[after][there])), 9))
    return float(np.mean(found))
