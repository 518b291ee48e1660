"""What stands around one comment: whether it may tell of harm, and its respondent's other comments."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session, aliased

from consultation.storage.tables import CommentRow, HarmReadingRow, RaisedRow, ResponseRow


@dataclass(frozen=True, slots=True)
class Alike:
    """The comments of one respondent, question -> text, and how many of the role wrote to exactly the same questions."""

    others: Mapping[str, str]
    respondents: int


def is_raised(session: Session, comment: bytes) -> bool:
    """Say whether a rule raised the comment since it may tell of harm, and nobody has decided on that yet."""
    raised = session.scalar(select(RaisedRow.comment).where(RaisedRow.comment == comment).limit(1))
    decided = session.scalar(select(HarmReadingRow.comment).where(HarmReadingRow.comment == comment))
    return raised is not None and decided is None


def by_the_same(session: Session, slug: str, role: str, comment: bytes) -> Alike:
    """Return the respondent's other comments, and how many of the role wrote to exactly the same questions."""
    this, other = aliased(CommentRow), aliased(CommentRow)
    found = session.execute(
        select(other.question, other.text, other.key)
        .select_from(this)
        .join(other, other.response == this.response)
        .where(this.key == comment)
    ).all()
    asked = frozenset(row[0] for row in found)
    patterns: dict[bytes, set[str]] = {}
    written = session.execute(
        select(CommentRow.response, CommentRow.question)
        .join(ResponseRow, ResponseRow.key == CommentRow.response)
        .where(ResponseRow.consultation == slug, ResponseRow.role == role)
    )
    for response, question in written:
        patterns.setdefault(response, set()).add(question)
    alike = Counter(frozenset(questions) for questions in patterns.values())
    return Alike({row[0]: row[1] for row in found if row[2] != comment}, alike[asked])
