"""Everything that this audit can reach: which files it searches and which programs it asks, and what stays out of reach."""

import os
import shutil
import stat
import subprocess
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from urllib.parse import unquote, urlsplit, urlunsplit

from consultation.auditing import files, processes
from consultation.auditing.findings import Finding, not_seen
from consultation.auditing.needles import PIECE
from consultation.auditing.processes import Program
from consultation.settings import Settings
from consultation.storage.catalogue import signals
from consultation.storage.catalogue.signals import Store
from consultation.storage.database import Database

_SHARED_TEMPORARY = (Path("/tmp"), Path("/var/tmp"), Path("/dev/shm"))  # noqa: S108 -- looked into, not written to  # nosec B108
# Where programs write by custom: logs, what they keep, mail, what is there while they run.
_CUSTOMARY = (*(Path("/var", name) for name in ("log", "lib", "cache", "spool", "mail", "crash")), Path("/run"))
_SLACK = 2.0  # seconds by which a file system's clock may be behind

_NOT_FOUND = (
    "Marks that were encrypted, hashed with a secret or a salt, packed with anything but gzip, bzip2, xz, zip or zlib, or "
    "cut into pieces; what is kept of a few visits only; what was written and removed again between two searches; what "
    "leaves this machine over the network; files elsewhere than in the places named above and not open just then; "
    "an order hidden in several signals together, in a key by a secret, or in texts; times in numbers of varying length, or "
    "counted from a moment of somebody's own; how long an answer takes; whatever begins after this audit."
)
_DIARY = {
    True: "It was searched like every file. But by its nature it keeps every change in its order and with its time until it is "
    "written over, so also when each sealed response was put into the ballot box; whoever copies it knows that. It leads to "
    "nothing that was said: the keys are gone, and what was mixed stands there in an order drawn by lot.",
    False: "PostgreSQL writes every change down before it makes it, in its order and with its time, and keeps that for a while. "
    "This account may not read it, so nobody has looked whether anything is in it that should not be. Run the audit on the "
    "database's machine as the account of its server.",
}
_NO_JOURNAL = (
    "journalctl shows this account nothing: there is no journal here, or it may not be read. If a service writes to one, run the "
    "audit as root, or name the journal's directory with --logs."
)
_ENCRYPTED = b"age-encryption.org/"


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
    accounts: frozenset[int] = frozenset()  # whose files the programs and the database's server can have written

    def look_around(self) -> None:
        """Find the programs that run now."""
        self.programs, self.unseen_programs = processes.of_instance(self.settings.instance)
        known = {program.user for program in self.programs}
        server = signals.directory(self.database)
        if known and not self.unseen_programs:
            owned = [self.settings.instance, *([server] if server and server.is_dir() else [])]
            self.accounts |= known | {path.stat().st_uid for path in owned}

    def database_files(self) -> list[Path]:
        """Every file of the database, whole: of PostgreSQL the whole data directory, but for its log."""
        root = signals.directory(self.database)
        if root is None or not root.is_dir():
            return []
        if self.database.on_sqlite:
            named = [store.path for store in self.stores()]
            return [path for path in [*named, *root.glob(f"{named[0].name}-*")] if path.exists()]
        log = signals.log_directory(self.database)
        # Its log of changes and its table spaces may be links to another disk.
        links = [path for path in (root / "pg_wal", *root.glob("pg_tblspc/*")) if path.is_symlink()]
        return [path for path in files.below(root, *links) if log is None or not path.is_relative_to(log)]

    def stores(self) -> list[Store]:
        """The database's files whose pages can be told apart."""
        return signals.stores(self.database)

    def other_files(self) -> Iterator[Path]:
        """Every other file: the instance, logs, what the programs have open, what they can have written, backups.

        Logs and backups that were named are searched whoever wrote them. Where others write too, such as below /tmp, it is
        what belongs to an account of ours, or to anybody where not all of ours are known.
        """
        ours = set(self.database_files())
        log = signals.log_directory(self.database)
        since = self.since - _SLACK
        everywhere = files.below(self.settings.instance, *([log] if log else []))
        named = files.below(*self.given.logs, *self.given.backups, since=since)
        shared = files.below(*self.shared(), since=since, of=self.accounts)
        for path in (*everywhere, *self.written_by_programs(), *named, *shared):
            if path not in ours:
                yield path

    def shared(self) -> list[Path]:
        """Directories in which our programs may write, and others too."""
        if self.given.temporary:
            return [path for path in self.given.temporary if path.exists()]
        of_programs = [
            Path(p.environment[name]) for p in self.programs for name in ("TMPDIR", "HOME") if name in p.environment
        ]
        at = [program.at for program in self.programs if program.at is not None]
        found = (*_SHARED_TEMPORARY, *_CUSTOMARY, Path(tempfile.gettempdir()), *of_programs, *at)
        once = sorted({path.resolve() for path in found if path.is_dir() and path.resolve() != Path("/")})
        return [path for path in once if not any(path.is_relative_to(other) for other in once if other != path)]

    def sizes(self) -> dict[Path, int]:
        """How large each file is that one of our programs may have written, but for the database and the queue of jobs."""
        ours = {*self.database_files(), self.settings.deliveries, *self.settings.deliveries.parent.glob("*.sqlite*")}
        found = {}
        written = files.below(*self.shared(), since=self.since - _SLACK, of=self.accounts)
        for path in {*files.below(self.settings.instance), *self.written_by_programs(), *written} - ours:
            with suppress(OSError):
                told = path.lstat()
                if stat.S_ISREG(told.st_mode):
                    found[path] = told.st_size
        return found

    def written_by_programs(self) -> list[Path]:
        """The regular files that the programs have open for writing: where their logs go, whatever they are called."""
        return sorted({path for program in self.programs for path in program.writes if path.is_file()})

    def log_files(self) -> list[Path]:
        """Files that grow line by line: a line for each visit would be seen in them."""
        ours = {*self.database_files(), self.settings.deliveries}
        log = signals.log_directory(self.database)
        found = [*self.written_by_programs(), *files.below(*self.given.logs, *([log] if log else []))]
        there = (path for path in dict.fromkeys(found) if path.is_file())
        return [path for path in there if path not in ours and ".sqlite" not in path.name]

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
        if not self.database.on_sqlite:
            read = any(_is_log(path) and os.access(path, os.R_OK) for path in self.database_files())
            yield not_seen("PostgreSQL's diary of all changes (write-ahead log)", _DIARY[read])
        if not _some(journal(0, "--lines=1")):
            yield not_seen("The system's journal", _NO_JOURNAL)
        yield from self._unseen_backups()
        yield not_seen("The memory of running programs", "Answers are in it while they are sealed. It is not searched.")
        yield not_seen("Ways that no search finds", _NOT_FOUND)

    def journals(self) -> Iterator[tuple[str, Iterator[bytes]]]:
        """The system's journal, and those in a directory that was named: they are packed, and can be read by journalctl alone."""
        yield "the system's journal", journal(self.since)
        named = {path.parent for path in files.below(*self.given.logs) if path.suffix in {".journal", ".journal~"}}
        for directory in sorted(named):
            yield f"the journal in {directory}", journal(self.since, f"--directory={directory}")

    def _unseen_backups(self) -> Iterator[Finding]:
        if not self.given.backups:
            yield not_seen("Backups", "None were named. Name their directory with --backups.")
        locked = [path for path in files.below(*self.given.backups) if path.is_file() and _begins(path, _ENCRYPTED)]
        if locked:
            why = f"{len(locked)} of the backups are encrypted, so what is in them was not searched; their names were."
            yield not_seen("What is in encrypted backups", why)


def journal(since: float, *more: str) -> Iterator[bytes]:
    """What the system's journal holds since a moment, where there is one and this account may read it."""
    yield from _output(["journalctl", "--quiet", "--no-pager", "--output=export", f"--since=@{int(since)}", *more])


def _some(stream: Iterator[bytes]) -> bool:
    return any(piece.strip() for piece in stream)


def _begins(path: Path, with_bytes: bytes) -> bool:
    with suppress(OSError), path.open("rb") as file:
        return file.read(len(with_bytes)) == with_bytes
    return False


def _is_log(path: Path) -> bool:
    return "pg_wal" in path.parts


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
