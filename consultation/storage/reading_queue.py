"""Which comments wait for a person, and the order of the random sample; `suggestions.in_turn` tells what a machine asks for."""

from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import blake2b

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from consultation.storage.codings import under_double_coding
from consultation.storage.tables import CommentRow, ReadingRow, ResponseRow

_SALT = (0).to_bytes(8, "big")
_PERSON = b"audit"


@dataclass(frozen=True, slots=True)
class Standing:
    """How many comments to a question each role has written, and how many of all of them people have read."""

    by_role: dict[str, int]
    read: int

    @property
    def comments(self) -> int:
        """How many there are."""
        return sum(self.by_role.values())


def standing(session: Session, slug: str, question: str) -> Standing:
    """Return how many comments there are, and how far the reading has come. True counts: coarsen before showing."""
    counted = session.execute(
        select(ResponseRow.role, func.count(), func.count(ReadingRow.comment))
        .select_from(CommentRow)
        .join(ResponseRow, ResponseRow.key == CommentRow.response)
        .outerjoin(ReadingRow, ReadingRow.comment == CommentRow.key)
        .where(ResponseRow.consultation == slug, CommentRow.question == question)
        .group_by(ResponseRow.role)
    ).all()
    return Standing({row[0]: row[1] for row in counted}, sum(row[2] for row in counted))


def audit_order(keys: Iterable[bytes]) -> list[bytes]:
    """Return comments in the random order that everybody reads the sample in, from which shares are estimated.

    It is the order of `themes.coding.queue.audit_order`, which needs the worker's libraries: fixed by the comments' random
    keys alone, whatever is suggested, read or skipped, and the same for all reviewers and programs.
    """
    return sorted(keys, key=lambda key: blake2b(key, salt=_SALT, person=_PERSON).digest())


def unread(session: Session, slug: str, question: str) -> set[bytes]:
    """Return the comments that nobody has read and that belong to no double coding that is going on."""
    found = session.execute(
        select(CommentRow.key)
        .join(ResponseRow, ResponseRow.key == CommentRow.response)
        .outerjoin(ReadingRow, ReadingRow.comment == CommentRow.key)
        .where(
            ResponseRow.consultation == slug,
            CommentRow.question == question,
            ReadingRow.comment.is_(None),
            CommentRow.key.not_in(under_double_coding()),
        )
    )
    return {row[0] for row in found}
