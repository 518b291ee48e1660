"""Texts that share most of their three-word sequences with a core text, found in time that grows with their words alone."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from heapq import nsmallest
from itertools import chain

import numpy as np
import numpy.typing as npt

NEAR_WORDS = 12
"""Words from which on near-identical texts belong together; of fewer, people write alike by themselves."""
SHARED = 0.62
"""The share of each text's words that must stand in three-word sequences of the other."""
SHARED_SHORT = 0.75
"""The same for texts of fewer than ``SHORT`` words, where a few words are a large share."""
SHORT = 24
LOOKED_UP = 16  # sequences of a text by which its core is sought
REMEMBERED = 4  # cores kept for each sequence, so that no lookup grows with the number of texts
COMPARED = 3  # cores that a text is compared with, those first that share most of what was looked up

Hashes = npt.NDArray[np.uint64]
Flags = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Sheaf:
    """A core text and the texts like it, as positions; the core is among the members."""

    core: int
    members: tuple[int, ...]


def cores(texts: Sequence[str], copies: Sequence[int]) -> list[Sheaf]:
    """Group different texts (words with one space between, at least ``NEAR_WORDS``) around the text that most resemble.

    Texts whose sequences many share come first, so a core is a letter as most sent it; each later text joins the core
    it is most like, or becomes one. Like are two where, of each, a share of the words (``SHARED``) stands in sequences
    that the other has too: so order of paragraphs is nothing, a changed name costs itself, and a long text never
    takes in a short one. Only groups of two or more are returned. ``copies`` says how often each text was sent.
    """
    if len(texts) < 2:  # noqa: PLR2004 - one text is like no other
        return []
    table = _sequences(texts, np.asarray(copies, dtype=np.int64))
    joined: dict[int, list[int]] = {}
    index: dict[int, list[int]] = {}
    known: dict[int, tuple[list[int], frozenset[int]]] = {}  # of cores that anything was compared with
    for at in table.in_order:
        sample = table.sample(at)
        core = _nearest(table, at, sample, index, known)
        if core is not None:
            joined[core].append(at)
            continue
        joined[at] = [at]
        for sequence in sample:
            there = index.setdefault(sequence, [])
            if len(there) < REMEMBERED:
                there.append(at)
    return [Sheaf(core, tuple(sorted(members))) for core, members in joined.items() if len(members) > 1]


def covered_by(words: Sequence[str], other: Sequence[str]) -> list[bool]:
    """For each word of a text whether it stands in a three-word sequence that the other text has too."""
    theirs = set(zip(other, other[1:], other[2:], strict=False))
    covered = [False] * len(words)
    for at, sequence in enumerate(zip(words, words[1:], words[2:], strict=False)):
        if sequence in theirs:
            covered[at : at + 3] = (True, True, True)
    return covered


def _nearest(
    table: "_Table",
    at: int,
    sample: list[int],
    index: dict[int, list[int]],
    known: dict[int, tuple[list[int], frozenset[int]]],
) -> int | None:
    """The core that a text is most like, where it is like one; compared are cores with two of the sample."""
    votes = Counter(chain.from_iterable(filter(None, map(index.get, sample))))
    least_votes = min(2, len(sample))
    likely = [(-number, core) for core, number in votes.items() if number >= least_votes]
    if not likely:
        return None
    own = table.of(at)
    length, mine = len(own) + 2, frozenset(own)
    best: tuple[float, int] | None = None
    for _, core in nsmallest(COMPARED, likely):
        if core not in known:
            known[core] = (others := table.of(core), frozenset(others))
        theirs, as_set = known[core]
        other = len(theirs) + 2
        least = SHARED_SHORT if min(length, other) < SHORT else SHARED
        if min(length, other) < least * max(length, other):
            continue
        alike = min(_covered(own, as_set) / length, _covered(theirs, mine) / other)
        if alike >= least and (best is None or alike > best[0]):
            best = (alike, core)
    return None if best is None else best[1]


def _covered(own: list[int], theirs: frozenset[int]) -> int:
    """How many words stand in sequences that the others have."""
    covered = reach = 0
    for at, sequence in enumerate(own):
        if sequence in theirs:
            covered += at + 3 - max(reach, at)
            reach = at + 3
    return covered


@dataclass(frozen=True, slots=True)
class _Table:
    """Every three-word sequence of every text as a number, and whether another text has it too."""

    hashes: Hashes
    shared: Flags
    starts: npt.NDArray[np.int64]
    in_order: list[int]

    def of(self, at: int) -> list[int]:
        found: list[int] = self.hashes[self.starts[at] : self.starts[at + 1]].tolist()
        return found

    def shared_of(self, at: int) -> list[int]:
        span = slice(self.starts[at], self.starts[at + 1])
        found: list[int] = self.hashes[span][self.shared[span]].tolist()
        return found

    def sample(self, at: int) -> list[int]:
        """The smallest of the numbers that others have too: like texts then keep like samples (Broder 1997)."""
        return sorted(set(self.shared_of(at)))[:LOOKED_UP]


def _sequences(texts: Sequence[str], copies: npt.NDArray[np.int64]) -> _Table:
    """Number the sequences; ``in_order`` are the texts that can be like any other, those in the middle first."""
    words = " ".join(texts).split(" ")
    number = {word: at for at, word in enumerate(dict.fromkeys(words), 1)}
    numbers = np.fromiter(map(number.__getitem__, words), dtype=np.uint64, count=len(words))
    lengths = np.array([text.count(" ") + 1 for text in texts], dtype=np.int64)
    ends = np.cumsum(lengths)
    whole = np.ones(len(words), dtype=np.bool_)
    for last in (1, 2):
        whole[ends - last] = False
    hashes = _mixed(numbers[:-2], numbers[1:-1], numbers[2:])[whole[:-2]]
    counts = lengths - 2
    starts = np.concatenate([[0], np.cumsum(counts)])
    owner = np.repeat(np.arange(len(texts)), counts)
    weight = _weight(hashes, owner, copies)
    shared = weight > copies[owner]
    middle = np.add.reduceat(np.log2(weight), starts[:-1]) / counts
    possible = _share_covered(shared, starts, lengths) >= SHARED
    order = sorted(np.flatnonzero(possible).tolist(), key=lambda at: (-round(float(middle[at]), 6), -copies[at], at))
    return _Table(hashes, shared, starts, order)


def _weight(hashes: Hashes, owner: npt.NDArray[np.int64], copies: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    """For each sequence in how many comments it stands: a text that has it twice counts once for each of its copies."""
    room = np.uint64(int(owner[-1]).bit_length())  # equal sequences side by side, and there by text: one fast sort
    order = np.argsort(hashes >> room << room | owner.astype(np.uint64))
    ranked, by = hashes[order] >> room, owner[order]
    new = np.concatenate([[True], ranked[1:] != ranked[:-1]])
    first = new | np.concatenate([[True], by[1:] != by[:-1]])
    totals = np.add.reduceat(np.where(first, copies[by], 0), np.flatnonzero(new))
    weight = np.empty(len(hashes), dtype=np.int64)
    weight[order] = totals[np.cumsum(new) - 1]
    return weight


def _share_covered(
    shared: Flags, starts: npt.NDArray[np.int64], lengths: npt.NDArray[np.int64]
) -> npt.NDArray[np.float64]:
    """Of each text the share of words in sequences that any other text has: no core can cover more."""
    places = np.arange(len(shared)) + 2 * np.repeat(np.arange(len(lengths)), lengths - 2)
    covered = np.zeros(int(lengths.sum()), dtype=np.bool_)
    for step in range(3):
        covered[places[shared] + step] = True
    begins = starts[:-1] + 2 * np.arange(len(lengths))
    return np.asarray(np.add.reduceat(covered, begins, dtype=np.int64) / lengths, dtype=np.float64)


def _mixed(first: Hashes, second: Hashes, third: Hashes) -> Hashes:
    """One number for three in their order (multiply and shift, as in Steele et al. 2014, SplitMix)."""
    mixed = first * np.uint64(0x9E3779B97F4A7C15) + second * np.uint64(0xBF58476D1CE4E5B9) + third
    for factor in (0xBF58476D1CE4E5B9, 0x94D049BB133111EB):
        mixed ^= mixed >> np.uint64(31)
        mixed *= np.uint64(factor)
    return np.asarray(mixed ^ (mixed >> np.uint64(29)), dtype=np.uint64)
