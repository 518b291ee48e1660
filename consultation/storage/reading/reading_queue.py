"""Which comments wait for a person: in the order of the random sample, and in the turns that a machine gave them.

A reviewer waits for the answer, so a process keeps what a decision does not change: which comments there are, in which order, and
whose turn comes when. It is looked at anew when a batch came in, a response went or a machine has read again.
"""

from collections import Counter
from collections.abc import Container, Iterable, Sequence
from dataclasses import dataclass, field
from itertools import islice

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from consultation.storage.reading.codings import under_double_coding
from consultation.storage.reading.reading_again import Wanted, to_read_again
from consultation.storage.reading.tallies import Coverage
from consultation.storage.tables import (
    BatchRow,
    CodebookVersionRow,
    CommentRow,
    ConfirmationRow,
    MachineReadingRow,
    ReadingRow,
    ResponseRow,
    SuggestionRow,
    ThemeRunRow,
)
from consultation.themes.coding.lot import lot

_CHUNK, _LARGEST_CHUNK = 64, 4096
_OFTEN = 1000  # how much is read is counted anew after so small a part of a question

At = tuple[str, str]

_BY_CHANCE = "audit"  # the reason of a turn that the random order gives, too


@dataclass(frozen=True, slots=True)
class Standing:
    """How many comments to a question each role has written, and how far the reading of them has come.

    `coverage` is what `tallies.coverage_by_role` counted, before at most so many decisions as are a thousandth of the
    comments: what somebody laid under a theme meanwhile comes with the next count.
    `decisions` is how many comments of all questions people have read.
    """

    by_role: dict[str, int]
    coverage: dict[str, Coverage]
    decisions: int

    @property
    def comments(self) -> int:
        """How many there are."""
        return sum(self.by_role.values())

    @property
    def read(self) -> int:
        """How many of them people have read."""
        return sum(role.read for role in self.coverage.values())


@dataclass(frozen=True, slots=True)
class Waiting:
    """A comment that a machine asks a person to read, why, and for a rare theme's likely comment which theme that is."""

    comment: bytes
    reason: str | None
    theme: str | None


@dataclass(slots=True)
class _Known:
    """What is kept of one question, and of what it was made."""

    made_of: tuple[int, frozenset[bytes]]
    order: tuple[bytes, ...]
    roles: dict[bytes, str]
    by_role: dict[str, int]
    runs: frozenset[str] = frozenset()
    turns: dict[bytes, Waiting] = field(default_factory=dict)
    turn_order: tuple[bytes, ...] = ()
    suggested_by: tuple[frozenset[str], int] = (frozenset(), -1)
    suggested: frozenset[bytes] = frozenset()
    counted_at: int = -1
    coverage: dict[str, Coverage] = field(default_factory=dict)
    wanted: Wanted | None = None


def audit_order(keys: Iterable[bytes]) -> list[bytes]:
    """Return comments in the random order that everybody reads the sample in, from which shares are estimated.

    It is the order of `themes.coding.queue.audit_order`, which needs the worker's libraries: fixed by the comments' random
    keys alone, whatever is suggested, read or skipped, and the same for all reviewers and programs.
    """
    return sorted(keys, key=lot)


@dataclass(frozen=True, slots=True)
class ReadingQueue:
    """What one process keeps of the questions of one database; threads may share it."""

    _known: dict[At, _Known] = field(default_factory=dict)

    def standing(self, session: Session, slug: str, question: str) -> Standing:
        """Return how many comments there are, and how far the reading has come. True counts: coarsen before showing."""
        known = self._look(session, (slug, question))
        decisions = session.scalar(select(func.count()).select_from(ReadingRow)) or 0
        made_by = (_runs(session, slug, question), _version(session, slug, question))
        if known.suggested_by != made_by:
            known.suggested, known.suggested_by, known.counted_at = _suggested(session, slug, question), made_by, -1
        if known.counted_at < 0 or abs(decisions - known.counted_at) > len(known.order) // _OFTEN:
            known.coverage, known.counted_at = _coverage(session, known), decisions
        return Standing(known.by_role, known.coverage, decisions)

    def drawn(
        self, session: Session, slug: str, question: str, *, at_most: int, but: Container[bytes] = ()
    ) -> list[bytes]:
        """Return the first unread comments of the random order, without those in `but` and those that are coded twice."""
        return _unread(session, self._look(session, (slug, question)).order, at_most, but)

    def in_turn(
        self, session: Session, slug: str, question: str, *, at_most: int, but: Container[bytes] = ()
    ) -> list[Waiting]:
        """Return the first unread comments that the machine asks for, in their turns; those that chance drew are not asked for."""
        known = self._look(session, (slug, question))
        runs = _runs(session, slug, question)
        if known.runs != runs:
            turns = _turns(session, runs)
            known.turns, known.turn_order, known.runs = turns, tuple(turns), runs
        turns = known.turns
        return [turns[comment] for comment in _unread(session, known.turn_order, at_most, but) if comment in turns]

    def again(
        self, session: Session, slug: str, question: str, *, at_most: int | None = None, but: Container[bytes] = ()
    ) -> list[tuple[bytes, frozenset[str]]]:
        """Return the first comments that were read before a theme was made, in the random order, each with those themes."""
        order, wanted = self._look(session, (slug, question)).order, self.wanted(session, slug, question)
        found = ((key, at) for key, at in to_read_again(session, order, wanted.for_all) if key not in but)
        return [(key, wanted.missed(version)) for key, version in islice(found, at_most)]

    def wanted(self, session: Session, slug: str, question: str) -> Wanted:
        """Return by which versions of the codebook a comment was read for which of its themes."""
        known = self._look(session, (slug, question))
        if known.wanted is None or known.wanted.version != _version(session, slug, question):
            known.wanted = Wanted.of(session, slug, question)
        return known.wanted

    def _look(self, session: Session, at: At) -> _Known:
        """What is kept of a question; made anew where any comment came, which brings a new batch, or went."""
        slug, question = at
        responses = session.scalar(select(func.count()).where(ResponseRow.consultation == slug)) or 0
        batches = frozenset(session.scalars(select(BatchRow.key).where(BatchRow.consultation == slug)))
        known = self._known.get(at)
        if known is None or known.made_of != (responses, batches):
            roles = _roles(session, slug, question)
            by_role: dict[str, int] = {}
            for role in roles.values():
                by_role[role] = by_role.get(role, 0) + 1
            known = self._known[at] = _Known((responses, batches), tuple(audit_order(roles)), roles, by_role)
        return known


def _roles(session: Session, slug: str, question: str) -> dict[bytes, str]:
    found = session.execute(
        select(CommentRow.key, ResponseRow.role)
        .join(ResponseRow, ResponseRow.key == CommentRow.response)
        .where(ResponseRow.consultation == slug, CommentRow.question == question)
    )
    return {row[0]: row[1] for row in found}


def _coverage(session: Session, known: _Known) -> dict[str, Coverage]:
    """The same as `tallies.coverage_by_role`, ten times as fast: who wrote what, and what is suggested, is known."""
    read = set(session.scalars(select(ReadingRow.comment)))
    laid = select(ConfirmationRow.comment).where(ConfirmationRow.agreed).distinct()
    gathered = set(session.scalars(laid.where(ConfirmationRow.comment.not_in(select(ReadingRow.comment)))))
    only_suggested = known.suggested - read - gathered
    counts = [
        Counter(known.roles[one] for one in those if one in known.roles) for those in (read, only_suggested, gathered)
    ]
    return {role: Coverage(size, *(of_role[role] for of_role in counts)) for role, size in known.by_role.items()}


def _suggested(session: Session, slug: str, question: str) -> frozenset[bytes]:
    """The comments that a machine suggests any theme for."""
    there = select(SuggestionRow.comment).join(CommentRow, CommentRow.key == SuggestionRow.comment)
    there = there.join(ResponseRow, ResponseRow.key == CommentRow.response)
    here = there.where(ResponseRow.consultation == slug, CommentRow.question == question)
    return frozenset(session.scalars(here.distinct()))


def _version(session: Session, slug: str, question: str) -> int:
    row = CodebookVersionRow
    newest = select(func.max(row.version)).where(row.consultation == slug, row.question == question)
    return session.scalar(newest) or 0


def _runs(session: Session, slug: str, question: str) -> frozenset[str]:
    row = ThemeRunRow
    there = select(row.key).where(row.consultation == slug, row.question == question, row.kind == "assign")
    return frozenset(session.scalars(there))


def _turns(session: Session, runs: frozenset[str]) -> dict[bytes, Waiting]:
    row = MachineReadingRow
    found = session.execute(
        select(row.comment, row.reason, row.theme)
        .where(row.run.in_(sorted(runs)), row.turn.is_not(None))
        .order_by(row.turn, row.comment)
    )
    return {one[0]: Waiting(*one) for one in found if one[1] != _BY_CHANCE}


def _unread(session: Session, order: Sequence[bytes], at_most: int, but: Container[bytes]) -> list[bytes]:
    """The first of these that nobody has read, looked up in pieces that grow: seldom more than the first is needed."""
    apart = set(session.scalars(under_double_coding()))
    found: list[bytes] = []
    start, size = 0, _CHUNK
    while start < len(order) and len(found) < at_most:
        some = [key for key in order[start : start + size] if key not in apart and key not in but]
        read = set(session.scalars(select(ReadingRow.comment).where(ReadingRow.comment.in_(some)))) if some else set()
        found += [key for key in some if key not in read]
        start, size = start + size, min(4 * size, _LARGEST_CHUNK)
    return found[:at_most]
