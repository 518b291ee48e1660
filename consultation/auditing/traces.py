"""What a search found of marked visits, and what that means: some marks may stand nowhere, others only where they belong."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from consultation.auditing import files, processes
from consultation.auditing.findings import Finding, broken, kept, not_seen
from consultation.auditing.needles import Hit, Needle, Search
from consultation.auditing.reach import Reach
from consultation.storage.catalogue.signals import Store

MOST_PLACES = 8
TEXT, ENVELOPE, RESPONSE = "text", "name in the ballot box", "name among the responses"


@dataclass
class Traces:
    """Where marks were seen: kind -> place -> spellings; and where in the database's files names lie."""

    seen: dict[str, dict[str, set[str]]] = field(default_factory=lambda: defaultdict(lambda: defaultdict(set)))
    in_database: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    places: list[tuple[Store, str, int, int]] = field(default_factory=list)
    read: files.Read = field(default_factory=files.Read)
    # Places in the database's files, but for its log, where a response is known: file -> offset -> response.
    around: dict[Path, dict[int, int]] = field(default_factory=lambda: defaultdict(dict))
    of_database: int = 0  # files
    naming: set[tuple[Path, int]] = field(default_factory=set)  # a file, and a response that it names

    def add(self, needle: Needle, place: str) -> None:
        """A mark was seen somewhere."""
        self.seen[needle.kind][place].add(needle.spelling)

    def outside(self, kind: str) -> dict[str, set[str]]:
        """The places of a mark that are no file of the database."""
        own = self.in_database.get(kind, set())
        return {place: spelled for place, spelled in self.seen.get(kind, {}).items() if place not in own}


def look(at: Reach, wanted: Iterable[Needle], *, everywhere: bool = True) -> Traces:
    """Search every byte in reach; without `everywhere` the database's files alone."""
    search, found = Search(wanted), Traces()
    stores = {store.path: store for store in at.stores()}
    for one in files.search(at.database_files(), search, found.read):
        found.add(one.hit.needle, str(one.path))
        found.in_database[one.hit.needle.kind].add(str(one.path))
        plainly = one.hit.needle.spelling in {"raw", "utf-8"} and not one.opened
        if plainly and not _is_log(str(one.path)):
            found.around[one.path][one.hit.at] = one.hit.needle.visit
        if one.path in stores and plainly and one.hit.needle.kind != ENVELOPE:  # which leads to nobody
            found.places.append((stores[one.path], one.hit.needle.kind, one.hit.needle.visit, one.hit.at))
    found.of_database = found.read.files
    if everywhere:
        for one in files.search(at.other_files(), search, found.read):
            found.add(one.hit.needle, f"{one.path}{' (opened)' if one.opened else ''}")
            found.naming.add((one.path, one.hit.needle.visit))
        for place, hit in _elsewhere(at, search):
            found.add(hit.needle, place)
    return found


def _elsewhere(at: Reach, search: Search) -> Iterator[tuple[str, Hit]]:
    """What is no file: what the system shows of programs, its journal, a dump as a backup would hold it."""
    for program in at.programs:
        for hit in search.within(processes.told_by_the_system(program)):
            yield f"the words or environment of process {program.pid}", hit
    for named, stream in at.journals():
        for hit in search.through(stream):
            yield named, hit


def of_visits(kinds: Iterable[str], found: Traces) -> Iterator[Finding]:
    """For each kind of mark that may stand nowhere: whether it stands anywhere."""
    for kind in kinds:
        subject = f"Nothing of a visit: {kind}"
        places = found.seen.get(kind, {})
        yield broken(subject, f"Found in {told(places)}.") if places else kept(subject, _searched(found))


def before_mixing(found: Traces, *, sent: int) -> Iterator[Finding]:
    """Until they are mixed, nobody can read what responses say."""
    subject = "Sealed before it is written: no text before mixing"
    places = found.seen.get(TEXT, {})
    fine = f"{sent} responses lay in the ballot box; their texts stood nowhere. {_searched(found)}"
    yield broken(subject, f"Found in {told(places)}.") if places else kept(subject, fine)


def after_mixing(found: Traces, *, on_sqlite: bool) -> Iterator[Finding]:
    """Then texts stand in the database and nowhere else, and nothing is left of the envelopes."""
    subject = "Texts stand in the database alone"
    outside = found.outside(TEXT)
    if outside:
        yield broken(subject, f"Found in {told(outside)}.")
    elif found.of_database and not found.in_database.get(TEXT):
        why = "No text was found in the database's files either, so the search cannot be relied on."
        yield not_seen(subject, why, needed=True)
    else:
        yield kept(subject, _searched(found))
    subject = "Responses are named in the database alone"
    strange = {**found.outside(RESPONSE), **found.outside(ENVELOPE)}
    yield broken(subject, f"Found in {told(strange)}.") if strange else kept(subject, "No other file names one.")
    subject = "Nothing of an envelope is left after mixing"
    left = {place: how for place, how in found.seen.get(ENVELOPE, {}).items() if on_sqlite or not _is_log(place)}
    fine = "" if on_sqlite else " The server's write-ahead log keeps them for a while, sealed, in the order they came."
    yield broken(subject, f"Found in {told(left)}.") if left else kept(subject, f"None is.{fine}")


def gone(found: Traces, what: str, *, on_sqlite: bool, held: Sequence[str]) -> Iterator[Finding]:
    """What was withdrawn or erased is in no byte any more, but perhaps in the write-ahead log of a server.

    held: what erasing said it could not clear of the server's log; where it says nothing, the log must be clear too.
    """
    kinds = (TEXT, RESPONSE, ENVELOPE)
    left = {place: how for kind in kinds for place, how in found.seen.get(kind, {}).items()}
    in_log = {place for place in left if held and not on_sqlite and _is_log(place)}
    bad = {place: how for place, how in left.items() if place not in in_log}
    yield broken(what, f"Still in {told(bad)}.") if bad else kept(what, _searched(found))
    if on_sqlite:
        return
    subject = f"{what}: the server's write-ahead log"
    if held:
        still = f"{len(in_log)} of its files still hold what is gone. " if in_log else ""
        yield not_seen(subject, f"{still}{' '.join(held)}")
    elif not any(_is_log(place) for place in bad):
        yield kept(subject, "It was written over, and holds nothing of it.")


def told(places: Mapping[str, Iterable[str]]) -> str:
    """Some of the places, each with how the mark was spelled there; no two of a kind before all kinds are named."""
    alike: dict[tuple[Path, str], int] = defaultdict(int)
    turns = {}
    for place in sorted(places):
        kind = (Path(place).parent, Path(place).suffix)
        turns[place] = alike[kind] = alike[kind] + 1
    chosen = sorted(places, key=lambda place: (turns[place], place))[:MOST_PLACES]
    more = f" and {len(places) - len(chosen)} more" if len(places) > len(chosen) else ""
    return f"{', '.join(f'{place} ({_few(places[place])})' for place in chosen)}{more}"


def _few(spelled: Iterable[str]) -> str:
    listed = sorted(spelled)
    return ", ".join(listed[:3]) + (" ..." if len(listed) > 3 else "")  # noqa: PLR2004 -- enough to understand it


def _searched(found: Traces) -> str:
    return f"{found.read.files} files were searched, {found.read.size / 1e6:.0f} MB."


def _is_log(place: str) -> bool:
    return "pg_wal" in Path(place).parts
