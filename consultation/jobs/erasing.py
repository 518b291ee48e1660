"""What is to go is erased without anybody asking: consultations whose day has come, and the traces of what was withdrawn."""

import time
from datetime import date

from consultation.settings import Settings
from consultation.storage import ballot_box, withdrawn
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


def clear_withdrawn(database: Database) -> None:
    """Write the files anew where responses were withdrawn since that was last done; what is in the way is for next time."""
    with database.reading() as session:
        those = withdrawn.uncleared(session)
    if those and clear(database):
        with database.transaction() as session:
            ballot_box.keep_mixers_away(session)
            withdrawn.note_cleared(session, those)
