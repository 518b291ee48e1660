"""Writes the powers of the three roles into PostgreSQL, and looks afterwards whether they are those and no others."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, text

from consultation.storage.roles import excess, watching
from consultation.storage.roles.powers import FUNCTIONS, ROWS, Roles, on_columns, on_whole_tables

_PATIENCE_MS = 5000
_GRANT_LOCK = 7_305_118_421
_PLACE = text("""
    SELECT
        (SELECT quote_ident(pg_get_userbyid(relowner)) FROM pg_class WHERE oid = to_regclass('alembic_version')) AS owner,
        quote_ident(current_database()) AS database, quote_ident(current_schema()) AS schema, rolsuper AS superuser
    FROM pg_roles WHERE rolname = current_user
""")
# Only what the tables' owner made: of an extension's functions nothing can be taken away by us.
_OURS = text("""
    WITH mine AS (SELECT relowner AS owner, relnamespace AS schema FROM pg_class WHERE oid = to_regclass('alembic_version'))
    SELECT CASE relkind WHEN 'S' THEN 'SEQUENCE ' ELSE 'TABLE ' END || schema::regnamespace || '.' || quote_ident(relname)
    FROM pg_class, mine WHERE relowner = owner AND relnamespace = schema AND relkind IN ('r', 'p', 'v', 'm', 'f', 'S')
    UNION ALL SELECT 'ROUTINE ' || schema::regnamespace || '.' || quote_ident(proname) || '('
        || pg_get_function_identity_arguments(oid) || ')'
    FROM pg_proc, mine WHERE proowner = owner AND pronamespace = schema
    ORDER BY 1
""")
_HAS = text("""
    SELECT c.relname AS table, array_agg(quote_ident(a.attname) ORDER BY a.attnum) AS columns
    FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
    WHERE c.relnamespace = current_schema()::regnamespace AND c.relkind IN ('r', 'p', 'v', 'm', 'f') GROUP BY c.relname
""")
_MISSING = text("""
    SELECT name FROM unnest(cast(:names AS text[])) AS name
    WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = name) ORDER BY name
""")
_QUOTED = text(
    "SELECT quote_ident(name) FROM unnest(cast(:names AS text[])) WITH ORDINALITY AS n (name, at) ORDER BY at"
)
ATTRIBUTES = "LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE INHERIT NOREPLICATION NOBYPASSRLS"


class NotGranted(Exception):  # noqa: N818 -- a refusal, named as what happened
    """The powers could not be written, or are others than they should be; says which, a line each."""


@dataclass(frozen=True, slots=True)
class Script:
    """The statements for the schema's owner, and those that only a superuser of the server may run."""

    owner: tuple[str, ...]
    server: tuple[str, ...]

    def __str__(self) -> str:
        parts = (("As the owner of the tables, in this database:", self.owner),
                 ("As a superuser of the server, in this database:", self.server))  # fmt: skip
        return "".join(f"-- {title}\n{''.join(f'{one};{chr(10)}' for one in those)}\n" for title, those in parts)


@dataclass(frozen=True, slots=True)
class Granted:
    """What was done: whether also the server's own catalogue was closed, and which other roles may use the tables."""

    closed_catalogue: bool
    others: tuple[str, ...]


def script(connection: Connection, roles: Roles, *, create: bool = False) -> Script:
    """The statements that give the roles their powers in this database. Raises NotGranted where a role is missing."""
    missing = [] if create else list(connection.scalars(_MISSING, {"names": list(roles.names)}))
    if missing:
        orders = "\n".join(f'    CREATE ROLE "{name}" {ATTRIBUTES};' for name in missing)
        raise NotGranted(f"There is no role {', '.join(missing)}. Add --create, or let somebody who may run:\n{orders}")
    place = connection.execute(_PLACE).one()
    quoted = Roles(*connection.scalars(_QUOTED, {"names": list(roles.names)}))
    new = connection.scalars(_MISSING, {"names": list(roles.names)}) if create else ()
    made = [f"CREATE ROLE {name} {ATTRIBUTES}" for name in connection.scalars(_QUOTED, {"names": list(new)})]
    return Script(
        (*made, *_of_the_owner(connection, quoted)),
        tuple(watching.statements(quoted, owner=place.owner, database=place.database)),
    )


def grant(connection: Connection, roles: Roles, *, create: bool = False) -> Granted:
    """Give the roles their powers and take all others from them; what only a superuser may, only if we are one.

    Call it in a transaction of its own, at the newest schema. It waits five seconds for whoever uses the tables. Raises
    NotGranted, and then nothing of it may stay.
    """
    connection.execute(text(f"SET LOCAL lock_timeout = {_PATIENCE_MS}"))
    connection.execute(text(f"SELECT pg_advisory_xact_lock({_GRANT_LOCK})"))
    orders, place = script(connection, roles, create=create), connection.execute(_PLACE).one()
    for statement in (*orders.owner, *(orders.server if place.superuser else ())):
        connection.exec_driver_sql(statement.replace("%", "%%"))  # the driver takes a single one for a parameter
    wrong = excess.of(connection, roles)
    if wrong:
        raise NotGranted("\n".join(wrong))
    return Granted(place.superuser, tuple(excess.others(connection, roles)))


def _of_the_owner(connection: Connection, roles: Roles) -> list[str]:
    owner, database, schema, _ = connection.execute(_PLACE).one()
    everybody, ours = ", ".join(roles.names), connection.scalars(_OURS)
    return [
        f"REVOKE ALL ON DATABASE {database} FROM PUBLIC, {everybody}",
        f"GRANT CONNECT ON DATABASE {database} TO {owner}, {everybody}",
        f"REVOKE ALL ON SCHEMA {schema} FROM PUBLIC, {everybody}",
        f"GRANT ALL ON SCHEMA {schema} TO {owner}",
        f"GRANT USAGE ON SCHEMA {schema} TO {everybody}",
        *(f"REVOKE ALL ON {one} FROM PUBLIC, {everybody}" for one in ours),
        *_grants(roles, schema, _columns(connection)),
        *_rows(roles, schema),
        *_uncounted(schema),
    ]


def _columns(connection: Connection) -> dict[str, list[str]]:
    """The columns of each table as statements name them; the hidden ones are not among them."""
    return {row.table: row.columns for row in connection.execute(_HAS)}


def _grants(roles: Roles, schema: str, columns: Mapping[str, Sequence[str]]) -> list[str]:
    return [
        statement
        for kind, role in roles.by_kind().items()
        for statement in (
            *(
                f"GRANT {_list(may)} ON {schema}.{table} TO {role}"
                for table, may in on_whole_tables(kind).items()
                if may
            ),
            *(
                f"GRANT {what} ({', '.join(some)}) ON {schema}.{table} TO {role}"
                for (table, what), some in on_columns(kind, columns).items()
            ),
            *(f"GRANT EXECUTE ON FUNCTION {schema}.{function} TO {role}" for function in FUNCTIONS[kind]),
        )
    ]


def _rows(roles: Roles, schema: str) -> list[str]:
    """Row security: the owner passes it by, and a role without a policy sees nothing."""
    found = []
    for table, seen in ROWS.items():
        place, shown = f"{schema}.{table}", seen.format(schema=schema)
        found += [
            *(f"DROP POLICY IF EXISTS {name} ON {place}" for name in ("respondents", "staff_and_mixer")),
            f"CREATE POLICY respondents ON {place} FOR SELECT TO {roles.public} USING ({shown})",
            f"CREATE POLICY staff_and_mixer ON {place} TO {roles.staff}, {roles.mixer} USING (true) WITH CHECK (true)",
            f"ALTER TABLE {place} ENABLE ROW LEVEL SECURITY",
        ]
    return found


def _uncounted(schema: str) -> list[str]:
    """Nobody counts the rows of what fills while people answer; both tables are emptied as a whole, so nothing is to be swept."""
    return [
        f"ALTER TABLE {schema}.{table} SET (autovacuum_enabled = off{more})"
        for table, more in (("ballot_box", ", toast.autovacuum_enabled = off"), ("spent_proof", ""))
    ]


def _list(privileges: frozenset[str]) -> str:
    return ", ".join(sorted(privileges))
