"""Of how many nearly equal comments one is, for the pages that show it alone."""

from sqlalchemy.orm import Session

from consultation.privacy.disclosure import coarse
from consultation.reviewing.pages import At
from consultation.storage import screenings


def copies_of(session: Session, at: At, comment: bytes) -> int | None:
    """Return of at least how many copies of a campaign a comment is one, itself counted; None where of fewer than five."""
    return coarse(screenings.copies_like(session, at.slug, at.question, comment))
