"""Looks for marks in whatever the programs in front and behind have written: logs, temporary files, what they hold open."""

import shutil
import subprocess
from pathlib import Path

from tests.anonymity.markers import Sighting, sightings
from tests.cluster import Cluster
from tests.deployment.speaking import Mark
from tests.deployment.stack import Proxy, Stack


def places(stack: Stack, proxy: Proxy, database: Cluster | None = None) -> list[Path]:
    """Where anything may be written: below the stack's root (logs, temporary files, instances), and PostgreSQL's log."""
    roots = [stack.root / "temporary", stack.root / "home", stack.root / "operator", proxy.directory]
    roots += [stack.root / f"instance-{front}" for front in ("public", "staff")]
    logs = stack.root / "logs-alone"
    logs.mkdir(exist_ok=True)
    for front in ("public", "staff"):
        shutil.copy(stack.root / f"{front}.log", logs)
    if database is not None:
        shutil.copy(database.directory / "log", logs / "postgresql.log")
    return [*roots, logs]


def seen(mark: Mark, stack: Stack, proxy: Proxy, database: Cluster | None = None) -> list[Sighting]:
    """Every mark that was written anywhere, in any spelling."""
    return sightings(mark.never, *places(stack, proxy, database))


class Tracer:
    """strace on the processes of an nginx: every file that is opened to be written, and every write into one."""

    def __init__(self, proxy: Proxy, into: Path) -> None:
        self.into = into
        calls = "trace=openat,open,creat,write,writev,pwrite64,pwritev,pwritev2,sendfile,splice,copy_file_range"
        pids = [word for pid in proxy.workers for word in ("-p", str(pid))]
        command = ["strace", "-f", "-q", "-y", "-s", "4096", "-e", calls, "-o", str(into), *pids]
        into.touch()
        self.process = subprocess.Popen(command, stderr=subprocess.DEVNULL)

    def end(self) -> list[str]:
        """Stop looking; return the lines about regular files other than the log and the pages that nginx shows."""
        self.process.terminate()
        self.process.wait(timeout=30)
        lines = self.into.read_text("utf-8", "replace").splitlines()
        return [line for line in lines if _into_a_file(line)]


def _into_a_file(line: str) -> bool:
    call, _, rest = line.partition("(")
    if "open" in call or "creat" in call:
        return any(flag in rest for flag in ("O_WRONLY", "O_RDWR", "O_CREAT")) and "/dev/null" not in rest
    return "write" in call and "</" in rest.split(",")[0] and "/dev/null" not in rest.split(",")[0]
