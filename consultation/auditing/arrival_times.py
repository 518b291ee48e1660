"""Whether a time of these very visits stands beside what they left: in the database's files, in rows, in files that were written."""

import os
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from consultation.auditing import paths
from consultation.auditing.findings import Finding, judged, not_seen
from consultation.auditing.moments import AROUND, Moments
from consultation.auditing.order_signals import buffered
from consultation.auditing.traces import Traces
from consultation.storage.catalogue import signals
from consultation.storage.database import Database

_SUBJECT = "No time of a visit stands beside it"
_SHARE = 2  # a time beside every second response is no chance
_SURE = 10  # so many times what chance brings
_APART = bytes(8)
_MOST_READ = 1 << 26  # bytes of a file that grew
_AT_ONCE = 1 << 22
_MOST_NAMED = 8
Counted = dict[str, int]


@dataclass(frozen=True, slots=True)
class Look:
    """One look: how often such a time was seen in each place, how many responses were sent then and known in files."""

    counted: Counted
    sent: int
    known: int = 0


def of_places(found: Traces, moments: Moments) -> Counted:
    """Place and spelling -> beside how many responses: around every place in the database's files where one is known."""
    beside: dict[str, set[int]] = defaultdict(set)
    for path, places in found.around.items():
        for content, starts, visits in _windows(path, places):
            for seen in moments.within(content):
                beside[f"{path.name} ({seen.spelled})"].add(visits[bisect_right(starts, seen.at) - 1])
    return {place: len(visits) for place, visits in beside.items()}


def of_rows(database: Database, moments: Moments) -> Counted:
    """Table and spelling -> how many of its rows hold such a time, but for as many as chance could bring."""
    counted: Counted = {}
    with database.reading() as session:
        connection = session.connection()
        for table in signals.tables(connection):
            holding: dict[str, set[int]] = defaultdict(set)
            size = 0
            for content, rows in buffered(enumerate(signals.rows(connection, table))) if table.readable else ():
                starts, size = [start for start, _, _ in rows], size + len(content)
                for seen in moments.within(content):
                    holding[seen.spelled].add(rows[bisect_right(starts, seen.at) - 1][1])
            chance = int(_SURE * moments.by_chance(size))
            counted |= {f"{table.name} ({spelled})": len(own) - chance for spelled, own in holding.items()}
    return counted


def of_grown(before: Mapping[str, int], after: Iterable[Path], moments: Moments) -> Counted:
    """File and spelling -> how many such times stand in a file that was written, but for as many as chance could bring.

    Of a large one what it has grown by; a small one may have been written over in its place.
    """
    counted: Counted = {}
    for path in after:
        written, places = b"", defaultdict[str, int](int)
        with suppress(OSError), paths.opened(path) as file:
            large = os.fstat(file.fileno()).st_size > _MOST_READ
            file.seek(before.get(str(path), 0) if large else 0)
            written = file.read(_MOST_READ)
        for start in range(0, len(written), _AT_ONCE):
            for seen in moments.within(written[start : start + _AT_ONCE]):
                places[seen.spelled] += 1
        chance = int(_SURE * moments.by_chance(len(written)))
        counted |= {f"{path} ({spelled})": number - chance for spelled, number in places.items()}
    return counted


def look(database: Database, found: Traces, moments: Moments, sent: int) -> Look:
    """Around what a search has found, and in all rows, when so many had been sent."""
    known = len({visit for places in found.around.values() for visit in places.values()})
    return Look({**of_places(found, moments), **of_rows(database, moments)}, sent, known)


def findings(looks: Sequence[Look]) -> Iterator[Finding]:
    """Broken where a time stands beside every second response."""
    often = {
        place: number for one in looks for place, number in one.counted.items() if number >= one.sent / _SHARE
    }  # fmt: skip
    worst = sorted(often, key=lambda place: -often[place])[:_MOST_NAMED]
    told = ", ".join(f"{place}: {often[place]} times" for place in worst)
    known = max(one.known for one in looks)
    fine = (
        f"{AROUND} bytes on each side of all places in the database's files where one of {known} responses is known, all rows "
        "and the files that were written meanwhile: seconds, parts of them, days, in numbers of 4, 6 and 8 bytes, as digits and as clocks show them."
    )
    yield judged(_SUBJECT, [f"Such a time stands in {told}."] if often else [], fine)
    if not known:
        yield not_seen("Times in the database's files", "No response was known in a file, so only rows were looked at.")


def _windows(path: Path, places: Mapping[int, int]) -> Iterator[tuple[bytes, list[int], list[int]]]:
    """What lies around places of a file, several at once: (bytes, where each begins, whose it is)."""
    content, starts, visits = bytearray(), list[int](), list[int]()
    with suppress(OSError), paths.opened(path) as file:
        for at, visit in sorted(places.items()):
            file.seek(max(at - AROUND, 0))
            starts.append(len(content))
            visits.append(visit)
            content += file.read(2 * AROUND) + _APART
            if len(content) > _AT_ONCE:
                yield bytes(content), starts, visits
                content, starts, visits = bytearray(), [], []
    if starts:
        yield bytes(content), starts, visits
