"""The functions that our migrations make on PostgreSQL, to the letter, so that one that was altered since is known."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import import_module

from sqlalchemy import Connection, text

_MIGRATION = "consultation.storage.migrations.versions.v0005_what_the_fronts_may_ask"
_MADE = re.compile(r"CREATE FUNCTION \S+?\.(\w+)\(([^)]*)\) RETURNS (\w+) .*? AS \$\$(.*)\$\$", re.DOTALL)
_SAFELY = (True, "search_path=pg_catalog, pg_temp", "plpgsql", "f")


@dataclass(frozen=True, slots=True)
class Function:
    """One function: its name, the types it takes and gives, its body, and (whose powers, settings, language, kind)."""

    name: str
    takes: str
    gives: str
    body: str
    ways: tuple[bool, str, str, str]


def as_made(connection: Connection) -> Iterator[Function]:
    """What a migration made in this connection's schema."""
    row = connection.execute(
        text("SELECT quote_ident(current_schema()) AS own, quote_literal(quote_ident(current_schema())) AS quoted")
    ).one()
    made = import_module(_MIGRATION)
    for template in made.FUNCTIONS:
        statement = template.format(schema=row.own, quoted=row.quoted, safely=made.SAFELY)
        if found := _MADE.fullmatch(statement.strip()):
            yield Function(found[1], found[2], found[3], found[4], _SAFELY)
