"""Everything in a database from which an order of responses could be read, found by looking at what is there.

Tables and columns are discovered, not listed: a column that is added tomorrow is a signal tomorrow.
"""
# ruff: noqa: S608 -- the names in these statements come from the database itself

from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from itertools import accumulate
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, text
from sqlalchemy.exc import OperationalError

from consultation.storage.database import Database

_AT_ONCE = 500  # rows
_SEGMENT = 1 << 30
_TABLES_OF_SQLITE = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name"
_FILE_OF_SQLITE = "SELECT file FROM pragma_database_list WHERE name = 'main'"
_TABLES_OF_POSTGRESQL = """
    SELECT format('%I.%I', n.nspname, c.relname) AS name,
        CASE WHEN n.nspname = current_schema() THEN c.relname ELSE format('%s.%s', n.nspname, c.relname) END AS plain,
        has_table_privilege(c.oid, 'SELECT') AS may
    FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE c.relkind IN ('r', 'p', 'm', 'f') AND n.nspname NOT IN ('pg_catalog', 'information_schema')
        AND n.nspname NOT LIKE 'pg_toast%' AND n.nspname NOT LIKE 'pg_temp%' ORDER BY 1
"""
_FILES_OF_POSTGRESQL = """
    SELECT c.relname AS name, pg_relation_filepath(c.oid) AS path FROM pg_class c
    WHERE c.relkind IN ('r', 'i', 't', 'm', 'S') AND pg_relation_filepath(c.oid) IS NOT NULL
"""
# What PostgreSQL keeps of each row beside its columns: where it lies, and which transactions wrote it.
_HIDDEN = {
    "ctid": "(ctid::text::point)[0] * 65536 + (ctid::text::point)[1]",
    **{name: f"{name}::text::bigint" for name in ("xmin", "xmax", "cmin", "cmax")},
}


@dataclass(frozen=True, slots=True)
class Table:
    """A table as statements name it, and whether this account may read it."""

    name: str
    sql: str
    readable: bool = True


@dataclass(frozen=True, slots=True)
class Store:
    """A file of the database: where it lies, the length of its pages, and whose they are where the database tells.

    `start`: how many bytes of the same table or log lie in the files before it.
    """

    path: Path
    name: str
    page: int
    owners: Mapping[int, str]
    start: int = 0

    def owner(self, at: int) -> str:
        """What lies at an offset: the table or index, or else the file itself."""
        return self.owners.get(at // self.page, self.name)


def tables(connection: Connection) -> list[Table]:
    """Every table that is not the database's own."""
    if connection.dialect.name == "sqlite":
        return [Table(name, f'"{name}"') for name in connection.scalars(text(_TABLES_OF_SQLITE))]
    return [Table(row.plain, row.name, row.may) for row in connection.execute(text(_TABLES_OF_POSTGRESQL))]


def rows(connection: Connection, table: Table) -> Iterator[Mapping[str, Any]]:
    """Every row as the database gives it when nobody asks for an order, with all its columns, hidden ones too."""
    for hidden in _hidden(connection):
        columns = "".join(f'{expression} AS "{name}", ' for name, expression in hidden.items())
        try:
            found = connection.execution_options(yield_per=_AT_ONCE).execute(
                text(f"SELECT {columns}t.* FROM {table.sql} t")  # nosec B608
            )
        except OperationalError:  # a table without row numbers has none
            continue
        for row in found:
            yield {name: _plain(value) for name, value in row._asdict().items()}
        return


def order_of(connection: Connection, table: Table, column: str) -> Iterator[Any]:
    """The values of one column as the database gives them by itself, perhaps from an index."""
    for row in connection.execution_options(yield_per=_AT_ONCE).execute(text(f'SELECT "{column}" FROM {table.sql}')):  # nosec B608
        yield _plain(row[0])


def counts(connection: Connection) -> dict[str, int]:
    """How many rows each readable table has."""
    found = {}
    for table in tables(connection):
        if table.readable:
            found[table.name] = connection.scalar(text(f"SELECT count(*) FROM {table.sql}")) or 0  # nosec B608
    return found


def stores(database: Database) -> list[Store]:
    """The files of the database: of SQLite one whose pages are told apart, of PostgreSQL one for each table and index.

    Empty where the server does not say where its files lie. Everything that waits in memory is written first.
    """
    with database.outside_transactions() as connection:
        if database.on_sqlite:
            return _sqlite_stores(connection)
        return _postgresql_stores(connection)


def directory(database: Database) -> Path | None:
    """Where the database's files lie; None where the server does not say."""
    with database.outside_transactions() as connection:
        if database.on_sqlite:
            return Path(str(connection.scalar(text(_FILE_OF_SQLITE)))).parent
        return _cluster_directory(connection)


def log_directory(database: Database) -> Path | None:
    """Where PostgreSQL's own log lies, where it keeps one and says so; relative to its data directory."""
    if database.on_sqlite:
        return None
    with database.outside_transactions() as connection:
        asked = "SELECT setting FROM pg_settings WHERE name = 'log_directory'"
        where, root = connection.scalar(text(asked)), _cluster_directory(connection)
        return root / where if where and root else Path(where) if where and Path(where).is_absolute() else None


def writing_transactions(connection: Connection, names: Sequence[str]) -> dict[str, set[int]]:
    """For each of these tables the numbers of the transactions that wrote its rows; empty on SQLite, which keeps none."""
    if connection.dialect.name == "sqlite":
        return {}
    found = {}
    for table in tables(connection):
        if table.name in names and table.readable:
            found[table.name] = set(connection.scalars(text(f"SELECT DISTINCT xmin::text::bigint FROM {table.sql}")))  # nosec B608
    return found


def _hidden(connection: Connection) -> list[Mapping[str, str]]:
    return [{"rowid": "rowid"}, {}] if connection.dialect.name == "sqlite" else [_HIDDEN]


def _plain(value: Any) -> Any:
    return bytes(value) if isinstance(value, memoryview | bytearray) else value


def _sqlite_stores(connection: Connection) -> list[Store]:
    connection.execute(text("PRAGMA wal_checkpoint(PASSIVE)"))
    page = connection.scalar(text("PRAGMA page_size")) or 1
    main = Path(str(connection.scalar(text(_FILE_OF_SQLITE))))
    owners: dict[int, str] = {}
    try:
        for row in connection.execute(text("SELECT name, pageno FROM dbstat")):
            owners[row.pageno - 1] = row.name
    except OperationalError:  # this SQLite was built without it
        owners = {}
    # A page in the log stands behind a header of its own, which moves all of them by a little.
    beside = [main.with_name(f"{main.name}{ending}") for ending in ("-wal", "-journal")]
    return [Store(main, main.name, page, owners), *(Store(path, path.name, page, {}) for path in beside)]


def _postgresql_stores(connection: Connection) -> list[Store]:
    root = _cluster_directory(connection)
    if root is None:
        return []
    if connection.scalar(text("SELECT pg_has_role(current_user, 'pg_checkpoint', 'USAGE')")):
        connection.execute(text("CHECKPOINT"))
    page = int(str(connection.scalar(text("SELECT current_setting('block_size')"))))
    found = [
        store
        for row in connection.execute(text(_FILES_OF_POSTGRESQL))
        for store in _segments(root / row.path, row.name, page)
    ]
    logs = sorted((root / "pg_wal").glob("0*")) if (root / "pg_wal").is_dir() else []
    starts = accumulate((path.stat().st_size for path in logs), initial=0)
    return found + [Store(path, "write-ahead log", page, {}, start) for path, start in zip(logs, starts, strict=False)]


def _segments(path: Path, name: str, page: int) -> Iterator[Store]:
    """A table's file, and those in which it goes on after each gigabyte."""
    yield Store(path, name, page, {})
    number = 1
    while (further := path.with_name(f"{path.name}.{number}")).exists():
        yield Store(further, name, page, {}, number * _SEGMENT)
        number += 1


def _cluster_directory(connection: Connection) -> Path | None:
    """Where the server says, which it tells few roles; else where the program that answers us works, as far as we may see that."""
    where = connection.scalar(text("SELECT setting FROM pg_settings WHERE name = 'data_directory'"))
    if where:
        return Path(str(where))
    answers = connection.scalar(text("SELECT pg_backend_pid() WHERE inet_server_addr() IS NULL"))
    with suppress(OSError):
        works_in = Path(f"/proc/{answers}/cwd").readlink()  # PostgreSQL works in its data directory
        return works_in if (works_in / "PG_VERSION").is_file() else None
    return None
