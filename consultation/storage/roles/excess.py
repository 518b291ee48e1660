"""What a role of PostgreSQL may do beyond its powers, or may not do of them, asked of the catalogue and told in words."""

from collections.abc import Iterator

from sqlalchemy import Connection, text

from consultation.storage.roles.powers import FUNCTIONS, MEMBER_OF, Kind, Roles, on_columns, on_whole_tables

_ROLE = text("""
    SELECT rolsuper, rolcreaterole, rolcreatedb, rolreplication, rolbypassrls,
        (SELECT string_agg(pg_get_userbyid(roleid), ', ') FROM pg_auth_members
            WHERE member = r.oid AND pg_get_userbyid(roleid) <> ALL (:may_be)) AS member_of,
        (SELECT string_agg(c.oid::regclass::text, ', ') FROM pg_class c WHERE c.relowner = r.oid
            AND c.relkind IN ('r', 'p', 'v', 'm', 'f', 'S')) AS owns,
        has_database_privilege(r.oid, current_database(), 'CREATE') AS may_create_schemas,
        has_database_privilege(r.oid, current_database(), 'TEMP') AS may_create_temporary_tables,
        (SELECT string_agg(nspname, ', ') FROM pg_namespace n WHERE has_schema_privilege(r.oid, n.oid, 'CREATE')) AS creates_in
    FROM pg_roles r WHERE rolname = :role
""")
_MAY = text("""
    SELECT n.nspname = current_schema() AS ours, c.relname AS name, p.privilege,
        has_table_privilege(:role, c.oid, p.privilege) AS whole,
        ARRAY(SELECT attname::text FROM pg_attribute a
            WHERE a.attrelid = c.oid AND NOT a.attisdropped AND p.of_columns
                AND has_column_privilege(:role, c.oid, a.attnum, p.privilege) ORDER BY attnum) AS columns,
        ARRAY(SELECT attname::text FROM pg_attribute a
            WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped) AS has
    FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace,
        (VALUES ('SELECT', true), ('INSERT', true), ('UPDATE', true), ('REFERENCES', true),
            ('DELETE', false), ('TRUNCATE', false), ('TRIGGER', false)) AS p (privilege, of_columns)
    WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f') AND n.nspname NOT IN ('pg_catalog', 'information_schema', 'pg_toast')
""")
_SEQUENCES = text("""
    SELECT c.oid::regclass::text FROM pg_class c
    WHERE CASE c.relkind WHEN 'S' THEN has_sequence_privilege(:role, c.oid, 'USAGE, SELECT, UPDATE') END
""")
_RUNS = text("""
    SELECT p.oid::regprocedure::text AS name FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
    WHERE n.nspname NOT IN ('pg_catalog', 'information_schema') AND has_function_privilege(:role, p.oid, 'EXECUTE')
        AND NOT EXISTS (SELECT FROM pg_depend WHERE objid = p.oid AND classid = 'pg_proc'::regclass AND deptype = 'e')
""")
_HOLDERS = text("""
    SELECT DISTINCT pg_get_userbyid(a.grantee) AS role
    FROM pg_class c, LATERAL (
        SELECT grantee FROM aclexplode(c.relacl)
        UNION ALL SELECT e.grantee FROM pg_attribute t, aclexplode(t.attacl) AS e WHERE t.attrelid = c.oid
    ) AS a
    WHERE c.relnamespace = current_schema()::regnamespace AND a.grantee NOT IN (0, c.relowner)
    ORDER BY role
""")
_SUPERIOR = ("rolsuper", "rolcreaterole", "rolcreatedb", "rolreplication", "rolbypassrls")
_WHOLE = ("the whole table",)


def of(connection: Connection, roles: Roles) -> list[str]:
    """A line for each power that a role has and should not, or should have and has not; none when all is as it should be."""
    return [line for kind, role in roles.by_kind().items() for line in _of_one(connection, kind, role)]


def others(connection: Connection, roles: Roles) -> list[str]:
    """Further roles that were given something of the tables, by somebody else than us."""
    return [role for role in connection.scalars(_HOLDERS) if role not in roles.names]


def _of_one(connection: Connection, kind: Kind, role: str) -> Iterator[str]:
    about = connection.execute(_ROLE, {"role": role, "may_be": list(MEMBER_OF[kind])}).mappings().one()
    for name, value in about.items():
        if value and name in _SUPERIOR:
            yield f"{role} is {name.removeprefix('rol')}: no role for a front or the mixer may be."
        elif value:
            yield f"{role}: {name.replace('_', ' ')}{'' if value is True else f' {value}'}, and must not."
    yield from _on_tables(connection, kind, role)
    yield from (f"{role} may use the sequence {name}." for name in connection.scalars(_SEQUENCES, {"role": role}))
    runs = {_plain(name) for name in connection.scalars(_RUNS, {"role": role})}
    allowed = {_plain(name) for name in FUNCTIONS[kind]}
    yield from (f"{role} may call {name}, and must not." for name in sorted(runs - allowed))
    yield from (f"{role} cannot call {name}." for name in sorted(allowed - runs))


def _on_tables(connection: Connection, kind: Kind, role: str) -> Iterator[str]:
    rows = connection.execute(_MAY, {"role": role}).all()
    expected = {(table, one): _WHOLE for table, those in on_whole_tables(kind).items() for one in those} | {
        at: tuple(columns) for at, columns in on_columns(kind, {row.name: row.has for row in rows if row.ours}).items()
    }
    for row in rows:
        wanted = expected.pop((row.name, row.privilege), ()) if row.ours else ()
        found = _WHOLE if row.whole else tuple(row.columns)
        if set(found) - set(wanted):
            yield f"{role} may {row.privilege} {row.name} ({', '.join(found)}), and must not."
        elif set(wanted) - set(found):
            yield f"{role} cannot {row.privilege} {row.name} ({', '.join(wanted)})."
    yield from (f"{role} cannot {privilege} {table}: there is no such table." for table, privilege in expected)


def _plain(function: str) -> str:
    return function.replace(" ", "").rpartition(".")[2]
