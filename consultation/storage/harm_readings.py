"""What people decided on comments that may tell of harm: one decision for each, never put over one that was not seen."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any, Literal

from sqlalchemy import func, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from consultation.storage.screenings import within
from consultation.storage.tables import HarmReadingRow, RaisedRow

Outcome = Literal["harm", "no_harm"]


@dataclass(frozen=True, slots=True)
class HarmReading:
    """Whether a person found that a comment tells of harm, why, and who it was."""

    outcome: Outcome
    why: str
    by: str


class DecidedMeanwhile(Exception):  # noqa: N818 -- a refusal, named as what happened
    """Somebody else has decided on this comment since it was shown."""


def decide(session: Session, comment: bytes, decision: HarmReading, *, instead_of: HarmReading | None) -> None:
    """Store a decision in the place of the one that its reader was shown, or of none. Raises DecidedMeanwhile."""
    values = {"outcome": decision.outcome, "why": decision.why, "decided_by": decision.by}
    if instead_of is None:
        insert = (sqlite if session.get_bind().dialect.name == "sqlite" else postgresql).insert
        statement: Any = insert(HarmReadingRow).values(comment=comment, **values).on_conflict_do_nothing()
    else:
        row = HarmReadingRow
        seen = (row.outcome == instead_of.outcome, row.why == instead_of.why, row.decided_by == instead_of.by)
        statement = update(row).where(row.comment == comment, *seen).values(**values)
    once = statement.returning(HarmReadingRow.comment)
    if session.scalar(once, execution_options={"synchronize_session": False}) is None:
        raise DecidedMeanwhile


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


def undecided(session: Session, slug: str) -> int:
    """Count the comments that a rule raised and nobody decided on; a true count, to be made coarse before it is shown."""
    waiting = select(RaisedRow.comment).where(RaisedRow.comment.not_in(select(HarmReadingRow.comment))).distinct()
    return session.scalar(select(func.count()).select_from(within(slug, waiting, RaisedRow.comment).subquery())) or 0
