"""A batch is mixed in whole and once, whatever happens on the way, and never before it can hide its responses."""

import secrets
import threading
from dataclasses import replace

import pytest
from sqlalchemy import event, text

from consultation.jobs.mixing import destroy_superseded
from consultation.privacy.anonymise import AnonymousResponse, Channel
from consultation.privacy.sealing import SealedResponse, new_keys, seal
from consultation.storage import ballot_box, responses
from consultation.storage.keys import KeyMissing
from consultation.usecases.empty_ballot_box import StillOpen, empty_ballot_box
from consultation.usecases.submit_response import submit_response
from tests.boxes import TODAY, WEEK

TEN = [f"comment {number}" for number in "abcdefghij"]


class Crash(BaseException):
    """The process is gone."""


def put_in(box, comments):
    for comment in comments:
        box.put(comment)


def counts(box):
    with box.database.reading() as session:
        tables = ("ballot_box", "set_aside", "batch", "response", "answer", "comment")
        return {table: session.scalar(text(f"SELECT count(*) FROM {table}")) for table in tables}  # noqa: S608


def put_sealed(box, response=None, sealed=None):
    """Put in what no respondent would."""
    if response is not None:
        sealed = seal(response, secrets.token_bytes(16), box.consultation.public_key)
    with box.database.transaction() as session:
        ballot_box.put(session, box.slug, sealed or SealedResponse(secrets.token_bytes(16), b"not sealed at all"))


def response(box, **other):
    made = AnonymousResponse(
        secrets.token_bytes(16), box.consultation.fingerprint, "patient", "web", {}, {"better": "ja"}
    )
    return replace(made, **other)


def test_nine_responses_stay_sealed_and_the_tenth_takes_them_all_in(box):
    put_in(box, TEN[:9])
    assert box.empty() == 0
    assert (box.waiting(), box.comments()) == (9, [])
    put_in(box, TEN[9:])
    assert box.empty() == 10
    assert (box.waiting(), box.comments()) == (0, TEN)


def test_nine_that_came_by_another_channel_are_no_company(box):
    consultation = box.open()
    with box.database.transaction() as session:
        for number in range(9):
            raw, nonce = {"better": [f"from a file, {number}"]}, secrets.token_hex(16)
            submit_response(session, consultation, "patient", raw, nonce, channel=Channel.imported, today=TODAY)
    box.put("the only one on the web")
    assert box.empty() == 0
    for number in range(9):
        box.put(f"on the web, {number}")
    assert box.empty() == 10
    assert box.waiting() == 9
    box.close()
    assert box.empty(closing=True) == 9


def test_everything_that_was_answered_is_stored_by_role(box):
    put_in(box, TEN)
    box.put("from a leader", role="leader")
    box.empty()
    with box.database.reading() as session:
        assert responses.counts_by_role(session, box.slug) == {"leader": 1, "patient": 10}
        assert responses.answers(session, box.slug, "helped") == {"patient": [("call", "visit")] * 10}
        assert responses.answers(session, box.slug, "waited")["leader"] == ["yes"]


def test_a_batch_knows_its_iso_week_and_nothing_finer(box):
    put_in(box, TEN)
    box.empty()
    with box.database.reading() as session:
        assert session.execute(text("SELECT week, small FROM batch")).one() == (WEEK, False)


def test_nobody_can_ask_for_a_smaller_batch(box):
    put_in(box, TEN[:3])
    with pytest.raises(ValueError, match="hides nobody"), box.database.transaction() as session:
        empty_ballot_box(session, box.slug, keys=box.keys, minimum=3, week=WEEK)


def test_while_the_consultation_is_open_nobody_can_claim_that_it_closes(box):
    put_in(box, TEN[:3])
    with pytest.raises(StillOpen):
        box.empty(closing=True)
    assert box.waiting() == 3


def test_at_closing_the_last_few_are_mixed_in_and_marked_as_few(box):
    put_in(box, TEN[:3])
    box.close()
    assert box.empty(closing=True) == 3
    with box.database.reading() as session:
        assert session.scalar(text("SELECT small FROM batch")) in (True, 1)


def test_a_response_sent_again_after_it_was_mixed_in_is_not_stored_twice(box):
    nonce = secrets.token_hex(16)
    put_in(box, TEN[:9])
    first = box.put(TEN[9], nonce=nonce)
    box.empty()
    assert box.put(TEN[9], nonce=nonce).receipt == first.receipt
    box.close()
    assert box.empty(closing=True) == 0
    assert (box.comments(), box.waiting()) == (TEN, 0)


def test_repeats_of_known_responses_do_not_fill_a_batch_up(box):
    nonces = [secrets.token_hex(16) for _ in TEN]
    for comment, nonce in zip(TEN, nonces, strict=True):
        box.put(comment, nonce=nonce)
    box.empty()
    for comment, nonce in zip(TEN, nonces, strict=True):
        box.put(comment, nonce=nonce)
    box.put("the only new one")
    assert box.empty() == 0
    assert "the only new one" not in box.comments()


def test_what_cannot_be_opened_or_stored_is_set_aside_and_blocks_nobody(box):
    put_in(box, TEN)
    put_sealed(box)
    put_sealed(box, sealed=seal(response(box), secrets.token_bytes(16), new_keys().public))
    put_sealed(box, response(box, definition="0" * 64))
    put_sealed(box, response(box, comments={"better": "a NUL \0 inside"}))
    put_sealed(box, response(box, channel="telepathy"))
    put_sealed(box, response(box, key=b"short"))
    assert box.empty() == 10
    assert box.comments() == TEN
    assert (counts(box)["set_aside"], box.waiting()) == (6, 0)


def test_what_cannot_be_opened_does_not_count_as_company(box):
    put_in(box, TEN[:9])
    put_sealed(box)
    assert box.empty() == 0
    assert (box.waiting(), counts(box)["set_aside"]) == (9, 1)


def test_what_was_set_aside_can_be_brought_back(box):
    put_sealed(box)
    box.empty()
    with box.database.transaction() as session:
        assert ballot_box.bring_back(session, box.slug) == 1
        assert ballot_box.aside(session, box.slug) == 0
    assert box.waiting() == 1


def test_a_wrong_key_leaves_the_box_as_it_was(box):
    put_in(box, TEN)
    right = box.keys.path(box.slug, box.consultation.public_key)
    kept = right.read_bytes()
    right.write_bytes(new_keys().private)
    with pytest.raises(KeyMissing), box.database.transaction() as session:
        empty_ballot_box(session, box.slug, keys=box.keys, week=WEEK)
    right.write_bytes(kept)
    assert box.empty() == 10


def test_another_consultations_envelopes_stay(box):
    other = replace(box, slug="other")
    other.open()
    put_in(box, TEN)
    put_in(other, TEN[:4])
    assert box.empty() == 10
    assert (other.waiting(), other.comments()) == (4, [])
    put_in(other, TEN[4:])
    assert other.empty() == 10
    assert other.comments() == TEN


def test_an_unknown_consultation_has_an_empty_box(box):
    with box.database.transaction() as session:
        assert empty_ballot_box(session, "nobody", keys=box.keys, week=WEEK) == 0


def _statements(database):
    """Count statements of the database; crash at the one whose number is asked for."""
    state = {"at": 0, "crash": None}

    def before(*_):
        state["at"] += 1
        if state["at"] == state["crash"]:
            raise Crash

    event.listen(database._engine, "before_cursor_execute", before)
    event.listen(database._writing, "before_cursor_execute", before)
    return state


def test_a_crash_at_any_statement_loses_nothing_and_doubles_nothing(box):
    put_in(box, TEN)
    put_sealed(box)
    untouched = counts(box)
    statements = _statements(box.database)
    for number in range(1, 60):
        statements |= {"at": 0, "crash": number}
        try:
            box.empty()
        except Crash:
            statements["crash"] = None
            if counts(box) != untouched:  # the crash came after the commit
                break
        else:
            break
    statements["crash"] = None
    assert number > 8, "there were hardly any statements to crash at"
    box.empty()
    assert counts(box) == {"ballot_box": 0, "set_aside": 1, "batch": 1, "response": 10, "answer": 20, "comment": 10}
    assert box.comments() == TEN


@pytest.mark.slow
def test_respondents_and_mixers_side_by_side_lose_nothing_and_double_nothing(box):
    thanked, stop, failed = [], threading.Event(), []

    def respond(name):
        try:
            for number in range(40):
                box.put(f"{name} {number}")
                thanked.append(f"{name} {number}")
        except Exception as error:  # noqa: BLE001 -- told below
            failed.append(error)

    def mix():
        while not stop.is_set():
            with box.database.transaction() as session:
                empty_ballot_box(session, box.slug, keys=box.keys, week=WEEK)
            destroy_superseded(box.database, box.keys, box.slug)

    respondents = [threading.Thread(target=respond, args=(name,)) for name in ("Kari", "Ola", "Ánde", "Åse")]
    mixers = [threading.Thread(target=mix) for _ in range(2)]
    for one in [*respondents, *mixers]:
        one.start()
    for one in respondents:
        one.join()
    stop.set()
    for one in mixers:
        one.join()
    box.close()
    box.empty(closing=True)
    assert failed == []
    assert len(thanked) == 160
    assert box.comments() == sorted(thanked)
