"""Whether any file grows with the visits, or any directory by a file for each, whatever stands in them."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from pathlib import Path

from consultation.auditing.findings import Finding, broken, judged, kept

_SHARE = 2  # a trace of every second visit is a trace of visits


def of_logs(before: Mapping[Path, int], after: Iterable[Path], sent: int) -> Iterator[Finding]:
    """Whether any log had a line more for each visit, whatever it says. before: bytes that each log had."""
    after = list(after)
    lines = {path: _written(path, before.get(path, 0)).count(b"\n") for path in after}
    grown = [f"{path} by {count} lines" for path, count in lines.items() if count >= sent / _SHARE]
    subject = "No log has a line for each visit"
    fine = f"{len(after)} logs were watched while {sent} responses were sent."
    yield broken(subject, f"It grew: {', '.join(grown)}.") if grown else kept(subject, fine)


def of_files(before: Mapping[Path, int], after: Mapping[Path, int], sent: int) -> Iterator[Finding]:
    """Whether any other file grew by a piece for each visit, or any directory by a file. Sizes are in bytes."""
    new = Counter(path.parent for path in after.keys() - before.keys())
    more = [f"{count} files more in {place}." for place, count in sorted(new.items()) if count >= sent / _SHARE]
    for path in sorted(after):
        since = before.get(path, 0)
        if after[path] - since >= sent / _SHARE:
            written = _written(path, since)
            # A few lines about something else are no trace of visits; the same number of bytes without lines may be.
            if written.count(b"\n") >= sent / _SHARE or (path in before and b"\n" not in written):
                more.append(f"{path} grew by {after[path] - since} bytes.")
    fine = f"{len(after)} files that our programs may write were watched while {sent} responses were sent."
    yield judged("No file and no directory grows with each visit", more, fine)


def _written(path: Path, since: int) -> bytes:
    with suppress(OSError), path.open("rb") as file:
        file.seek(since)
        return file.read()
    return b""
