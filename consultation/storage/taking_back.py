"""What a receipt can do where responses are stored: show that its own is there, and take it out. It reads none."""

from sqlalchemy import delete, insert, select
from sqlalchemy.orm import Session

from consultation.storage.tables import CommentRow, ResponseRow, StaleRunRow, ThemeRunRow


def is_there(session: Session, slug: str, key: bytes) -> bool:
    """Whether a consultation has a response stored under this key."""
    here = (ResponseRow.consultation == slug, ResponseRow.key == key)
    return session.scalar(select(ResponseRow.key).where(*here)) is not None


def take_out(session: Session, slug: str, key: bytes) -> None:
    """Deletes a response, its answers and comments, and all that people and machine said of those.

    Every run over the questions that it answered in words is remembered as stale: what it was made with has changed.
    """
    _mark_runs(session, slug, key)
    session.execute(delete(ResponseRow).where(ResponseRow.consultation == slug, ResponseRow.key == key))


def _mark_runs(session: Session, slug: str, key: bytes) -> None:
    questions = select(CommentRow.question).where(CommentRow.response == key)
    over_these = (ThemeRunRow.consultation == slug, ThemeRunRow.question.in_(questions))
    marked = select(StaleRunRow.run)
    runs = session.scalars(select(ThemeRunRow.key).where(*over_these, ThemeRunRow.key.not_in(marked))).all()
    if runs:
        session.execute(insert(StaleRunRow), [{"run": run} for run in runs])
