"""Every three-word sequence of many texts as a number: which texts have it too, and what of a text it covers."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

LOOKED_UP = 16  # sequences of a text by which a like text is sought

Hashes = npt.NDArray[np.uint64]
Numbers = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Table:
    """The sequences of every text, text after text, and which of them another text has too (``shared``).

    ``lengths`` are in words, and a text has two sequences fewer; ``owner`` is each sequence's text. ``common`` is for each
    text the mean of its sequences' binary logarithms of how many comments have them; ``covered`` is the share of its
    words in sequences that any other text has: no text can cover more.
    """

    lengths: Numbers
    numbers: Numbers
    starts: Numbers
    owner: Numbers
    shared: npt.NDArray[np.bool_]
    common: npt.NDArray[np.float64]
    covered: npt.NDArray[np.float64]

    def of(self, at: int) -> list[int]:
        """The sequences of a text, in order."""
        found: list[int] = self.numbers[self.starts[at] : self.starts[at + 1]].tolist()
        return found

    def sample(self, at: int) -> list[int]:
        """The smallest of the numbers that others have too: like texts then keep like samples (Broder 1997)."""
        span = slice(self.starts[at], self.starts[at + 1])
        return sorted(set(self.numbers[span][self.shared[span]].tolist()))[:LOOKED_UP]

    def likeness_to(self, at: int) -> npt.NDArray[np.float64]:
        """For every text the smaller of the shares of words that it and one text have in sequences of the other."""
        own = self.numbers[self.starts[at] : self.starts[at + 1]]
        place = np.full(int(self.numbers.max()) + 1, -1, dtype=np.int64)
        place[own] = np.arange(len(own))
        found = place[self.numbers]
        known = np.flatnonzero(found >= 0)
        theirs = _share_covered(known, self.owner, self.starts, self.lengths)
        likely = np.flatnonzero(theirs > 0)
        row = np.full(len(theirs), -1, dtype=np.int64)
        row[likely] = np.arange(len(likely))
        held = np.zeros((len(likely), len(own)), dtype=np.bool_)
        held[row[self.owner[known]], found[known]] = True
        held = held[:, place[own]]  # a sequence that the text has twice is held twice
        words = np.zeros((len(likely), len(own) + 2), dtype=np.bool_)
        for step in range(3):
            words[:, step : step + len(own)] |= held
        alike = np.zeros(len(theirs))
        alike[likely] = np.minimum(theirs[likely], words.sum(axis=1) / (len(own) + 2))
        return alike


def table_of(texts: Sequence[Numbers], copies: Numbers) -> Table:
    """Number the sequences of texts of at least three words, which are numbers too; ``copies`` says how often each was sent."""
    lengths = np.array([len(text) for text in texts], dtype=np.int64)
    words = np.concatenate(texts).astype(np.uint64)
    ends = np.cumsum(lengths)
    whole = np.ones(len(words), dtype=np.bool_)
    for last in (1, 2):
        whole[ends - last] = False
    starts = np.concatenate([[0], np.cumsum(lengths - 2)])
    owner = np.repeat(np.arange(len(texts)), lengths - 2)
    numbers, weight = _weighed(_mixed(words[:-2], words[1:-1], words[2:])[whole[:-2]], owner, copies)
    shared = weight > copies[owner]
    common = np.add.reduceat(np.log2(weight), starts[:-1]) / (lengths - 2)
    covered = _share_covered(np.flatnonzero(shared), owner, starts, lengths)
    return Table(lengths, numbers, starts, owner, shared, common, covered)


def _weighed(hashes: Hashes, owner: Numbers, copies: Numbers) -> tuple[Numbers, Numbers]:
    """A small number for each sequence, equal for equal ones, and in how many comments it stands.

    A text that has it twice counts once for each of its copies.
    """
    room = np.uint64(int(owner[-1]).bit_length())  # equal sequences side by side, and there by text: one fast sort
    order = np.argsort(hashes >> room << room | owner.astype(np.uint64))
    ranked, by = hashes[order] >> room, owner[order]
    new = np.concatenate([[True], ranked[1:] != ranked[:-1]])
    first = new | np.concatenate([[True], by[1:] != by[:-1]])
    totals = np.add.reduceat(np.where(first, copies[by], 0), np.flatnonzero(new))
    numbers = np.empty(len(hashes), dtype=np.int64)
    numbers[order] = np.cumsum(new) - 1
    return numbers, totals[numbers]


def _share_covered(marked: Numbers, owner: Numbers, starts: Numbers, lengths: Numbers) -> npt.NDArray[np.float64]:
    """Of each text the share of words that stand in the sequences at the given places."""
    places = marked + 2 * owner[marked]
    covered = np.zeros(int(lengths.sum()), dtype=np.bool_)
    for step in range(3):
        covered[places + step] = True
    begins = starts[:-1] + 2 * np.arange(len(lengths))
    return np.asarray(np.add.reduceat(covered, begins, dtype=np.int64) / lengths, dtype=np.float64)


def _mixed(first: Hashes, second: Hashes, third: Hashes) -> Hashes:
    """One number for three in their order (multiply and shift, as in Steele et al. 2014, SplitMix)."""
    mixed = first * np.uint64(0x9E3779B97F4A7C15) + second * np.uint64(0xBF58476D1CE4E5B9) + third
    for factor in (0xBF58476D1CE4E5B9, 0x94D049BB133111EB):
        mixed ^= mixed >> np.uint64(31)
        mixed *= np.uint64(factor)
    return np.asarray(mixed ^ (mixed >> np.uint64(29)), dtype=np.uint64)
