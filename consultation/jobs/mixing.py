"""Ballot boxes are emptied as soon as they hold enough, and the keys that opened them are destroyed."""

import logging

from consultation.clock import iso_week, today
from consultation.jobs.alarm import not_emptied
from consultation.jobs.clearing import patiently
from consultation.privacy.sealing import SealedResponse
from consultation.questionnaire.opening import Consultation
from consultation.settings import Settings
from consultation.storage import ballot_box, consultations, key_files, looks
from consultation.storage.database import Database, StorageFailed
from consultation.storage.keys import KeyMissing, KeyRing
from consultation.usecases.close_consultation import close_consultation
from consultation.usecases.empty_ballot_box import SlowNames, StillOpen, empty_ballot_box

log = logging.getLogger("consultation.jobs")

LIES_ELSEWHERE = "the old key %s is a link or has another name: what lies there is not destroyed; do it yourself"


def mix(settings: Settings, database: Database, slug: str, *, closing: bool = False) -> int:
    """Empty one ballot box if it holds enough, or whatever it holds when closing; return how many were mixed in.

    Raises storage.keys.KeyMissing.
    """
    return _mix(settings, database, slug, closing=closing)[0]


def _mix(settings: Settings, database: Database, slug: str, *, closing: bool) -> tuple[int, bool]:
    """How many were mixed in, and whether nothing that left the box is left in the database's files."""
    keys = KeyRing.of(settings)
    destroy_superseded(database, keys, slug)  # which somebody who was killed left
    waiting, private_key = _look(database, keys, slug)
    if not waiting:
        looks.note(settings.keys, slug, today=today())
        return 0, True
    # Made here, because respondents wait while the transaction writes.
    names = SlowNames(slug, keys=keys, private_key=private_key)
    names.prepare(waiting, private_key=private_key, minimum=settings.batch_minimum, closing=closing)
    with database.transaction() as session:
        before = ballot_box.waiting(session, slug)
        mixed = empty_ballot_box(
            session,
            slug,
            keys=keys,
            minimum=settings.batch_minimum,
            closing=closing,
            week=iso_week(today()),
            names=names,
        )
        left = before - ballot_box.waiting(session, slug)  # also what was set aside, and repeats that were thrown away
    cleared = not left or clear(database)
    destroy_superseded(database, keys, slug)
    looks.note(settings.keys, slug, today=today())
    return mixed, cleared


def _look(database: Database, keys: KeyRing, slug: str) -> tuple[list[SealedResponse], bytes]:
    """What waits, and the key to it; looked for also when nothing waits.

    A complaint in the log must not tell when the first answer came. Raises storage.keys.KeyMissing.
    """
    while True:
        with database.reading() as session:
            found = consultations.find(session, slug)
            waiting = ballot_box.look_into(session, slug)
        if found is None:
            return [], b""
        if keys.standing(slug, found.public_key).exposed:
            log.warning(
                "others than its owner could read the private key of %s: give it a new one (keys --renew)", slug
            )
        try:
            return waiting, keys.private(slug, found.public_key)
        except KeyMissing:
            with database.reading() as session:
                again = consultations.find(session, slug)
            if again is None or again.public_key == found.public_key:
                raise  # else another mixer has changed it between our two looks


def destroy_superseded(database: Database, keys: KeyRing, slug: str) -> None:
    """Destroys the keys that a consultation's box had before the one it has now. Raises storage.keys.KeyMissing.

    With the mixers kept away, since a mixer's new key is in force only when its transaction ends.
    """
    with database.reading() as session:
        found = consultations.find(session, slug)
    if found is None or not keys.others(slug, found.public_key):
        return
    with database.transaction() as session:
        ballot_box.keep_mixers_away(session)
        found = consultations.find(session, slug)
        if found is not None:
            for path in filter(key_files.lies_elsewhere, keys.others(slug, found.public_key)):
                log.error(LIES_ELSEWHERE, path)
            keys.destroy_others(slug, found.public_key)


def mix_all(settings: Settings, database: Database) -> bool:
    """Empty every ballot box that holds enough; of a consultation that is over, close it and empty what is left.

    Whether nothing that left a box is left in the database's files; else call `clear` a while later.
    """
    cleared = True
    with database.reading() as session:
        begun = [one for one in consultations.all_(session) if one.state != "draft"]
    for consultation in begun:
        try:
            closing = _is_closed(database, consultation)
            cleared = _mix(settings, database, consultation.slug, closing=closing)[1] and cleared
        except (KeyMissing, StillOpen, OSError) as refused:
            log.warning("the ballot box of %s cannot be opened: %s", consultation.slug, type(refused).__name__)
        except StorageFailed as failed:
            cleared = False  # as far as anybody knows
            log.warning("the ballot box of %s was not emptied, as the database failed (%s)", consultation.slug, failed)
        if reason := not_emptied(settings, consultation, today()):
            log.error("ALARM: %s", reason)
    return cleared


def _is_closed(database: Database, consultation: Consultation) -> bool:
    """Whether nothing more comes in; a consultation whose last day is over is closed here."""
    if consultation.state == "open" and not consultation.takes_answers(today()):
        with database.transaction() as session:
            close_consultation(session, consultation.slug, today=today())
        return True
    return consultation.state == "closed"


def clear(database: Database) -> bool:
    """Whether what left a box is gone from the files as well."""
    return patiently(lambda: ballot_box.empty_physically(database))
