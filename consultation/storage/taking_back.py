"""What a withdrawal does where responses are stored or set aside: it takes its own out. It reads none."""

from sqlalchemy import delete, insert, select
from sqlalchemy.orm import Session

from consultation.storage.reading import screenings
from consultation.storage.tables import CommentRow, ResponseRow, SetAsideRow, StaleRunRow, ThemeRunRow


def take_out(session: Session, slug: str, key: bytes) -> None:
    """Deletes a response, its answers and comments, and all that people and machine said of those.

    Every run over the questions that it answered in words is remembered as stale, and they are to be screened again: what
    that was made with has changed.
    """
    _mark_runs(session, slug, key)
    answered = session.scalars(select(CommentRow.question).where(CommentRow.response == key)).all()
    screenings.outdate(session, slug, answered)
    session.execute(delete(ResponseRow).where(ResponseRow.consultation == slug, ResponseRow.key == key))


def take_from_aside(session: Session, slug: str, envelope: bytes) -> None:
    """Deletes an envelope that could not be opened."""
    session.execute(delete(SetAsideRow).where(SetAsideRow.consultation == slug, SetAsideRow.envelope == envelope))


def _mark_runs(session: Session, slug: str, key: bytes) -> None:
    questions = select(CommentRow.question).where(CommentRow.response == key)
    over_these = (ThemeRunRow.consultation == slug, ThemeRunRow.question.in_(questions))
    marked = select(StaleRunRow.run)
    runs = session.scalars(select(ThemeRunRow.key).where(*over_these, ThemeRunRow.key.not_in(marked))).all()
    if runs:
        session.execute(insert(StaleRunRow), [{"run": run} for run in runs])
