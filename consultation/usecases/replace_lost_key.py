"""Replace a private key that is lost, so that the consultation can go on, and say how many responses are lost with it."""

from sqlalchemy.orm import Session

from consultation.storage import ballot_box, consultations
from consultation.storage.keys import KeyRing
from consultation.usecases.change_key import seal_anew


class NotLost(Exception):  # noqa: N818 -- a refusal, named as what happened
    """The key is there; the message says what keeps it from being used, if anything does."""


def replace_lost_key(session: Session, slug: str, *, keys: KeyRing) -> int:
    """How many envelopes in the box no key here opens; they are set aside, in case that the key is found after all.

    Every other key of the consultation is tried on them first: a database that was restored may be older than its keys.
    From the transaction's end on, responses are sealed for a new key. Raises NotLost, storage.keys.KeyMissing.
    """
    ballot_box.keep_mixers_away(session)
    found = consultations.find(session, slug)
    if found is None:
        return 0
    if reason := keys.kept_from(slug, found.public_key):
        raise NotLost(reason)
    return seal_anew(session, slug, keys.all_others(slug, found.public_key), keys=keys)
