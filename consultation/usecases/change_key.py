"""Change a ballot box's key: what stays in it is sealed anew, and what left it can be opened by no key that lives on."""

from collections.abc import Collection, Iterable, Mapping

from sqlalchemy.orm import Session

from consultation.privacy.resealing import reseal
from consultation.privacy.sealing import CannotOpen, SealedResponse
from consultation.storage import ballot_box, consultations
from consultation.storage.keys import KeyRing


def change_key(session: Session, slug: str, *, keys: KeyRing, leaving: Collection[bytes] = ()) -> None:
    """Takes the envelopes that leave out of the box, and seals all others for a new key, also what was set aside.

    Call it last in a transaction. The new private key is on disk before the consultation names its public half; the old
    one lives until the transaction has ended: then call KeyRing.destroy_others with the mixers kept away, as
    jobs.mixing.destroy_superseded does. Whoever is putting is waited for, and puts for the new key from then on.
    Raises storage.keys.KeyMissing, and as ballot_box.remove does.
    """
    ballot_box.keep_mixers_away(session)
    found = consultations.find(session, slug)
    if found is not None:
        seal_anew(session, slug, [keys.private(slug, found.public_key)], keys=keys, leaving=leaving)


def seal_anew(
    session: Session, slug: str, openers: Collection[bytes], *, keys: KeyRing, leaving: Collection[bytes] = ()
) -> int:
    """Gives a box a new key, and answers how many envelopes none of the private keys opens: those are set aside.

    Call it with the mixers kept away.
    """
    public, going = keys.make(slug), frozenset(leaving)
    ballot_box.keep_putters_away(session, slug)
    staying = [one for one in ballot_box.look_into(session, slug) if one.envelope not in going]
    resealed = _resealed(staying, openers, public)
    broken = [one for one in staying if one.envelope not in resealed]
    ballot_box.set_aside(session, slug, broken)
    ballot_box.reseal_aside(session, _resealed(ballot_box.look_aside(session, slug), openers, public))
    consultations.give_key(session, slug, public)
    ballot_box.remove(session, [*leaving, *(one.envelope for one in broken)], resealed=resealed)
    return len(broken)


def _resealed(envelopes: Iterable[SealedResponse], openers: Collection[bytes], public: bytes) -> Mapping[bytes, bytes]:
    """What one of the private keys opens, sealed for a public one, by the names of the envelopes."""
    resealed = dict[bytes, bytes]()
    for one in envelopes:
        for private in openers:
            try:
                resealed[one.envelope] = reseal(one.sealed, private, public)
            except CannotOpen:
                continue
            break
    return resealed
