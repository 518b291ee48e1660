"""Whether the database has the schema that this program was written for; only the schema's owner changes it."""

from functools import cache
from pathlib import Path

from sqlalchemy import Connection, inspect, text

_MIGRATIONS = Path(__file__).parent / "migrations"
_UPGRADE_LOCK = 7_305_118_420
_NOTED = text("SELECT version_num FROM alembic_version")
_NOTES = text("SELECT pg_has_role(relowner, 'USAGE') FROM pg_class WHERE oid = to_regclass('alembic_version')")
_MAY_BEGIN = text("SELECT coalesce(has_schema_privilege(current_schema(), 'CREATE'), false)")

OLDER = "The database's schema is older than this program. Its owner brings it up to date: consultation grant."
NEWER = "The database's schema is newer than this program. Start the program that it was made for, or a newer one."


def upgrade(connection: Connection) -> str | None:
    """Bring the schema to the newest revision, or say why that cannot be; in the caller's transaction, one at a time."""
    if connection.dialect.name == "postgresql":
        if not _may_change(connection):
            return mismatch(connection)
        connection.execute(text(f"SELECT pg_advisory_xact_lock({_UPGRADE_LOCK})"))
    found = revision(connection)
    if found == newest():
        return None
    if found is not None and found not in known():
        return NEWER
    migrate(connection)
    return None


def mismatch(connection: Connection) -> str | None:
    """Why this program cannot work with the schema as it stands; None when it can."""
    found = revision(connection)
    if found == newest():
        return None
    return OLDER if found is None or found in known() else NEWER


def migrate(connection: Connection, to: str = "head") -> None:
    """Bring the schema to a revision, in the caller's transaction, whoever else may want to at this moment."""
    from alembic import command  # a seventh of a program's start, and most find the schema as it should be
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(_MIGRATIONS).replace("%", "%%"))
    config.attributes["connection"] = connection
    command.upgrade(config, to)


@cache
def newest() -> str | None:
    """The revision that this program was written for."""
    return max(known(), default=None)


@cache
def known() -> frozenset[str]:
    """The revisions that this program knows: the files of migrations are named for them, in their order."""
    return frozenset(path.stem.partition("_")[0] for path in (_MIGRATIONS / "versions").glob("v*.py"))


def _may_change(connection: Connection) -> bool:
    """Whether the current role owns the schema's own notes, or may begin them where there are none."""
    owned = connection.scalar(_NOTES)
    return bool(connection.scalar(_MAY_BEGIN) if owned is None else owned)


def revision(connection: Connection) -> str | None:
    """The revision of the schema, None where there is none yet."""
    if connection.dialect.name == "postgresql":
        there = connection.scalar(text("SELECT to_regclass('alembic_version') IS NOT NULL"))
    else:
        there = inspect(connection).has_table("alembic_version")
    revision: str | None = connection.scalar(_NOTED) if there else None
    return revision
