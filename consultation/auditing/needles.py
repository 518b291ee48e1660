"""Finds many thousand marks at once, in one pass over bytes of any length, without missing one that lies across two pieces."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from consultation.auditing.markers import Marks, spellings

_BEGINNING = 8  # bytes of a mark that are looked at first: all marks are at least so long
_TABLE_BITS = 22
_SPREAD = np.uint64(0x9E3779B97F4A7C15)  # Knuth's multiplicative hashing: 2^64 by the golden ratio
PIECE = 1 << 23


@dataclass(frozen=True, slots=True)
class Needle:
    """Bytes to look for: which kind of mark, in which spelling, of which visit (by its place in the order of arrival)."""

    kind: str
    spelling: str
    visit: int
    wanted: bytes


@dataclass(frozen=True, slots=True)
class Hit:
    """A needle that was found, and where in the bytes that were read."""

    needle: Needle
    at: int


def needles(marks: Sequence[Marks]) -> list[Needle]:
    """Each visit's marks in each spelling; the same bytes stand only once for a visit."""
    found: dict[tuple[bytes, int], Needle] = {}
    for visit, own in enumerate(marks):
        for kind, mark in own.items():
            for spelling, wanted in spellings(mark).items():
                found.setdefault((wanted, visit), Needle(kind, spelling, visit, wanted))
    return list(found.values())


def plain_needles(kind: str, wanted: Mapping[int, bytes]) -> list[Needle]:
    """For each visit these very bytes, and the same as hexadecimal digits."""
    raw = [Needle(kind, "raw", visit, value) for visit, value in wanted.items()]
    return raw + [
        Needle(kind, name, visit, digits)
        for visit, value in wanted.items()
        for name, digits in (("hex", value.hex().encode()), ("HEX", value.hex().upper().encode()))
    ]


class Search:
    """Looks for needles; made once, used on any number of files. Raises ValueError for a needle under eight bytes."""

    def __init__(self, wanted: Iterable[Needle]) -> None:
        # Beginning -> length -> bytes -> whose: thousands of marks may begin alike, and differ in few lengths.
        self._by_beginning: dict[int, dict[int, dict[bytes, list[Needle]]]] = {}
        self._longest = _BEGINNING
        for needle in wanted:
            if len(needle.wanted) < _BEGINNING:
                raise ValueError(f"A mark of fewer than {_BEGINNING} bytes is found by chance.")
            beginning = int.from_bytes(needle.wanted[:_BEGINNING], "little")
            of_length = self._by_beginning.setdefault(beginning, {}).setdefault(len(needle.wanted), {})
            of_length.setdefault(needle.wanted, []).append(needle)
            self._longest = max(self._longest, len(needle.wanted))
        self._beginnings = np.array(sorted(self._by_beginning), dtype="<u8")
        self._likely = np.zeros(1 << _TABLE_BITS, dtype=bool)
        self._likely[_slot(self._beginnings)] = True

    def within(self, content: bytes, offset: int = 0) -> list[Hit]:
        """Every needle in the bytes, in order of place; `offset` is where they begin in what they were read from."""
        places: list[int] = []
        for shift in range(min(_BEGINNING, max(len(content) - _BEGINNING + 1, 0))):
            count = (len(content) - shift) // _BEGINNING
            window = np.frombuffer(content, dtype="<u8", offset=shift, count=count)
            candidates = np.flatnonzero(self._likely[_slot(window)])
            if candidates.size:
                beginnings = window[candidates]
                nearest = np.searchsorted(self._beginnings, beginnings).clip(max=len(self._beginnings) - 1)
                sure = candidates[self._beginnings[nearest] == beginnings]
                places += (sure * _BEGINNING + shift).tolist()
        return [
            Hit(needle, offset + at)
            for at in sorted(places)
            for length, those in self._by_beginning[int.from_bytes(content[at : at + _BEGINNING], "little")].items()
            for needle in those.get(content[at : at + length], ())
        ]

    def through(self, pieces: Iterable[bytes]) -> Iterator[Hit]:
        """Every needle in a stream of pieces, also one that lies across two of them; memory holds one piece at a time."""
        kept, read, told = b"", 0, -1
        for piece in pieces:
            content = kept + piece
            for hit in self.within(content, read - len(kept)):
                end = hit.at + len(hit.needle.wanted)
                if end > told:  # what ended before stood whole in the last piece
                    yield hit
            read += len(piece)
            told = read
            kept = content[-(self._longest - 1) :]


def _slot(beginnings: NDArray[np.uint64]) -> NDArray[Any]:
    return (beginnings * _SPREAD) >> np.uint64(64 - _TABLE_BITS)
