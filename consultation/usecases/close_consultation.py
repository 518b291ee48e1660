"""Close a consultation: no more answers are taken, and the ballot box may be emptied to the last envelope."""

from datetime import date

from sqlalchemy.orm import Session

from consultation.storage import ballot_box, consultations


def close_consultation(session: Session, slug: str, *, today: date) -> bool:
    """Whether an open consultation was closed; its closing date does not stay in the future.

    Whoever is putting is waited for, and nobody puts after them: what is mixed in when this has ended is all there is.
    Raises as storage.ballot_box.keep_putters_away does.
    """
    ballot_box.keep_putters_away(session, slug)
    found = consultations.find(session, slug)
    return found is not None and consultations.close(session, slug, on=min(today, found.closes_on or today))
