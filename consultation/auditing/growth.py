"""Whether any file grows with the visits, or any directory by an entry for each, whatever stands in them.

Where others write too, growth alone says nothing. So visits come in several runs, each followed by a rest that is as long.
A place of others is said to grow with visits only where in every single run it grew by a piece for every second visit, and
in every rest by less than half of what it grew in the run before. What is written by chance does not do so four times.
The installation's own places, and files that its programs were seen to hold open for writing, need no such comparison.
"""

import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from consultation.auditing import paths
from consultation.auditing.findings import Finding, broken, judged, kept, not_seen, some

RUNS = 4
_SHARE = 2  # a trace of every second visit is a trace of visits
_MORE = 2  # so many times what a rest brings
_SETTLED = 1.0  # seconds after the last thanks, in which a program may still write of it
_SUBJECT = "No file and no directory grows with each visit"
_OTHERS = "What others write too"


@dataclass(frozen=True, slots=True)
class Written:
    """A place when it was looked at: bytes (0 where it is no regular file), and when it was changed."""

    size: int
    changed: tuple[int, int]


Places = Mapping[Path, Written]


@dataclass(frozen=True, slots=True)
class Run:
    """So many visits: what had been written before them, after them, and after the rest that followed."""

    sent: int
    before: Places
    after: Places
    rested: Places


@dataclass
class Watch:
    """Looks at places around each run of visits.

    look: what was written since the audit began. is_ours: whether only this installation writes there. at_first: bytes of
    everything that was there when it began.
    """

    look: Callable[[], Places]
    is_ours: Callable[[Path], bool]
    at_first: Mapping[str, int]
    rest: Callable[[float], None] = time.sleep
    runs: list[Run] = field(default_factory=list)

    def during(self, visits: Callable[[], int], *, at_once: bool = False) -> None:
        """One run of visits and a rest as long; `at_once` where the run before has only just ended."""
        before = self.runs[-1].rested if at_once and self.runs else self.look()
        begun = time.monotonic()
        sent = visits()
        self.rest(_SETTLED)
        after = self.look()
        self.rest(time.monotonic() - begun)
        self.runs.append(Run(sent, before, after, self.look()))

    def written(self) -> list[Path]:
        """What was written while visits came, and not in any rest where others write too: times of visits may stand there."""
        return sorted(
            path for path in self._changed(rests=False) if self.is_ours(path) or self._with_visits_alone(path)
        )

    def findings(self) -> Iterator[Finding]:
        """Broken where a place grows with the visits; what others write all the time is told as not seen."""
        sent = sum(run.sent for run in self.runs)
        changed = self._changed(rests=True)
        grown = [
            *self._fuller(),
            *(f"{path} grew by {more} bytes." for path in sorted(changed) if (more := self._more(path))),
        ]
        fine = f"{len(changed)} files that our programs may have written were watched while {sent} responses were sent."
        yield judged(_SUBJECT, grown, fine)
        apart = sum(not self.is_ours(path) and not self._with_visits_alone(path) for path in changed)
        if apart:
            why = (
                f"{apart} files in directories that others use too were written also while nobody visited, or not each time "
                "somebody did. A trace of visits among what others write there would not have been seen."
            )
            yield not_seen(_OTHERS, why)

    def _changed(self, *, rests: bool) -> set[Path]:
        spans = [(run.before, run.after) for run in self.runs]
        spans += [(run.after, run.rested) for run in self.runs] if rests else []
        return {path for before, after in spans for path, told in after.items() if before.get(path) != told}

    def _with_visits_alone(self, path: Path) -> bool:
        """Whether it was written in every run and in no rest."""
        return all(
            run.before.get(path) != run.after.get(path) and run.after.get(path) == run.rested.get(path)
            for run in self.runs
        )

    def _size(self, at: Places, path: Path) -> int:
        return at[path].size if path in at else self.at_first.get(str(path), 0)

    def _more(self, path: Path) -> int:
        """By how many bytes a file grew with the visits; 0 where it did not."""
        first, last, sent = self.runs[0].before, self.runs[-1].rested, sum(run.sent for run in self.runs)
        since = self._size(first, path)
        more = self._size(last, path) - since
        if not self.is_ours(path):
            grew = [
                (run.sent, self._size(run.after, path) - self._size(run.before, path), self._size(run.rested, path) - self._size(run.after, path))
                for run in self.runs
            ]  # fmt: skip
            return more if _clearly(grew) else 0
        if more < sent / _SHARE:
            return 0
        written = _written(path, since)
        # A few lines about something else are no trace of visits; the same number of bytes without lines may be.
        there_before = path in first or str(path) in self.at_first
        return more if written.count(b"\n") >= sent / _SHARE or (there_before and b"\n" not in written) else 0

    def _fuller(self) -> Iterator[str]:
        """The directories with an entry more for each visit."""
        runs = [(run.sent, self._new(run.before, run.after), self._new(run.after, run.rested)) for run in self.runs]
        more = sum((found for _, found, _ in runs), Counter[Path]())
        sent = sum(run.sent for run in self.runs)
        for place, count in sorted(more.items()):
            ours = self.is_ours(place) and count >= sent / _SHARE
            if ours or _clearly([(visits, found[place], rested[place]) for visits, found, rested in runs]):
                yield f"{count} files more in {place}."

    def _new(self, before: Places, after: Places) -> Counter[Path]:
        return Counter(path.parent for path in after.keys() - before.keys() if str(path) not in self.at_first)


def _clearly(grew: Iterable[tuple[int, int, int]]) -> bool:
    """Whether it grew with visits and not by itself: (visits, growth meanwhile, growth in the rest after) of each run."""
    return all(more >= max(sent / _SHARE, 1) and rested * _MORE < more for sent, more, rested in grew)


def of_logs(before: Mapping[Path, int], after: Iterable[Path], sent: int) -> Iterator[Finding]:
    """Whether any log had a line more for each visit, whatever it says. before: bytes that each log had."""
    after = list(after)
    lines = {path: _written(path, before.get(path, 0)).count(b"\n") for path in after}
    grown = [f"{path} by {count} lines" for path, count in lines.items() if count >= sent / _SHARE]
    subject = "No log has a line for each visit"
    fine = f"{len(after)} logs were watched while {sent} responses were sent."
    yield broken(subject, f"It grew: {some(grown)}.") if grown else kept(subject, fine)


def _written(path: Path, since: int) -> bytes:
    with suppress(OSError), paths.opened(path) as file:
        file.seek(since)
        return file.read()
    return b""
