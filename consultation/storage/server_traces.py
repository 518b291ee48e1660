"""What a PostgreSQL server keeps of erased rows beside the tables: its write-ahead log, and its statistics of columns."""

from dataclasses import dataclass

from sqlalchemy import Connection, text

from consultation.storage.database import Database
from consultation.storage.tables import Schema

_MAY_CLEAR_LOG = text("""
    SELECT pg_has_role('pg_checkpoint', 'USAGE') AND (
        SELECT count(DISTINCT proname) FROM pg_proc
        WHERE proname IN ('pg_switch_wal', 'pg_ls_waldir', 'pg_logical_emit_message')
            AND pronamespace = 'pg_catalog'::regnamespace AND has_function_privilege(oid, 'EXECUTE')
    ) = 3
""")
_SEGMENTS = text("SELECT count(*) FROM pg_ls_waldir()")
_LITTLE = text("SELECT pg_logical_emit_message(true, '', '')")
_NEXT_SEGMENT = text("SELECT pg_switch_wal()")
_CHECKPOINT = text("CHECKPOINT")
_KEPT_ELSEWHERE = {
    "an archive of the log (archive_mode)": text("SELECT current_setting('archive_mode') <> 'off'"),
    "replication slots, or servers that follow this one": text("SELECT EXISTS (SELECT FROM pg_replication_slots)"),
}
_SUPERUSER = text("SELECT rolsuper FROM pg_roles WHERE rolname = current_user")
_FORGET = text("""
    DELETE FROM pg_statistic WHERE starelid IN (
        SELECT oid FROM pg_class WHERE relname = ANY(:tables) AND relnamespace = current_schema()::regnamespace
    )
""")
ALLOW = (
    "GRANT pg_checkpoint TO {role}",
    "GRANT EXECUTE ON FUNCTION pg_switch_wal() TO {role}",
    "GRANT EXECUTE ON FUNCTION pg_ls_waldir() TO {role}",
)
"""What lets a role that is no superuser write the log over; a superuser of the server says it once.

The mixer's role and the owner's get it from `consultation grant` where a superuser runs what that prints.
"""


@dataclass(frozen=True, slots=True)
class Cleared:
    """Whether the server's log was written over, and where else the server keeps copies of it."""

    log: bool
    kept: tuple[str, ...] = ()


def clear(database: Database) -> Cleared:
    """Writes over what the server's log still holds of rows that are gone from the tables' files, where our role may.

    Call it after the files were written anew. SQLite has no log of its own then. Raises as Database.transaction does.
    """
    if database.on_sqlite:
        return Cleared(log=True)
    with database.outside_transactions() as connection:
        _forget_samples(connection)
        may = bool(connection.scalar(_MAY_CLEAR_LOG))
        if may:
            _write_over(connection)
        return Cleared(may, tuple(what for what, is_so in _KEPT_ELSEWHERE.items() if connection.scalar(is_so)))


def _write_over(connection: Connection) -> None:
    """A checkpoint frees old segments, but renames most of them for later use with all that is in them.

    The rest of a segment is filled with zeros when the next one is begun (src/backend/access/transam/xlog.c), so each of
    those is begun and left. What was in use at first has its turn in the second round.
    """
    for _ in range(2):
        connection.execute(_CHECKPOINT)
        for _ in range((connection.scalar(_SEGMENTS) or 0) + 1):
            connection.execute(_LITTLE)
            connection.execute(_NEXT_SEGMENT)
    connection.execute(_CHECKPOINT)


def _forget_samples(connection: Connection) -> None:
    """No column that holds what people gave is sampled; roles, questions and weeks are, and only a superuser forgets them."""
    if connection.scalar(_SUPERUSER):
        connection.execute(_FORGET, {"tables": list(Schema.metadata.tables)})
        connection.execute(text("VACUUM FULL pg_statistic"))
