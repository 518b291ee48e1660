"""One installation for all tests of the deployment: PostgreSQL with our settings and doors, both fronts, nginx."""

import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import NullPool, create_engine, text

from consultation.deployment.filling import filled
from tests import cluster as clusters
from tests.deployment.stack import Proxy, Stack


@pytest.fixture(scope="session")
def quiet_postgres() -> Iterator[clusters.Cluster]:
    """A PostgreSQL server with the settings and the doors that we write for it."""
    with tempfile.TemporaryDirectory(prefix="consultation-deployed-") as directory:
        running = clusters.started(Path(directory) / "cluster")
        with create_engine(running.url, isolation_level="AUTOCOMMIT", poolclass=NullPool).connect() as connection:
            connection.execute(text("CREATE DATABASE consultation"))
        with (running.directory / "postgresql.conf").open("a") as settings:
            settings.write(filled("postgresql.conf", {}))
        doors = running.directory / "pg_hba.conf"
        # Our lines come first, as we say. A test has no account for each role, so a role's word is taken for it.
        doors.write_text(f"{filled('pg_hba.conf', {}).replace('peer', 'trust')}\nlocal all all trust\n")
        running.kill()
        running.start()
        yield running
        running.server.cleanup()


@pytest.fixture(scope="session")
def stack(quiet_postgres: clusters.Cluster) -> Iterator[Stack]:
    """Both fronts, running, with Case A open."""
    with tempfile.TemporaryDirectory(prefix="consultation-stack-") as directory:
        running = Stack(Path(directory), quiet_postgres.url.replace("/postgres?", "/consultation?"))
        try:
            running.operator.command("grant", "--create")
            running.operator.command("open", "waiting-times", "--archive", "nothing")
            for front in ("public", "staff"):
                running.start_front(front)
            for front in ("public", "staff"):
                running.wait_for(front)
            yield running
        finally:
            running.stop()


@pytest.fixture(scope="session")
def proxy(stack: Stack) -> Iterator[Proxy]:
    """nginx in front of them, as it is written."""
    with stack.proxy() as running:
        yield running
