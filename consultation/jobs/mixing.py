"""Ballot boxes are emptied as soon as they hold enough; the private key is read here and nowhere else."""

import time

from consultation.jobs.rhythm import iso_week, today
from consultation.settings import Settings
from consultation.storage import ballot_box, consultations
from consultation.storage.database import Database
from consultation.storage.keys import KeyRing
from consultation.usecases.empty_ballot_box import empty_ballot_box

TRIES = 20


def mix(settings: Settings, database: Database, slug: str, *, closing: bool = False) -> int:
    """Empty one ballot box if it holds enough, or whatever it holds when closing; return how many were mixed in.

    Raises storage.keys.KeyMissing.
    """
    with database.reading() as session:
        if not ballot_box.waiting(session, slug):
            return 0
    private_key = KeyRing(settings.keys).private(slug)
    with database.transaction() as session:
        mixed = empty_ballot_box(
            session,
            slug,
            private_key=private_key,
            minimum=settings.batch_minimum,
            closing=closing,
            week=iso_week(today()),
        )
    if mixed:
        _clear(database)
    return mixed


def _clear(database: Database) -> None:
    """Physically; a reader who is in the way is gone a moment later."""
    for _ in range(TRIES):
        if ballot_box.empty_physically(database):
            return
        time.sleep(0.1)


def mix_all(settings: Settings, database: Database) -> None:
    """Empty every ballot box that holds enough; of a consultation that is closed, whatever is left."""
    with database.reading() as session:
        begun = [(c.slug, c.state == "closed") for c in consultations.all_(session) if c.state != "draft"]
    for slug, closed in begun:
        mix(settings, database, slug, closing=closed)
