"""One database, SQLite or PostgreSQL: transactions that are on disk when they end, errors that carry no content."""

import sqlite3
import time
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, make_url, text
from sqlalchemy.exc import DataError, DBAPIError, InterfaceError, OperationalError, SQLAlchemyError
from sqlalchemy.exc import TimeoutError as NoFreeConnection
from sqlalchemy.orm import Session

from consultation.storage import upgrading

_BUSY_SECONDS = 30
_KEPT_OPEN = 10  # connections: one for each thread of a web process, so that none is opened anew for a respondent
_PRIMARY_CODE = 0xFF  # SQLITE_BUSY_RECOVERY and its like are SQLITE_BUSY, said in more detail
# auto_vacuum must come first: it can only be chosen while the file is still empty. It cuts freed pages off the file.
_PRAGMAS = (
    "auto_vacuum = FULL",
    "journal_mode = WAL",
    "secure_delete = ON",
    "foreign_keys = ON",
    "trusted_schema = OFF",
    "temp_store = MEMORY",
    f"busy_timeout = {_BUSY_SECONDS * 1000}",
)
_BEGIN = "consultation_begin"
_NONE: dict[str, Any] = {_BEGIN: ""}
_AT_ONCE: dict[str, Any] = {_BEGIN: "BEGIN IMMEDIATE"}  # who waits for the lock only at the first write can be refused
_ONE_STATE: dict[str, Any] = {"isolation_level": "REPEATABLE READ"}
_LATER = text("SET LOCAL synchronous_commit = off")  # SQLite's connections are made so
_MAY_READ = text("SELECT coalesce(has_any_column_privilege(to_regclass(:table), 'SELECT'), false)")
_READS_WHOLE = text("""
    SELECT name FROM unnest(cast(:tables AS text[])) AS name
    WHERE has_table_privilege(to_regclass(quote_ident(name)), 'SELECT') ORDER BY name
""")
_NOT_ALLOWED = "42501"
_CAN_BE_ASKED = 150_000  # PostgreSQL 15 can say what a role may set
# A server that logs a failing statement logs the row with it, unless it lets us say that it should not.
_SAY_NOTHING = """
    SELECT set_config(name, value, false) FROM (VALUES
        ('log_min_error_statement', 'panic'), ('log_error_verbosity', 'terse'), ('log_statement', 'none'),
        ('log_min_duration_statement', '-1'), ('log_parameter_max_length', '0'),
        ('log_parameter_max_length_on_error', '0')
    ) AS wanted (name, value) WHERE has_parameter_privilege(name, 'SET')
"""


class StorageFailed(Exception):  # noqa: N818 -- a refusal, named as what happened
    """The database refused; says the class of error and the SQLSTATE, never a value (trust, finding 3)."""

    def __init__(self, kind: str, code: str) -> None:
        super().__init__(f"{kind} {code}".strip())
        self.kind = kind
        self.code = code


class Unavailable(StorageFailed):
    """The database is down, full, locked or out of connections: trying again later is right."""


class Unacceptable(StorageFailed):
    """A value that the database cannot take, such as a NUL on PostgreSQL: who sent it must send another."""


class Forbidden(StorageFailed):
    """The role that we are signed in as may not do this; another may."""


class WrongSchema(StorageFailed):
    """The schema is not the one that this program was written for, and is not ours to change; `kind` says what to do."""

    def __init__(self, why: str) -> None:
        super().__init__(why, "")


class Database:
    """The database at a URL; opens connections when first used, and may be shared by threads."""

    def __init__(self, url: str) -> None:
        self._engine = _sqlite_engine(url) if _is_sqlite(url) else _postgresql_engine(url)
        self._writing = self._engine.execution_options(**_AT_ONCE)
        self._reading = self._engine if self.on_sqlite else self._engine.execution_options(**_ONE_STATE)
        self._looking_up = self._engine.execution_options(**_NONE) if self.on_sqlite else self._reading
        # SQLite knows by the connection how it writes: these are others.
        self._beforehand = (
            _sqlite_engine(url, synchronous="NORMAL").execution_options(**_AT_ONCE) if self.on_sqlite else self._writing
        )

    @property
    def on_sqlite(self) -> bool:
        """Whether this is a SQLite file."""
        return self._engine.dialect.name == "sqlite"

    @contextmanager
    def transaction(self) -> Iterator[Session]:
        """A session whose work is on disk when the block ends, or undone when it raises.

        Raises Unavailable or StorageFailed in place of the driver's error, which would carry the row.
        """
        with _without_content(), Session(self._writing, expire_on_commit=False) as session, session.begin():
            yield session

    @contextmanager
    def beforehand(self) -> Iterator[Connection]:
        """A transaction for what only a later one gives a meaning; it is on disk when that later transaction() is.

        Nobody waits for the disk here: the later transaction writes behind it in the same log and waits for both. When
        the power fails in between, it may be undone. Raises as transaction() does.
        """
        with _without_content(), self._beforehand.begin() as connection:
            if not self.on_sqlite:
                connection.execute(_LATER)
            yield connection

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """A session that sees one state of the database and changes nothing. Raises as transaction() does."""
        with _without_content(), Session(self._reading, expire_on_commit=False, autoflush=False) as session:
            yield session

    @contextmanager
    def looking_up(self) -> Iterator[Connection]:
        """A connection for one question to the database, at half the price of a session. Raises as transaction() does.

        On SQLite it begins no transaction: a statement sees one state by itself, two may see different ones.
        """
        with _without_content(), self._looking_up.connect() as connection:
            yield connection

    def upgrade(self) -> None:
        """Brings the schema to the newest revision; from nothing where there is nothing. Safe to run side by side.

        Raises WrongSchema where it is another and our role may not change it, or a newer one; and as transaction() does.
        """
        with _without_content(), self._writing.begin() as connection:
            wrong = upgrading.upgrade(connection)
        if wrong:
            raise WrongSchema(wrong)

    def check_schema(self) -> None:
        """Raises WrongSchema unless the schema is the one that this program was written for; and as transaction() does."""
        with _without_content(), self._looking_up.connect() as connection:
            wrong = upgrading.mismatch(connection)
        if wrong:
            raise WrongSchema(wrong)

    def may_read(self, table: str) -> bool:
        """Whether our role on PostgreSQL may read any of a table; False on SQLite, which has no roles. Raises as transaction() does."""
        if self.on_sqlite:
            return False
        with _without_content(), self._looking_up.connect() as connection:
            return bool(connection.scalar(_MAY_READ, {"table": table}))

    def reads_whole(self, tables: Collection[str]) -> list[str]:
        """Which of these tables our role on PostgreSQL may read whole, with the columns that PostgreSQL hides; none on SQLite.

        Raises as transaction() does.
        """
        if self.on_sqlite:
            return []
        with _without_content(), self._looking_up.connect() as connection:
            return list(connection.scalars(_READS_WHOLE, {"tables": sorted(tables)}))

    @contextmanager
    def outside_transactions(self) -> Iterator[Connection]:
        """A connection for statements that no transaction may hold, such as a checkpoint. Raises as transaction() does."""
        with _without_content(), self._engine.connect() as connection:
            yield connection.execution_options(isolation_level="AUTOCOMMIT", **_NONE)

    def close(self) -> None:
        """Closes all idle connections; the next use opens new ones."""
        self._engine.dispose()
        self._beforehand.dispose()


@contextmanager
def _without_content() -> Iterator[None]:
    """Replaces a database error by one without values, and empties the old one, which Python keeps as its context."""
    try:
        yield
    except SQLAlchemyError as error:
        failed = _told_without_content(error)
        error.args = (str(failed),)
        error.__cause__ = error.__context__ = None
        if isinstance(error, DBAPIError):
            error.orig = error.statement = error.params = None
        raise failed from None


def _told_without_content(error: SQLAlchemyError) -> StorageFailed:
    if isinstance(error, NoFreeConnection):
        return Unavailable("NoFreeConnection", "")
    if not isinstance(error, DBAPIError):
        return StorageFailed(type(error).__name__, "")
    code = getattr(error.orig, "sqlstate", None) or getattr(error.orig, "sqlite_errorname", None) or ""
    if isinstance(error, DataError):
        return Unacceptable(type(error).__name__, code)
    if code == _NOT_ALLOWED:
        return Forbidden(type(error).__name__, code)
    down = isinstance(error, OperationalError | InterfaceError) or error.connection_invalidated
    return (Unavailable if down else StorageFailed)(type(error).__name__, code)


def _is_sqlite(url: str) -> bool:
    return make_url(url).get_backend_name() == "sqlite"


def _sqlite_engine(url: str, *, synchronous: str = "FULL") -> Engine:
    engine = create_engine(url, hide_parameters=True, pool_size=_KEPT_OPEN, connect_args={"timeout": _BUSY_SECONDS})

    @event.listens_for(engine, "connect")
    def prepare(connection: Any, _record: Any) -> None:
        connection.isolation_level = None  # we say BEGIN ourselves: the driver would begin too late
        for pragma in (*_PRAGMAS, f"synchronous = {synchronous}"):
            _set(connection, pragma)

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        statement = connection.get_execution_options().get(_BEGIN, "BEGIN")
        if statement:
            connection.exec_driver_sql(statement)

    return engine


def _set(connection: sqlite3.Connection, pragma: str) -> None:
    """Waits for others who open a new file: SQLite asks no busy handler when it changes to WAL."""
    patience = time.monotonic() + _BUSY_SECONDS
    while True:
        try:
            connection.execute(f"PRAGMA {pragma}")
        except sqlite3.OperationalError as refused:
            if refused.sqlite_errorcode & _PRIMARY_CODE != sqlite3.SQLITE_BUSY or time.monotonic() > patience:
                raise
            time.sleep(0.01)
        else:
            return


def _postgresql_engine(url: str) -> Engine:
    engine = create_engine(
        url,
        hide_parameters=True,
        pool_size=_KEPT_OPEN,
        pool_pre_ping=True,  # a restarted server costs nobody an error
        connect_args={
            "application_name": "consultation",
            "options": "-c synchronous_commit=on",
            # A line that died without a word must not hold a thread of the web server for ever.
            "connect_timeout": _BUSY_SECONDS,
            "tcp_user_timeout": _BUSY_SECONDS * 1000,
            "keepalives_idle": _BUSY_SECONDS,
        },
    )

    @event.listens_for(engine, "connect")
    def prepare(connection: Any, _record: Any) -> None:
        if connection.info.server_version >= _CAN_BE_ASKED:
            connection.autocommit = True
            connection.execute(_SAY_NOTHING)
            connection.autocommit = False

    return engine
