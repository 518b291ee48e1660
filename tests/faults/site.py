"""A whole installation with a service manager, to which everything can be done that ends programs, connections and disks."""

import os
import random
import signal
import subprocess
import tempfile
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import Self
from urllib.parse import quote

import psutil

from tests.cluster import Cluster, started
from tests.faults.crowd import SLUG
from tests.faults.disk import Disk
from tests.faults.proxy import Fault, Proxy
from tests.running import Installation, end

ROOT = Path(__file__).parents[2]
_LOOK_EVERY = 0.3
_STILL = "TtDZX"  # what Linux calls a thread that was stopped, waits for a disk, or is no more
QUICK_NAMES = "import consultation.privacy.receipts as r\nr._COST = 2\n"
"""Spares the mixer its 15 ms for each response's name."""


class Site:
    """Web server and worker on one disk, with PostgreSQL if `postgres`.

    altered: Python that runs first in each of its programs; power: whether the disk is one whose power can be cut;
    without `worker`, nobody empties the ballot box; workers: of the web server.
    """

    def __init__(
        self,
        *,
        postgres: bool,
        power: bool,
        altered: str = "",
        megabytes: int = 3000,
        worker: bool = True,
        workers: int = 2,
    ) -> None:
        self._altered = altered
        self.cuts: list[float] = []
        self.plan: Callable[[], Fault] = Fault
        self.to_database: Proxy | None = None
        self._ends = ExitStack()
        try:
            self.installation = self._made(postgres=postgres, power=power, megabytes=megabytes)
            self.installation.command("open", SLUG, "--archive", "nothing")
        except BaseException:
            self._ends.close()
            raise
        self._orders = {
            "web": ("serve", "--port", str(self.installation.port), "--workers", str(workers)),
        } | ({"worker": ("worker",)} if worker else {})
        self._running: dict[str, subprocess.Popen[bytes]] = {}
        self._lock = threading.Lock()
        self._over = threading.Event()
        self._manager = threading.Thread(target=self._revive, daemon=True)

    def __enter__(self) -> Self:
        for name in self._orders:
            self._start(name)
        self.installation.wait_until_it_answers(self._running["web"])
        self._manager.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()
        self._ends.close()

    @property
    def database_url(self) -> str:
        """The database itself, without a proxy."""
        if self.cluster:
            return self.cluster.url
        return f"sqlite:///{self.installation.instance / 'consultation.sqlite'}"

    def stop(self) -> None:
        """End web server and worker politely; nobody starts them again."""
        self._over.set()
        self._manager.join(timeout=60)
        for process in self._running.values():
            end(process)

    def ways_to_die(self, chance: random.Random) -> dict[str, Callable[[], None]]:
        """What may be done to it, each bringing back what it ended."""
        ways: dict[str, Callable[[], None]] = {
            "web server killed": lambda: self._kill("web"),
            "worker killed": lambda: self._kill("worker"),
        }
        if self.cluster and self.to_database:
            ways |= {
                "database killed": self._kill_database,
                "database connections cut": self.to_database.cut_all,
                "database frozen": lambda: self._freeze_database(chance.uniform(0.2, 2)),
            }
        else:
            ways["web server and worker killed"] = lambda: self._kill("web", "worker")
        return ways | ({"power cut": self.cut_power} if self.disk else {})

    def _made(self, *, postgres: bool, power: bool, megabytes: int) -> Installation:
        folder = Path(self._ends.enter_context(tempfile.TemporaryDirectory(prefix="consultation-soak-")))
        folder.chmod(0o755)  # the database server's own account must get through
        self.disk = self._ends.enter_context(Disk(folder, megabytes)) if power else None
        root = self.disk.mounted if self.disk else folder
        self.cluster: Cluster | None = started(root / "cluster") if postgres else None
        url = self._through_a_proxy(self.cluster, folder) if self.cluster else None
        (folder / "python").mkdir()
        (folder / "python" / "sitecustomize.py").write_text(self._altered)
        settings = {
            "CONSULTATION_MIXING_SECONDS": "1",
            "CONSULTATION_TRUSTED_PROXIES": "1",
            "PYTHONPATH": f"{folder / 'python'}:{ROOT}",
        }
        return Installation(root / "all", url, settings=settings)

    def _lives_on_the_disk(self, one: psutil.Process) -> bool:
        groups = {process.pid for process in self._running.values()}
        if _group_of(one.pid) in groups:
            return True
        with suppress(psutil.Error):
            return self.cluster is not None and one.cwd() == str(self.cluster.directory)
        return False

    def _through_a_proxy(self, cluster: Cluster, folder: Path) -> str:
        self._ends.callback(_clean_up, cluster)
        target = Path(str(cluster.server.get_postmaster_info().socket_dir)) / ".s.PGSQL.5432"
        self.to_database = Proxy(target, listen=folder / ".s.PGSQL.5432", plan=lambda: self.plan())  # noqa: PLW0108 -- as it is then
        self._ends.callback(self.to_database.close)
        return f"postgresql+psycopg://postgres@/postgres?host={quote(str(folder), safe='')}"

    def _start(self, name: str) -> None:
        self._running[name] = self.installation.start(*self._orders[name])

    def _revive(self) -> None:
        """What a service manager does: whatever ended is started again, such as who came while the database was away."""
        while not self._over.wait(_LOOK_EVERY):
            with self._lock:
                for name, process in list(self._running.items()):
                    if process.poll() is not None:
                        self._start(name)

    def _end(self, *names: str) -> None:
        for name in names:
            process = self._running[name]
            family = [one for one in psutil.process_iter() if _group_of(one.pid) == process.pid]
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait(timeout=30)
            psutil.wait_procs(family, timeout=30)

    def _kill(self, *names: str) -> None:
        with self._lock:
            self._end(*names)
            for name in names:
                self._start(name)

    def _kill_database(self) -> None:
        assert self.cluster
        self.cluster.kill()
        self.cluster.start()

    def _freeze_database(self, seconds: float) -> None:
        assert self.cluster
        with frozen(psutil.Process(self.cluster.server.get_pid())):
            time.sleep(seconds)

    def cut_power(self) -> None:
        """Everything stops this moment, and what nobody waited for is not on the disk; then it is switched on again.

        All programs stand still before the disk is cut: after a real cut nobody lives to thank anybody, while a filesystem
        that is shut down under a program that waits for it tells it, once in fifty times, that all is well (seen with
        three threads that only write and wait: of 14,507 waits none that ended before the cut was lost, seven after it).
        """
        assert self.disk
        with self._lock:
            family = [one for one in psutil.process_iter() if self._lives_on_the_disk(one)]
            _stand_still(family)
            self.cuts.append(time.monotonic())
            self.disk.cut_power()
            self._end(*self._orders)
            if self.cluster:
                _end_without_a_disk(self.cluster)
            self.disk.again()
            if self.cluster:
                self.cluster.start()
            for name in self._orders:
                self._start(name)


def _stand_still(family: Iterable[psutil.Process]) -> None:
    """No thread of these programs does anything more; one that waits for the disk stops when it would go on."""
    for one in family:
        with suppress(psutil.NoSuchProcess):
            one.suspend()
    for one in family:
        for task in Path(f"/proc/{one.pid}/task").glob("*/stat"):
            with suppress(OSError):
                while task.read_text().rpartition(")")[2].split()[0] not in _STILL:
                    time.sleep(0.0005)


@contextmanager
def frozen(parent: psutil.Process) -> Iterator[None]:
    """A program and its children stand still meanwhile."""
    family = [*parent.children(), parent]
    for one in family:
        with suppress(psutil.NoSuchProcess):
            one.suspend()
    try:
        yield
    finally:
        for one in family:
            with suppress(psutil.NoSuchProcess):
                one.resume()


def _group_of(pid: int) -> int:
    with suppress(ProcessLookupError):
        return os.getpgid(pid)
    return 0


def _end_without_a_disk(cluster: Cluster) -> None:
    """Kill a server that may have noticed by itself that its files are gone, and so may be ending."""
    family = [one for one in psutil.process_iter(["cwd"]) if one.info["cwd"] == str(cluster.directory)]
    for one in family:
        with suppress(psutil.NoSuchProcess):
            one.kill()
    psutil.wait_procs(family, timeout=30)


def _clean_up(cluster: Cluster) -> None:
    with suppress(Exception):  # its own list of programs may have been lost with the power
        cluster.server.cleanup()
    _end_without_a_disk(cluster)
