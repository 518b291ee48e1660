"""How a PostgreSQL server is set for one role or one database alone, and in its files for when it starts again."""

from dataclasses import dataclass

from sqlalchemy import Connection, text

# Everybody may read these; they hold from the next connection on.
_FOR_SOME = text("""
    SELECT concat_ws(' in ', CASE WHEN s.setrole <> 0 THEN 'the role ' || pg_get_userbyid(s.setrole) ELSE 'all roles' END,
        CASE WHEN s.setdatabase <> 0 THEN 'the database ' || current_database() END) AS whom, unnest(s.setconfig) AS setting
    FROM pg_db_role_setting s
    WHERE s.setdatabase IN (0, (SELECT oid FROM pg_database WHERE datname = current_database())) ORDER BY 1, 2
""")
_MAY_READ_FILES = text("""
    SELECT has_table_privilege('pg_file_settings', 'SELECT')
        AND has_function_privilege('pg_show_all_file_settings()', 'EXECUTE')
""")
_IN_FILES = text("SELECT name, setting FROM pg_file_settings WHERE name IS NOT NULL ORDER BY seqno")


@dataclass(frozen=True, slots=True)
class SetFor:
    """One setting: for whom it holds, its name, and its value as it was written."""

    whom: str
    name: str
    value: str


def for_some(connection: Connection) -> tuple[SetFor, ...]:
    """What is set by ALTER ROLE and ALTER DATABASE for this database or for all, whoever it is for."""
    found = []
    for row in connection.execute(_FOR_SOME):
        name, _, value = row.setting.partition("=")
        found.append(SetFor(row.whom, name, value))
    return tuple(found)


def in_files(connection: Connection) -> tuple[SetFor, ...] | None:
    """What its files say, by ALTER SYSTEM or by hand, taken up or not; None where this role may not read them.

    Of several lines for one setting the last one counts.
    """
    if not connection.scalar(_MAY_READ_FILES):
        return None
    last = {row.name: str(row.setting) for row in connection.execute(_IN_FILES)}
    return tuple(SetFor("the server's files", name, value) for name, value in last.items())
