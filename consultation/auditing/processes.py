"""The programs of this installation that run just now, as the operating system tells of them."""

import os
import stat
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

from consultation.auditing import paths

_PROC = Path("/proc")
_OURS = ("consultation.cli", "consultation/cli", "bin/consultation", "wsgi:app")
_INSTANCE = "CONSULTATION_INSTANCE"
_WRITABLE = 0o3  # O_WRONLY | O_RDWR


@dataclass(frozen=True, slots=True)
class Program:
    """One running program: its words, its environment, whose it is, what it may leave behind, and the files it has open."""

    pid: int
    words: tuple[str, ...]
    environment: Mapping[str, str]
    user: int
    groups: frozenset[int]
    core_limit: str  # bytes, "unlimited" or "?"
    umask: int | None
    writes: tuple[Path, ...]
    at: Path | None = None  # the directory that it works in

    @property
    def kind(self) -> str:
        """Web server, worker or another command."""
        line = " ".join(self.words)
        if "gunicorn" in line:
            return "web server"
        return "worker" if "worker" in self.words else "other command"

    @property
    def front(self) -> str:
        """Which fronts a web server serves."""
        return self.environment.get("CONSULTATION_FRONT") or "both"


def of_instance(instance: Path, database_url: str) -> tuple[list[Program], dict[str, int]]:
    """The programs that work on this instance or, with one of their own, on its database, but for this one.

    And those of ours that could not be looked at, with whose they are.
    """
    found, unseen = [], dict[str, int]()
    for pid in _pids():
        words = _words(pid)
        try:
            program = None if pid == os.getpid() else _program(pid, words)
        except (FileNotFoundError, ProcessLookupError):  # it ended meanwhile
            continue
        except OSError:
            if any(mark in " ".join(words) for mark in _OURS):
                unseen[f"process {pid} ({Path(words[0]).name}) belongs to another account"] = _account(pid)
            continue
        if program is not None and (_works_on(program, instance) or _shares(program, database_url)):
            found.append(program)
    return found, unseen


def told_by_the_system(program: Program) -> bytes:
    """What the operating system shows others of a program: its words and its environment."""
    held = bytearray()
    for name in ("cmdline", "environ"):
        with suppress(OSError):
            held += (_PROC / str(program.pid) / name).read_bytes()
    return bytes(held)


def _pids() -> Iterator[int]:
    for path in _PROC.iterdir() if paths.is_folder(_PROC) else ():
        if path.name.isdigit():
            yield int(path.name)


def _words(pid: int) -> tuple[str, ...]:
    with suppress(OSError):
        raw = (_PROC / str(pid) / "cmdline").read_bytes()
        return tuple(os.fsdecode(word) for word in raw.rstrip(b"\0").split(b"\0"))
    return ("",)


def _account(pid: int) -> int:
    """Whose it is; -1 where even that is not told."""
    with suppress(OSError, StopIteration, ValueError):
        lines = (_PROC / str(pid) / "status").read_text("utf-8", "replace").splitlines()
        return int(next(line for line in lines if line.startswith("Uid:")).split()[1])
    return -1


def _program(pid: int, words: tuple[str, ...]) -> Program:
    """Raises OSError where this account may not look."""
    here = _PROC / str(pid)
    pairs = (entry.partition(b"=") for entry in (here / "environ").read_bytes().split(b"\0") if entry)
    status = dict(
        line.split(":", 1) for line in (here / "status").read_text("utf-8", "replace").splitlines() if ":" in line
    )
    limits = (here / "limits").read_text().splitlines()
    core = next((line.split()[4] for line in limits if line.startswith("Max core file size")), "?")
    return Program(
        pid,
        words,
        {os.fsdecode(name): os.fsdecode(value) for name, _, value in pairs},
        int(status["Uid"].split()[1]),
        frozenset(int(each) for each in (status["Groups"] + " " + status["Gid"]).split()),
        core,
        int(status["Umask"].strip(), 8) if "Umask" in status else None,
        tuple(open_files(pid)),
        _directory(here),
    )


def _directory(here: Path) -> Path | None:
    with suppress(OSError):
        return (here / "cwd").readlink()
    return None


def open_files(pid: int) -> Iterator[Path]:
    """The regular files that the program can write: its logs are among them, whatever they are called. Raises OSError."""
    here = _PROC / str(pid)
    for entry in (here / "fd").iterdir():
        with suppress(OSError, StopIteration, ValueError):
            flags = (here / "fdinfo" / entry.name).read_text().splitlines()
            held = int(next(line.split()[1] for line in flags if line.startswith("flags:")), 8)
            if held & _WRITABLE and stat.S_ISREG(entry.stat().st_mode):
                named = entry.readlink()
                # One that was deleted while it is open, or lies in memory, can be read by this link alone.
                yield named if paths.is_there(named) else entry


def _works_on(program: Program, instance: Path) -> bool:
    """Whether it was told so, or has a file of the instance open: a program of another name may hold one."""
    named = program.environment.get(_INSTANCE, "")
    with suppress(ValueError, IndexError):
        named = program.words[program.words.index("--instance") + 1]
    if not named and not any(mark in " ".join(program.words) for mark in _OURS):
        return any(path.is_relative_to(instance) for path in program.writes)
    with suppress(OSError, RuntimeError):
        at = (_PROC / str(program.pid) / "cwd").readlink()
        return (at / (named or "instance")).resolve() == instance.resolve()
    return named == str(instance)


def _shares(program: Program, database_url: str) -> bool:
    """Whether it was told to work on the same database of a server, by whatever role: fronts that run alone have instances of their own."""
    told = _database(program.environment.get("CONSULTATION_DATABASE_URL", ""))
    return told is not None and told == _database(database_url)


def _database(url: str) -> tuple[object, ...] | None:
    """Which database of which server an address names; None for one that is a file of the instance, or no address."""
    with suppress(ValueError):
        parts = urlsplit(url)
        asked = parse_qs(parts.query)
        if parts.scheme.startswith("postgres"):
            return parts.hostname, parts.port, parts.path, asked.get("host"), asked.get("port")
    return None


def may_read(program: Program, path: Path) -> bool:
    """Whether the account of a program may read a file, by the file's mode and owner alone; root always may."""
    if program.user == 0:
        return True
    told = paths.told(path)
    if told is None:  # destroyed meanwhile, as keys are
        return False
    if told.st_uid == program.user:
        return bool(told.st_mode & stat.S_IRUSR)
    return bool(told.st_mode & (stat.S_IRGRP if told.st_gid in program.groups else stat.S_IROTH))
