"""Note something on a comment for the team, and take back what one noted oneself."""

from sqlalchemy.orm import Session

from consultation.storage.reading import codings, notes
from consultation.usecases.reading.confirm_coding import UnknownComment


def note_comment(session: Session, slug: str, question: str, comment: bytes, text: str, *, by: str) -> None:
    """Store a note; what is sent twice stands there once, and blanks are no note. Raises UnknownComment."""
    if not codings.is_there(session, slug, question, comment):
        raise UnknownComment
    words = text.replace("\r\n", "\n").strip()
    if words:
        notes.add(session, comment, words, by=by)


def take_back_note(session: Session, comment: bytes, key: bytes, *, by: str) -> bool:
    """Remove one's own note; False where it is not there, or is somebody else's."""
    return notes.remove(session, comment, key, by=by)
