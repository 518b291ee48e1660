"""Runs of digits in a text's skeleton: groups of digits with short gaps, and what stands before and after."""

import itertools
import re
from collections.abc import Iterator
from typing import NamedTuple

# A comma followed by a space ends a run: that is how people list numbers. No other rule here is about meaning.
_RUN = re.compile(r"[0-9](?:(?:,|[ ./_-]{1,4})?[0-9])*")
_GROUP = re.compile(r"[0-9]+")
_SHORTEST = 8  # digits; nothing shorter is looked for by its shape alone
_BEFORE, _AFTER = 40, 24  # characters of context, enough for "ring meg gjerne på mobil: "


class Group(NamedTuple):
    """Digits written together."""

    digits: str
    start: int
    stop: int


class Run(NamedTuple):
    """Groups that a reader takes as belonging together; `gaps[i]` stands between group i and i + 1, spaces stripped."""

    groups: tuple[Group, ...]
    lengths: tuple[int, ...]  # how many digits each group has
    gaps: tuple[str, ...]
    before: str
    after: str

    def digits(self, first: int, last: int) -> str:
        """The digits of groups first..last (last not included)."""
        return "".join([group.digits for group in self.groups[first:last]])

    def shape(self, first: int, last: int) -> tuple[int, ...]:
        """How many digits each of the groups first..last has."""
        return self.lengths[first:last]

    def reach(self, first: int, total: int) -> int | None:
        """Where a stretch of whole groups from `first` on ends that has exactly so many digits; none where none does."""
        count = 0
        for last in range(first, len(self.lengths)):
            count += self.lengths[last]
            if count >= total:
                return last + 1 if count == total else None
        return None

    def windows(self, totals: frozenset[int]) -> Iterator[tuple[int, int]]:
        """Every stretch of whole groups with exactly so many digits, as (first, last)."""
        longest = max(totals)
        for first in range(len(self.groups)):
            count = 0
            for last in range(first, len(self.lengths)):
                count += self.lengths[last]
                if count in totals:
                    yield first, last + 1
                if count >= longest:
                    break


def runs(text: str) -> Iterator[Run]:
    """The runs of at least eight digits, from left to right, in time linear in the text."""
    for match in _RUN.finditer(text):
        if match.end() - match.start() < _SHORTEST:
            continue
        groups = tuple(Group(part[0], part.start(), part.end()) for part in _GROUP.finditer(text, *match.span()))
        if sum(len(group.digits) for group in groups) >= _SHORTEST:
            yield _run(text, groups)


def _run(text: str, groups: tuple[Group, ...]) -> Run:
    gaps = tuple(text[a.stop : b.start].strip() for a, b in itertools.pairwise(groups))
    start, stop = groups[0].start, groups[-1].stop
    return Run(
        groups,
        tuple(len(group.digits) for group in groups),
        gaps,
        text[max(0, start - _BEFORE) : start],
        text[stop : stop + _AFTER],
    )
