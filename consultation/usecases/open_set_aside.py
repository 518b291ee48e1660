"""Open what was set aside with a private key that was found again, and put it back into the ballot box."""

from sqlalchemy.orm import Session

from consultation.privacy.resealing import reseal
from consultation.privacy.sealing import CannotOpen
from consultation.storage import ballot_box, consultations


def open_set_aside(session: Session, slug: str, *, private_key: bytes) -> int:
    """How many envelopes the key opened: they lie in the box again, sealed for the key that it has now."""
    ballot_box.keep_mixers_away(session)  # and with them the key, and what they set aside or throw away
    found = consultations.find(session, slug)
    if found is None:
        return 0
    resealed = dict[bytes, bytes]()
    for one in ballot_box.look_aside(session, slug):
        try:
            resealed[one.envelope] = reseal(one.sealed, private_key, found.public_key)
        except CannotOpen:
            continue
    return ballot_box.bring_back(session, slug, resealed=resealed)
