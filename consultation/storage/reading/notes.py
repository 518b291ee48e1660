"""What reviewers noted on comments, for the team alone: each note has its writer, who alone may take it back."""

import secrets
from dataclasses import dataclass

from sqlalchemy import delete, insert, select
from sqlalchemy.orm import Session

from consultation.storage.tables import NoteRow

_KEY_BYTES = 16


@dataclass(frozen=True, slots=True)
class Note:
    """One note on one comment."""

    key: bytes
    text: str
    by: str


def of(session: Session, comment: bytes) -> list[Note]:
    """Return the notes on a comment by their writers and words: nothing tells which came first."""
    found = session.execute(select(NoteRow.key, NoteRow.text, NoteRow.written_by).where(NoteRow.comment == comment))
    return sorted((Note(*row) for row in found), key=lambda note: (note.by, note.text, note.key))


def add(session: Session, comment: bytes, text: str, *, by: str) -> None:
    """Store a note; the same words by the same writer on the same comment stand there once, however often they are sent."""
    if not any(note.by == by and note.text == text for note in of(session, comment)):
        row = {"key": secrets.token_bytes(_KEY_BYTES), "comment": comment, "text": text, "written_by": by}
        session.execute(insert(NoteRow).values(row))


def remove(session: Session, comment: bytes, key: bytes, *, by: str) -> bool:
    """Take back a note of one's own; False where there is none of this writer under this key."""
    own = (NoteRow.key == key, NoteRow.comment == comment, NoteRow.written_by == by)
    there = session.scalar(select(NoteRow.key).where(*own)) is not None
    session.execute(delete(NoteRow).where(*own))
    return there
