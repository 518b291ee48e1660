"""What a machine suggests for comments that nobody has read, and in which turn they should be read: nothing is decided here."""

import json
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from typing import Any, Literal, TypeVar

from sqlalchemy import TextClause, delete, exists, insert, select, text, update
from sqlalchemy.orm import Session

from consultation.storage.reading.codings import comments_of, under_double_coding
from consultation.storage.tables import CommentRow, MachineReadingRow, ReadingRow, SuggestionRow
from consultation.themes.book.codebook import Suggested

Outcome = Literal["suggested", "none", "undecided"]
Reason = Literal["audit", "rare", "uncertain"]
_AT_ONCE = 500
_ONE_AT_A_TIME = text("SELECT pg_advisory_xact_lock(:question)")
_TOGETHER = text("SELECT pg_advisory_xact_lock_shared(:question)")
_One = TypeVar("_One")


@dataclass(frozen=True, slots=True)
class MachineReading:
    """What a run made of a comment as a whole, and its turn among those that a person should read, from 0; None: no turn.

    ``none`` is "none of the themes", ``undecided`` "I cannot tell"; neither is a decision. ``reason`` says why the comment is asked
    for, and ``theme`` for which rare theme; where that theme has gone since, it counts as none.
    """

    run: str
    outcome: Outcome
    turn: int | None = None
    reason: Reason | None = None
    theme: str | None = None


def alone(session: Session, slug: str, question: str) -> None:
    """Let nobody else decide on a question's codebook, or store a run over it, until the transaction ends.

    Call it before anything is read. Otherwise a run would bring back suggestions of a theme that is gone by then. On SQLite a
    transaction that writes is alone from its beginning.
    """
    _wait(session, _ONE_AT_A_TIME, slug, question)


def together(session: Session, slug: str, question: str) -> None:
    """Let the codebook stay as it is until the transaction ends, for whoever codes by it; others may code meanwhile.

    Call it before the codebook is read. Otherwise a theme could go between that and the storing of a coding with it.
    """
    _wait(session, _TOGETHER, slug, question)


def _wait(session: Session, lock: TextClause, slug: str, question: str) -> None:
    if session.get_bind().dialect.name == "postgresql":
        named = blake2b(f"{slug}/{question}".encode(), digest_size=8, person=b"suggestions").digest()
        session.execute(lock, {"question": int.from_bytes(named, "big", signed=True)})


def suggest(
    session: Session,
    slug: str,
    question: str,
    suggestions: Iterable[tuple[bytes, Suggested]],
    *,
    themes: Collection[str] | None = None,
) -> int:
    """Replace a question's suggestions by those of a new run, and return how many these are.

    With ``themes`` only the suggestions of these themes are replaced; every other row stays as it was made.
    """
    here = [SuggestionRow.comment.in_(comments_of(slug, question))]
    if themes is not None:
        here.append(SuggestionRow.theme.in_(sorted(themes)))
    session.execute(delete(SuggestionRow).where(*here))
    rows = [_row(key, one) for key, one in suggestions]
    _insert(session, SuggestionRow, rows)
    return len(rows)


def read_by_machine(
    session: Session, slug: str, question: str, readings: Iterable[tuple[bytes, MachineReading]]
) -> None:
    """Replace what a machine made of a question's comments as wholes, and their turns."""
    session.execute(delete(MachineReadingRow).where(MachineReadingRow.comment.in_(comments_of(slug, question))))
    rows = [
        {
            "comment": key,
            "run": one.run,
            "outcome": one.outcome,
            "turn": one.turn,
            "reason": one.reason,
            "theme": one.theme,
        }
        for key, one in readings
    ]
    _insert(session, MachineReadingRow, rows)


def machine_readings(session: Session, comments: Collection[bytes]) -> dict[bytes, MachineReading]:
    """Return what the machine made of these comments; those that no run has looked at are left out.

    So are those whose double coding goes on: nobody may see there what a machine thinks. Where all that was suggested has gone
    with its themes, what is left is that nothing is settled.
    """
    row = MachineReadingRow
    left = exists().where(SuggestionRow.comment == row.comment).label("left")
    columns = select(row.comment, row.run, row.outcome, row.turn, row.reason, row.theme, left)
    found: dict[bytes, MachineReading] = {}
    for some in _some_at_once(sorted(comments)):
        shown = columns.where(row.comment.in_(some), row.comment.not_in(under_double_coding()))
        found |= {one.comment: _reading(one) for one in session.execute(shown)}
    return found


def waiting(session: Session, slug: str, question: str) -> frozenset[bytes]:
    """Return the comments that a machine may suggest something for: nobody has read them, and they are not being coded twice."""
    found = session.scalars(
        comments_of(slug, question).where(
            CommentRow.key.not_in(select(ReadingRow.comment)), CommentRow.key.not_in(under_double_coding())
        )
    )
    return frozenset(found)


def by_comment(session: Session, slug: str, question: str) -> dict[bytes, dict[str, float]]:
    """Return every suggestion of a question: comment -> theme -> score."""
    row = SuggestionRow
    query = select(row.comment, row.theme, row.score).where(row.comment.in_(comments_of(slug, question)))
    found: dict[bytes, dict[str, float]] = {}
    for comment, theme, score in session.execute(query):
        found.setdefault(comment, {})[theme] = score
    return found


def looked_at(session: Session, slug: str, question: str) -> frozenset[bytes]:
    """Return the comments that the machine has read, whether it found anything or not."""
    row = MachineReadingRow
    return frozenset(session.scalars(select(row.comment).where(row.comment.in_(comments_of(slug, question)))))


def move(session: Session, slug: str, question: str, moves: Mapping[str, str | None]) -> None:
    """Follow a codebook decision: suggestions of a theme become another's, the stronger one where both were, or go."""
    for old, new in moves.items():
        theirs = _all_of(session, slug, question, old)
        here = SuggestionRow.comment.in_(comments_of(slug, question))
        session.execute(delete(SuggestionRow).where(SuggestionRow.theme == old, here))
        if new is None:
            continue
        there = {row["comment"]: row["score"] for row in _all_of(session, slug, question, new)}
        moved = [row | {"theme": new} for row in theirs]
        stronger = [row for row in moved if row["comment"] in there and row["score"] > there[row["comment"]]]
        if stronger:
            session.execute(update(SuggestionRow), stronger)
        _insert(session, SuggestionRow, [row for row in moved if row["comment"] not in there])


def _all_of(session: Session, slug: str, question: str, theme: str) -> list[dict[str, Any]]:
    columns = SuggestionRow.__table__.columns
    query = select(*columns).where(SuggestionRow.theme == theme, SuggestionRow.comment.in_(comments_of(slug, question)))
    return [dict(row) for row in session.execute(query).mappings()]


def _row(comment: bytes, one: Suggested) -> dict[str, Any]:
    words = [[place.start, place.stop] for place in one.words]
    return {
        "comment": comment,
        "theme": one.theme,
        "run": one.run,
        "score": one.score,
        "start": one.passage.start,
        "stop": one.passage.stop,
        "words": json.dumps(words, separators=(",", ":")),
    }


def _reading(row: Any) -> MachineReading:
    outcome: Outcome = "undecided" if row.outcome == "suggested" and not row.left else row.outcome
    return MachineReading(row.run, outcome, row.turn, row.reason, row.theme)


def _insert(session: Session, table: type[Any], rows: Sequence[dict[str, Any]]) -> None:
    for some in _some_at_once(rows):
        session.connection().execute(insert(table.__table__), list(some))


def _some_at_once(rows: Sequence[_One]) -> Iterator[Sequence[_One]]:
    for start in range(0, len(rows), _AT_ONCE):
        yield rows[start : start + _AT_ONCE]
