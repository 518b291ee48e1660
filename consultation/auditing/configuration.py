"""Whether the running programs, the files' permissions and the machine are set so that nothing of a visit is kept."""

import os
import stat
from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import pairwise
from pathlib import Path

from consultation.auditing import paths
from consultation.auditing.findings import SEES_MORE, Finding, broken, judged, kept, not_seen, some
from consultation.auditing.processes import Program, may_read

_WATCHERS = (
    "FLASK_DEBUG", "SENTRY_DSN", "NEW_RELIC_LICENSE_KEY", "DD_TRACE_ENABLED", "ELASTIC_APM_SERVER_URL", "PYTHONDEBUG",
    "OTEL_EXPORTER_OTLP_ENDPOINT", "WERKZEUG_DEBUG_PIN", "SQLALCHEMY_ECHO", "COVERAGE_PROCESS_START",
)  # fmt: skip
_LOGGING = ("--access-logfile", "--access-logformat", "--capture-output", "--log-config", "--statsd-host", "--reload")
_TALKATIVE = {"debug", "info"}
_PRIVATE = stat.S_IRWXG | stat.S_IRWXO
_OTHERS = stat.S_IRWXO
_COPYING = {"btrfs", "zfs", "bcachefs", "nilfs2"}
_FLASH = {"f2fs", "ubifs", "jffs2", "overlay"}


def of_programs(programs: Sequence[Program], unseen: Collection[str]) -> Iterator[Finding]:
    """What the running web servers and workers are told to keep."""
    if unseen:
        yield not_seen("All running programs", f"{some(list(unseen))}. {SEES_MORE}", needed=True)
    if not any(program.kind == "web server" for program in programs):
        why = "No web server of this instance runs on this machine, so its command line and limits were not looked at."
        yield not_seen("The web server's command line", why, needed=True)
        return
    told = f"{len(programs)} programs of this instance run here."
    yield judged("No access log, no talkative log", _logs(programs), f"{told} None has a log of visits switched on.")
    yield judged("No watching program, no debug mode", _watchers(programs), "None is named in their environments.")
    yield judged("Memory is never written to disk", _cores(programs), "Their limit for core dumps is 0.")
    if (pattern := core_pattern()).startswith("|"):
        yield not_seen(
            "Memory of a program that crashed",
            f"The kernel hands it to a program, whatever the limit is: {pattern.split()[0][1:]}. systemd-coredump keeps to "
            "the limit of 0; ask of any other whether it does, or write a file name to kernel.core_pattern.",
        )
    yield judged(
        "New files are for their owner only",
        (f"Process {p.pid} ({p.kind}) has the umask {p.umask:03o}." for p in programs if _open_to_others(p)),
        "Their umask lets no other account read.",
    )


def _logs(programs: Iterable[Program]) -> Iterator[str]:
    for program in programs:
        line = " ".join((*program.words, program.environment.get("GUNICORN_CMD_ARGS", "")))
        words = line.replace("=", " ").split()
        for option in _LOGGING:
            if option in words:
                yield f"Process {program.pid} ({program.kind}) was started with {option}. Start it without."
        for before, word in pairwise(words):
            if before == "--log-level" and word in _TALKATIVE:
                yield f"Process {program.pid} ({program.kind}) logs at the level {word}. Set it to error."


def _watchers(programs: Iterable[Program]) -> Iterator[str]:
    for program in programs:
        for name in _WATCHERS:
            if program.environment.get(name, "").lower() not in {"", "0", "false", "no"}:
                yield f"{name} is set for process {program.pid} ({program.kind}). Unset it."


def _cores(programs: Iterable[Program]) -> Iterator[str]:
    for program in programs:
        if program.core_limit != "0":
            yield (
                f"Process {program.pid} ({program.kind}) may write core dumps (limit {program.core_limit}, "
                f"to {core_pattern()}). Set LimitCORE=0."
            )


def core_pattern() -> str:
    """Where the kernel writes the memory of programs that crash; empty where it does not say."""
    where = Path("/proc/sys/kernel/core_pattern")
    return where.read_text().strip() if where.exists() else ""


def _open_to_others(program: Program) -> bool:
    return program.kind != "other command" and program.umask is not None and not program.umask & stat.S_IROTH


def of_permissions(instance: Path, database: Path | None) -> Iterator[Finding]:
    """Who may read the secrets: the instance, its secret, its private keys, its database."""
    secrets = [instance / "secret.key", instance / "audit-signing.key"]
    private = [path for path in (instance / "keys").rglob("*") if paths.is_regular(path) and "public" not in path.name]
    files = [path for path in (*secrets, *private) if paths.is_there(path)]
    open_ones = [f"{path} ({_mode(path)})" for path in files if _bits(path) & _PRIVATE]
    fix = f"Others may read {some(open_ones)}. chmod 600." if open_ones else ""
    fine = f"{len(files)} secret files, each for its owner only."
    yield judged("Private keys and secrets are for their owner only", [fix] if fix else [], fine)
    places = [instance, instance / "keys", *([database] if database else [])]
    wide = [f"{path} ({_mode(path)})" for path in places if _bits(path) & _OTHERS]
    closed = _bits(instance) & _OTHERS == 0  # then nobody else reaches what lies below it
    wide = [one for one in wide if not closed or str(instance) not in one]
    fix = f"Every account of this machine may reach {', '.join(wide)}. chmod o-rwx." if wide else ""
    yield judged("Instance and database are closed to other accounts", [fix] if fix else [], "They are.")


def of_powers(programs: Sequence[Program], instance: Path) -> Iterator[Finding]:
    """Whether whoever takes over the public web server could open the ballot boxes."""
    subject = "The public front cannot read private keys"
    private = [path for path in (instance / "keys").rglob("*private*") if paths.is_regular(path)]
    fronts = [program for program in programs if program.kind == "web server" and program.front != "staff"]
    alone = [program for program in fronts if program.front == "public"]
    able = {program.pid for program in alone for path in private if may_read(program, path)}
    if able:
        yield broken(subject, f"The public front (process {min(able)}) may read them. Run it as an account of its own.")
    elif fronts and len(alone) == len(fronts):
        yield kept(subject, "It runs as an account that may not.")
    elif fronts:
        yield not_seen(
            subject,
            "One program serves both fronts here, so whoever took it over could open the ballot boxes. "
            "`consultation deployment` writes a set-up in which the public front runs alone.",
        )


def of_machine(places: Iterable[Path]) -> Iterator[Finding]:
    """What lies below every program and may keep copies: swap, and file systems that do not write over what they had."""
    swaps = Path("/proc/swaps")
    lines = swaps.read_text().splitlines()[1:] if swaps.exists() else []
    if lines:
        names = ", ".join(line.split()[0] for line in lines)
        yield not_seen(
            "Swap", f"Memory may have been written to {names}, which was not searched. Switch swap off, or encrypt it."
        )
    else:
        yield kept("Swap", "There is none.")
    kinds = {path: _file_system(path) for path in places}
    told = ", ".join(sorted({f"{path}: {kind or 'unknown'}" for path, kind in kinds.items()}))
    worst = " It keeps old versions of what is written over." if _COPYING & set(kinds.values()) else ""
    worst += " It writes to new places instead of over old ones." if _FLASH & set(kinds.values()) else ""
    yield not_seen(
        "Below the file system",
        f"{told}.{worst} Snapshots of disks and virtual machines, the disk's own spare blocks and a journal that also "
        "holds contents are out of reach for every program: ask whoever runs the machine.",
    )


def _file_system(path: Path) -> str:
    """The kind of file system that a path lies on, as the kernel names it."""
    mounts = Path("/proc/self/mounts")
    best = ("", "")
    for line in mounts.read_text().splitlines() if mounts.exists() else ():
        _, at, kind, *_ = line.split()
        if os.path.commonpath([at, paths.resolved(path)]) == at and len(at) >= len(best[0]):
            best = (at, kind)
    return best[1]


def _mode(path: Path) -> str:
    return f"{_bits(path):03o}"


def _bits(path: Path) -> int:
    """Who may do what with a path; 0 for what went meanwhile, as keys do, or lies where we may not look."""
    found = paths.told(path)
    return found.st_mode & 0o777 if found is not None else 0
