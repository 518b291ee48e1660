"""What people decided on comments that may tell of harm: one decision for each, never put over one that was not seen."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from sqlalchemy import func, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from consultation.storage.reading.screenings import within
from consultation.storage.tables import CommentRow, HarmReadingRow, RaisedRow

_AT_ONCE = 500

Outcome = Literal["harm", "no_harm"]


@dataclass(frozen=True, slots=True)
class HarmReading:
    """Whether a person found that a comment tells of harm, why, and who it was."""

    outcome: Outcome
    why: str
    by: str


class DecidedMeanwhile(Exception):  # noqa: N818 -- a refusal, named as what happened
    """Somebody else has decided on this comment since it was shown."""


def decide(
    session: Session,
    comment: bytes,
    decision: HarmReading,
    *,
    instead_of: HarmReading | None,
    also: Collection[bytes] = (),
) -> None:
    """Store a decision in the place of the one that its reader was shown, or of none. Raises DecidedMeanwhile.

    It holds for comments that it was taken for `also`, but for those on which another decision stands by now.
    """
    if comment not in _put(session, [comment], decision, instead_of):
        raise DecidedMeanwhile
    others = sorted(set(also) - {comment})
    for start in range(0, len(others), _AT_ONCE):
        _put(session, others[start : start + _AT_ONCE], decision, instead_of)


def alike(session: Session, slug: str, question: str, comment: bytes) -> frozenset[bytes]:
    """Return the other comments to a question that rules raised too and that have just the words of this one."""
    words = select(CommentRow.text).where(CommentRow.key == comment).scalar_subquery()
    query = within(slug, select(RaisedRow.comment), RaisedRow.comment)
    found = session.scalars(query.where(CommentRow.question == question, CommentRow.text == words))
    return frozenset(found) - {comment}


def of(session: Session, comments: Collection[bytes]) -> dict[bytes, HarmReading]:
    """Return what was decided on those of the comments that somebody decided on."""
    row = HarmReadingRow
    found: dict[bytes, HarmReading] = {}
    wanted = sorted(comments)
    for start in range(0, len(wanted), 500):
        some = wanted[start : start + 500]
        columns = select(row.comment, row.outcome, row.why, row.decided_by).where(row.comment.in_(some))
        for comment, outcome, why, by in session.execute(columns):
            found[comment] = HarmReading("harm" if outcome == "harm" else "no_harm", why, by)
    return found


def _put(
    session: Session, comments: Sequence[bytes], decision: HarmReading, instead_of: HarmReading | None
) -> set[bytes]:
    """Store a decision on those of the comments on which just this one stands, or none; return them."""
    values = {"outcome": decision.outcome, "why": decision.why, "decided_by": decision.by}
    if instead_of is None:
        insert = (sqlite if session.get_bind().dialect.name == "sqlite" else postgresql).insert
        rows = [{"comment": comment, **values} for comment in comments]
        statement: Any = insert(HarmReadingRow).values(rows).on_conflict_do_nothing()
    else:
        row = HarmReadingRow
        seen = (row.outcome == instead_of.outcome, row.why == instead_of.why, row.decided_by == instead_of.by)
        statement = update(row).where(row.comment.in_(comments), *seen).values(**values)
    stored = statement.returning(HarmReadingRow.comment)
    return set(session.scalars(stored, execution_options={"synchronize_session": False}))


def undecided(session: Session, slug: str) -> int:
    """Count the comments that a rule raised and nobody decided on; a true count, to be made coarse before it is shown."""
    waiting = select(RaisedRow.comment).where(RaisedRow.comment.not_in(select(HarmReadingRow.comment))).distinct()
    return session.scalar(select(func.count()).select_from(within(slug, waiting, RaisedRow.comment).subquery())) or 0
