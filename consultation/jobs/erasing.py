"""What is to go is erased without anybody asking: consultations whose day has come, and the traces of what was withdrawn."""

import logging
from datetime import date

from consultation.jobs.clearing import patiently
from consultation.settings import Settings
from consultation.storage import ballot_box, server_traces, withdrawn
from consultation.storage.database import Database
from consultation.storage.erasing import erase_from_queue, erase_physically
from consultation.storage.keys import KeyRing
from consultation.usecases.erase_expired import erase_expired

log = logging.getLogger("consultation.jobs")

LOG_NOT_OURS = (
    "PostgreSQL's write-ahead log may hold copies of what was erased until the server writes it over, and our role may not "
    "ask for that. Run `consultation erase-expired` as a superuser of the server, or as the tables' owner after: {allow}."
)
LOG_KEPT = (
    "PostgreSQL keeps its write-ahead log also for {}: copies of what was erased stay there until you remove them."
)


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
    if erased and not erase_from_queue(settings.deliveries):
        log.info("the queue's file is in use; nothing in it tells of a response")
    return erased


def clear(database: Database) -> bool:
    """Whether what was erased is gone from the files as well; what the server still holds of it is told in our log."""
    if not clear_files(database):
        return False
    for sentence in clear_server(database):
        log.warning(sentence)
    return True


def clear_files(database: Database) -> bool:
    """Whether what was erased is gone from the tables' files."""
    return patiently(lambda: erase_physically(database))


def clear_server(database: Database) -> tuple[str, ...]:
    """Writes over what the database's server holds beside the tables, and answers a sentence for each thing it cannot."""
    cleared = server_traces.clear(database)
    allow = "; ".join(server_traces.ALLOW).format(role="<owner>")
    not_ours = () if cleared.log else (LOG_NOT_OURS.format(allow=allow),)
    return (*not_ours, *(LOG_KEPT.format(place) for place in cleared.kept))


def clear_withdrawn(database: Database) -> None:
    """Write the files anew where responses were withdrawn since that was last done; what is in the way is for next time."""
    with database.reading() as session:
        those = withdrawn.uncleared(session)
    if those and clear(database):
        with database.transaction() as session:
            ballot_box.keep_mixers_away(session)
            withdrawn.note_cleared(session, those)
