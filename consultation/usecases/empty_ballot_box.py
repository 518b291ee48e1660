"""Empty a ballot box: a whole batch is opened, shuffled and stored at once, and nothing of its envelopes remains."""

from collections.abc import Iterable
from secrets import SystemRandom

from sqlalchemy.orm import Session

from consultation.privacy.anonymise import AnonymousResponse
from consultation.privacy.sealing import CannotOpen, SealedResponse, unseal
from consultation.settings import SMALLEST_BATCH
from consultation.storage import ballot_box, consultations, responses
from consultation.storage.keys import belong_together


class WrongKey(Exception):  # noqa: N818 -- a refusal, named as what happened
    """The private key does not fit the consultation; the box was left as it was."""


class StillOpen(Exception):  # noqa: N818 -- a refusal, named as what happened
    """A batch smaller than the minimum is only mixed in when the consultation has closed."""


def empty_ballot_box(
    session: Session,
    slug: str,
    *,
    private_key: bytes,
    minimum: int = SMALLEST_BATCH,
    closing: bool = False,
    week: str,
) -> int:
    """How many responses were mixed in: none while fewer than the minimum wait, unless it is the closing's emptying.

    week: the ISO week, "2026-W47", which is all the time that is kept. All or nothing happens when the transaction
    ends; what it stored before is never stored again. What cannot be opened or stored is set aside and neither counts
    nor stands in the way. When the transaction has ended, call storage.ballot_box.empty_physically.
    Raises WrongKey, StillOpen, ValueError for a minimum under 10.
    """
    if minimum < SMALLEST_BATCH:
        raise ValueError(f"A batch of fewer than {SMALLEST_BATCH} hides nobody.")
    envelopes = ballot_box.contents(session, slug)
    found = consultations.find(session, slug)
    if not envelopes or found is None:
        return 0
    if closing and found.state != "closed":
        raise StillOpen(slug)
    if not belong_together(found.public_key, private_key):
        raise WrongKey(slug)
    opened, broken = _open(envelopes, private_key, consultations.fingerprints(session, slug))
    ballot_box.set_aside(session, slug, broken)
    new = _without_known(session, opened)
    waits = len(new) < minimum and not closing
    if not waits:
        SystemRandom().shuffle(new)
        responses.add_batch(session, slug, new, week, small=len(new) < minimum)
    ballot_box.remove(session, [one.envelope for one in (broken if waits else envelopes)])
    return 0 if waits else len(new)


def _open(
    envelopes: Iterable[SealedResponse], private_key: bytes, definitions: frozenset[str]
) -> tuple[list[AnonymousResponse], list[SealedResponse]]:
    """What could be opened and stored, and the envelopes of what could not."""
    opened, broken = [], []
    for envelope in envelopes:
        try:
            response = unseal(envelope.sealed, private_key)
        except CannotOpen:
            broken.append(envelope)
            continue
        if response.definition in definitions and responses.storable(response):
            opened.append(response)
        else:
            broken.append(envelope)
    return opened, broken


def _without_known(session: Session, opened: Iterable[AnonymousResponse]) -> list[AnonymousResponse]:
    """Each response once, and none that was mixed in before: repeats must not fill a batch up."""
    one_each = {response.key: response for response in opened}
    for key in responses.known(session, one_each):
        del one_each[key]
    return list(one_each.values())
