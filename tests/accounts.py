"""Programs of the system as other users of the machine than ours: each with an instance, a database role and settings of its own."""

import os
import shutil
import subprocess
import sys
import sysconfig
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from consultation.settings import Purpose, derived
from tests.running import PATIENCE, SECRETS, end, free_port

ROOT = Path(__file__).resolve().parents[1]


@cache
def python(uid: int | None) -> list[str]:
    """A Python that this user of the machine may run; [] where there is none (the one that we run may lie in our home)."""
    packages = os.pathsep.join([str(ROOT), sysconfig.get_path("purelib")])
    beside = shutil.which(f"python{sys.version_info.major}.{sys.version_info.minor}", path="/usr/local/bin:/usr/bin")
    for words in ([sys.executable], [beside or "", f"PYTHONPATH={packages}"]):
        try:
            run = subprocess.run(
                [words[0], "-c", "import consultation.cli, psycopg, nacl.bindings"], env=dict([w.split("=", 1) for w in words[1:]]),
                user=uid, group=uid, extra_groups=None if uid is None else [], capture_output=True, cwd="/", check=False,
            )  # fmt: skip
        except OSError:
            continue
        if run.returncode == 0:
            return words
    return []


@dataclass
class Program:
    """One front, the worker or the owner: what it runs on, and as whom. A uid of None is our own."""

    home: Path
    uid: int | None
    settings: dict[str, str]
    port: int = field(default_factory=free_port)
    running: list[subprocess.Popen[bytes]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.home.mkdir(mode=0o700)
        if self.uid is not None:
            os.chown(self.home, self.uid, self.uid)

    @property
    def instance(self) -> Path:
        """Its instance directory."""
        return self.home / "instance"

    @property
    def address(self) -> str:
        """Where it answers, if it serves."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def log(self) -> str:
        """All that it has said."""
        return (self.home / "log").read_text("utf-8", "replace")

    def secret(self, purpose: Purpose) -> bytes:
        """The instance's secret for a purpose, as only its own user may read it."""
        return derived((self.instance / "secret.key").read_bytes(), purpose)

    def _start(self, words: list[str], **more: str) -> subprocess.Popen[bytes]:
        interpreter, *path = python(self.uid)
        environment = {"HOME": str(self.home), "TMPDIR": str(self.home), "PATH": "/usr/bin:/bin",
                       "CONSULTATION_INSTANCE": str(self.instance), **self.settings, **more}  # fmt: skip
        environment |= dict(pair.split("=", 1) for pair in path)
        with (self.home / "log").open("ab") as log:
            return subprocess.Popen(
                [interpreter, *words], env=environment, cwd=self.home, stdout=log, stderr=log, start_new_session=True,
                user=self.uid, group=self.uid, extra_groups=None if self.uid is None else [],
            )  # fmt: skip

    def command(self, *words: str, **more: str) -> int:
        """Run a command of the system to its end; the exit code."""
        return self._start(["-m", "consultation.cli", *words], **more).wait(timeout=120)

    def tries(self, code: str) -> str:
        """Run a piece of Python as this user, and return what it printed."""
        before = len(self.log) if (self.home / "log").exists() else 0
        self._start(["-c", code]).wait(timeout=60)
        return self.log[before:].strip()

    def start(self, *words: str) -> None:
        """Start a lasting command; a server is waited for until it answers."""
        self.running.append(self._start(["-m", "consultation.cli", *words]))
        if words[0] != "serve":
            return
        SECRETS[self.address] = self.instance / "secret.key"
        until = time.monotonic() + PATIENCE
        while not answers(f"{self.address}/healthz"):
            assert self.running[-1].poll() is None, self.log
            assert time.monotonic() < until, self.log
            time.sleep(0.05)

    def serve(self) -> None:
        """Start the web server and wait for it."""
        self.start("serve", "--port", str(self.port), "--workers", "1")

    def stop(self) -> None:
        """End what was started."""
        for process in self.running:
            end(process)
        self.running.clear()


def answers(url: str, method: str = "GET") -> int:
    """The status by which an address answers; 0 where nobody does."""
    try:
        with urllib.request.urlopen(urllib.request.Request(url, method=method), timeout=10) as page:
            return int(page.status)
    except urllib.error.HTTPError as refused:
        return refused.code
    except OSError:
        return 0


@contextmanager
def open_directory() -> Iterator[Path]:
    """A directory that every user of the machine may pass through; not below pytest's, which is ours alone."""
    with tempfile.TemporaryDirectory(prefix="consultation-separated-") as name:
        Path(name).chmod(0o711)
        yield Path(name)
