"""An instance of its own for each test, and workers as real programs."""

import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from consultation.jobs.delivery import deliver
from consultation.settings import Settings
from consultation.storage import jobs
from consultation.storage.database import Database
from consultation.storage.jobs import Job

PATIENCE = 30.0
ROOT = Path(__file__).parents[2]


def eventually(true: Callable[[], Any]) -> Any:
    """Wait until something is so, and return it."""
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        if found := true():
            return found
        time.sleep(0.05)
    raise AssertionError("it never happened")


@dataclass
class Workshop:
    """An instance, its job table, and the workers that a test starts."""

    settings: Settings
    database: Database
    log: Path
    workers: list[subprocess.Popen[bytes]] = field(default_factory=list)

    def start(self) -> subprocess.Popen[bytes]:
        with self.log.open("ab") as log:
            words = [sys.executable, "-m", "tests.jobs.counting_worker", str(self.settings.instance)]
            self.workers.append(subprocess.Popen(words, cwd=ROOT, stderr=log, stdout=log))
        return self.workers[-1]

    def _alive(self) -> bool:
        return all(worker.poll() in {None, 0, -signal.SIGKILL} for worker in self.workers)

    def ask(self, kind: str, arguments: Mapping[str, Any], *, deliveries: int = 1) -> str:
        with self.database.transaction() as session:
            key = jobs.request(session, kind, None, arguments, "test")
        for _ in range(deliveries):
            deliver(self.settings, key)
        return key

    def job(self, key: str) -> Job:
        with self.database.reading() as session:
            found = jobs.find(session, key)
        assert found is not None
        return found

    def ended(self, key: str) -> Job:
        def over() -> Job | None:
            assert self._alive(), self.log.read_text()
            job = self.job(key)
            return job if job.state in {"done", "failed"} else None

        found: Job = eventually(over)
        return found


@pytest.fixture
def workshop(tmp_path: Path) -> Iterator[Workshop]:
    settings = Settings.read({"CONSULTATION_INSTANCE": str(tmp_path / "instance")})
    database = Database(settings.database_url)
    database.upgrade()
    shop = Workshop(settings, database, tmp_path / "worker.log")
    yield shop
    for worker in shop.workers:
        with suppress(ProcessLookupError):
            worker.send_signal(signal.SIGKILL)
        worker.wait()
    database.close()
