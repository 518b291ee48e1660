"""The audit's own consultation: opened, closed, mixed and erased by the same code as every other, and never left behind."""

import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import date, timedelta

from consultation.auditing import paths
from consultation.auditing.questions import questionnaire
from consultation.jobs import erasing, mixing
from consultation.privacy.sealing import CannotOpen, SealedResponse, unseal
from consultation.questionnaire.opening import is_an_audit
from consultation.settings import Settings
from consultation.storage import ballot_box, consultations
from consultation.storage.database import Database
from consultation.storage.keys import KeyRing
from consultation.usecases.close_consultation import close_consultation
from consultation.usecases.open_consultation import open_consultation

_OPEN, _KEPT = timedelta(days=2), timedelta(days=3)
_LOOK_EVERY = 0.2
_KEY_BYTES = 32


def open_own(settings: Settings, database: Database, slug: str, *, today: date) -> None:
    """Open it for so long that no midnight closes it. Raises usecases.open_consultation.NotReady, StorageFailed."""
    with database.transaction() as session:
        open_consultation(
            session,
            questionnaire(),
            slug=slug,
            closes_on=today + _OPEN,
            erase_on=today + _KEPT,
            today=today,
            keys=KeyRing.of(settings),
            archive="nothing",
        )


def close_own(database: Database, slug: str, *, today: date) -> None:
    """Close it: the next look into its box mixes in all that is left."""
    with database.transaction() as session:
        close_consultation(session, slug, today=today)


def mixed(settings: Settings, database: Database, slug: str, *, patience: float) -> str:
    """Wait until its ballot box is empty, and say who emptied it: the worker, or this audit where it is told not to wait.

    patience: seconds; 0 empties it at once. Empty where nobody could. Raises storage.keys.KeyMissing.
    """
    until = time.monotonic() + patience
    while time.monotonic() < until:
        if not _waiting(database, slug):
            return "the worker"
        time.sleep(_LOOK_EVERY)
    if patience and not _waiting(database, slug):
        return "the worker"
    mixing.mix(settings, database, slug, closing=True)
    return "" if _waiting(database, slug) else "the audit itself"


def erase_all_own(settings: Settings, database: Database, *, today: date) -> tuple[bool, tuple[str, ...]]:
    """Let the day of erasing of this audit's consultation come, and of those that a killed one left; then erase as always.

    Whether they are gone from the files as well, and a sentence for all that could not be cleared of the database's server.
    """
    with database.transaction() as session:
        for one in consultations.all_(session):
            if is_an_audit(one.slug):
                over = replace(one, state="closed", closes_on=today - timedelta(days=1), erase_on=today)
                consultations.replace(session, over)
    erasing.erase(settings, database, today=today)
    return erasing.clear_files(database), erasing.clear_server(database)


def is_gone(settings: Settings, database: Database, slug: str) -> bool:
    """Whether neither rows nor keys of it are left."""
    with database.reading() as session:
        return consultations.find(session, slug) is None and not KeyRing.of(settings).holds_any(slug)


def envelopes(database: Database, slug: str) -> list[SealedResponse]:
    """What lies in the box now, as a thief or a backup would have copied it."""
    with database.reading() as session:
        return ballot_box.look_into(session, slug)


def opened_by_a_key(settings: Settings, database: Database, slug: str, copied: Sequence[SealedResponse]) -> int:
    """How many of the copied envelopes any private key that is here now opens."""
    keys = set[bytes]()
    for path in settings.keys.rglob("*"):
        with suppress(OSError), paths.opened(path) as file:  # the worker destroys keys meanwhile
            keys.add(file.read(_KEY_BYTES + 1))
    with database.reading() as session:
        found = consultations.find(session, slug)
    if found is not None:
        keys.add(KeyRing.of(settings).private(slug, found.public_key))
    return sum(any(_opens(key, one.sealed) for key in keys if len(key) == _KEY_BYTES) for one in copied)


def _opens(key: bytes, sealed: bytes) -> bool:
    try:
        unseal(sealed, key)
    except CannotOpen:
        return False
    return True


def _waiting(database: Database, slug: str) -> int:
    with database.reading() as session:
        return ballot_box.waiting(session, slug)
