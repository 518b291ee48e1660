"""Gathers every value, place and sequence that belongs to one response: from rows, from bytes of files, from lists."""

import os
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeAlias

from consultation.auditing.needles import Needle, Search
from consultation.auditing.order import Inside, Signal
from consultation.storage.catalogue import signals as stored
from consultation.storage.catalogue.signals import Store, Table
from consultation.storage.database import Database

LEAST_NAME = 16  # bytes or letters that make a value a name of its own, which may lead on to other rows
_BUFFER = 1 << 20
Names: TypeAlias = Mapping[str, Mapping[bytes, int]]
"""Kind of name -> the bytes by which a response is known -> which response."""


@dataclass
class Rows:
    """What the rows of a database tell of responses.

    belonging: table -> the responses of which it has rows; names: further names by which they are known; seen: marks that
    stand in a row, as (kind, spelling, table, visit).
    """

    signals: dict[str, Signal] = field(default_factory=dict)
    belonging: dict[str, set[int]] = field(default_factory=lambda: defaultdict(set))
    names: dict[str, dict[bytes, int]] = field(default_factory=dict)
    seen: set[tuple[str, str, str, int]] = field(default_factory=set)
    tables: int = 0
    unread: list[str] = field(default_factory=list)
    of_response: dict[str, dict[int, dict[str, Any]]] = field(default_factory=dict)


def named(names: Names) -> list[Needle]:
    """The needles that know a response by its names."""
    return [Needle(kind, "raw", owner, name) for kind, own in names.items() for name, owner in own.items()]


def of_rows(database: Database, names: Names, never: Iterable[Needle] = ()) -> Rows:
    """Every row of every table, twice: names that the first look found may lead to other rows."""
    never = list(never)
    first = _look(database, Search([*named(names), *never]), frozenset(names))
    every = {**names, **first.names}
    second = _look(database, Search([*named(every), *never]), frozenset(every))
    second.names = first.names
    return second


def belonging(database: Database, names: Names) -> frozenset[str]:
    """The tables in which any of these names stands."""
    return frozenset(_look(database, Search(named(names)), frozenset(names)).belonging)


@dataclass
class _Gathered:
    """What one table shows of each response, in the order of its rows."""

    table: str
    values: dict[str, list[tuple[int, Any]]] = field(default_factory=lambda: defaultdict(list))

    def row(self, number: int, row: Mapping[str, Any], owners: Mapping[int, int]) -> None:
        """One row that belongs to one response, or that holds several one after another."""
        if len(owners) == 1:
            owner = next(iter(owners))
            for column, value in row.items():
                if value is not None:
                    self.values[f"{self.table}.{column}"].append((owner, value))
            self.values[f"{self.table}: order of SELECT *"].append((owner, number))
        else:
            for owner, at in owners.items():
                self.values[f"{self.table}: place inside a row"].append((owner, (number, at)))

    def signals(self) -> dict[str, Signal]:
        """First and last value of each response."""
        found: dict[str, Signal] = {}
        for name, values in self.values.items():
            found |= first_and_last(name, values)
        return found


def first_and_last(name: str, values: Iterable[tuple[int, Any]]) -> dict[str, Signal]:
    """A response may have several values: its least and its greatest are both signals."""
    first: dict[int, Any] = {}
    last: dict[int, Any] = {}
    for owner, value in values:
        ranked = (type(value).__name__, value)
        first[owner] = min(first.get(owner, ranked), ranked)
        last[owner] = max(last.get(owner, ranked), ranked)
    least, greatest = ({owner: value for owner, (_, value) in each.items()} for each in (first, last))
    # The first keeps the name: over several runs it would else be heard in some under one name, in others under another.
    return {name: least} if least == greatest else {name: least, f"{name}, last": greatest}


def _look(database: Database, search: Search, known: frozenset[str]) -> Rows:
    found = Rows()
    with database.reading() as session:
        connection = session.connection()
        for table in stored.tables(connection):
            found.tables += 1
            if not table.readable:
                found.unread.append(table.name)
                continue
            gathered = _Gathered(table.name)
            own: dict[str, dict[bytes, set[int]]] = defaultdict(lambda: defaultdict(set))
            for number, row, owners in _owned(_numbered(connection, table), search, known, table, found):
                found.belonging[table.name].update(owners)
                gathered.row(number, row, owners)
                if len(owners) == 1:
                    _own_names(row, next(iter(owners)), table.name, own)
                    found.of_response.setdefault(table.name, {}).setdefault(next(iter(owners)), dict(row))
            found.signals |= gathered.signals()
            found.names |= _names_of_one(own)
            if gathered.values:
                found.signals |= _orders(connection, table, gathered)
    return found


def _orders(connection: Any, table: Table, gathered: _Gathered) -> dict[str, Signal]:
    """In which order each column that names responses is given when it alone is asked for."""
    found: dict[str, Signal] = {}
    for name, values in gathered.values.items():
        column = name.removeprefix(f"{table.name}.")
        owners = {value: owner for owner, value in values if isinstance(value, bytes)}
        if column != name and len(owners) > 1 and len(set(owners.values())) == len(owners):
            order = enumerate(stored.order_of(connection, table, column))
            places = [(owners[value], place) for place, value in order if value in owners]
            found |= first_and_last(f"{table.name}: order of SELECT {column}", places)
    return found


def _numbered(connection: Any, table: Table) -> Iterator[tuple[int, Mapping[str, Any]]]:
    return enumerate(stored.rows(connection, table))


def _owned(
    numbered: Iterable[tuple[int, Mapping[str, Any]]], search: Search, known: frozenset[str], table: Table, found: Rows
) -> Iterator[tuple[int, Mapping[str, Any], dict[int, int]]]:
    """The rows in which a response is known, with where each is named in it; many rows are searched at once."""
    for content, rows in buffered(numbered):
        starts = [start for start, _, _ in rows]
        owners: dict[int, dict[int, int]] = defaultdict(dict)
        at = 0
        for hit in search.within(content):
            while at + 1 < len(starts) and starts[at + 1] <= hit.at:
                at += 1
            if hit.needle.kind in known:
                owners[at].setdefault(hit.needle.visit, hit.at - starts[at])
            else:
                found.seen.add((hit.needle.kind, hit.needle.spelling, table.name, hit.needle.visit))
        for index, mine in owners.items():
            _, number, row = rows[index]
            yield number, row, mine


def buffered(
    numbered: Iterable[tuple[int, Mapping[str, Any]]],
) -> Iterator[tuple[bytes, list[tuple[int, int, Mapping[str, Any]]]]]:
    """Numbered rows as bytes, many at once, each with where it begins, its number and itself."""
    content, rows = bytearray(), list[tuple[int, int, Mapping[str, Any]]]()
    for number, row in numbered:
        rows.append((len(content), number, row))
        for value in row.values():
            content += as_bytes(value) + b"\0"
        if len(content) > _BUFFER:
            yield bytes(content), rows
            content, rows = bytearray(), []
    yield bytes(content), rows


def as_bytes(value: Any) -> bytes:
    """A value of a row as its bytes are looked at."""
    return value if isinstance(value, bytes) else str(value).encode("utf-8", "surrogatepass")


def _own_names(row: Mapping[str, Any], owner: int, table: str, own: dict[str, dict[bytes, set[int]]]) -> None:
    for column, value in row.items():
        if isinstance(value, bytes | str) and len(value) >= LEAST_NAME:
            own[f"{table}.{column}"][as_bytes(value)].add(owner)


def _names_of_one(own: Mapping[str, Mapping[bytes, set[int]]]) -> dict[str, dict[bytes, int]]:
    """Columns whose values are each one response's alone: their values are names. One that two share names nobody."""
    found = {}
    for kind, owners in own.items():
        if all(len(those) == 1 for those in owners.values()):
            found[kind] = {name: next(iter(those)) for name, those in owners.items()}
    return found


def of_places(places: Iterable[tuple[Store, str, int, int]]) -> dict[str, Signal]:
    """Where names lie in files, as (store, kind of name, response, offset); pages fill from their end, so also backwards."""
    values: dict[str, list[tuple[int, Any]]] = defaultdict(list)
    for store, kind, owner, at in places:
        page, inside = divmod(store.start + at, store.page)
        name = f"{store.owner(at)}: place of {kind}"
        values[name].append((owner, store.start + at))
        values[f"{name}, pages backwards"].append((owner, (page, -inside)))
        values[f"{name}, inside its page"].append((owner, Inside(page, inside)))
    found: dict[str, Signal] = {}
    for name, each in values.items():
        found |= first_and_last(name, each)
    return found


def of_files(files: Iterable[tuple[Path, int]]) -> dict[str, Signal]:
    """What the file system tells of files that name one response each: their times, their numbers, their place in a list."""
    owners: dict[Path, set[int]] = defaultdict(set)
    for path, owner in files:
        owners[path].add(owner)
    found: dict[str, Signal] = defaultdict(dict)
    for path, those in owners.items():
        if len(those) == 1:
            with suppress(OSError):
                told, owner = path.lstat(), next(iter(those))
                signs = {
                    "modified": told.st_mtime_ns, "changed": told.st_ctime_ns, "number": told.st_ino, "name": path.name,
                    "size": told.st_size, "place in its directory": _place(path),
                }  # fmt: skip
                for sign, value in signs.items():
                    found[f"files in {path.parent}: {sign}"].setdefault(owner, value)
    return dict(found)


def _place(path: Path) -> int:
    """Where the file system lists a file when nobody asks for an order."""
    with os.scandir(path.parent) as listed:
        return next((place for place, entry in enumerate(listed) if entry.name == path.name), -1)
