"""Nothing that is stored tells in which order responses arrived; and a store that tells is caught by the same test.

It would see a rank correlation of 0.5 in every signal that it compares, and with LONG=1 in the environment (`make soak`: 1,500
responses instead of 180) of 0.2 in at least 95 of 100; of places in pages of files it promises no strength, as they hold fewer.
"""

import os
import secrets
import string
import time

import altcha
import pytest
from sqlalchemy import text

from consultation.auditing import arrival, files, stored_columns
from consultation.auditing.needles import Search
from consultation.auditing.order import Oracle
from consultation.auditing.order_signals import named, of_places, of_rows
from consultation.privacy.anonymise import AnonymousResponse, Channel
from consultation.privacy.proofs import Spent, new_challenge, verify
from consultation.privacy.receipts import slow_names
from consultation.storage import ballot_box, responses, spent_proofs
from consultation.storage.catalogue import signals
from consultation.storage.catalogue.live_schema import live_schema
from consultation.storage.database import Database
from consultation.storage.keys import KeyRing
from consultation.usecases.spend_proof import spend_proof
from tests.boxes import Box
from tests.databases import on_postgres, on_sqlite

MANY = 60
LONG = os.environ.get("LONG") == "1"
RUNS = ([250], [250], [250], [250], [250], [50] * 5) if LONG else ([60], [60], [20] * 3)  # batches of each run
WOULD_BE_SEEN, NOT_ABOVE, CAUGHT = 0.2 if LONG else 0.5, 0.2, 0.9
SECRET = secrets.token_bytes(32)


def words():
    """Words that say nothing of their place among others."""
    return "".join(secrets.choice(string.ascii_lowercase) for _ in range(14))


def spend(box, nonce, content):
    """A proof is spent as `responding` does it: before the response is put, in a transaction of its own."""
    challenge = altcha.Challenge.from_dict(new_challenge(SECRET, consultation=box.slug, nonce=nonce, now=time.time()))
    solved = altcha.Payload(challenge, altcha.solve_challenge(challenge)).to_base64()
    proof = verify(SECRET, solved, consultation=box.slug, nonce=nonce, now=time.time())
    with box.database.transaction() as session:
        assert spend_proof(session.connection(), SECRET, proof, content)


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


def heard(box, arrived, kind="response.key"):
    """All signals of responses that arrived in this order, known by their keys: of rows, and of places in files."""
    assert ballot_box.empty_physically(box.database)
    rows = of_rows(box.database, {kind: {key: place for place, key in enumerate(arrived)}})
    names = {kind: {key: place for place, key in enumerate(arrived)}, **rows.names}
    stores = {store.path: store for store in signals.stores(box.database)}
    found = files.search(stores, Search(named(names)), files.Read())
    places = [(stores[one.path], one.hit.needle.kind, one.hit.needle.visit, one.hit.at) for one in found]
    return {
        name: signal for name, signal in (rows.signals | of_places(places)).items() if len(set(signal.values())) > 1
    }


def hear(oracle, box, batches, kind="response.key"):
    """Takes what was heard, batch by batch."""
    sizes = [len(batch) for batch in batches]
    starts = [sum(sizes[:number]) for number in range(len(sizes))]
    whole = [range(start, start + size) for start, size in zip(starts, sizes, strict=True)]
    oracle.hear(heard(box, [key for batch in batches for key in batch], kind), whole)


@pytest.mark.slow
def test_no_signal_tells_the_order_of_arrival_within_a_batch(boxes):
    oracle = Oracle()
    for run in RUNS:
        box, batches = next(boxes), []
        for size in run:
            batches.append(arrive(box, size))
            assert box.empty() == size
        assert sum(map(len, batches)) == sum(run)
        hear(oracle, box, batches)
    assert len(oracle.tells()) > 20
    least = oracle.least_seen()
    thin = {name: seen for name, seen in least.items() if seen >= WOULD_BE_SEEN and "page" not in name}
    assert len(thin) <= (len(least) // 20 if LONG else 0), thin  # a free page holds a few of so many names
    assert oracle.readable() == {}


def test_a_plain_table_with_random_keys_is_caught(boxes):
    box, oracle, arrived = next(boxes), Oracle(), []
    kind = "BLOB" if box.database.on_sqlite else "BYTEA"
    with box.database.transaction() as session:
        session.execute(text(f"CREATE TABLE naive (key {kind} PRIMARY KEY, comment TEXT)"))
    for _ in range(MANY):
        arrived.append(secrets.token_bytes(16))
        with box.database.transaction() as session:
            session.execute(text("INSERT INTO naive VALUES (:key, :comment)"), {"key": arrived[-1], "comment": words()})
    hear(oracle, box, [arrived], "naive.key")
    caught = set(oracle.leaks(CAUGHT))
    own = (
        {"naive.rowid"}
        if box.database.on_sqlite
        else {"naive.ctid", "naive.xmin", "write-ahead log: place of naive.key"}
    )
    assert own | {"naive: order of SELECT *", "naive: place of naive.key, pages backwards"} <= caught


def test_a_mixer_that_does_not_shuffle_is_caught(boxes, monkeypatch):
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
    hear(oracle, box, [[response.key for response in arrived]])
    # A table without row numbers hides most of it by itself; inside a page the rows still lie as they were written.
    assert oracle.leaks(NOT_ABOVE if box.database.on_sqlite else CAUGHT)


def test_a_column_that_counts_is_caught_without_anyone_telling_of_it(boxes):
    box, oracle = next(boxes), Oracle()
    arrived = arrive(box, MANY)
    box.empty()
    with box.database.transaction() as session:
        session.execute(text("ALTER TABLE response ADD COLUMN noted INTEGER"))
        for place, key in enumerate(arrived):
            session.execute(text("UPDATE response SET noted = :place WHERE key = :key"), {"place": place, "key": key})
    hear(oracle, box, [arrived])
    assert "response.noted" in oracle.leaks(CAUGHT)


def test_a_table_that_is_on_no_list_is_named(boxes):
    box = next(boxes)
    with box.database.transaction() as session:
        session.execute(text("CREATE TABLE visit (page TEXT)"))
    found = {one.subject: one for one in stored_columns.of_columns(live_schema(box.database))}
    assert found["Only columns that are on the list"].verdict == "broken"
    assert "The table visit is on no list." in found["Only columns that are on the list"].seen


def test_nothing_of_an_envelope_remains_in_the_database_files(boxes, tmp_path):
    box = next(boxes)
    envelopes = [box.put(words()).receipt.envelope_key for _ in range(20)]
    assert any(envelope in file for envelope in envelopes for file in contents(box.database, tmp_path))
    assert box.empty() == 20
    assert not [envelope for envelope in envelopes for file in contents(box.database, tmp_path) if envelope in file]


def contents(database, directory):
    """Every file of a database whole, but for PostgreSQL's write-ahead log, where envelopes stay, sealed."""
    own = directory.rglob("*.sqlite*") if database.on_sqlite else ()
    stores = signals.stores(database)
    paths = {*own, *(store.path for store in stores if store.name != "write-ahead log")}
    return [path.read_bytes() for path in paths if path.exists()]


def test_a_spent_proof_that_holds_something_of_its_response_is_caught(boxes):
    box = next(boxes)
    for _ in range(10):
        box.put(words())
    assert box.empty() == 10
    with box.database.transaction() as session:
        response = bytes(session.execute(text("SELECT key FROM response")).scalars().first())
        spent_proofs.add(session.connection(), Spent(secrets.token_bytes(16), response, odd=False))
    [found] = arrival.of_links(box.database, of_rows(box.database, {"response": {response: 0}}))
    assert found.verdict == "broken"
    assert "Rows of spent_proof belong to single responses." in found.seen
    assert "A value of a spent proof stands in response." in found.seen


def test_a_spent_proof_leads_to_no_response(boxes):
    box = next(boxes)
    arrived = arrive(box, 12)
    assert box.empty() == 12
    [found] = arrival.of_links(
        box.database, of_rows(box.database, {"response": {key: place for place, key in enumerate(arrived)}})
    )
    assert found.verdict == "kept"
