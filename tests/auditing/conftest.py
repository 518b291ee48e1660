"""A PostgreSQL cluster for a whole module: one audit of it is looked at by many tests."""

import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cluster import started


@pytest.fixture(scope="module")
def module_cluster() -> Iterator[str]:
    """The address of a server that is nobody else's; its whole directory is searched."""
    with tempfile.TemporaryDirectory(prefix="consultation-cluster-") as directory:
        running = started(Path(directory) / "cluster")
        yield running.url
        running.server.cleanup()
