"""What a backup holds of the database, read in one state of it while others write, and put back into an empty one.

It holds no key, no account and no job, and nothing of a consultation that an audit of the anonymity opened for itself. It holds the ballot box only when that is asked for: a row's place in a backup is
that of its random key, but two backups tell which envelopes came in between.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from itertools import chain
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    MetaData,
    Select,
    Table,
    func,
    insert,
    inspect,
    literal_column,
    select,
    text,
)
from sqlalchemy import table as sql_table
from sqlalchemy.orm import Session

from consultation.questionnaire.opening import OF_AUDITS
from consultation.storage import ballot_box, upgrading
from consultation.storage.database import Database
from consultation.storage.tables import Schema

# In an order in which every row finds what it points to. The first ones are small, and are rewritten as a whole by whoever
# mixes or withdraws: a state of PostgreSQL from before that finds them empty (TRUNCATE is not MVCC-safe), so mixers wait
# until they are read.
FIRST = ("definition", "consultation", "withdrawn")
BOX = ("ballot_box", "set_aside")
REST = (
    "outcome",
    "batch",
    "response",
    "answer",
    "comment",
    "codebook_version",
    "theme_run",
    "stale_run",
    "candidate_label",
    "suggestion",
    "confirmation",
    "reading",
    "read_anew",
    "machine_reading",
    "screening",
    "campaign_copy",
    "raised",
    "harm_reading",
    "note",
    "passage",
    "facet",
    "double_coding",
    "coder",
    "drawn",
    "blind_coding",
    "machine_coding",
    "adjudication",
    "measurement",
    "anonymity_audit",
)
LEFT_OUT: Mapping[str, str] = {
    "spent_proof": "it is worth something for a day at most",
    "job": "it says when work was done, and can be asked for again",
    "staff_account": "what signs a person in is worth most to who steals a backup; the operator adds people anew",
    "staff_role": "it is made with the first account",
    "staff_account_role": "it is made with the account",
}
MUST_STAY_GONE = {"consultation": ("slug", "opened_on", "erase_on"), "withdrawn": ("name", "consultation")}
"""What a list holds that keeps an older backup from bringing back what was withdrawn or erased after it."""
_AT_ONCE = 1000
_MOMENT = text("SELECT 1")  # from the first question on, PostgreSQL shows one state
_ANY: Select[Any] = select(literal_column("1")).limit(1)
# A sort could write rows into a temporary file of the server; the primary keys have them in order already.
_NO_SORTING = (
    "SET TRANSACTION READ ONLY",
    "SET LOCAL enable_sort = off",
    "SET LOCAL enable_incremental_sort = off",
    "SET LOCAL enable_seqscan = off",
    "SET LOCAL enable_bitmapscan = off",
    "SET LOCAL max_parallel_workers_per_gather = 0",
)


_T = Schema.metadata.tables
_OF_AUDITS_RESPONSES = select(_T["response"].c.key).where(_T["response"].c.consultation.like(f"{OF_AUDITS}-%"))
_OF_AUDITS_COMMENTS = select(_T["comment"].c.key).where(_T["comment"].c.response.in_(_OF_AUDITS_RESPONSES))


class NotEmpty(Exception):  # noqa: N818 -- a refusal, named as what happened
    """The database holds something already; the message names a table of it."""


class UnknownSchema(Exception):  # noqa: N818 -- a refusal, named as what happened
    """The backup's schema and the database's do not go together; the message says what to do."""


def columns(*, box: bool = False, only_gone: bool = False) -> Mapping[str, tuple[str, ...]]:
    """The tables of a backup, in their order, and the columns of each."""
    if only_gone:
        return MUST_STAY_GONE
    tables = (*FIRST, *(BOX if box else ()), *REST)
    return {name: tuple(column.name for column in Schema.metadata.tables[name].columns) for name in tables}


@contextmanager
def one_state(
    database: Database, wanted: Mapping[str, Sequence[str]]
) -> Iterator[Iterator[tuple[str, Iterator[Sequence[Any]]]]]:
    """Every table that is wanted with its rows in the order of their keys, all as they were at one moment.

    Read each table to its end before the next one. Respondents wait for nobody; mixers wait while the small tables are
    read. Raises as Database.transaction does.
    """
    with database.reading() as session, ExitStack() as at_first:
        late = early = session.connection()
        if not database.on_sqlite:
            ballot_box.keep_mixers_away(at_first.enter_context(database.transaction()))
            early = _unsorted(at_first.enter_context(database.reading()).connection())
            _unsorted(late).execute(_MOMENT)
        yield _tables(early, late, wanted, at_first)


def _tables(
    early: Connection, late: Connection, wanted: Mapping[str, Sequence[str]], at_first: ExitStack
) -> Iterator[tuple[str, Iterator[Sequence[Any]]]]:
    for name, named in wanted.items():
        if name not in FIRST + BOX:
            at_first.close()  # whoever rewrites the small tables must not wait for the large ones, with readers behind
        table = Schema.metadata.tables[name]
        query = select(*(table.c[column] for column in named)).order_by(*table.primary_key.columns)
        query = query.where(*_kept(table))
        connection = early if name in FIRST + BOX else late
        with connection.execute(query, execution_options={"yield_per": _AT_ONCE}) as found:
            yield name, map(tuple, chain.from_iterable(found.partitions()))


def _kept(table: Table) -> Iterator[ColumnElement[bool]]:
    """Which rows a backup holds: none that leads to an audit's own consultation, which is gone when the audit ends.

    Each row points to its consultation, or to one that does. Nothing of an audit's has themes, so no run leads to one.
    """
    named = table.c.get("slug" if table.name == "consultation" else "consultation")
    if named is not None:
        yield named.not_like(f"{OF_AUDITS}-%")
    elif "response" in table.c:
        yield table.c.response.not_in(_OF_AUDITS_RESPONSES)
    elif "comment" in table.c:
        yield table.c.comment.not_in(_OF_AUDITS_COMMENTS)


def _unsorted(connection: Connection) -> Connection:
    for setting in _NO_SORTING:
        connection.execute(text(setting))
    return connection


def prepare(connection: Connection, revision: str) -> None:
    """Gives an empty database the schema that a backup was made with. Raises NotEmpty, UnknownSchema."""
    there = inspect(connection)
    for name in Schema.metadata.tables:
        if name not in LEFT_OUT and there.has_table(name) and connection.scalar(_ANY.select_from(sql_table(name))):
            raise NotEmpty(name)
    if revision not in upgrading.known():
        raise UnknownSchema(f"The backup has the schema {revision[:20]!r}: restore it with the program that made it.")
    found = upgrading.revision(connection)
    if found is None:
        upgrading.migrate(connection, revision)
    elif found != revision:
        raise UnknownSchema(
            f"The database has the schema {found} already, and the backup an older one, {revision}. Give it a database in "
            f"which nothing was ever made: its schema is brought up to date after the rows are in."
        )


class Loading:
    """Puts rows of a backup into the schema that they were read from, in a transaction of the caller's."""

    def __init__(self, session: Session) -> None:
        self._connection = session.connection()
        self._tables: dict[str, Table] = {}

    def add(self, table: str, named: Collection[str], rows: Sequence[Sequence[Any]]) -> None:
        """Adds rows, whose values stand in the order of the column names. Raises UnknownSchema, and as transactions do."""
        if table not in FIRST + BOX + REST:
            raise UnknownSchema(f"A backup holds no table {table[:40]!r}.")
        if table not in self._tables:
            self._tables[table] = Table(table, MetaData(), autoload_with=self._connection, resolve_fks=False)
        place = self._tables[table]
        if not set(named) <= {column.name for column in place.columns}:
            raise UnknownSchema(f"The table {table} of the backup has columns that its schema has not.")
        for at in range(0, len(rows), _AT_ONCE):
            some = [dict(zip(named, row, strict=True)) for row in rows[at : at + _AT_ONCE]]
            self._connection.execute(insert(place), some)


def upgrade(session: Session) -> None:
    """Brings what was put back to the newest schema, in the same transaction: nobody sees it before."""
    upgrading.migrate(session.connection())


def revision(database: Database) -> str:
    """The revision of the database's schema."""
    with database.reading() as session:
        return str(upgrading.revision(session.connection()))


def counts(database: Database) -> Mapping[str, int]:
    """How many rows each table has that a backup can hold."""
    with database.reading() as session:
        tables = (Schema.metadata.tables[name] for name in FIRST + BOX + REST)
        return {table.name: session.scalar(select(func.count()).select_from(table)) or 0 for table in tables}
