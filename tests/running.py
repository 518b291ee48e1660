"""Runs a whole installation as an operator would: its own instance, database, web server and worker, on free ports."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from dataclasses import dataclass, field
from pathlib import Path

from consultation.privacy import form_age
from consultation.settings import derived

CONSULTATION = Path(sys.executable).parent / "consultation"
PATIENCE = 60.0  # seconds a start may take on a loaded machine
QUICKLY = {"PYTHONPATH": str(Path(__file__).parent / "auditing" / "quickly")}
"""Settings of an installation that finds names and riddles cheap: how slow those are is looked at elsewhere."""
SECRETS: dict[str, Path] = {}
"""Where each address that was started here keeps its secret.key, so that a test can sign what time would have brought."""


def old_mark(address: str, consultation: str, seconds: float = 60) -> str:
    """The mark of a form of this consultation that was made so long ago at an address that was started here."""
    made = time.time() - seconds
    return form_age.mark(derived(SECRETS[address].read_bytes(), "form age"), consultation=consultation, now=made)


def free_port() -> int:
    """Return a port of the loopback address that nobody listens on."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


@dataclass
class Installation:
    """An instance below `root`, which also holds its logs, home and temporary files: every byte it can write."""

    root: Path
    database_url: str | None = None
    port: int = field(default_factory=free_port)
    settings: dict[str, str] = field(default_factory=dict)
    running: list[subprocess.Popen[bytes]] = field(default_factory=list)

    @property
    def instance(self) -> Path:
        """The instance directory."""
        return self.root / "instance"

    @property
    def address(self) -> str:
        """Where the web server answers."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def environment(self) -> dict[str, str]:
        """A clean environment: nothing of the developer's, and every temporary file below the root."""
        for name in ("home", "temporary"):
            (self.root / name).mkdir(parents=True, exist_ok=True)
        kept = {name: value for name, value in os.environ.items() if name in {"PATH", "LANG", "LD_LIBRARY_PATH"}}
        return {
            **kept,
            "HOME": str(self.root / "home"),
            "TMPDIR": str(self.root / "temporary"),
            **({"CONSULTATION_DATABASE_URL": self.database_url} if self.database_url else {}),
            **self.settings,
        }

    def command(self, *words: str, succeeds: bool = True) -> str:
        """Run one `consultation` command and return what it printed."""
        run = subprocess.run(
            [CONSULTATION, "--instance", str(self.instance), *words],
            env=self.environment, cwd=self.root, capture_output=True, text=True, check=False, timeout=300,
        )  # fmt: skip
        assert not succeeds or run.returncode == 0, f"{words}: {run.stdout}\n{run.stderr}"
        return run.stdout

    def start(self, *words: str) -> subprocess.Popen[bytes]:
        """Start a lasting `consultation` command in its own process group; its output goes to a log below the root."""
        SECRETS[self.address] = self.instance / "secret.key"
        environment = self.environment
        with (self.root / f"{words[0]}.log").open("ab") as log:
            process = subprocess.Popen(
                [CONSULTATION, "--instance", str(self.instance), *words],
                env=environment, cwd=self.root, stdout=log, stderr=log, start_new_session=True,
            )  # fmt: skip
        self.running.append(process)
        return process

    def serve(self, *words: str) -> subprocess.Popen[bytes]:
        """Start the web server and wait until it answers."""
        process = self.start("serve", "--port", str(self.port), *words)
        self.wait_until_it_answers(process)
        return process

    def wait_until_it_answers(self, process: subprocess.Popen[bytes]) -> None:
        """Wait for the web server.

        Raises:
            AssertionError: it ended, or did not answer in time.
        """
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until:
            if process.poll() is not None:
                break
            try:
                with urllib.request.urlopen(f"{self.address}/healthz", timeout=2):
                    return
            except urllib.error.HTTPError:
                return
            except OSError:
                time.sleep(0.05)
        logs = "\n".join(p.read_text("utf-8", "replace") for p in self.root.glob("*.log"))
        raise AssertionError(f"the server did not answer:\n{logs}")

    def stop(self) -> None:
        """End everything that was started, politely and then not."""
        for process in reversed(self.running):
            end(process)
        self.running.clear()


def end(process: subprocess.Popen[bytes]) -> None:
    """End a process and its children; a browser that keeps its line open must not keep a test waiting."""
    for kind in (signal.SIGTERM, signal.SIGKILL):
        if process.poll() is not None:
            break
        try:
            os.killpg(process.pid, kind)
            process.wait(timeout=3)
        except (ProcessLookupError, subprocess.TimeoutExpired):
            continue
