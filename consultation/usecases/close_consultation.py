"""Close a consultation: no more answers are taken, and the ballot box may be emptied to the last envelope."""

from datetime import date

from sqlalchemy.orm import Session

from consultation.storage import consultations


def close_consultation(session: Session, slug: str, *, today: date | None = None) -> bool:
    """Whether an open consultation was closed; where today is given, its closing date does not stay in the future."""
    found = consultations.find(session, slug)
    early = found is not None and today is not None and found.closes_on is not None and today < found.closes_on
    return consultations.close(session, slug, on=today if early else None)
