"""The machine learns again by itself when people have read enough: at most one such job waits for each question."""

import logging

from consultation.jobs.delivery import deliver
from consultation.settings import Settings
from consultation.storage import consultations
from consultation.storage.database import Database, StorageFailed
from consultation.usecases.reading.ask_to_learn_again import ask_to_learn_again, due

log = logging.getLogger("consultation.jobs")


def ask_where_it_pays(settings: Settings, database: Database) -> list[str]:
    """Ask for new suggestions wherever they are due, and return the keys of these jobs.

    Nobody waits for the look itself: it writes nothing, and only where something is due a short transaction looks again.
    """
    with database.reading() as session:
        wanted = [
            (one.slug, question)
            for one in consultations.all_(session)
            if one.state != "draft"
            for question in dict.fromkeys(asked.id for asked in one.questionnaire.free_texts)
            if due(session, one.slug, question)
        ]
    asked = []
    for slug, question in wanted:
        try:
            with database.transaction() as session:
                key = ask_to_learn_again(session, slug, question)
        except StorageFailed as failed:  # also where another worker asked at the same moment
            log.warning("suggestions for %s were not asked for, as the database failed (%s)", slug, failed)
            continue
        if key is not None:
            deliver(settings, key)
            asked.append(key)
    return asked
