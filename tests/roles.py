"""Databases on a real PostgreSQL whose powers are separated: an owner who is no superuser, and three roles that sign in."""

from dataclasses import dataclass
from itertools import count

import psycopg
from sqlalchemy import make_url

from consultation.storage.database import Database
from consultation.storage.roles import granting
from consultation.storage.roles.powers import Roles
from tests.databases import Postgres

_numbers = count()


@dataclass(frozen=True)
class Separated:
    """The addresses of one database for its superuser, its owner and each of the three roles."""

    superuser: str
    owner: str
    roles: Roles

    def url(self, role: str) -> str:
        """The address for a role: "public", "staff" and "mixer", or any role's own name."""
        return make_url(self.superuser).set(username=self.name(role)).render_as_string()

    def name(self, role: str) -> str:
        """What the role is called on this server."""
        return str(getattr(self.roles, role, role))

    @property
    def owner_name(self) -> str:
        """What the owner is called."""
        return make_url(self.owner).username or ""

    def grant(self, *, by_superuser: bool = True) -> granting.Granted:
        """Run the command's work once more."""
        database = Database(self.superuser if by_superuser else self.owner)
        try:
            with database.transaction() as session:
                return granting.grant(session.connection(), self.roles)
        finally:
            database.close()

    def run(self, *statements: str, role: str | None = None) -> list[tuple[object, ...]]:
        """Run statements as a role, or as the superuser; the last one's rows. Raises psycopg.Error."""
        url = make_url(self.superuser if role is None else self.url(role)).set(drivername="postgresql")
        with psycopg.connect(url.render_as_string(), autocommit=True) as connection:
            for statement in statements:
                done = connection.execute(statement.encode())
            return done.fetchall() if done.description else []

    def refused(self, role: str, statement: str) -> str:
        """The SQLSTATE by which a statement is refused to a role; empty when it is not."""
        try:
            self.run(statement, role=role)
        except psycopg.Error as error:
            return error.sqlstate or type(error).__name__
        return ""


def separate(postgres: Postgres, *, by_superuser: bool = True) -> Separated:
    """A new database with roles of its own, made by its owner and granted."""
    number = next(_numbers)
    roles = Roles(f"public_{number}", f"staff_{number}", f"mixer_{number}")
    name, owner = f"separated_{number}", "owner_of_tables"
    server = Separated(postgres.url("postgres"), "", roles)
    for role in roles.names:
        server.run(f"CREATE ROLE {role} {granting.ATTRIBUTES}")
    if (owner,) not in server.run("SELECT rolname FROM pg_roles"):
        server.run(f"CREATE ROLE {owner} {granting.ATTRIBUTES}", f"CREATE DATABASE owned OWNER {owner}")
        owned = Database(Separated(postgres.url("owned"), "", roles).url(owner))
        owned.upgrade()
        owned.close()
    server.run(f"CREATE DATABASE {name} TEMPLATE owned OWNER {owner}")
    made = Separated(postgres.url(name), Separated(postgres.url(name), "", roles).url(owner), roles)
    made.grant(by_superuser=by_superuser)
    return made
