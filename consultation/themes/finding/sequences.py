"""Every three-word sequence of many texts as a number: which texts have it too, and what of a text it covers."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

AT_A_TIME = 1 << 13
LOOKED_UP = 16  # sequences of a text by which a like text is sought

Marks = npt.NDArray[np.bool_]
Hashes = npt.NDArray[np.uint64]
Numbers = npt.NDArray[np.int64] | npt.NDArray[np.int32]


@dataclass(frozen=True, slots=True)
class Table:
    """The sequences of every text, text after text, and which of them another text has too (``shared``).

    ``lengths`` are in words, and a text has two sequences fewer; ``begins`` marks the words that begin one, and ``owner``
    is each sequence's text. ``common`` is for each
    text the mean of its sequences' binary logarithms of how many comments have them; ``covered`` is the share of its
    words in sequences that any other text has: no text can cover more.
    """

    lengths: Numbers
    begins: Marks
    numbers: Numbers
    starts: Numbers
    owner: Numbers
    shared: Marks
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
        place = np.full(int(self.numbers.max()) + 1, -1, dtype=np.int32)
        place[own] = np.arange(len(own))
        found = place[self.numbers]
        known = found >= 0
        theirs = _share_covered(known, self.begins, self.lengths)
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
    starts = np.concatenate([[0], np.cumsum(lengths - 2)])
    owner = np.repeat(np.arange(len(texts), dtype=np.int32), lengths - 2)
    sent = np.repeat(copies.astype(np.int32), lengths - 2)
    begins = np.ones(int(lengths.sum()), dtype=np.bool_)
    for last in (1, 2):
        begins[np.cumsum(lengths) - last] = False
    numbers, weight = _weighed(_hashed(np.concatenate(texts, dtype=np.int32), begins), owner, sent)
    shared = weight > sent
    common = np.add.reduceat(np.log2(weight, dtype=np.float64), starts[:-1]) / (lengths - 2)
    return Table(lengths, begins, numbers, starts, owner, shared, common, _share_covered(shared, begins, lengths))


def _hashed(words: Numbers, begins: Marks) -> Hashes:
    """For every three words in a row that are of one text as many digits of a hash as there is room for, then the place.

    So many at a time that the processor keeps them near.
    """
    room = np.uint64(len(words).bit_length())
    hashes, done = np.empty(int(begins.sum()), dtype=np.uint64), 0
    for at in range(0, len(words) - 2, AT_A_TIME):
        some = words[at : at + AT_A_TIME + 2].astype(np.uint64)
        mixed = _mixed(some[:-2], some[1:-1], some[2:])[begins[at : at + len(some) - 2]]
        mixed >>= room
        mixed <<= room
        hashes[done : done + len(mixed)] = mixed | np.arange(done, done + len(mixed), dtype=np.uint64)
        done += len(mixed)
    return hashes


def _weighed(hashes: Hashes, owner: Numbers, sent: Numbers) -> tuple[Numbers, Numbers]:
    """A small number for each sequence, equal for equal ones, and in how many comments it stands.

    A text that has it twice counts once for each of its copies. ``hashes`` are overwritten.
    """
    room = np.uint64((len(hashes) + 2 * int(owner[-1] + 1)).bit_length())  # two words of a text begin none
    hashes.sort()  # equal ones side by side, and there by text
    place = (hashes & ((np.uint64(1) << room) - np.uint64(1))).view(np.int64)
    hashes >>= room
    new = np.ones(len(hashes), dtype=np.bool_)
    np.not_equal(hashes[1:], hashes[:-1], out=new[1:])
    by, times = owner[place], sent[place]
    times[1:][(by[1:] == by[:-1]) & ~new[1:]] = 0
    begins = np.flatnonzero(new)
    totals = np.add.reduceat(times, begins)
    numbers, weight = np.empty_like(place), np.empty_like(times)
    numbers[place] = np.cumsum(new) - 1
    weight[place] = np.repeat(totals, np.diff(begins, append=len(hashes)))
    return numbers, weight


def _share_covered(marked: Marks, begins: Marks, lengths: Numbers) -> npt.NDArray[np.float64]:
    """Of each text the share of words that stand in the marked ones of all sequences."""
    there = np.zeros(len(begins), dtype=np.bool_)
    there[begins] = marked
    covered = there.copy()
    for step in (1, 2):
        covered[step:] |= there[:-step]
    first = np.concatenate([[0], np.cumsum(lengths[:-1])])
    return np.asarray(np.add.reduceat(covered, first, dtype=np.int64) / lengths, dtype=np.float64)


def _mixed(first: Hashes, second: Hashes, third: Hashes) -> Hashes:
    """One number for three in their order (multiply and shift, as in Steele et al. 2014, SplitMix)."""
    mixed = first * np.uint64(0x9E3779B97F4A7C15) + second * np.uint64(0xBF58476D1CE4E5B9) + third
    for factor in (0xBF58476D1CE4E5B9, 0x94D049BB133111EB):
        mixed ^= mixed >> np.uint64(31)
        mixed *= np.uint64(factor)
    return np.asarray(mixed ^ (mixed >> np.uint64(29)), dtype=np.uint64)
