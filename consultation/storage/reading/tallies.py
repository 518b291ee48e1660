"""How many respondents spoke of a theme, as true counts: nothing of this is shown before `privacy.disclosure` has seen it."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import and_, case, exists, func, literal, select
from sqlalchemy.orm import Session

from consultation.storage.reading.codings import comments_of
from consultation.storage.tables import CommentRow, ConfirmationRow, ReadAnewRow, ReadingRow, ResponseRow, SuggestionRow


@dataclass(frozen=True, slots=True)
class Coverage:
    """How far a question's comments are; each stands in one place only.

    All of them, those that people read and decided on, those with suggestions only, and those `gathered`: laid under a
    theme by a person, who saw them in a list, and not read to a decision yet.
    """

    comments: int
    read: int
    suggested_only: int
    gathered: int = 0

    @property
    def uncoded(self) -> int:
        """Those that neither a person nor the machine has put under any theme."""
        return self.comments - self.read - self.suggested_only - self.gathered


def confirmed_by_role(session: Session, slug: str, question: str) -> dict[str, dict[str, int]]:
    """Count respondents by theme and role whose comment people found to speak of the theme."""
    counted = session.execute(
        select(ConfirmationRow.theme, ResponseRow.role, func.count())
        .join(CommentRow, CommentRow.key == ConfirmationRow.comment)
        .join(ResponseRow, ResponseRow.key == CommentRow.response)
        .where(ResponseRow.consultation == slug, CommentRow.question == question, ConfirmationRow.agreed)
        .group_by(ConfirmationRow.theme, ResponseRow.role)
    )
    return _nested((row[0], row[1], row[2]) for row in counted)


def suggested_by_role(session: Session, slug: str, question: str) -> dict[str, dict[str, int]]:
    """Count respondents by theme and role whose comment a machine thinks speaks of it, and nobody has read or decided on for it.

    Where a theme was made of comments, they are confirmed for it and unread: they must not be counted a second time.
    """
    decided = (ConfirmationRow.comment == SuggestionRow.comment, ConfirmationRow.theme == SuggestionRow.theme)
    counted = session.execute(
        select(SuggestionRow.theme, ResponseRow.role, func.count())
        .join(CommentRow, CommentRow.key == SuggestionRow.comment)
        .join(ResponseRow, ResponseRow.key == CommentRow.response)
        .where(
            ResponseRow.consultation == slug,
            CommentRow.question == question,
            SuggestionRow.comment.not_in(select(ReadingRow.comment)),
            ~exists().where(*decided),
        )
        .group_by(SuggestionRow.theme, ResponseRow.role)
    )
    return _nested((row[0], row[1], row[2]) for row in counted)


def confirmed_comments(session: Session, slug: str, question: str) -> dict[str, tuple[bytes, ...]]:
    """Return for each theme the keys of the comments that people confirmed for it, in the order of the keys."""
    found = session.execute(
        select(ConfirmationRow.theme, ConfirmationRow.comment)
        .where(ConfirmationRow.agreed, ConfirmationRow.comment.in_(comments_of(slug, question)))
        .order_by(ConfirmationRow.comment)
    )
    themes: dict[str, list[bytes]] = {}
    for theme, comment in found:
        themes.setdefault(theme, []).append(comment)
    return {theme: tuple(comments) for theme, comments in themes.items()}


def coverage(session: Session, slug: str, question: str) -> Coverage:
    """Return how far people and machine have come with a question's comments."""
    roles = coverage_by_role(session, slug, question).values()
    return Coverage(
        sum(role.comments for role in roles),
        sum(role.read for role in roles),
        sum(role.suggested_only for role in roles),
        sum(role.gathered for role in roles),
    )


def coverage_by_role(session: Session, slug: str, question: str) -> dict[str, Coverage]:
    """Return how far people and machine have come with the comments of each role."""
    # Joined, not nested: "in (not in (...))" made this a thousand times slower at three thousand comments.
    proposed = select(SuggestionRow.comment).distinct().subquery()
    laid = select(ConfirmationRow.comment).where(ConfirmationRow.agreed).distinct().subquery()
    unread = ReadingRow.comment.is_(None)
    counted = session.execute(
        select(
            ResponseRow.role,
            func.count(),
            func.count(ReadingRow.comment),
            func.count(case((and_(unread, laid.c.comment.is_(None)), proposed.c.comment))),
            func.count(case((unread, laid.c.comment))),
        )
        .join(CommentRow, CommentRow.response == ResponseRow.key)
        .outerjoin(ReadingRow, ReadingRow.comment == CommentRow.key)
        .outerjoin(proposed, proposed.c.comment == CommentRow.key)
        .outerjoin(laid, laid.c.comment == CommentRow.key)
        .where(ResponseRow.consultation == slug, CommentRow.question == question)
        .group_by(ResponseRow.role)
    )
    return {row[0]: Coverage(row[1], row[2], row[3], row[4]) for row in sorted(counted)}


def codings_digest(session: Session, slug: str, question: str) -> str:
    """Return a checksum of all that people decided on a question's comments, and by which version of the codebook.

    Equal decisions give an equal one.
    """
    here = comments_of(slug, question)
    read = select(ReadingRow.comment, ReadingRow.outcome, ReadingRow.version).where(ReadingRow.comment.in_(here))
    anew = select(ReadAnewRow.comment, literal("anew"), ReadAnewRow.version).where(ReadAnewRow.comment.in_(here))
    agreed = select(ConfirmationRow.comment, ConfirmationRow.theme, literal(0))
    agreed = agreed.where(ConfirmationRow.agreed, ConfirmationRow.comment.in_(here))
    digest = hashlib.sha256()
    for query in (read, anew, agreed):
        for comment, said, version in sorted((row[0], row[1], row[2]) for row in session.execute(query)):
            digest.update(comment + f"{said} {version}\0".encode())
    return digest.hexdigest()


def _nested(counted: Iterable[tuple[str, str, int]]) -> dict[str, dict[str, int]]:
    counts: dict[str, dict[str, int]] = {}
    for theme, role, count in counted:
        counts.setdefault(theme, {})[role] = count
    return counts
