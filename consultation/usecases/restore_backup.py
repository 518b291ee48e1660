"""Restore a backup: all of it or nothing, and nothing that was promised to be gone by today."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from sqlalchemy.orm import Session

from consultation.privacy.retention import gone_since
from consultation.questionnaire.opening import Consultation
from consultation.storage import backing_up, consultations, erasing, responses, taking_back, withdrawn
from consultation.storage.backing_up import Loading
from consultation.storage.keys import KeyRing
from consultation.usecases.change_key import seal_anew
from consultation.usecases.erase_expired import erase_expired


@dataclass(frozen=True, slots=True)
class Known:
    """One consultation as a newer backup, or a list, knows it."""

    slug: str
    opened_on: date | None
    erase_on: date | None


@dataclass(frozen=True, slots=True)
class Newer:
    """What a newer backup, or a list of what must stay gone, knows on the day it was made."""

    made_on: date
    consultations: Sequence[Known]
    withdrawn: Mapping[str, Collection[bytes]]
    """The slow names of withdrawn responses, by consultation."""


@dataclass(frozen=True, slots=True)
class Restored:
    """What became of the consultations of a backup, by slug."""

    stands: tuple[str, ...]
    erased: tuple[str, ...]
    withdrawn: int
    new_keys: tuple[str, ...]
    """Their ballot boxes' keys were not here: they have new ones, and what the boxes held is set aside."""


def restore_backup(
    session: Session,
    revision: str,
    load: Callable[[Loading], None],
    *,
    newer: Sequence[Newer],
    today: date,
    keys: KeyRing,
) -> Restored:
    """What stands when the transaction ends, in a database that was empty; `load` adds the rows.

    Everything whose day of erasing has come, and what a newer backup knows to be withdrawn or erased, is gone again
    before the transaction ends; afterwards call jobs.erasing.clear. A box whose private key is not here gets a new one,
    so that nobody is thanked for what no key opens. Raises backing_up.NotEmpty, UnknownSchema, what `load` raises, and
    storage.keys.KeyMissing where a key is here that cannot be used, for the next emptying would destroy it.
    """
    backing_up.prepare(session.connection(), revision)
    load(Loading(session))
    backing_up.upgrade(session)
    again = sum(_withdraw(session, one) for one in newer)
    erased = [slug for one in newer for slug in _erase(session, one)]
    erased += erase_expired(session, today=today)
    standing = consultations.all_(session)
    lost = tuple(one.slug for one in standing if _is_lost(keys, one))
    for slug in lost:
        seal_anew(session, slug, [], keys=keys)
    return Restored(tuple(one.slug for one in standing), tuple(erased), again, lost)


def _is_lost(keys: KeyRing, one: Consultation) -> bool:
    """Whether the private key of a box is not here. Raises KeyMissing where it is, and its passphrase is not."""
    if keys.opens(one.slug, one.public_key):
        return False
    if keys.path(one.slug, one.public_key).exists():
        keys.private(one.slug, one.public_key)
    return True


def _withdraw(session: Session, newer: Newer) -> int:
    """How many responses were withdrawn that the backup still held."""
    there = {one.slug for one in consultations.all_(session)}
    held = 0
    for slug, names in newer.withdrawn.items():
        fresh = set(names) - withdrawn.among(session, slug, names)
        if slug not in there or not fresh:
            continue
        held += len(responses.known(session, fresh))
        withdrawn.add(session, slug, fresh)
        for name in fresh:
            taking_back.take_out(session, slug, name)
    return held


def _erase(session: Session, newer: Newer) -> list[str]:
    """The consultations that were erased by then; of the others, a day that was brought forward since stands."""
    standing = consultations.all_(session)
    erased = gone_since(standing, newer.consultations, made_on=newer.made_on)
    days = {one.slug: one.erase_on for one in newer.consultations}
    for one in standing:
        day = days.get(one.slug)
        if one.slug in erased:
            erasing.erase(session, one.slug)
        elif day and one.erase_on and day < one.erase_on:
            closes_on = min(one.closes_on or day, day - timedelta(days=1))
            consultations.replace(session, replace(one, erase_on=day, closes_on=closes_on))
    return list(erased)
