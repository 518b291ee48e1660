"""Spend a proof of work on one response, once; and forget it when nobody could spend it again."""

from sqlalchemy import Connection
from sqlalchemy.orm import Session

from consultation.privacy import proofs
from consultation.privacy.proofs import Proof
from consultation.storage import spent_proofs


def spend_proof(connection: Connection, secret: bytes, proof: Proof, content: bytes) -> bool:
    """Whether this proof may stand for this content: it was not spent yet, or on the very same.

    So a double click and a retry after a lost answer are thanked like the first time. End the transaction before the one that
    stores the response begins: two rows of one transaction could be joined by its number.
    """
    return spent_proofs.add(connection, proofs.spent(secret, proof, content))


def forget_spent_proofs(session: Session, *, now: float) -> int:
    """Forgets the proofs that have expired, except the last half day's; how many. `now` in seconds since 1970.

    Call storage.spent_proofs.remove_physically when the transaction has ended.
    """
    odd = proofs.to_purge(now)
    return 0 if odd is None else spent_proofs.remove(session, odd=odd)
