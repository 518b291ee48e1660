"""What fits nowhere, as a list that gets read: those few who say the same together first, and the most different next."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

import numpy as np

from consultation.themes.finding.hierarchy import Labels
from consultation.themes.reading.features import Rows, TextFeatures
from consultation.themes.reading.learning import one_thread, sparse

ALIKE = 0.4  # cosine between the words of two texts, from which on they may say the same
COMPARED = 8_000  # different texts that are compared; more come after them, in the order of the alphabet
BLOCK = 500  # texts compared at a time
SPREAD = 1_000  # groups that are ordered by how different they are
EXACT = 6


@dataclass(frozen=True, slots=True)
class Voices:
    """Comments that say much the same, or one alone; positions in order, never fewer than one."""

    comments: tuple[int, ...]


def unplaced(texts: Sequence[str], positions: Collection[int]) -> tuple[Voices, ...]:
    """All the given comments in the order in which reading them pays; not one is left out.

    Those of which any two are alike in their words stand together (complete linkage). Several voices come before
    single ones, and comments without a word come last. Within these each next is the one least like all before it
    (Gonzalez 1985), so that who stops reading early has seen the most different ones.
    """
    if not positions:
        return ()
    of_text: dict[str, list[int]] = {}
    for at in sorted(set(positions)):
        of_text.setdefault(texts[at], []).append(at)
    different = sorted(of_text)
    with one_thread():
        rows = _words(different)
        wordless = np.diff(rows.indptr) == 0
        groups = _together(rows, wordless)
        found = [Voices(tuple(sorted(at for one in group for at in of_text[different[one]]))) for group in groups]
        order = _diverse(rows, groups)
    kinds = [2 if wordless[group[0]] else int(len(one.comments) == 1) for group, one in zip(groups, found, strict=True)]
    return tuple(found[at] for at in sorted(order, key=lambda at: kinds[at]))


def _words(different: Sequence[str]) -> Rows:
    features = TextFeatures(content_only=True, apart=True, pairs=False, letters=False).fit(different)
    return (
        features.transform(different).astype(np.float64) if features.width_ else sparse.csr_matrix((len(different), 1))
    )


def _together(rows: Rows, wordless: Labels) -> list[list[int]]:
    """Join the most alike first, two groups only where every pair across them is alike."""
    alike = _alike_pairs(rows[:COMPARED])
    group = {at: [at] for at in range(rows.shape[0])}
    for one, other in sorted(alike, key=lambda pair: (-alike[pair], pair)):
        first, second = group[one], group[other]
        if first is not second and all((min(a, b), max(a, b)) in alike for a in first for b in second):
            first.extend(second)
            for at in second:
                group[at] = first
    silent = np.flatnonzero(wordless).tolist()
    seen = [sorted(group[at]) for at in range(rows.shape[0]) if min(group[at]) == at and not wordless[at]]
    return [*seen, *([at] for at in silent)]


def _alike_pairs(rows: Rows) -> dict[tuple[int, int], float]:
    found: dict[tuple[int, int], float] = {}
    for start in range(0, rows.shape[0], BLOCK):
        near = (rows[start : start + BLOCK] @ rows.T).tocoo()
        kept = (near.data >= ALIKE) & (near.row + start < near.col)
        pairs = zip(near.row[kept] + start, near.col[kept], np.round(near.data[kept], EXACT), strict=True)
        found.update({(int(one), int(other)): float(cosine) for one, other, cosine in pairs})
    return found


def _diverse(rows: Rows, groups: Sequence[Sequence[int]]) -> list[int]:
    """Groups in the order of reading: the one with most texts, then each time the one least like those before it."""
    members = sparse.csr_matrix(
        (
            np.concatenate([np.full(len(group), 1 / len(group)) for group in groups]),
            (np.repeat(np.arange(len(groups)), [len(group) for group in groups]), np.concatenate(groups)),
        ),
        shape=(len(groups), rows.shape[0]),
    )
    middles = members @ rows
    chosen = [max(range(len(groups)), key=lambda at: (len(groups[at]), -at))]
    nearest = np.zeros(len(groups))
    left = np.ones(len(groups), dtype=np.bool_)
    while True:
        left[chosen[-1]] = False
        if not left.any() or len(chosen) >= SPREAD:
            return [*chosen, *np.flatnonzero(left).tolist()]
        cosines = np.asarray((middles @ middles[chosen[-1]].T).todense()).ravel()
        nearest = np.maximum(nearest, np.round(cosines, EXACT))
        chosen.append(int(np.argmin(np.where(left, nearest, np.inf))))
