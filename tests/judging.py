"""Writes down what a person decided on a comment, for tests that need comments that have been read."""

from collections.abc import Mapping

from sqlalchemy import select
from sqlalchemy.orm import Session

from consultation.storage.reading import codebooks, codings, readings
from consultation.storage.reading.codings import Outcome
from consultation.storage.reading.readings import Decided
from consultation.storage.tables import CommentRow, ResponseRow


def judge(
    session: Session,
    comment: bytes,
    decisions: Mapping[str, bool],
    *,
    outcome: Outcome,
    by: str,
    version: int | None = None,
) -> None:
    """Store it in the place of what was decided before, as read by a version of the codebook: the one of now, or this."""
    read_by = _now(session, comment) if version is None else version
    themes = {theme: (by, agreed) for theme, agreed in decisions.items()}
    readings.put(session, comment, Decided(outcome, by, themes, version=read_by))


def _now(session: Session, comment: bytes) -> int:
    asked = select(ResponseRow.consultation, CommentRow.question).join(
        CommentRow, CommentRow.response == ResponseRow.key
    )
    slug, question = session.execute(asked.where(CommentRow.key == comment)).one()
    return codebooks.current(session, slug, question).version


def taught(session: Session, slug: str, question: str) -> dict[bytes, frozenset[str]]:
    """The comments that are read to an end, and the themes found in each."""
    return {key: one.themes for key, one in codings.found(session, slug, question).items() if not one.anew}
