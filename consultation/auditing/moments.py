"""Finds a time of the audit itself in bytes, however it is written: as a number of many lengths and epochs, as digits, as a clock shows it."""

import re
import time
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import numpy as np
from numpy.typing import NDArray

_DAY = 86_400
_SINCE_1601, _SINCE_1, _TO_2000, _TO_2001 = 11_644_473_600, 62_135_596_800, 946_684_800, 978_307_200
_JULIAN, _OLE = 2_440_587.5, 25_569.0
# Name -> (seconds to add to those since 1970, units in a second).
_WHOLE: Mapping[str, tuple[float, float]] = {
    "seconds": (0, 1), "milliseconds": (0, 10**3), "microseconds": (0, 10**6), "nanoseconds": (0, 10**9),
    "seconds since 2000": (-_TO_2000, 1), "microseconds since 2000": (-_TO_2000, 10**6),
    "ticks since the year 1": (_SINCE_1, 10**7), "ticks since 1601": (_SINCE_1601, 10**7),
}  # fmt: skip
_BROKEN = {
    "seconds": (0.0, 1.0), "milliseconds": (0.0, 1e3), "seconds since 2000": (-_TO_2000, 1.0),
    "seconds since 2001": (-_TO_2001, 1.0), "Julian days": (_JULIAN * _DAY, 1 / _DAY), "days since 1900": (_OLE * _DAY, 1 / _DAY),
}  # fmt: skip
_OF_DAYS = {name: parts for name, parts in _BROKEN.items() if "days" in name.lower()}
_SHORT, _LONG, _SQLITE = 4, 8, 6  # bytes
_MILLISECONDS_ON_SQLITE = 16  # bits of eight bytes that are not of a number of six
_DIGITS, _CLOCK = re.compile(rb"\d{9,19}"), re.compile(rb"(?=(\d\d:\d\d:\d\d|\d{8}[T_ -]?\d{6}))")
_DAYS = re.compile(rb"\d{5,7}\.\d{4,}")
_LONGEST = 15 * 60
AROUND = 192
"""So many bytes before and after a place where a response is known are looked at."""


@dataclass(frozen=True, slots=True)
class Seen:
    """A time in bytes: where, and as what it is written."""

    at: int
    spelled: str


class Moments:
    """The time from one moment to another, in seconds since 1970, not more than the last quarter of an hour of it."""

    def __init__(self, begin: float, end: float) -> None:
        self.begin, self.end = max(begin, end - _LONGEST), end
        every = [datetime.fromtimestamp(second, UTC) for second in range(int(self.begin) - 1, int(self.end) + 2)]
        zones = [timedelta(0), *{timedelta(seconds=zone) for zone in (-time.timezone, -time.altzone, 3600, 7200)}]
        shown = {moment + zone for moment in every for zone in zones}
        self._clock = {moment.strftime("%H:%M:%S").encode() for moment in shown}
        self._packed = {moment.strftime("%Y%m%d%H%M%S").encode() for moment in shown}
        self._coded = {bytes.fromhex(packed.decode()[2:]) for packed in self._packed}
        self._days = {coded[:3] for coded in self._coded}
        self._hex = {f"{second:08x}".encode() for second in range(int(self.begin), int(self.end) + 1)}
        beginnings = b"|".join(sorted({digits[:4] for digits in self._hex}))
        self._like_hex = re.compile(rb"(?i)(?=((?:" + beginnings + rb")[0-9a-f]{4}))")

    def by_chance(self, size: int) -> float:
        """How many numbers of four bytes look like such a time in so many bytes that mean nothing; the rest is far rarer."""
        return 4 * (self.end - self.begin + 1) * size / 2**32

    def within(self, content: bytes) -> Iterator[Seen]:
        """Every such time in the bytes; the same may be told under two names."""
        for shift in range(min(_LONG, len(content))):
            yield from self._numbers(content, shift)
        yield from self._digits(content)
        for day in self._days:
            at = content.find(day)
            while at >= 0:
                if content[at : at + 6] in self._coded:
                    yield Seen(at, "binary-coded digits")
                at = content.find(day, at + 1)

    def _numbers(self, content: bytes, shift: int) -> Iterator[Seen]:
        for order, named in (("<", "little-endian"), (">", "big-endian")):
            if shift < _SHORT:
                short = _view(content, f"{order}u4", shift)
                for name in ("seconds", "seconds since 2000"):
                    yield from self._those(short, _WHOLE[name], shift, f"{name}, 4 bytes {named}")
            long = _view(content, f"{order}i8", shift)
            for name, epoch in _WHOLE.items():
                yield from self._those(long, epoch, shift, f"{name}, 8 bytes {named}")
            broken = _view(content, f"{order}f8", shift)
            for name, parts in _BROKEN.items():
                yield from self._those(broken, parts, shift, f"{name}, 8 bytes float {named}")
        of_six = _view(content + b"\0\0", ">i8", shift) >> _MILLISECONDS_ON_SQLITE
        yield from self._those(of_six, _WHOLE["milliseconds"], shift, f"milliseconds, {_SQLITE} bytes")

    def _those(self, numbers: NDArray[Any], epoch: tuple[float, float], shift: int, spelled: str) -> Iterator[Seen]:
        least, most = ((moment + epoch[0]) * epoch[1] for moment in (self.begin, self.end))
        with np.errstate(invalid="ignore"):
            places = np.flatnonzero((numbers >= least) & (numbers <= most))
        yield from (Seen(int(place) * numbers.itemsize + shift, spelled) for place in places)

    def _digits(self, content: bytes) -> Iterator[Seen]:
        for pattern, epochs in ((_DIGITS, _WHOLE), (_DAYS, _OF_DAYS)):
            for found in pattern.finditer(content):
                for name, (add, units) in epochs.items():
                    if (self.begin + add) * units <= float(found[0]) <= (self.end + add) * units:
                        yield Seen(found.start(), f"{name} in digits")
        for found in _CLOCK.finditer(content):
            bare = bytes(letter for letter in found[1] if letter in b"0123456789:")
            if bare in self._clock or bare in self._packed:
                yield Seen(found.start(), "as a clock shows it")
        for found in self._like_hex.finditer(content):
            if found[1].lower() in self._hex:
                yield Seen(found.start(), "seconds in hexadecimal digits")


def spelled_in(moments: Moments, pieces: Iterable[bytes]) -> frozenset[str]:
    """In which spellings such a time stands in any of the pieces."""
    return frozenset(seen.spelled for piece in pieces for seen in moments.within(piece))


def _view(content: bytes, kind: str, shift: int) -> NDArray[Any]:
    width = int(kind[-1])
    return np.frombuffer(content, dtype=kind, offset=shift, count=max((len(content) - shift) // width, 0))
