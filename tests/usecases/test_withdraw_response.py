"""Who holds a code takes back all they gave, wherever it lies; it never comes again, and nothing of it stays in the files."""

import secrets
import threading
from contextlib import suppress

import pytest
from sqlalchemy import text

from consultation.jobs import clearing, erasing
from consultation.privacy import receipts
from consultation.storage import ballot_box, responses, withdrawn
from consultation.storage.database import StorageFailed
from consultation.storage.erasing import erase
from consultation.storage.keys import KeyRing
from consultation.storage.reading import runs
from consultation.usecases.find_response import find_response
from consultation.usecases.reading.discover_themes import discover_themes
from consultation.usecases.withdraw_response import withdraw_response
from tests.boxes import TODAY, Box
from tests.judging import judge

OTHERS = [f"comment {letter}" for letter in "abcdefghi"]
MARK = "Elgtråkket ved Kvitfjell"
OF_IT = ("answer", "comment", "reading", "confirmation", "suggestion", "candidate_label")


def withdraw(box, receipt):
    names = receipts.names(receipt, box.slug)
    with box.database.transaction() as session:
        return withdraw_response(session, box.slug, names)


def found(box, receipt):
    with box.database.reading() as session:
        return find_response(session, box.slug, receipts.names(receipt, box.slug))


def rows(box, table):
    with box.database.reading() as session:
        return session.scalar(text(f"SELECT count(*) FROM {table}"))  # noqa: S608


@pytest.fixture
def mine(box):
    """The receipt of one among ten that lie in the box, and the nonce of its form."""
    for comment in OTHERS:
        box.put(comment)
    nonce = secrets.token_hex(16)
    return box.put(MARK, nonce=nonce).receipt, nonce


def test_from_the_box_the_envelope_goes_and_those_of_others_stay(box, mine):
    assert withdraw(box, mine[0]) == "waiting"
    assert (box.waiting(), found(box, mine[0])) == (9, None)
    box.close()
    assert box.empty(closing=True) == 9
    assert box.comments() == OTHERS


def test_what_could_not_be_opened_goes_too(box, mine):
    with box.database.transaction() as session:
        envelopes = ballot_box.contents(session, box.slug)
        ballot_box.set_aside(session, box.slug, envelopes)
        ballot_box.remove(session, [one.envelope for one in envelopes])
    assert withdraw(box, mine[0]) == "set_aside"
    assert rows(box, "set_aside") == 9


def code_everything(box):
    with box.database.transaction() as session:
        run = discover_themes(session, box.slug, "better", seed=1, progress=lambda *_: None, made_on=TODAY)
        keys = responses.corpus(session, box.slug, "better").keys
        for key in keys:
            judge(session, key, {"theme": True}, outcome="coded", by="a@b.no")
            session.execute(
                text("INSERT INTO suggestion VALUES (:key, 'theme', :run, 0.5, 0, 1, '[]')"),
                {"key": key, "run": run.key},
            )


def test_of_a_stored_response_everything_goes_and_the_runs_are_marked_as_stale(box, mine):
    box.empty()
    code_everything(box)
    before = {table: rows(box, table) for table in OF_IT}
    assert withdraw(box, mine[0]) == "stored"
    assert {table: rows(box, table) for table in OF_IT} == {table: count * 9 // 10 for table, count in before.items()}
    assert min(before.values()) == 10
    with box.database.reading() as session:
        assert runs.latest(session, box.slug, "better", "discover").stale
    assert found(box, mine[0]) is None


def test_a_run_that_nothing_was_withdrawn_from_is_not_stale(box, mine):
    box.empty()
    code_everything(box)
    waiting = box.put("came later").receipt
    withdraw(box, waiting)
    with box.database.reading() as session:
        assert not runs.latest(session, box.slug, "better", "discover").stale


@pytest.mark.parametrize("mixed", [True, False])
def test_the_same_form_sent_again_does_not_bring_it_back(box, mine, mixed):
    receipt, nonce = mine
    if mixed:
        box.empty()
    withdraw(box, receipt)
    assert box.put(MARK, nonce=nonce).receipt == receipt
    assert found(box, receipt) is None
    for number in range(10):
        box.put(f"later {number}")
    box.empty()
    assert MARK not in box.comments()
    assert box.waiting() == 0


def test_withdrawing_twice_finds_nothing_the_second_time_and_keeps_one_name(box, mine):
    assert withdraw(box, mine[0])
    assert withdraw(box, mine[0]) is None
    assert rows(box, "withdrawn") == 1


def test_a_code_withdraws_nothing_from_another_consultation(box, mine):
    other = Box(box.database, box.keys, "other")
    other.open()
    assert withdraw(other, mine[0]) is None
    assert found(box, mine[0]) == "waiting"


def test_a_code_that_was_never_given_out_leaves_no_name(box, mine):
    assert withdraw(box, receipts.for_answers(receipts.new_nonce(), b"sheet")) is None
    assert rows(box, "withdrawn") == 0


def test_whoever_withdraws_while_the_box_is_emptied_stays_withdrawn(box):
    """Whichever comes first, the other sees it: many rounds, on both databases."""
    for turn in range(8):
        thanked = [box.put(f"{turn} {letter}") for letter in "abcdefghij"]
        start = threading.Barrier(3)
        wrong = []

        def act(does, start=start, wrong=wrong):
            start.wait()
            try:
                does()
            except StorageFailed as failed:  # told to come again
                wrong.append(failed)

        acts = (
            box.empty,
            lambda thanked=thanked: withdraw(box, thanked[0].receipt),
            lambda turn=turn: box.put(f"{turn} k"),
        )
        threads = [threading.Thread(target=act, args=(does,)) for does in acts]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert wrong == []
        assert found(box, thanked[0].receipt) is None
    box.close()
    box.empty(closing=True)
    assert not [comment for comment in box.comments() if comment.endswith("a")]
    assert len(box.comments()) == 80


def test_names_of_what_was_withdrawn_lie_in_no_order_and_are_erased_with_the_consultation(box):
    with box.database.transaction() as session:
        for number in range(40):
            withdrawn.add(session, box.slug, [number.to_bytes(16, "big")])
    if not box.database.on_sqlite:
        with box.database.reading() as session:
            heap = session.scalars(text("SELECT name FROM withdrawn ORDER BY ctid")).all()
        assert [bytes(name) for name in heap] != sorted(bytes(name) for name in heap)
    with box.database.transaction() as session:
        erase(session, box.slug)
    assert rows(box, "withdrawn") == 0


def files(directory):
    return b"".join(path.read_bytes() for path in directory.rglob("*") if path.is_file())


def traces(directory):
    there = files(directory)
    return [way for way in (MARK.encode(), MARK.casefold().encode(), b"Elgtr\\u00e5kket") if way in there]


def test_when_the_files_were_written_anew_no_byte_of_it_is_left(sqlite, tmp_path):
    box = Box(sqlite, KeyRing(tmp_path / "keys"))
    box.open()
    for number in range(29):
        box.put(f"{secrets.token_hex(20)} {'ventet ' * (number % 7 * 40)}")
    receipt = box.put(f"{MARK} {'ventet ' * 90}").receipt
    box.empty()
    assert traces(tmp_path), "the test would not see it"
    assert withdraw(box, receipt) == "stored"
    with box.database.reading() as session:
        assert len(withdrawn.uncleared(session)) == 1
    erasing.clear_withdrawn(box.database)
    assert traces(tmp_path) == []
    there = files(tmp_path)
    code = receipt.code.replace("-", "")
    for secret in (receipt.code, code, code.lower(), receipt.secret.hex(), receipt.envelope_key.hex()):
        assert secret.encode() not in there
    assert receipt.secret not in there
    assert receipt.envelope_key not in there
    with box.database.reading() as session:
        assert not withdrawn.uncleared(session)


def test_while_somebody_reads_the_clearing_waits_for_its_next_turn(box, mine, monkeypatch):
    monkeypatch.setattr(clearing, "TRIES", 2)
    withdraw(box, mine[0])
    with suppress(StorageFailed), box.database.reading() as reader:
        reader.scalar(text("SELECT count(*) FROM comment"))
        erasing.clear_withdrawn(box.database)
        with box.database.reading() as session:
            assert withdrawn.uncleared(session)
    erasing.clear_withdrawn(box.database)
    with box.database.reading() as session:
        assert not withdrawn.uncleared(session)
