"""Everything that this audit can reach: which files it searches and which programs it asks, and what stays out of reach."""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from urllib.parse import unquote, urlsplit, urlunsplit

from consultation.auditing import files, processes
from consultation.auditing.findings import Finding, not_seen
from consultation.auditing.needles import PIECE
from consultation.auditing.processes import Program
from consultation.settings import Settings
from consultation.storage import signals
from consultation.storage.database import Database
from consultation.storage.signals import Store

_SHARED_TEMPORARY = (Path("/tmp"), Path("/var/tmp"))  # noqa: S108 -- looked into, not written to  # nosec B108
_SLACK = 2.0  # seconds by which a file system's clock may be behind


@dataclass(frozen=True)
class Given:
    """Places that the operator names beside those which the audit finds itself."""

    logs: tuple[Path, ...] = ()
    backups: tuple[Path, ...] = ()
    temporary: tuple[Path, ...] = ()
    nginx: Path | None = None


@dataclass
class Reach:
    """What can be reached of one installation, from the moment at which the audit began (seconds since 1970)."""

    settings: Settings
    database: Database
    given: Given
    since: float
    programs: list[Program] = field(default_factory=list)
    unseen_programs: list[str] = field(default_factory=list)

    def look_around(self) -> None:
        """Find the programs that run now."""
        self.programs, self.unseen_programs = processes.of_instance(self.settings.instance)

    def database_files(self) -> list[Path]:
        """Every file of the database, whole: of PostgreSQL the whole data directory, but for its log."""
        root = signals.directory(self.database)
        if root is None or not root.is_dir():
            return []
        if self.database.on_sqlite:
            named = [store.path for store in self.stores()]
            return [path for path in [*named, *root.glob(f"{named[0].name}-*")] if path.exists()]
        log = signals.log_directory(self.database)
        return [path for path in files.below(root) if log is None or not path.is_relative_to(log)]

    def stores(self) -> list[Store]:
        """The database's files whose pages can be told apart."""
        return signals.stores(self.database)

    def other_files(self) -> Iterator[Path]:
        """Every other file: the instance, logs, what the programs have open, temporary files, backups."""
        ours = set(self.database_files())
        log = signals.log_directory(self.database)
        since = self.since - _SLACK
        everywhere = files.below(self.settings.instance, *([log] if log else []))
        written = files.below(*self._given(), since=since)
        for path in (*everywhere, *self.written_by_programs(), *written):
            if path not in ours:
                yield path

    def written_by_programs(self) -> list[Path]:
        """The regular files that the programs have open for writing: where their logs go, whatever they are called."""
        return sorted({path for program in self.programs for path in program.writes if path.is_file()})

    def log_files(self) -> list[Path]:
        """Files that grow line by line: a line for each visit would be seen in them."""
        ours = {*self.database_files(), self.settings.deliveries}
        log = signals.log_directory(self.database)
        found = [*self.written_by_programs(), *files.below(*self.given.logs, *([log] if log else []))]
        return [path for path in dict.fromkeys(found) if path not in ours and ".sqlite" not in path.name]

    def unseen(self) -> Iterator[Finding]:
        """What cannot be reached, and why."""
        if not self.database_files():
            why = (
                "The server does not say where its files lie, or this account may not read them. Every column of every "
                "table was read instead. Run the audit on the database's machine as its own account to see all."
            )
            yield not_seen("The database's files", why)
        elif not self.database.on_sqlite and signals.log_directory(self.database) is None:
            yield not_seen("The database server's log", "Its place is not known. Name it with --logs.")
        if shutil.which("journalctl") is None:
            yield not_seen("The system's journal", "There is no journalctl on this machine.")
        if not self.given.backups:
            yield not_seen("Backups", "None were named. Name their directory with --backups.")
        yield not_seen("The memory of running programs", "Answers are in it while they are sealed. It is not searched.")

    def _given(self) -> Sequence[Path]:
        named = [Path(p.environment["TMPDIR"]) for p in self.programs if "TMPDIR" in p.environment]
        temporary = self.given.temporary or (*_SHARED_TEMPORARY, Path(tempfile.gettempdir()), *named)
        return [path for path in dict.fromkeys((*self.given.logs, *self.given.backups, *temporary)) if path.exists()]


def journal(since: float) -> Iterator[bytes]:
    """What the system's journal holds since a moment, where there is one and this account may read it."""
    yield from _output(["journalctl", "--no-pager", "--output=export", f"--since=@{int(since)}"])


def dump(url: str) -> Iterator[bytes]:
    """The database as pg_dump writes it into a backup, where pg_dump is there and fits the server."""
    there = urlsplit(url)
    secret = f":{there.password}@" if there.password else "@"
    words = urlunsplit(("postgresql", there.netloc.replace(secret, "@", 1), there.path, there.query, ""))
    # A password among a program's words could be read by every account of this machine.
    yield from _output(["pg_dump", "--no-password", words], {"PGPASSWORD": unquote(there.password or "")})


def _output(words: list[str], more: Mapping[str, str] = MappingProxyType({})) -> Iterator[bytes]:
    if shutil.which(words[0]) is None:
        return
    environment = {**_plain_environment(), **more}
    with subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=environment) as program:
        if program.stdout is None:
            return
        while piece := program.stdout.read(PIECE):
            yield piece


def _plain_environment() -> dict[str, str]:
    return {name: value for name, value in os.environ.items() if not name.startswith("CONSULTATION_")}
