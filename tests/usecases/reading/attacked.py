"""A reader with linear programming against everything that is told of one theme: shares on all pages, and the report's table.

The worst case: of every share that is told, with or without an interval, the reader knows the exact number that it rests
on, and how many comments chance chose in every role; of places and letters what other pages tell. Shares nothing with the code under test but what it tells.
"""

import random
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import product

import numpy as np
from scipy.optimize import linprog

from consultation.privacy.disclosure import SafeTable, Shown
from consultation.reporting.composing import by_role, confirmed_by_role, large
from consultation.reporting.shares import ALL, EVERYBODY, ROLE, Grouped, Shares
from consultation.reporting.shares_within import as_reported
from consultation.reporting.tables import shown
from consultation.themes.reading.corpus import Comment, Corpus
from consultation.usecases.reading.draw_sample import RandomSample
from consultation.usecases.reading.know_shares import know_shares
from consultation.usecases.reading.measure_shares import told_shares

THEME, PLACE, NOWHERE = "theme", "place", "nowhere"
SAFE = 5 - 1e-6
UNTOLD = {"withheld", "unsaid"}
Kind = tuple[str, str, bool]  # role, place, and whether it is a copy that is not counted


@dataclass(frozen=True)
class Asked:
    """Comments of one question by kind: how many chance chose, how many of these speak of the theme, how many were picked."""

    sizes: Mapping[Kind, int]
    found: Mapping[Kind, int]
    picked: Mapping[str, int] = field(default_factory=dict)
    unread: Mapping[str, int] = field(default_factory=dict)

    def of(self, **wanted: object) -> list[Kind]:
        """The kinds of a role, in a place, or that are copies."""
        names = "role", "place", "copy"
        return [kind for kind in self.sizes if all(kind[names.index(name)] == one for name, one in wanted.items())]


def a_question(rng: random.Random) -> Asked:
    """Some large roles, some small ones; places, of which one is small; a letter of a few, or of many, or none."""
    roles = {
        "patient": rng.randint(40, 120),
        "next_of_kin": rng.choice([rng.randint(1, 12), rng.randint(15, 60)]),
        "leader": rng.choice([0, rng.randint(1, 25)]),
        "health_personnel": rng.choice([0, rng.randint(20, 60)]),
    }
    places = ["north", "west", *rng.sample(["south", "east", "middle", NOWHERE], rng.randint(1, 4))]
    letter = rng.choice([0, 0, 4, 9, 35])
    likely = {role: rng.choice([0.0, 0.03, 0.15, 0.4, 0.9, 1.0]) for role in roles}
    sizes: dict[Kind, int] = dict.fromkeys(product(roles, places, (False, True)), 0)
    found = dict(sizes)
    for role, size in roles.items():
        for at in range(size):
            place = "north" if rng.random() < 0.05 else rng.choice(places[1:])
            kind = (role, place, role == "patient" and at < letter)
            sizes[kind] += 1
            found[kind] += rng.random() < (0.97 if kind[2] else likely[role])
    picked = {role: rng.choice([0, 0, rng.randint(0, 9)]) for role in roles}
    return Asked(sizes, found, picked, {role: rng.choice([0, 0, 30]) for role in roles})


def told(asked: Asked) -> tuple[Shares, SafeTable]:
    """What all pages and the report tell of it."""
    comments, drawn, found, places, copies = [], {}, {}, {}, {}
    key = 0
    for kind, size in asked.sizes.items():
        for at in range(size):
            key += 1
            name = key.to_bytes(4, "big")
            comments.append(Comment(name, kind[0], ""))
            drawn[name], found[name] = True, at < asked.found[kind]
            places |= {name: kind[1]} if kind[1] != NOWHERE else {}
            copies |= {name: 1} if kind[2] else {}
    for role, number in asked.unread.items():
        for _ in range(number if _size(asked, role=role) else 0):
            key += 1
            comments.append(Comment(key.to_bytes(4, "big"), role, ""))
    if copies:  # the one copy that is counted
        key += 1
        comments.insert(0, Comment((0).to_bytes(4, "big"), "patient", ""))
        copies[comments[0].key] = 1
    corpus = Corpus.of(comments)
    flags = np.array([[drawn.get(one, False)] for one in corpus.keys])
    sample = RandomSample(corpus, (THEME,), flags, 0, np.array([[found.get(one, False)] for one in corpus.keys]), None)
    written = {role: sum(one.role == role for one in corpus) for role in {one.role for one in corpus}}
    judged = {one: {THEME} for one in corpus.keys if drawn.get(one)}
    shares = told_shares(know_shares(sample, judged, copies), large(written), {PLACE: places})
    confirmed = {role: _found(asked, role=role) + min(asked.picked[role], asked.unread[role]) for role in written}
    table = confirmed_by_role([THEME], {THEME: confirmed}, written)
    return as_reported(shares, table), table


def _size(asked: Asked, **wanted: object) -> int:
    return sum(asked.sizes[kind] for kind in asked.of(**wanted))


def _found(asked: Asked, **wanted: object) -> int:
    return sum(asked.found[kind] for kind in asked.of(**wanted))


def narrowest(asked: Asked, shares: Shares, table: SafeTable) -> float:
    """How wide the interval of the small number is that everything told together narrows most; 5 or more is safe.

    Where what is told of roles alone leaves less, of a place all of whose roles agree, say, the rest must not narrow it.
    """
    of_roles, of_all = _Knows(asked), _Knows(asked)
    for divided, some, extra, value in _facts(asked, shares, table):
        of_all.equal(some, value, extra=extra)
        if not divided:
            of_roles.equal(some, value, extra=extra)
    widths = [5.0]
    for is_role, some, size in _small(asked, shares, table):
        width = of_all.width(some)
        safe = width >= SAFE or (size < 5 and width >= size) or (not is_role and width >= of_roles.width(some) - 1e-6)
        widths.append(5.0 if safe else width)
    return min(widths)


class _Knows:
    """Linear facts about how many of each kind speak of the theme, how many there are, and how many somebody picked."""

    def __init__(self, asked: Asked) -> None:
        self.asked = asked
        self.kinds = asked.of()
        self.roles = sorted({kind[0] for kind in self.kinds})
        self.facts: list[tuple[list[float], float]] = []
        self.most: list[tuple[list[float], float]] = []
        for kind in self.kinds:  # of a kind no more speak of it than there are
            self.most.append((self._row([kind], there=[kind], sign=-1.0), 0.0))
        self._sizes()

    def _row(
        self, found: list[Kind], *, there: Collection[Kind] = (), extra: Collection[str] = (), sign: float = 1.0
    ) -> list[float]:
        speaking = [float(kind in found) for kind in self.kinds]
        return [
            *speaking,
            *(sign * (kind in there) for kind in self.kinds),
            *(float(role in extra) for role in self.roles),
        ]

    def equal(
        self, found: list[Kind], value: float, *, there: Collection[Kind] = (), extra: Collection[str] = ()
    ) -> None:
        self.facts.append((self._row(found, there=there, extra=extra), value))

    def _sizes(self) -> None:
        """How many there are in each role, and what a report tells of where they are; of a letter, in fives, if of many."""
        asked = self.asked
        for role in self.roles:
            self.equal([], _size(asked, role=role), there=asked.of(role=role))
        places = sorted({kind[1] for kind in self.kinds} - {NOWHERE})
        counts = {place: {role: _size(asked, role=role, place=place) for role in self.roles} for place in places}
        everyone = {role: _size(asked, role=role) + asked.unread[role] for role in self.roles}
        safe = by_role(places, counts, everyone, exclusive=True)
        for place, cells in zip(safe.rows, safe.cells, strict=True):
            for column, cell in zip(safe.columns, cells, strict=True):
                mine = safe.columns if column == "all" else [column]
                if isinstance(cell, Shown) and place != "rest":
                    there = [kind for kind in asked.of(place=place) if kind[0] in mine]
                    self.equal([], cell.count, there=there)
        if (letter := _size(asked, copy=True)) >= 10:
            row = self._row([], there=asked.of(copy=True))
            self.most += [(row, letter - letter % 5 + 4.0), ([-one for one in row], -(letter - letter % 5.0))]

    def width(self, some: list[Kind]) -> float:
        goal = np.array(self._row(some))
        picked = [(0, self.asked.unread[role] + 1) for role in self.roles]  # the copy that is counted may be unread
        ends = [(0, None)] * (2 * len(self.kinds)) + picked
        (equal, values), (most, limits) = (zip(*one, strict=True) for one in (self.facts, self.most))
        low, high = (
            linprog(sign * goal, A_ub=most, b_ub=limits, A_eq=equal, b_eq=values, bounds=ends, method="highs")
            for sign in (1, -1)
        )
        assert low.status == 0
        assert high.status == 0
        return float(-high.fun - low.fun)


def _facts(asked: Asked, shares: Shares, table: SafeTable) -> Iterator[tuple[bool, list[Kind], list[str], float]]:
    """Which kinds together have how many, with those that somebody picked in which roles; True for those of no role."""
    among = [kind for kind in asked.of() if kind[0] in shares.among.get(THEME, ())]
    roles, places = ({kind[at] for kind in asked.of()} for at in (0, 1))
    groups = {(EVERYBODY, ALL): among} | {(ROLE, role): asked.of(role=role) for role in roles}
    groups |= {(PLACE, place): [kind for kind in among if kind[1] == place] for place in places}
    told_of = [(by == PLACE, some) for (by, group), some in groups.items() if _is_told(shares.by(by), group)]
    once = shares.without_copies.get(THEME)
    if once and once.kind not in UNTOLD:
        told_of.append((True, [kind for kind in among if not kind[2]]))
    for divided, some in told_of:
        yield divided, some, [], sum(asked.found[kind] for kind in some)
    for column, cell in zip(table.columns, table.cells[0], strict=True):
        if isinstance(cell, Shown):
            mine = [role for role in sorted(roles) if column in {role, "all"} and role in table.columns]
            yield False, [kind for kind in asked.of() if kind[0] in mine], mine, cell.count


def _is_told(grouped: Grouped | None, group: str) -> bool:
    share = grouped and grouped.shares[THEME].get(group)
    return bool(share) and share.kind not in UNTOLD


def _small(asked: Asked, shares: Shares, table: SafeTable) -> Iterator[tuple[bool, list[Kind], int]]:
    """The groups of whom few, all but a few, or none or all of less than twenty speak of the theme; and how many they are.

    Not a role of which the report tells how many were found: that fewer of these were drawn says nothing of anybody.
    """
    among = [kind for kind in asked.of() if kind[0] in shares.among.get(THEME, ())]
    roles, places = ({kind[at] for kind in asked.of()} for at in (0, 1))
    groups = [(True, asked.of(role=role)) for role in sorted(roles) if shown(table, THEME, role) is None]
    groups += [(False, [kind for kind in among if kind[1] == place]) for place in sorted(places)]
    groups += [(False, [kind for kind in among if kind[2] == copy]) for copy in (False, True)]
    for is_role, some in groups:
        size, found = sum(asked.sizes[kind] for kind in some), sum(asked.found[kind] for kind in some)
        few = 0 < found < 5 or 0 < size - found < 5 or size < 5
        if size and (few or (size < 20 and found in {0, size})):
            yield is_role, some, size
