"""PostgreSQL's tables written anew, with their indexes and long texts: what was deleted is in no file of theirs any more."""

from collections.abc import Iterable

from sqlalchemy import Connection, text

_PATIENCE_MS = 1000
# What a transaction can still see that is older than the rewriting is written along, and nothing says so. The kind of a
# session is hidden from a role that may not watch, so each one that holds rows back counts, whatever it is.
_SOMEBODY_LOOKS = text("""
    SELECT count(*) FROM pg_stat_activity
    WHERE datname = current_database() AND pid <> pg_backend_pid() AND backend_xmin IS NOT NULL
""")


def write_anew(connection: Connection, tables: Iterable[str]) -> bool:
    """Writes each table anew, in the order of its keys; outside transactions.

    By a function, because VACUUM FULL passes in silence over the tables that our role does not own. False when
    somebody was looking: then some rows may have been kept, and it is to be done again. Raises Unavailable, as its caller's
    connection does, when somebody held a table for longer than a second.
    """
    connection.execute(text(f"SET lock_timeout = {_PATIENCE_MS}"))
    try:
        if connection.scalar(_SOMEBODY_LOOKS):
            return False
        for table in tables:
            connection.execute(text("SELECT write_anew(:table)"), {"table": table})
    finally:
        connection.execute(text("RESET lock_timeout"))
    return True
