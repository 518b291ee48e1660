"""Consultations whose day has come are erased, with their keys and in the files, without anybody asking."""

import time
from datetime import date

from consultation.settings import Settings
from consultation.storage.database import Database
from consultation.storage.erasing import erase_physically
from consultation.storage.keys import KeyRing
from consultation.usecases.erase_expired import erase_expired

TRIES = 20


def erase(settings: Settings, database: Database, *, today: date) -> tuple[str, ...]:
    """The slugs of the consultations that were erased; call `clear` afterwards.

    Their keys go before the rows are gone for good: when the database fails then, their day has come all the same, and
    the next look finds the rows again. The other way round, nobody would ever look for the keys.
    """
    keys = KeyRing(settings.keys)
    with database.transaction() as session:
        erased = erase_expired(session, today=today)
        for slug in erased:
            keys.remove(slug)
    return erased


def clear(database: Database) -> bool:
    """Whether what was erased is gone from the files as well; who is in the way is mostly gone a moment later."""
    for _ in range(TRIES):
        if erase_physically(database):
            return True
        time.sleep(0.1)
    return False
