"""A proof stands for one content, also when that is sent again, and is forgotten within a day."""

import time

from sqlalchemy import text

from consultation.privacy.proofs import LASTS, PERIOD, Proof
from consultation.usecases.spend_proof import forget_spent_proofs, spend_proof

SECRET = b"s" * 32
BEGINNING = int(time.time()) // PERIOD * PERIOD


def spend(database, proof, content):
    with database.beforehand() as connection:
        return spend_proof(connection, SECRET, proof, content)


def forget(database, now):
    with database.transaction() as session:
        return forget_spent_proofs(session, now=now)


def test_a_proof_stands_for_one_content(database):
    proof = Proof(b"challenge", BEGINNING + LASTS)
    assert [spend(database, proof, content) for content in (b"a", b"a", b"b", b"a")] == [True, True, False, True]
    assert spend(database, Proof(b"another", BEGINNING + LASTS), b"b")


def test_what_is_forgotten_could_not_be_spent_again(database):
    early, late = BEGINNING + 60, BEGINNING + PERIOD - 60
    spend(database, Proof(b"early", early + LASTS), b"a")
    assert forget(database, early + 61) == 0
    spend(database, Proof(b"late", late + LASTS), b"a")
    assert forget(database, late + 1) == 0, "both may still be spent"
    assert forget(database, BEGINNING + PERIOD) == 1
    assert not spend(database, Proof(b"late", late + LASTS), b"b"), "it expires after the period's end"
    assert forget(database, BEGINNING + 2 * PERIOD) == 1
    with database.reading() as session:
        assert session.execute(text("SELECT count(*) FROM spent_proof")).scalar_one() == 0
