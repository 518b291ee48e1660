"""Which comment speaks of which theme: what people decided, and apart from it what a machine suggested before."""

import json
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, TypeVar

from sqlalchemy import Select, delete, func, insert, select
from sqlalchemy.orm import Session

from consultation.storage.tables import (
    CommentRow,
    ConfirmationRow,
    DoubleCodingRow,
    DrawnRow,
    ReadAnewRow,
    ReadingRow,
    ResponseRow,
    SuggestionRow,
)
from consultation.themes.book.codebook import Confirmed, Suggested
from consultation.themes.reading.passages import Passage

Outcome = Literal["coded", "none", "undecided"]
_AT_ONCE = 500
_One = TypeVar("_One")


@dataclass(frozen=True, slots=True)
class Codings:
    """All that is known of one comment: suggestions by falling score, decisions, and the outcome when it was read."""

    suggested: tuple[Suggested, ...] = ()
    confirmed: tuple[Confirmed, ...] = ()
    rejected: frozenset[str] = frozenset()
    outcome: Outcome | None = None


@dataclass(frozen=True, slots=True)
class Found:
    """The themes that people found in a comment, and the version of the codebook by which they read it.

    ``anew``: one of its themes has been divided or is gone, so that the comment has to be read once more.
    """

    themes: frozenset[str]
    version: int
    anew: bool = False


def move(session: Session, slug: str, question: str, moves: Mapping[str, str | None], *, read_again: bool) -> None:
    """Follow a codebook decision: what people confirmed of a theme becomes another's, or nobody's.

    Where a theme has no successor and `read_again` holds, its comments count as unread; otherwise only those that
    have no confirmed theme left do.
    """
    for old, new in moves.items():
        touched = _move_confirmations(session, slug, question, old, new)
        if new is None:
            _let_be_read_anew(session, touched if read_again else touched - _still_confirmed(session, touched))


def is_there(session: Session, slug: str, question: str, comment: bytes) -> bool:
    """Say whether this is the key of a comment to this question."""
    return session.scalar(comments_of(slug, question).where(CommentRow.key == comment)) is not None


def of(session: Session, comments: Collection[bytes]) -> dict[bytes, Codings]:
    """Return the codings of these comments; a comment without any has empty ones.

    What a machine suggests for a comment whose double coding goes on is nobody's to see, and not among them.
    """
    found: dict[bytes, Codings] = {}
    for some in _some_at_once(sorted(comments)):
        found |= _codings_of(session, some)
    return found


def found(session: Session, slug: str, question: str) -> dict[bytes, Found]:
    """Return what people found in each comment read to an end, those that have to be read anew among them.

    A comment whose double coding goes on is not among them, so that the machine can be measured on it. Which of the
    codebook's themes they were asked for says `themes.book.asking`.
    """
    here = comments_of(slug, question).where(CommentRow.key.not_in(under_double_coding()))
    read = select(ReadingRow.comment, ReadingRow.version).where(ReadingRow.outcome != "undecided")
    once = select(ReadAnewRow.comment, ReadAnewRow.version)
    versions = [
        (row[0], row[1], anew)
        for anew, those in (
            (False, read.where(ReadingRow.comment.in_(here))),
            (True, once.where(ReadAnewRow.comment.in_(here))),
        )
        for row in session.execute(those)
    ]
    themes: dict[bytes, set[str]] = {comment: set() for comment, _, _ in versions}
    confirmed = session.execute(
        select(ConfirmationRow.comment, ConfirmationRow.theme).where(
            ConfirmationRow.agreed, ConfirmationRow.comment.in_(comments_of(slug, question))
        )
    )
    for comment, theme in confirmed:
        if comment in themes:
            themes[comment].add(theme)
    return {comment: Found(frozenset(themes[comment]), version, anew) for comment, version, anew in versions}


def undecided(session: Session, slug: str, question: str) -> dict[bytes, int]:
    """Return the comments that a person could not decide, each with the version of the codebook by which they read it."""
    read = select(ReadingRow.comment, ReadingRow.version).where(
        ReadingRow.outcome == "undecided", ReadingRow.comment.in_(comments_of(slug, question))
    )
    return {row[0]: row[1] for row in session.execute(read)}


def number_by_version(session: Session, slug: str, question: str) -> dict[int, int]:
    """Count the comments that people have read to an end, by the version of the codebook by which they read them.

    Those that have to be read anew are not among them.
    """
    here = comments_of(slug, question).join(ReadingRow, ReadingRow.comment == CommentRow.key)
    read = here.where(ReadingRow.outcome != "undecided", CommentRow.key.not_in(under_double_coding()))
    counted = read.with_only_columns(ReadingRow.version, func.count()).group_by(ReadingRow.version)
    return {row[0]: row[1] for row in session.execute(counted)}


def unread(session: Session, slug: str, question: str) -> frozenset[bytes]:
    """Return the comments that nobody has read to a decision."""
    found = session.scalars(comments_of(slug, question).where(CommentRow.key.not_in(select(ReadingRow.comment))))
    return frozenset(found)


def unseen(session: Session, slug: str, question: str) -> frozenset[bytes]:
    """Return the comments that nobody has ever read to a decision."""
    return unread(session, slug, question) - frozenset(session.scalars(select(ReadAnewRow.comment)))


def every(session: Session, slug: str, question: str) -> frozenset[bytes]:
    """Return the keys of all comments to one question."""
    return frozenset(session.scalars(comments_of(slug, question)))


def comments_of(slug: str, question: str) -> Select[bytes]:
    """Select the keys of all comments to one question."""
    return (
        select(CommentRow.key)
        .join(ResponseRow, ResponseRow.key == CommentRow.response)
        .where(ResponseRow.consultation == slug, CommentRow.question == question)
    )


def under_double_coding() -> Select[bytes]:
    """Select the comments that two people code blindly, or that are not agreed on yet."""
    running = DrawnRow.double_coding == DoubleCodingRow.key
    return select(DrawnRow.comment).join(DoubleCodingRow, running).where(DoubleCodingRow.state != "done")


def _codings_of(session: Session, keys: Sequence[bytes]) -> dict[bytes, Codings]:
    suggested: dict[bytes, list[Suggested]] = {key: [] for key in keys}
    confirmed: dict[bytes, list[Confirmed]] = {key: [] for key in keys}
    rejected: dict[bytes, set[str]] = {key: set() for key in keys}
    row, said, read = SuggestionRow, ConfirmationRow, ReadingRow  # columns, not objects: there may be very many
    columns = select(row.comment, row.theme, row.score, row.run, row.start, row.stop, row.words)
    shown = columns.where(row.comment.in_(keys), row.comment.not_in(under_double_coding()))
    for comment, theme, score, run, start, stop, words in session.execute(shown):
        weighed = tuple(Passage(*place) for place in json.loads(words))
        suggested[comment].append(Suggested(theme, score, run, Passage(start, stop), weighed))
    decided = select(said.comment, said.theme, said.decided_by, said.agreed).where(said.comment.in_(keys))
    for comment, theme, by, agreed in session.execute(decided):
        if agreed:
            confirmed[comment].append(Confirmed(theme, by))
        else:
            rejected[comment].add(theme)
    found = session.execute(select(read.comment, read.outcome).where(read.comment.in_(keys)))
    outcomes = {comment: outcome for comment, outcome in found}  # noqa: C416 -- rows are not pairs to mypy
    return {
        key: Codings(
            tuple(sorted(suggested[key], key=lambda one: (-one.score, one.theme))),
            tuple(sorted(confirmed[key], key=lambda one: one.theme)),
            frozenset(rejected[key]),
            _outcome(outcomes.get(key)),
        )
        for key in keys
    }


def _outcome(stored: str | None) -> Outcome | None:
    match stored:
        case "coded" | "none" | "undecided":
            return stored
    return None


def _move_confirmations(session: Session, slug: str, question: str, old: str, new: str | None) -> set[bytes]:
    rows = session.scalars(
        select(ConfirmationRow).where(
            ConfirmationRow.theme == old, ConfirmationRow.comment.in_(comments_of(slug, question))
        )
    ).all()
    for row in rows:
        session.delete(row)
        if new is None:
            continue
        there = session.get(ConfirmationRow, (row.comment, new))
        if there is None:
            session.add(ConfirmationRow(comment=row.comment, theme=new, decided_by=row.decided_by, agreed=row.agreed))
        else:
            there.agreed = there.agreed or row.agreed
    session.flush()
    return {row.comment for row in rows if row.agreed}


def _let_be_read_anew(session: Session, comments: Collection[bytes]) -> None:
    """Count these as unread; what was found of other themes still holds, by the version by which it was.

    What nobody could decide stays so: somebody had put it under the theme, and of the others it says nothing.
    """
    for some in _some_at_once(sorted(comments)):
        decided = (ReadingRow.comment.in_(some), ReadingRow.outcome != "undecided")
        rows = [
            {"comment": row[0], "version": row[1]}
            for row in session.execute(select(ReadingRow.comment, ReadingRow.version).where(*decided))
        ]
        session.execute(delete(ReadingRow).where(*decided))
        if rows:
            session.execute(insert(ReadAnewRow), rows)


def _still_confirmed(session: Session, comments: Collection[bytes]) -> set[bytes]:
    left: set[bytes] = set()
    for some in _some_at_once(sorted(comments)):
        left |= set(
            session.scalars(
                select(ConfirmationRow.comment).where(ConfirmationRow.agreed, ConfirmationRow.comment.in_(some))
            )
        )
    return left


def _some_at_once(rows: Sequence[_One]) -> Iterator[Sequence[_One]]:
    for start in range(0, len(rows), _AT_ONCE):
        yield rows[start : start + _AT_ONCE]
