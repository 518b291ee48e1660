"""What a database really has and may: its kind, every column that exists, who may read answers, and what it notes beside."""

from dataclasses import dataclass

from sqlalchemy import Connection, text

_GIVEN = ("response", "answer", "comment")
_SQLITE_COLUMNS = text("""
    SELECT t.name, c.name FROM sqlite_schema AS t JOIN pragma_table_xinfo(t.name) AS c
    WHERE t.type = 'table' AND t.name NOT LIKE 'sqlite!_%' ESCAPE '!'
""")
# Tables, their partitions, materialised views and foreign tables: all that can hold a value.
_POSTGRESQL_COLUMNS = text("""
    SELECT t.relname, c.attname FROM pg_class AS t JOIN pg_attribute AS c ON c.attrelid = t.oid
    WHERE t.relkind IN ('r', 'p', 'm', 'f') AND c.attnum > 0 AND NOT c.attisdropped
        AND t.relnamespace::regnamespace::text NOT IN ('pg_catalog', 'information_schema') AND pg_table_is_visible(t.oid)
""")
_MAY_READ = text("""
    SELECT coalesce(bool_or(has_any_column_privilege(oid, 'SELECT')), false) FROM pg_class
    WHERE relname = ANY (:given) AND pg_table_is_visible(oid)
""")
_NOTES = text("""
    SELECT current_setting('archive_mode') <> 'off' AS copies_its_log,
        current_setting('track_commit_timestamp') = 'on' AS notes_times
""")


@dataclass(frozen=True, slots=True)
class Ground:
    """How a database is, as it says itself through this very connection.

    `reads_answers`: whether whoever is connected may read answers that are mixed. `copies_its_log`: whether PostgreSQL's
    write-ahead log is archived (whether a second server follows it, only a superuser is told). `notes_times`: whether it
    notes when each transaction ended.
    """

    on_sqlite: bool
    columns: frozenset[tuple[str, str]]
    reads_answers: bool
    copies_its_log: bool = False
    notes_times: bool = False


def look(connection: Connection) -> Ground:
    """What the database says of itself; three questions that need no right of their own."""
    if connection.dialect.name == "sqlite":
        return Ground(on_sqlite=True, columns=_columns(connection, _SQLITE_COLUMNS), reads_answers=True)
    noted = connection.execute(_NOTES).one()
    return Ground(
        on_sqlite=False,
        columns=_columns(connection, _POSTGRESQL_COLUMNS),
        reads_answers=bool(connection.scalar(_MAY_READ, {"given": list(_GIVEN)})),
        copies_its_log=noted.copies_its_log,
        notes_times=noted.notes_times,
    )


def _columns(connection: Connection, question: object) -> frozenset[tuple[str, str]]:
    return frozenset((str(table), str(column)) for table, column in connection.execute(question))  # type: ignore[call-overload]
