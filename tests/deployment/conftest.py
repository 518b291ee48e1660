"""One installation for all tests of the deployment: PostgreSQL with our settings and doors, both fronts, nginx."""

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import pytest
from sqlalchemy import NullPool, create_engine, text

from consultation.deployment.filling import filled
from tests import cluster as clusters
from tests.deployment.stack import Proxy, Stack
from tests.faults.disk import Disk, why_none

MEGABYTES = 384


@dataclass(frozen=True)
class Ground:
    """Where all files of the installation lie, on a small disk where a test may have one; logs lie elsewhere, as in production."""

    folder: Path
    logs: Path
    disk: Disk | None
    why_none: str


@pytest.fixture(scope="session")
def ground() -> Iterator[Ground]:
    """A small disk in memory, or else a directory."""
    with tempfile.TemporaryDirectory(prefix="consultation-deployed-") as directory, ExitStack() as ends:
        folder = Path(directory)
        folder.chmod(0o755)
        why = why_none(folder, in_memory=True)
        disk = None if why else ends.enter_context(Disk(folder, MEGABYTES, in_memory=True))
        logs = folder / "logs"
        logs.mkdir(mode=0o777)
        yield Ground(disk.mounted if disk else folder, logs, disk, why)


def _moved(log: Path, to: Path) -> None:
    """Let a log go on elsewhere; whoever writes it need not be us."""
    shutil.copyfile(log, to)
    to.chmod(0o666)
    log.unlink()
    log.symlink_to(to)


@pytest.fixture(scope="session")
def quiet_postgres(ground: Ground) -> Iterator[clusters.Cluster]:
    """A PostgreSQL server with the settings and the doors that we write for it."""
    running = clusters.started(ground.folder / "cluster")
    try:
        with create_engine(running.url, isolation_level="AUTOCOMMIT", poolclass=NullPool).connect() as connection:
            connection.execute(text("CREATE DATABASE consultation"))
        with (running.directory / "postgresql.conf").open("a") as settings:
            settings.write(filled("postgresql.conf", {}))
        doors = running.directory / "pg_hba.conf"
        # Our lines come first, as we say. A test has no account for each role, so a role's word is taken for it.
        doors.write_text(f"{filled('pg_hba.conf', {}).replace('peer', 'trust')}\nlocal all all trust\n")
        running.kill()
        _moved(running.directory / "log", ground.logs / "postgresql.log")
        running.start()
        yield running
    finally:
        running.server.cleanup()


@pytest.fixture(scope="session")
def stack(ground: Ground, quiet_postgres: clusters.Cluster) -> Iterator[Stack]:
    """Both fronts, running, with Case A open."""
    running = Stack(ground.folder / "stack", quiet_postgres.url.replace("/postgres?", "/consultation?"), ground.logs)
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
