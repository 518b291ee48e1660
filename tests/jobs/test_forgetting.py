"""A worker forgets the spent proofs that nobody could spend again, within a day and in the files."""

import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from consultation.jobs.rhythm import Rhythm
from consultation.jobs.worker import Worker
from consultation.privacy.proofs import LASTS, PERIOD, Proof, spent, to_purge
from consultation.settings import Settings
from consultation.storage import spent_proofs

NOW = time.time()


@pytest.fixture
def worker(tmp_path: Path) -> Iterator[Worker]:
    """A worker of a new instance."""
    made = Worker(Settings.read({"CONSULTATION_INSTANCE": str(tmp_path)}), Rhythm())
    made.database.upgrade()
    yield made
    made.database.close()


def test_a_worker_forgets_old_proofs_and_no_new_ones(worker, tmp_path, monkeypatch):
    begun = NOW // PERIOD * PERIOD
    monkeypatch.setattr(time, "time", lambda: begun + 60)
    old, new = (spent(b"s" * 32, Proof(b"challenge", int(at) + LASTS), b"") for at in (begun - 2 * LASTS, begun))
    assert old.odd is to_purge(begun + 60)
    for one in (old, new):
        with worker.database.transaction() as session:
            assert spent_proofs.add(session.connection(), one)
    worker.forget()
    files = b"".join(path.read_bytes() for path in tmp_path.glob("consultation.sqlite*"))
    assert old.mark not in files
    assert new.mark in files
