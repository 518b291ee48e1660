"""Nothing that is stored tells in which order responses arrived; and a store that tells is caught by the same test."""

import secrets
import string
import time

import altcha
import pytest
from sqlalchemy import text

from consultation.privacy import proofs
from consultation.privacy.anonymise import AnonymousResponse, Channel
from consultation.privacy.proofs import Spent, new_challenge, verify
from consultation.privacy.receipts import slow_names
from consultation.storage import responses, spent_proofs
from consultation.storage.database import Database
from consultation.storage.keys import KeyRing
from consultation.usecases.spend_proof import spend_proof
from tests.anonymity.order_oracle import Oracle
from tests.anonymity.order_signals import OF_RESPONSES, UnplacedTable, postgres_stores, signals
from tests.boxes import Box
from tests.databases import on_postgres, on_sqlite

MANY = 200
RUNS = ([200], [200], [50] * 4, [20] * 10)  # responses in each batch of each run
NOT_ABOVE, CAUGHT = 0.2, 0.9
SECRET = secrets.token_bytes(32)


@pytest.fixture(autouse=True)
def _quick_riddles(monkeypatch):
    """What a challenge costs a device is not what is looked at here."""
    monkeypatch.setattr(proofs, "MOST_TRIES", 1)


def words():
    """Words that say nothing of their place among others."""
    return "".join(secrets.choice(string.ascii_lowercase) for _ in range(14))


def spend(box, nonce, content):
    """A proof is spent as `responding` does it: before the response is put, in a transaction of its own."""
    challenge = altcha.Challenge.from_dict(new_challenge(SECRET, consultation=box.slug, nonce=nonce, now=time.time()))
    solved = altcha.Payload(challenge, altcha.solve_challenge(challenge)).to_base64()
    proof = verify(SECRET, solved, consultation=box.slug, nonce=nonce, now=time.time())
    with box.database.transaction() as session:
        assert spend_proof(session, SECRET, proof, content)


def arrive(box, how_many):
    """So many responses arrive one after another, each with its proof; answers their keys in that order."""
    arrived = []
    for _ in range(how_many):
        comment, nonce = words(), secrets.token_hex(16)
        spend(box, nonce, comment.encode())
        arrived.append(box.put(comment, role=secrets.choice(("patient", "leader")), nonce=nonce).receipt.secret)
    return list(slow_names(arrived, box.slug).values())


@pytest.fixture(params=[on_sqlite, pytest.param(on_postgres, marks=pytest.mark.postgres)])
def boxes(request, tmp_path):
    """Fresh open consultations without end, each with the directory in which its files lie."""
    opened = []

    def fresh():
        while True:
            directory = tmp_path / str(len(opened))
            box = Box(Database(request.param(request)), KeyRing(directory / "keys"))
            box.open()
            opened.append(box)
            yield box

    yield fresh()
    for box in opened:
        box.database.close()


def hear(oracle, box, tmp_path, batches, links=OF_RESPONSES):
    oracle.hear(signals(box.database, tmp_path, links), batches)


@pytest.mark.slow
def test_no_signal_tells_the_order_of_arrival_within_a_batch(boxes, tmp_path):
    oracle = Oracle()
    for run in RUNS:
        box, batches = next(boxes), []
        for size in run:
            batches.append(arrive(box, size))
            assert box.empty() == size
        assert sum(map(len, batches)) == MANY
        hear(oracle, box, tmp_path, batches)
    assert len(oracle.tells()) > 20
    assert oracle.leaks(NOT_ABOVE) == {}


def test_a_plain_table_with_random_keys_is_caught(boxes, tmp_path):
    box, oracle, arrived = next(boxes), Oracle(), []
    kind = "BLOB" if box.database.on_sqlite else "BYTEA"
    with box.database.transaction() as session:
        session.execute(text(f"CREATE TABLE naive (key {kind} PRIMARY KEY, comment TEXT)"))
    for _ in range(MANY):
        arrived.append(secrets.token_bytes(16))
        with box.database.transaction() as session:
            session.execute(text("INSERT INTO naive VALUES (:key, :comment)"), {"key": arrived[-1], "comment": words()})
    hear(oracle, box, tmp_path, [arrived], OF_RESPONSES | {"naive": "key"})
    caught = set(oracle.leaks(CAUGHT))
    own = (
        {"naive.rowid"}
        if box.database.on_sqlite
        else {"naive.ctid", "naive.xmin", "write-ahead log: place of naive.key, first"}
    )
    assert own | {"naive: order of SELECT *", "naive: place of naive.key, pages backwards"} <= caught


def test_a_mixer_that_does_not_shuffle_is_caught(boxes, tmp_path, monkeypatch):
    monkeypatch.setattr(responses, "_shuffle", lambda _rows: None)
    box, oracle = next(boxes), Oracle()
    arrived = [
        AnonymousResponse(
            key=secrets.token_bytes(16), definition=box.consultation.fingerprint, role="patient", channel=Channel.web,
            answers={"waited": "yes"}, comments={"better": words()},
        )
        for _ in range(MANY)
    ]  # fmt: skip
    with box.database.transaction() as session:
        responses.add_batch(session, box.slug, arrived, "2026-W47")
    hear(oracle, box, tmp_path, [[response.key for response in arrived]])
    # A table without row numbers hides most of it by itself; inside a page the rows still lie as they were written.
    assert oracle.leaks(NOT_ABOVE if box.database.on_sqlite else CAUGHT)


def test_a_column_that_counts_is_caught_without_anyone_telling_of_it(boxes, tmp_path):
    box, oracle = next(boxes), Oracle()
    arrived = arrive(box, MANY)
    box.empty()
    with box.database.transaction() as session:
        session.execute(text("ALTER TABLE response ADD COLUMN noted INTEGER"))
        for place, key in enumerate(arrived):
            session.execute(text("UPDATE response SET noted = :place WHERE key = :key"), {"place": place, "key": key})
    hear(oracle, box, tmp_path, [arrived])
    assert "response.noted" in oracle.leaks(CAUGHT)


def test_a_table_that_nobody_placed_stops_the_oracle(boxes, tmp_path):
    box = next(boxes)
    with box.database.transaction() as session:
        session.execute(text("CREATE TABLE visit (page TEXT)"))
    with pytest.raises(UnplacedTable, match="visit"):
        signals(box.database, tmp_path)


def test_nothing_of_an_envelope_remains_in_the_database_files(boxes, tmp_path):
    box = next(boxes)
    envelopes = [box.put(words()).receipt.envelope_key for _ in range(20)]
    assert any(envelope in file for envelope in envelopes for file in contents(box.database, tmp_path))
    assert box.empty() == 20
    assert not [envelope for envelope in envelopes for file in contents(box.database, tmp_path) if envelope in file]


def contents(database, directory):
    """Every file of a database whole, but for PostgreSQL's write-ahead log, where envelopes stay, sealed."""
    with database.outside_transactions() as connection:
        if database.on_sqlite:
            return [path.read_bytes() for path in directory.rglob("*.sqlite*")]
        return [content for store, content, _ in postgres_stores(connection) if store != "write-ahead log"]


def test_a_spent_proof_that_holds_something_of_its_response_is_caught(boxes, tmp_path):
    box = next(boxes)
    for _ in range(10):
        box.put(words())
    assert box.empty() == 10
    with box.database.transaction() as session:
        response = bytes(session.execute(text("SELECT key FROM response")).scalars().first())
        spent_proofs.add(session, Spent(secrets.token_bytes(16), response, odd=False))
    with pytest.raises(AssertionError, match="spent_proof"):
        signals(box.database, tmp_path)
