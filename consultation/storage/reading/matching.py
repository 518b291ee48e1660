"""Which comments fit a filter: their keys and roles only, so that what may be shown is decided before a text is read."""

from sqlalchemy import exists, func, or_, select
from sqlalchemy.orm import Session

from consultation.storage.reading.codings import under_double_coding
from consultation.storage.tables import (
    CandidateLabelRow,
    CommentRow,
    ConfirmationRow,
    ReadingRow,
    ResponseRow,
    SuggestionRow,
)


def matching(
    session: Session,
    slug: str,
    question: str,
    *,
    role: str | None = None,
    words: str | None = None,
    theme: str | None = None,
    nearest: tuple[str, int] | None = None,
) -> dict[bytes, str]:
    """Return the comments to a question as key -> role.

    `words` are looked for as they stand, without regard to case. `theme` gives those that people confirmed, and those
    that a machine suggests and nobody has read. `nearest` is a run's key and the number of one of its candidates.
    """
    query = (
        select(CommentRow.key, ResponseRow.role)
        .join(ResponseRow, ResponseRow.key == CommentRow.response)
        .where(ResponseRow.consultation == slug, CommentRow.question == question)
    )
    if role:
        query = query.where(ResponseRow.role == role)
    if words:
        query = query.where(CommentRow.folded.contains(words.casefold(), autoescape=True))
    if theme:
        confirmed = exists().where(
            ConfirmationRow.comment == CommentRow.key, ConfirmationRow.theme == theme, ConfirmationRow.agreed
        )
        suggested = exists().where(SuggestionRow.comment == CommentRow.key, SuggestionRow.theme == theme)
        read = exists().where(ReadingRow.comment == CommentRow.key)
        shown = suggested & ~read & CommentRow.key.not_in(under_double_coding())
        query = query.where(or_(confirmed, shown))
    if nearest is not None:
        run, candidate = nearest
        query = query.where(
            exists().where(
                CandidateLabelRow.comment == CommentRow.key,
                CandidateLabelRow.run == run,
                CandidateLabelRow.candidate == candidate,
            )
        )
    return {row[0]: row[1] for row in session.execute(query)}


def sizes_by_role(session: Session, slug: str, question: str) -> dict[str, int]:
    """Return how many comments to a question each role has written."""
    counted = session.execute(
        select(ResponseRow.role, func.count())
        .join(CommentRow, CommentRow.response == ResponseRow.key)
        .where(ResponseRow.consultation == slug, CommentRow.question == question)
        .group_by(ResponseRow.role)
    )
    return {row[0]: row[1] for row in counted}


def role_of(session: Session, slug: str, question: str, comment: bytes) -> str | None:
    """Return the role of whoever wrote a comment to this question, or None where it is no such comment."""
    return session.scalar(
        select(ResponseRow.role)
        .join(CommentRow, CommentRow.response == ResponseRow.key)
        .where(ResponseRow.consultation == slug, CommentRow.question == question, CommentRow.key == comment)
    )
