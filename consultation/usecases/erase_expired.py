"""Erase every consultation whose day has come: what respondents were promised happens by itself."""

from datetime import date

from sqlalchemy.orm import Session

from consultation.privacy.retention import due
from consultation.storage import consultations, erasing


def erase_expired(session: Session, *, today: date) -> tuple[str, ...]:
    """The slugs of the consultations that are erased when the transaction ends, the longest overdue first.

    Nothing of them stays: responses, envelopes, codebooks, runs, jobs, questions and the consultation itself. Remove
    their keys before the transaction ends, and call storage.erasing.erase_physically afterwards.
    """
    expired = tuple(one.slug for one in due(consultations.all_(session), today=today))
    for slug in expired:
        erasing.erase(session, slug)
    return expired
