"""`make scan`: shows each scanner a site with planted faults, then ours; ends with 1 if anything is open, 2 if one is missing."""

import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

from tests.scans import rough, schemathesis, source, sqlmap, wapiti
from tests.scans.canary import canary
from tests.scans.findings import Finding, Scanned, accepted, still_open
from tests.scans.programs import Missing
from tests.scans.site import addresses, entering, installation, postgresql, public, staff, still_let_in, unreached
from tests.scans.target import Target

Scan = Callable[[Target, Path], Scanned]
SCANNERS: dict[str, Scan] = {
    "rough": rough.scan,
    "schemathesis": schemathesis.scan,
    "sqlmap": sqlmap.scan,
    "wapiti": wapiti.scan,
}
QUICK: dict[str, Scan] = {
    "wapiti": lambda target, folder: wapiti.scan(target, folder, wapiti.QUICK),
    "schemathesis": schemathesis.scan,
    "sqlmap": sqlmap.scan,
    "rough": rough.scan,
}
AT_ONCE = 3
PLANTED = {
    ("wapiti", "Reflected Cross Site Scripting"),
    ("wapiti", "Open Redirect"),
    ("wapiti", "SQL Injection"),
    ("wapiti", "Internal Server Error"),
    ("wapiti", "Content Security Policy Configuration"),
    ("schemathesis", "ServerError: GET /nb/count"),
    ("schemathesis", "ServerError: POST /nb/weeks"),
    ("schemathesis", "ServerError: POST /nb/words"),
    *(("rough", fault) for fault in ("a zero byte", "half a character", "ten megabytes", "twice", "left out")),
    ("sqlmap", "SQL injection"),
    ("bandit", "B602"),
    ("bandit", "B301"),
    ("semgrep", "sent-words-in-sql"),
    ("semgrep", "sent-words-in-markup"),
    ("semgrep", "sent-words-name-a-file"),
    ("semgrep", "sent-words-in-a-log"),
    ("semgrep", "sent-words-say-where-to-go"),
    ("semgrep", "a-secret-compared-letter-by-letter"),
    ("semgrep", "a-lot-that-can-be-foretold"),
    ("semgrep", "a-time-goes-into-a-row"),
    ("semgrep", "a-file-that-others-may-read"),
}
"""What each scanner must find where it was planted."""


def planted(folder: Path) -> Iterator[Scanned]:
    """What the scanners find in what is broken on purpose."""
    yield source.bandit_canary(folder / "bandit")
    yield source.semgrep_canary(folder / "semgrep")
    with canary() as target:
        for name, scan in QUICK.items():
            yield _told(scan(target, folder / name), "planted faults")


def ours(folder: Path) -> Iterator[Scanned]:
    """What they find in our source, in an installation of ours on SQLite, and of the rough ones in one on PostgreSQL."""
    yield _told(source.bandit(folder / "bandit"), "source")
    yield _told(source.semgrep(folder / "semgrep"), "source")
    yield from _installed(folder / "sqlite", SCANNERS)
    with postgresql() as url:
        yield from _installed(folder / "postgresql", {"rough": rough.scan}, url)


def _installed(folder: Path, scanners: dict[str, Scan], url: str | None = None) -> Iterator[Scanned]:
    """Tour an installation, scan its three fronts - public, at the door, and signed in -, and read the server's log."""
    with installation(folder / "site", url) as (running, email, password):
        known = addresses()
        door = entering(running.address, known, email, password)
        fronts = {"staff": staff(running, known, email, password), "door": door}
        fronts["public"] = public(running.address, known)
        blind = tuple(Finding("tour", "no form found", name) for name in unreached(known, *fronts.values()))
        forms = sum(len(target.forms) for target in fronts.values())
        yield _told(Scanned("tour", forms, "forms", blind), f"{sum(len(t.gets) for t in fronts.values())} addresses")
        with ThreadPoolExecutor(AT_ONCE) as several:
            begun = [
                several.submit(_one, name, target, folder / name / scanner, scan)
                for name, target in fronts.items()
                for scanner, scan in scanners.items()
            ]
            for scanned in begun:
                yield scanned.result()
        log = (running.root / "serve.log").read_text("utf-8", "replace").splitlines()
        faults = tuple(
            Finding("server", "fault logged", line.partition(" at ")[2], line) for line in log if "unexpected" in line
        )
        yield _told(Scanned("server", len(log), "lines of its log", faults), folder.name)


def _one(front: str, target: Target, folder: Path, scan: Scan) -> Scanned:
    """One scanner on one front; that whoever was signed in still is, is looked at afterwards."""
    began = time.monotonic()
    scanned = scan(target, folder)
    if not still_let_in(target):
        out = Finding(scanned.scanner, "signed out", target.start, "what came after that met the way in only")
        scanned = replace(scanned, findings=(*scanned.findings, out))
    return _told(scanned, front, f" in {time.monotonic() - began:.0f} s")


def _told(done: Scanned, where: str, took: str = "") -> Scanned:
    print(
        f"{time.strftime('%H:%M:%S')}  {done.scanner:13} {where:15} {done.looked_at:6} {done.of}, {len(set(done.findings))} findings{took}",
        flush=True,
    )
    return done


def main() -> int:
    """Scan, say what is open, and return the exit code."""
    began = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="scan-") as name:
        folder = Path(sys.argv[1] if len(sys.argv) > 1 else name)
        try:
            found = [finding for done in planted(folder / "planted") for finding in done.findings]
            caught = {(f.scanner, rule) for f in found for rule in (f.rule, f"{f.rule}: {f.where}")}
            blind = [f"{scanner} did not see what was planted: {rule}" for scanner, rule in sorted(PLANTED - caught)]
            found = [finding for done in ours(folder / "ours") for finding in done.findings]
        except Missing as missing:
            print(missing)
            return 2
    wrong = [*blind, *still_open(found, accepted())]
    print(*wrong, sep="\n")
    print(
        f"{len(wrong)} open; {len(PLANTED & caught)} of {len(PLANTED)} planted faults seen; {time.monotonic() - began:.0f} s"
    )
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
