"""Texts that share most of their three-word sequences with a core text, found in time that grows with their words alone."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from heapq import nsmallest
from itertools import chain

import numpy as np

from consultation.themes.finding.sequences import Numbers, Table, table_of

NEAR_WORDS = 12
"""Words from which on near-identical texts belong together; of fewer, people write alike by themselves."""
SHARED = 0.62
"""The share of each text's words that must stand in three-word sequences of the other."""
SHARED_SHORT = 0.75
"""The same for texts of fewer than ``SHORT`` words, where a few words are a large share."""
SHORT = 24
NEARLY_ALL = 0.85
"""The same, from which on a text is a copy of one of the largest letters and is not compared with other cores."""
REMEMBERED = 4  # cores kept for each sequence, so that no lookup grows with the number of texts
COMPARED = 3  # cores that a text is compared with, those first that share most of what was looked up
SWEPT = 8  # letters at most whose copies are found at one stroke, each in time that grows with all words
MANY, OF_MOST = 100, 0.75  # a letter is large where the sequences are those of so many texts, and of this power of all


@dataclass(frozen=True, slots=True)
class Sheaf:
    """A core text and the texts like it, as positions; the core is among the members."""

    core: int
    members: tuple[int, ...]


def cores(texts: Sequence[Numbers], copies: Sequence[int]) -> list[Sheaf]:
    """Group different texts (of at least ``NEAR_WORDS`` words, given as numbers) around the text that most resemble.

    Texts whose sequences many share come first, so a core is a letter as most sent it; each later text joins the core
    it is most like, or becomes one. Like are two where, of each, a share of the words (``SHARED``) stands in sequences
    that the other has too: so order of paragraphs is nothing, a changed name costs itself, and a long text never
    takes in a short one. What shares nearly all with one of the largest letters is its copy, whatever else it is like.
    Only groups of two or more are returned. ``copies`` says how often each text was sent.
    """
    if len(texts) < 2:  # noqa: PLR2004 - one text is like no other
        return []
    sent = np.asarray(copies, dtype=np.int64)
    table = table_of(texts, sent)
    large = np.log2(max(MANY, int(sent.sum()))) * OF_MOST
    found = _Found(table)
    for at in _in_order(table, sent):
        if at in found.copies:
            continue
        sample = table.sample(at)
        core = found.nearest(at, sample)
        if core is None:
            found.begin(at, sample, large=bool(table.common[at] >= large))
        else:
            found.joined[core].append(at)
    return [Sheaf(core, tuple(sorted(members))) for core, members in found.joined.items() if len(members) > 1]


def covered_by(words: Sequence[str], other: Sequence[str]) -> list[bool]:
    """For each word of a text whether it stands in a three-word sequence that the other text has too."""
    theirs = set(zip(other, other[1:], other[2:], strict=False))
    covered = [False] * len(words)
    for at, sequence in enumerate(zip(words, words[1:], words[2:], strict=False)):
        if sequence in theirs:
            covered[at : at + 3] = (True, True, True)
    return covered


def _in_order(table: Table, copies: Numbers) -> list[int]:
    """The texts that can be like any other, those in the middle first."""
    possible = np.flatnonzero(table.covered >= SHARED)
    middle = np.round(table.common[possible], 6)
    order: list[int] = possible[np.lexsort((possible, -copies[possible], -middle))].tolist()
    return order


@dataclass
class _Found:
    """The cores so far and their members, and by which sequences the cores are found."""

    table: Table
    joined: dict[int, list[int]] = field(default_factory=dict)
    copies: set[int] = field(default_factory=set)
    swept: int = 0
    index: dict[int, list[int]] = field(default_factory=dict)
    known: dict[int, tuple[list[int], frozenset[int]]] = field(
        default_factory=dict
    )  # cores that anything was compared with

    def begin(self, at: int, sample: list[int], *, large: bool) -> None:
        """Make a text a core; of a large letter all copies join at once."""
        self.joined[at] = [at]
        for sequence in sample:
            there = self.index.setdefault(sequence, [])
            if len(there) < REMEMBERED:
                there.append(at)
        if large and self.swept < SWEPT:
            self.swept += 1
            alike = np.flatnonzero(self.table.likeness_to(at) >= NEARLY_ALL).tolist()
            taken = {one for members in self.joined.values() for one in members}
            new = [one for one in alike if one not in taken]
            self.joined[at] += new
            self.copies.update(new)

    def nearest(self, at: int, sample: list[int]) -> int | None:
        """The core that a text is most like, where it is like one; compared are cores with two of the sample."""
        votes = Counter(chain.from_iterable(filter(None, map(self.index.get, sample))))
        least_votes = min(2, len(sample))
        likely = [(-number, core) for core, number in votes.items() if number >= least_votes]
        if not likely:
            return None
        own = self.table.of(at)
        length, mine = len(own) + 2, frozenset(own)
        best: tuple[float, int] | None = None
        for _, core in nsmallest(COMPARED, likely):
            if core not in self.known:
                self.known[core] = (others := self.table.of(core), frozenset(others))
            theirs, as_set = self.known[core]
            other = len(theirs) + 2
            least = SHARED_SHORT if min(length, other) < SHORT else SHARED
            if min(length, other) < least * max(length, other):
                continue
            alike = _covered(own, as_set) / length
            if alike >= least:
                alike = min(alike, _covered(theirs, mine) / other)
            if alike >= least and (best is None or alike > best[0]):
                best = (alike, core)
        return None if best is None else best[1]


def _covered(own: list[int], theirs: frozenset[int]) -> int:
    """How many words stand in sequences that the others have: one bit for each sequence, spread over its three words."""
    begins = int.from_bytes(bytes(map(theirs.__contains__, own)), "little")
    return (begins | begins << 8 | begins << 16).bit_count()
