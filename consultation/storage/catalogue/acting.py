"""What a database works out by itself when a row is written: checks, defaults, indexes and rules that are not as our migrations made them."""

import re
from collections.abc import Iterator

from sqlalchemy import Connection, create_engine, text

from consultation.storage import upgrading

# PostgreSQL keeps each as the tree that it read, in which every function and operator stands by its number.
_EXPRESSIONS = text(r"""
    WITH expression (what, owner, tree) AS (
        SELECT format('the constraint %s on %s', conname, coalesce(nullif(conrelid, 0)::regclass::text, contypid::regtype::text)),
            conrelid, conbin::text
        FROM pg_constraint WHERE conbin IS NOT NULL AND oid >= :ours
        UNION ALL SELECT format('the default of %s.%s', d.adrelid::regclass, a.attname), d.adrelid, d.adbin::text
        FROM pg_attrdef d JOIN pg_attribute a ON a.attrelid = d.adrelid AND a.attnum = d.adnum
        UNION ALL SELECT format('the index %s', indexrelid::regclass), indrelid, concat(indexprs::text, indpred::text)
        FROM pg_index WHERE indexprs IS NOT NULL OR indpred IS NOT NULL
        UNION ALL SELECT format('the policy %s on %s', polname, polrelid::regclass), polrelid,
            concat(polqual::text, polwithcheck::text)
        FROM pg_policy
    )
    SELECT e.what, e.tree FROM expression e LEFT JOIN pg_class c ON c.oid = e.owner
    WHERE coalesce(c.relname, '') NOT LIKE 'staff\_%' ORDER BY 1
""")
_CALLED = re.compile(r":(?:funcid|opfuncid|aggfnoid|winfnoid) (\d+)")
_MOMENTS = {"SQLVALUEFUNCTION": "the time or the account", "NEXTVALUEEXPR": "a counter"}
# What always gives the same for the same values and came with PostgreSQL neither notes nor tells anything.
_NOT_PLAIN = text("""
    SELECT oid, oid::regprocedure::text AS name FROM pg_proc
    WHERE oid = ANY (:called) AND NOT (provolatile = 'i' AND oid < :ours)
""")
OURS = 16384
"""PostgreSQL gives lower numbers to what it came with (its source, access/transam.h: FirstNormalObjectId)."""
_OF_SQLITE = text(
    "SELECT type, name, tbl_name, sql FROM sqlite_master WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite!_%' ESCAPE '!'"
)
_SPACE = re.compile(r'[\s"`\[\]]+')


def strange(connection: Connection) -> tuple[str, ...]:
    """What acts in a database and is not harmless as it stands; but for PostgreSQL's triggers, rules and functions."""
    return tuple(_of_sqlite(connection) if connection.dialect.name == "sqlite" else _of_postgresql(connection))


def _of_postgresql(connection: Connection) -> Iterator[str]:
    trees = {row.what: row.tree for row in connection.execute(_EXPRESSIONS, {"ours": OURS})}
    called = {what: {int(number) for number in _CALLED.findall(tree)} for what, tree in trees.items()}
    every = sorted(set().union(*called.values())) if called else []
    not_plain = {row.oid: row.name for row in connection.execute(_NOT_PLAIN, {"called": every, "ours": OURS})}
    for what, tree in trees.items():
        names = [not_plain[number] for number in sorted(called[what]) if number in not_plain]
        names += [meaning for node, meaning in _MOMENTS.items() if node in tree]
        if names:
            yield f"{what}, which asks for {', '.join(names)}"


def _of_sqlite(connection: Connection) -> Iterator[str]:
    """SQLite keeps the words of every statement that made something: ours are known, since the same migrations make them again."""
    fresh = create_engine("sqlite://")
    with fresh.begin() as beside:
        upgrading.migrate(beside)
        made = _statements(beside)
    fresh.dispose()
    for (kind, name), (table, words) in sorted(_statements(connection).items()):
        if kind == "trigger":  # each is named by itself
            continue
        if (kind, name) not in made:
            yield f"the {kind} {name}{'' if name == table else f' on {table}'}, which no migration made"
        elif made[kind, name][1] != words:
            yield f"the {kind} {name}, altered since the migration made it"


def _statements(connection: Connection) -> dict[tuple[str, str], tuple[str, str]]:
    return {
        (row.type, row.name): (row.tbl_name, _SPACE.sub(" ", row.sql).strip()) for row in connection.execute(_OF_SQLITE)
    }
