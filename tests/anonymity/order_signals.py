"""Everything in a database from which an order of responses could be read, found by looking at what is there.

A signal is a mapping from a response's key to a value that can be sorted. Tables and columns are discovered, not listed:
a column that is added tomorrow is a signal tomorrow, and a table nobody has placed stops the test.
"""
# ruff: noqa: S608 -- the names in these statements come from the schema itself

from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

import numpy as np
from sqlalchemy import Connection, inspect, text
from sqlalchemy.exc import OperationalError

from consultation.storage import ballot_box
from consultation.storage.database import Database

Signal = dict[bytes, Any]

OF_RESPONSES = {"response": "key", "answer": "response", "comment": "response"}
OF_NOBODY = frozenset(
    {
        "definition", "consultation", "batch", "ballot_box", "set_aside", "job", "alembic_version",
        "theme_run", "stale_run", "codebook_version", "outcome", "withdrawn", "staff_account", "staff_role", "staff_account_role",
        # These belong to comments, but are written by staff and machine long after, from comments sorted by key:
        "candidate_label", "suggestion", "confirmation", "reading",
    }
)  # fmt: skip
# A row for each proof that was spent, and so nearly one for each response; it must lead to none, by any value in it.
OF_PROOFS = frozenset({"spent_proof"})
LEAST_MARK = 8  # bytes that make a value recognisable in a file


class UnplacedTable(AssertionError):  # noqa: N818 -- named as what happened
    """A table of which nobody has said whether its rows belong to responses."""


def signals(database: Database, directory: Path, links: Mapping[str, str] = OF_RESPONSES) -> dict[str, Signal]:
    """All signals of a database whose SQLite file, if it is one, lies in a directory.

    links: for each table with rows of responses, the column that holds the response's key.
    """
    assert ballot_box.empty_physically(database)
    with database.outside_transactions() as connection:
        names = set(inspect(connection).get_table_names())
        if unplaced := names - set(links) - OF_NOBODY - OF_PROOFS:
            raise UnplacedTable(f"Do rows of {sorted(unplaced)} belong to responses?")
        _refuse_rows_of_many(connection, names - set(links) - OF_PROOFS)
        _refuse_links(connection, OF_PROOFS, names - OF_PROOFS)
        found: dict[str, Signal] = {}
        marks: dict[str, dict[bytes, bytes]] = {}
        for table, link in links.items():
            found |= _table_signals(connection, table, link)
            marks |= _marks(connection, table, link)
        stores = _sqlite_stores(connection, directory) if database.on_sqlite else postgres_stores(connection)
        for store, content, page in stores:
            found |= _places(store, content, page, marks)
    return {name: signal for name, signal in found.items() if len(set(signal.values())) > 1}


def _refuse_rows_of_many(connection: Connection, tables: Iterable[str]) -> None:
    """A table that belongs to nobody cannot grow with each response."""
    for table in sorted(tables):
        rows = connection.execute(text(f'SELECT count(*) FROM "{table}"')).scalar()
        assert rows is not None
        assert rows <= 10, f"{table} has {rows} rows: one for each response?"


def _refuse_links(connection: Connection, tables: Iterable[str], elsewhere: Iterable[str]) -> None:
    """No value of these tables stands anywhere else, whole or inside another: nobody can join them."""
    own = {value for table in tables for value in _values(connection, table) if len(value) >= LEAST_MARK}
    for table in sorted(elsewhere):
        for value in _values(connection, table):
            assert not any(one in value for one in own), f"a value of {sorted(tables)} stands in {table}"


def _values(connection: Connection, table: str) -> Iterator[bytes]:
    for row in connection.execute(text(f'SELECT * FROM "{table}"')):
        for value in row:
            yield bytes(value) if isinstance(value, bytes | memoryview) else str(value).encode()


def _table_signals(connection: Connection, table: str, link: str) -> dict[str, Signal]:
    columns = [column["name"] for column in inspect(connection).get_columns(table)]
    expressions = {column: f'"{column}"' for column in columns} | {"rowid": "rowid"}
    if connection.dialect.name == "postgresql":
        expressions |= {hidden: f"{hidden}::text::bigint" for hidden in ("xmin", "xmax", "cmin", "cmax")}
        expressions |= {"ctid": "(ctid::text::point)[0] * 65536 + (ctid::text::point)[1]"}
        del expressions["rowid"]
    found: dict[str, Signal] = {}
    for column, expression in expressions.items():
        with suppress(OperationalError):  # a table without row numbers has none
            rows = connection.execute(text(f'SELECT "{link}", {expression} FROM "{table}"')).all()
            found |= _first_and_last(f"{table}.{column}", ((bytes(row[0]), row[1]) for row in rows))
    for wanted in (f'"{link}"', "*"):
        at = 0 if wanted != "*" else columns.index(link)
        rows = connection.execute(text(f'SELECT {wanted} FROM "{table}"')).all()
        order = ((bytes(row[at]), place) for place, row in enumerate(rows))
        found |= _first_and_last(f"{table}: order of SELECT {wanted}", order)
    return found


def _first_and_last(name: str, values: Iterable[tuple[bytes, Any]]) -> dict[str, Signal]:
    """A response has several answers: its least and its greatest value are both signals."""
    first: Signal = {}
    last: Signal = {}
    for key, value in values:
        if value is not None:
            comparable = bytes(value) if isinstance(value, memoryview) else value
            first[key] = min(first.get(key, comparable), comparable)
            last[key] = max(last.get(key, comparable), comparable)
    return {name: first} if first == last else {f"{name}, first": first, f"{name}, last": last}


def _marks(connection: Connection, table: str, link: str) -> dict[str, dict[bytes, bytes]]:
    """For each column whose values are long and one's own: the bytes to look for, and whose they are."""
    found = {}
    for column in inspect(connection).get_columns(table):
        rows = connection.execute(text(f'SELECT "{column["name"]}", "{link}" FROM "{table}"')).all()
        values = [(row[0].encode() if isinstance(row[0], str) else row[0], bytes(row[1])) for row in rows]
        owners = {bytes(value): key for value, key in values if isinstance(value, bytes | memoryview)}
        own = len(set(owners.values())) == len(owners) > 1
        if own and all(len(value) >= LEAST_MARK for value in owners):
            found[f"{table}.{column['name']}"] = owners
    return found


def _sqlite_stores(connection: Connection, directory: Path) -> Iterator[tuple[str, bytes, int]]:
    """Each file whole, and each table and index by itself where SQLite tells which pages are whose."""
    size = connection.execute(text("PRAGMA page_size")).scalar() or 0
    main = Path(str(connection.execute(text("PRAGMA database_list")).one()[2])).read_bytes()
    for path in sorted(directory.rglob("*")):
        if path.is_file():
            yield path.name, path.read_bytes(), size
    with suppress(OperationalError):
        owners = connection.execute(text("SELECT name, pageno FROM dbstat ORDER BY name, pageno")).all()
        for name in sorted({row[0] for row in owners}):
            starts = [(row[1] - 1) * size for row in owners if row[0] == name]
            yield name, b"".join(main[start : start + size] for start in starts), size


def postgres_stores(connection: Connection) -> Iterator[tuple[str, bytes, int]]:
    """Each table, index and overflow table, and the write-ahead log."""
    connection.execute(text("CHECKPOINT"))
    root = Path(str(connection.execute(text("SHOW data_directory")).scalar()))
    size = int(str(connection.execute(text("SHOW block_size")).scalar()))
    files = "SELECT relname, pg_relation_filepath(oid) FROM pg_class WHERE relkind IN ('r', 'i', 't') AND oid >= 16384"
    for name, path in connection.execute(text(files)).all():
        yield name, (root / path).read_bytes(), size
    yield "write-ahead log", b"".join(path.read_bytes() for path in sorted((root / "pg_wal").glob("0*"))), size


def _places(store: str, content: bytes, size: int, marks: Mapping[str, Mapping[bytes, bytes]]) -> dict[str, Signal]:
    """Where each mark lies first and last in a store; pages fill from their end, so each is also read backwards."""
    wanted = {mark for owners in marks.values() for mark in owners}
    seen = [(mark, divmod(at, size)) for at, mark in _occurrences(content, wanted)]
    found: dict[str, Signal] = {}
    for column, owners in marks.items():
        forwards = [(owners[mark], place) for mark, place in seen if mark in owners]
        backwards = [(key, (page, -at)) for key, (page, at) in forwards]
        inside = [(key, at) for key, (_, at) in forwards]
        found |= _first_and_last(f"{store}: place of {column}", forwards)
        found |= _first_and_last(f"{store}: place of {column}, pages backwards", backwards)
        found |= _first_and_last(f"{store}: place of {column}, inside its page", inside)
    return found


def _occurrences(content: bytes, wanted: Iterable[bytes]) -> Iterator[tuple[int, bytes]]:
    """Every place where one of the marks stands, in order: all are looked for at once, by their first eight bytes."""
    by_beginning: dict[int, list[bytes]] = {}
    for mark in wanted:
        by_beginning.setdefault(int.from_bytes(mark[:8], "little"), []).append(mark)
    beginnings = np.array(sorted(by_beginning), dtype="<u8")
    likely = np.zeros(1 << 16, dtype=bool)
    likely[beginnings & 0xFFFF] = True
    hits: list[int] = []
    for shift in range(min(8, len(content) // 8)):
        window = np.frombuffer(content, dtype="<u8", offset=shift, count=(len(content) - shift) // 8)
        candidates = np.flatnonzero(likely[window & 0xFFFF])
        hits += (candidates[np.isin(window[candidates], beginnings)] * 8 + shift).tolist()
    for at in sorted(hits):
        for mark in by_beginning[int.from_bytes(content[at : at + 8], "little")]:
            if content.startswith(mark, at):
                yield at, mark
