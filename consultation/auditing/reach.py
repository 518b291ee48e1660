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

from consultation.auditing import files, paths, processes
from consultation.auditing.findings import SEES_MORE, Finding, not_seen, some
from consultation.auditing.growth import Watch, Written
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
    "This account may not read it, so nobody has looked whether anything is in it that should not be. Where the "
    f"server is on this machine: {SEES_MORE}",
}
_NO_JOURNAL = (
    "journalctl shows this account nothing: there is no journal here, or it may not be read. If a service writes to one, name "
    f"its directory with --logs. {SEES_MORE}"
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
    unseen_programs: dict[str, int] = field(default_factory=dict)  # and whose they are
    accounts: frozenset[int] = frozenset()  # whose files the programs and the database's server can have written
    opened: set[Path] = field(default_factory=set)  # what the programs were ever seen to hold open for writing
    closed: set[str] = field(default_factory=set)  # directories that this account may not open

    def look_around(self) -> None:
        """Find the programs that run now."""
        self.programs, self.unseen_programs = processes.of_instance(self.settings.instance, self.settings.database_url)
        self.opened.update(self.written_by_programs())
        known = {program.user for program in self.programs}
        server = signals.directory(self.database)
        if known and -1 not in self.unseen_programs.values():
            owned = [self.settings.instance, *([server] if server and paths.is_folder(server) else [])]
            self.accounts |= (
                known
                | set(self.unseen_programs.values())
                | {own.st_uid for path in owned if (own := paths.told(path)) is not None}
            )

    def database_files(self) -> list[Path]:
        """Every file of the database, whole: of PostgreSQL the whole data directory, but for its log."""
        root = signals.directory(self.database)
        if root is None or not paths.is_folder(root):
            return []
        if self.database.on_sqlite:
            named = [store.path for store in self.stores()]
            return [path for path in [*named, *root.glob(f"{named[0].name}-*")] if paths.is_there(path)]
        log = signals.log_directory(self.database)
        # Its log of changes and its table spaces may be links to another disk.
        links = [path for path in (root / "pg_wal", *root.glob("pg_tblspc/*")) if paths.is_link(path)]
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
        shared = files.below(*self.shared(), since=since, of=self.accounts, closed=self._tell_closed)
        for path in (*everywhere, *self.written_by_programs(), *named, *shared):
            if path not in ours:
                yield path

    def shared(self) -> list[Path]:
        """Directories in which our programs may write, and others too."""
        if self.given.temporary:
            return [path for path in self.given.temporary if paths.is_there(path)]
        of_programs = [
            Path(p.environment[name]) for p in self.programs for name in ("TMPDIR", "HOME") if name in p.environment
        ]
        at = [program.at for program in self.programs if program.at is not None]
        found = (*_SHARED_TEMPORARY, *_CUSTOMARY, Path(tempfile.gettempdir()), *of_programs, *at)
        once = sorted({paths.resolved(path) for path in found if paths.is_folder(path)} - {Path("/")})
        return [path for path in once if not any(path.is_relative_to(other) for other in once if other != path)]

    def watch(self) -> Watch:
        """Begin to watch what grows."""
        return Watch(self._written, self.is_ours, {str(path): _size(told) for path, told in self._writable(None)})

    def is_ours(self, path: Path) -> bool:
        """Whether nobody else writes there: in the instance, a log that was named, or a file that our programs had open."""
        log = signals.log_directory(self.database)
        own = (self.settings.instance, *self.given.logs, *([log] if log else []))
        return path in self.opened or any(path.is_relative_to(root) for root in own)

    def notice(self) -> None:
        """See which files the programs hold open just now."""
        for program in self.programs:
            with suppress(OSError):  # it ended meanwhile
                self.opened.update(path for path in processes.open_files(program.pid) if _is_written(path))

    def _written(self) -> dict[Path, Written]:
        self.look_around()
        found = self._writable(self.since - _SLACK)
        return {path: Written(_size(told), _changed(told)) for path, told in found}

    def _writable(self, since: float | None) -> Iterator[tuple[Path, os.stat_result]]:
        """What one of our programs may have written since a moment, but for the database and the queue of jobs."""
        theirs = {*self.database_files(), self.settings.deliveries, *self.settings.deliveries.parent.glob("*.sqlite*")}
        own = [(self.settings.instance, frozenset[int]()), *((root, self.accounts) for root in self.shared())]
        for root, of in own:
            for path, told in files.entries(root, since=since, of=of):
                if path not in theirs:
                    yield path, told
        for path in self.opened - theirs:
            if (there := paths.told(path)) is not None:
                yield path, there

    def _tell_closed(self, refused: OSError) -> None:
        if refused.filename is not None:
            self.closed.add(os.fsdecode(refused.filename))

    def written_by_programs(self) -> list[Path]:
        """The regular files that the programs have open for writing: where their logs go, whatever they are called."""
        return sorted({path for program in self.programs for path in program.writes if _is_written(path)})

    def log_files(self) -> list[Path]:
        """Files that grow line by line: a line for each visit would be seen in them."""
        ours = {*self.database_files(), self.settings.deliveries}
        log = signals.log_directory(self.database)
        found = [*self.written_by_programs(), *files.below(*self.given.logs, *([log] if log else []))]
        there = (path for path in dict.fromkeys(found) if _is_written(path))
        return [path for path in there if path not in ours and ".sqlite" not in path.name]

    def unseen(self) -> Iterator[Finding]:
        """What cannot be reached, and why."""
        if not self.database_files():
            why = (
                "The server does not say where its files lie, or this account may not read them. Every column of every "
                f"table was read instead. Where the server is on this machine: {SEES_MORE}"
            )
            yield not_seen("The database's files", why)
        elif not self.database.on_sqlite and signals.log_directory(self.database) is None:
            yield not_seen("The database server's log", "Its place is not known. Name it with --logs.")
        if not self.database.on_sqlite:
            read = any(_is_log(path) and _begins(path, b"") for path in self.database_files())
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

    def unread(self, unread: Mapping[str, str]) -> Iterator[Finding]:
        """What could not be read: path -> why. Without what our accounts wrote nobody can say that the promise is kept."""
        listed = [f"{path} ({why})" for path, why in unread.items()]
        if listed:
            needed = any(self._may_be_ours(path) for path in unread)
            yield not_seen("Files that could not be read", f"{len(listed)}: {some(listed)}.", needed=needed)
        if self.closed:
            needed = any(map(self._may_be_ours, self.closed))
            why = f"{len(self.closed)}: {some(sorted(self.closed))}. {SEES_MORE}"
            yield not_seen("Directories that could not be opened", why, needed=needed)

    def _may_be_ours(self, named: str) -> bool:
        """Whether it belongs to an account of ours, or to anybody where not all of those are known."""
        path, found = Path(named), paths.told(Path(named), follow=False)
        return self.is_ours(path) or not self.accounts or (found is not None and found.st_uid in self.accounts)

    def _unseen_backups(self) -> Iterator[Finding]:
        if not self.given.backups:
            yield not_seen("Backups", "None were named. Name their directory with --backups.")
        locked = [
            path for path in files.below(*self.given.backups) if paths.is_regular(path) and _begins(path, _ENCRYPTED)
        ]
        if locked:
            why = f"{len(locked)} of the backups are encrypted, so what is in them was not searched; their names were."
            yield not_seen("What is in encrypted backups", why)


def journal(since: float, *more: str) -> Iterator[bytes]:
    """What the system's journal holds since a moment, where there is one and this account may read it."""
    yield from _output(["journalctl", "--quiet", "--no-pager", "--output=export", f"--since=@{int(since)}", *more])


def _size(told: os.stat_result) -> int:
    return told.st_size if stat.S_ISREG(told.st_mode) else 0


def _changed(told: os.stat_result) -> tuple[int, int]:
    """When it was; of a directory nothing, since what was added to it has its own turn."""
    return (0, 0) if stat.S_ISDIR(told.st_mode) else (told.st_mtime_ns, told.st_ctime_ns)


def _is_written(path: Path) -> bool:
    found = paths.told(path)
    return found is not None and stat.S_ISREG(found.st_mode)


def _some(stream: Iterator[bytes]) -> bool:
    return any(piece.strip() for piece in stream)


def _begins(path: Path, with_bytes: bytes) -> bool:
    with suppress(OSError), paths.opened(path) as file:
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
