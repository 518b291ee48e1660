"""The schema as the running database has it, and how its server is set: what it stores and writes beside our tables."""

import sqlite3
from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote

from sqlalchemy import Connection, text

from consultation.storage.catalogue import acting, server_settings, signals
from consultation.storage.catalogue.made_functions import Function, as_made
from consultation.storage.catalogue.server_settings import SetFor
from consultation.storage.database import Database

_TRIGGERS = """
    SELECT format('%s on %s', t.tgname, c.relname) FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid
    WHERE NOT t.tgisinternal UNION ALL SELECT format('event trigger %s', evtname) FROM pg_event_trigger
    UNION ALL SELECT format('rule %s on %s', rulename, tablename) FROM pg_rules WHERE schemaname NOT LIKE 'pg\\_%'
"""
# A superuser may make a function also where PostgreSQL keeps its own.
_FUNCTIONS = """
    SELECT n.nspname, p.proname, pg_get_function_identity_arguments(p.oid) AS takes, pg_get_function_result(p.oid) AS gives,
        p.prosrc, p.prosecdef, coalesce(array_to_string(p.proconfig, '; '), '') AS config, l.lanname, p.prokind::text AS kind
    FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace JOIN pg_language l ON l.oid = p.prolang
    WHERE p.oid >= :ours
        AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.objid = p.oid AND d.deptype = 'e')
"""
_LARGE_OBJECTS = "SELECT count(*) FROM pg_largeobject_metadata"
# What ANALYZE is told to keep of a column (0: nothing; unset or -1: the server's default), and what it has kept.
_SAMPLED = """
    SELECT format('%s.%s', c.relname, a.attname) FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
    WHERE c.relnamespace = current_schema()::regnamespace AND c.relkind IN ('r', 'p') AND a.attnum > 0
        AND NOT a.attisdropped AND coalesce(a.attstattarget, -1) <> 0
    UNION SELECT format('%s.%s', tablename, attname) FROM pg_stats WHERE schemaname = current_schema()
    UNION SELECT format('%s.%s', c.relname, s.stxname) FROM pg_statistic_ext s JOIN pg_class c ON c.oid = s.stxrelid
"""
_SEQUENCES = """
    SELECT c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE c.relkind = 'S'
"""
_LEAVING = """
    SELECT format('replication slot %s', slot_name) FROM pg_replication_slots
    UNION ALL SELECT format('publication %s', pubname) FROM pg_publication
"""
_COLUMNS = """
    SELECT CASE WHEN n.nspname = current_schema() THEN c.relname ELSE format('%s.%s', n.nspname, c.relname) END AS table_name,
        a.attname AS name, format_type(a.atttypid, a.atttypmod) AS type,
        concat(pg_get_expr(d.adbin, d.adrelid), CASE a.attidentity WHEN '' THEN '' ELSE ' identity' END) AS makes
    FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid JOIN pg_namespace n ON n.oid = c.relnamespace
    LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
    WHERE a.attnum > 0 AND NOT a.attisdropped AND c.relkind IN ('r', 'p', 'm', 'f')
        AND n.nspname NOT IN ('pg_catalog', 'information_schema') AND n.nspname NOT LIKE 'pg\\_toast%'
        AND n.nspname NOT LIKE 'pg\\_temp%'
"""
# Both what holds for us, whose connections silence the log where they may, and what holds for everybody else.
_SETTINGS = "SELECT name, setting, reset_val FROM pg_settings"


@dataclass(frozen=True, slots=True)
class Column:
    """A column as it stands: its type, and what fills it in by itself."""

    type: str
    makes: str


@dataclass(frozen=True, slots=True)
class LiveSchema:
    """What stands in the database. `settings`: name -> (for our connections, for everybody's), empty on SQLite."""

    columns: Mapping[str, Mapping[str, Column]]
    triggers: tuple[str, ...] = ()
    functions: tuple[str, ...] = ()  # but for those that a migration of ours made and nobody altered
    acting: tuple[str, ...] = ()  # what is worked out when a row is written, and not harmless
    large_objects: int = 0
    sampled: frozenset[str] = frozenset()  # table.column, or a name of statistics of several columns
    sequences: tuple[str, ...] = ()
    extensions: tuple[str, ...] = ()
    leaving: tuple[str, ...] = ()
    settings: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    set_for: tuple[SetFor, ...] = ()  # by ALTER ROLE and ALTER DATABASE
    in_files: tuple[SetFor, ...] | None = None  # None where this role may not read them
    role: str = ""


def live_schema(database: Database) -> LiveSchema:
    """The schema of a running database. Raises storage.database.StorageFailed."""
    with database.reading() as session:
        connection = session.connection()
        return _of_sqlite(connection) if database.on_sqlite else _of_postgresql(connection)


def _of_sqlite(connection: Connection) -> LiveSchema:
    columns = {}
    for table in signals.tables(connection):
        described = connection.execute(text("SELECT * FROM pragma_table_xinfo(:name)"), {"name": table.name})
        columns[table.name] = {row.name: Column(row.type.lower(), str(row.dflt_value or "")) for row in described}
    triggers = "SELECT name || ' on ' || tbl_name FROM sqlite_master WHERE type = 'trigger'"
    counting = "SELECT name FROM sqlite_master WHERE type = 'table' AND upper(sql) LIKE '%AUTOINCREMENT%'"
    in_header = "SELECT 'user_version' FROM pragma_user_version WHERE user_version <> 0"
    sampling = "SELECT name FROM sqlite_master WHERE name IN ('sqlite_stat3', 'sqlite_stat4')"
    extensions = "SELECT name FROM sqlite_master WHERE type = 'table' AND upper(sql) LIKE 'CREATE VIRTUAL%'"
    names = ("secure_delete", "journal_mode", "auto_vacuum", "temp_store")
    set_to = {name: str(connection.exec_driver_sql(f"PRAGMA {name}").scalar()) for name in names}
    return LiveSchema(
        columns,
        triggers=_all(connection, triggers),
        acting=acting.strange(connection),
        sampled=frozenset(_all(connection, sampling)),
        sequences=(*_all(connection, counting), *_all(connection, in_header)),
        extensions=_all(connection, extensions),
        settings={name: (value, value) for name, value in set_to.items()},
    )


def _of_postgresql(connection: Connection) -> LiveSchema:
    columns: dict[str, dict[str, Column]] = {}
    for row in connection.execute(text(_COLUMNS)):
        columns.setdefault(row.table_name, {})[row.name] = Column(row.type, row.makes)
    settings = {row.name: (str(row.setting), str(row.reset_val)) for row in connection.execute(text(_SETTINGS))}
    return LiveSchema(
        columns,
        triggers=_all(connection, _TRIGGERS),
        functions=_strange_functions(connection),
        acting=acting.strange(connection),
        large_objects=int(connection.scalar(text(_LARGE_OBJECTS)) or 0),
        sampled=frozenset(_all(connection, _SAMPLED)),
        sequences=_all(connection, _SEQUENCES),
        extensions=_all(connection, "SELECT extname FROM pg_extension"),
        leaving=_all(connection, _LEAVING),
        settings=settings,
        set_for=server_settings.for_some(connection),
        in_files=server_settings.in_files(connection),
        role=str(connection.scalar(text("SELECT current_user"))),
    )


def _strange_functions(connection: Connection) -> tuple[str, ...]:
    """Every function that is not, to the letter, one that a migration made."""
    made = {function.name: function for function in as_made(connection)}
    found = []
    for row in connection.execute(text(_FUNCTIONS), {"ours": acting.OURS}):
        own = made.get(row.proname)
        there = Function(
            row.proname, row.takes, row.gives, row.prosrc, (row.prosecdef, row.config, row.lanname, row.kind)
        )
        if own is None or (own.takes, own.gives) != (there.takes, there.gives):
            found.append(f"{row.nspname}.{row.proname}({row.takes})")
        elif own != there:
            found.append(f"{row.nspname}.{row.proname}({row.takes}), altered since the migration made it")
    return tuple(sorted(found))


def _all(connection: Connection, statement: str) -> tuple[str, ...]:
    return tuple(sorted(map(str, connection.scalars(text(statement)))))


def tables_of_file(path: Path) -> frozenset[str]:
    """The tables of a SQLite file beside the database, such as the queue of jobs; none where there is no file."""
    if not path.is_file():
        return frozenset()
    with closing(sqlite3.connect(f"file:{quote(str(path))}?mode=ro", uri=True, timeout=30)) as connection:
        found = connection.execute(
            "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'"
        )
        return frozenset(name for (name,) in found)
