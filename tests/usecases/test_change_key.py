"""Whoever puts while a box's key changes or its consultation closes is mixed in or refused: never lost, alone or unopenable."""

import secrets
import threading
import time
from collections import Counter
from functools import partial

import pytest
from sqlalchemy import text

from consultation.jobs.mixing import destroy_superseded
from consultation.privacy.anonymise import AnonymousResponse
from consultation.privacy.sealing import SealedResponse, seal, unseal
from consultation.storage import ballot_box, erasing
from consultation.storage.database import Database, Unavailable
from consultation.storage.keys import KeyRing
from consultation.usecases.change_key import change_key
from consultation.usecases.close_consultation import close_consultation
from consultation.usecases.submit_response import NotOpen, submit_response
from tests.boxes import LAST_DAY, TODAY, Box
from tests.usecases.withdrawing import ask

PATIENCE = 60.0


def renew(box):
    with box.database.transaction() as session:
        change_key(session, box.slug, keys=box.keys)
    destroy_superseded(box.database, box.keys, box.slug)


def put(box, consultation, comment):
    """Put for a consultation that was read some time ago."""
    with box.database.transaction() as session:
        submit_response(
            session, consultation, "patient", {"better": [comment]}, secrets.token_hex(16), today=TODAY
        )  # fmt: skip


def waiting(box):
    with box.database.reading() as session:
        return [unseal(one.sealed, box.private_key) for one in ballot_box.look_into(session, box.slug)]


def test_what_waits_is_sealed_anew_and_stays_the_same(box):
    box.put("kept")
    with box.database.reading() as session:
        (before,) = ballot_box.look_into(session, box.slug)
    (content,) = waiting(box)
    renew(box)
    with box.database.reading() as session:
        (after,) = ballot_box.look_into(session, box.slug)
    assert (after.envelope, len(after.sealed)) == (before.envelope, len(before.sealed))
    assert after.sealed != before.sealed
    assert waiting(box) == [content]


def test_what_was_set_aside_and_can_be_opened_stays_openable(box):
    strange = AnonymousResponse(secrets.token_bytes(16), "0" * 64, "patient", "web", {}, {"better": "ja"})
    sealed = seal(strange, secrets.token_bytes(16), box.consultation.public_key)
    broken = SealedResponse(secrets.token_bytes(16), b"nobody opens this")
    with box.database.transaction() as session:
        ballot_box.set_aside(session, box.slug, [sealed, broken])
    renew(box)
    with box.database.reading() as session:
        aside = {one.envelope: one.sealed for one in ballot_box.look_aside(session, box.slug)}
    assert unseal(aside[sealed.envelope], box.private_key) == strange
    assert aside[broken.envelope] == broken.sealed


def test_who_read_the_page_before_the_key_changed_puts_for_the_new_one(box):
    read_before = box.consultation
    renew(box)
    put(box, read_before, "late reader")
    assert [one.comments for one in waiting(box)] == [{"better": "late reader"}]


def test_the_same_put_twice_around_a_change_of_key_is_there_once(box):
    put_again = partial(submit_response, role="patient", raw={"better": ["twice"]}, nonce="a" * 32, today=TODAY)
    before = box.consultation
    for _ in range(2):
        with box.database.transaction() as session:
            put_again(session, before)
        renew(box)
    assert len(waiting(box)) == 1


def test_who_read_the_page_before_it_closed_is_refused(box):
    read_before = box.consultation
    box.close()
    with pytest.raises(NotOpen):
        put(box, read_before, "too late")
    assert box.waiting() == 0


def held_up(database, count=1):
    """Wait until so many sessions wait for an advisory lock, which a putter holds."""
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        with database.reading() as session:
            if (
                session.scalar(text("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted"))
                >= count
            ):
                return
        time.sleep(0.01)
    raise AssertionError("nobody waits")


@pytest.fixture
def on_server(postgres, tmp_path):
    opened = Box(Database(postgres.create(f"keys_{secrets.token_hex(4)}")), KeyRing(tmp_path / "keys"))
    opened.open()
    yield opened
    opened.database.close()


def close(box):
    with box.database.transaction() as session:
        return close_consultation(session, box.slug, today=LAST_DAY)


@pytest.mark.postgres
@pytest.mark.parametrize("act", [close, renew])
def test_closing_and_a_new_key_wait_for_whoever_is_putting(on_server, act):
    with on_server.database.transaction() as session:
        sent = partial(submit_response, role="patient", raw={"better": ["just in time"]}, nonce="b" * 32, today=TODAY)
        sent(session, on_server.consultation)
        acting = threading.Thread(target=act, args=[on_server])
        acting.start()
        held_up(on_server.database)
    acting.join(PATIENCE)
    assert not acting.is_alive()
    assert [one.comments for one in waiting(on_server)] == [{"better": "just in time"}]


@pytest.mark.postgres
def test_somebody_who_puts_for_long_makes_closing_give_way_until_later(on_server):
    with on_server.database.transaction() as session:
        ballot_box.keep_key(session, on_server.slug)
        with pytest.raises(Unavailable):
            close(on_server)
    assert close(on_server)


@pytest.mark.postgres
def test_many_put_while_keys_change_and_the_consultation_closes(on_server):
    """Nobody thanked is lost, no envelope is left behind or cannot be opened, and one batch at most is a small one."""
    thanked, failed, closing = [], [], threading.Event()

    def respond(name):
        old = on_server.consultation
        for number in range(400):
            try:
                put(on_server, old, f"{name} {number}")
            except NotOpen:
                return
            except Exception as error:  # noqa: BLE001 -- told below
                failed.append(error)
                return
            thanked.append(f"{name} {number}")

    def mix():
        while not closing.is_set():
            on_server.empty()

    people = [threading.Thread(target=respond, args=[name]) for name in ("Kari", "Ola", "Ánde", "Åse")]
    mixer = threading.Thread(target=mix)
    for one in (*people, mixer):
        one.start()
    until = time.monotonic() + PATIENCE
    while len(thanked) < 120 and time.monotonic() < until:
        time.sleep(0.01)
    closed = close(on_server)
    closing.set()
    mixer.join(PATIENCE)
    on_server.empty(closing=True)
    for one in people:
        one.join(PATIENCE)
    assert (closed, failed) == (True, [])
    assert Counter(on_server.comments()) == Counter(thanked)
    with on_server.database.reading() as session:
        left = [ballot_box.waiting(session, on_server.slug), ballot_box.aside(session, on_server.slug)]
        small = session.scalar(text("SELECT count(*) FROM batch WHERE small"))
    assert (left, small <= 1) == ([0, 0], True)


@pytest.mark.postgres
def test_erasing_waits_for_whoever_is_putting_and_leaves_nothing_in_the_box(on_server):
    close(on_server)

    def erase_all():
        with on_server.database.transaction() as session:
            erasing.erase(session, on_server.slug)

    with on_server.database.transaction() as session:
        key = on_server.consultation.public_key
        late = SealedResponse(secrets.token_bytes(16), b"a withdrawal")
        ballot_box.put_while_open(session, on_server.slug, key, lambda _: late, also_closed=True)
        acting = threading.Thread(target=erase_all)
        acting.start()
        held_up(on_server.database)
    acting.join(PATIENCE)
    assert on_server.waiting() == 0
    with on_server.database.transaction() as session, pytest.raises(ballot_box.Shut):
        ballot_box.put_while_open(session, on_server.slug, key, lambda _: late, also_closed=True)


@pytest.mark.postgres
def test_a_new_key_does_not_wait_for_who_asks_to_withdraw_and_waits_for_it(on_server):
    """Whoever looked for their response in the transaction that puts held the table that the mixer must lock last."""
    mine = on_server.put("mine").receipt
    with on_server.database.transaction() as session:
        ballot_box.keep_putters_away(session, on_server.slug)
        asking = threading.Thread(target=ask, args=[on_server, mine])
        asking.start()
        held_up(on_server.database)
        change_key(session, on_server.slug, keys=on_server.keys)
    asking.join(PATIENCE)
    assert not asking.is_alive()
    assert on_server.waiting() == 2
