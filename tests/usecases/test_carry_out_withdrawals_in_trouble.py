"""Withdrawals while others put and mix, when the mixer is struck down, without rights, and before whoever has copies."""

import threading

import pytest
from sqlalchemy import event

from consultation.privacy.receipts import Withdrawal
from consultation.privacy.sealing import CannotOpen, unseal
from consultation.storage import ballot_box
from consultation.storage.database import Database, StorageFailed
from consultation.storage.keys import KeyRing
from consultation.usecases.replace_lost_key import replace_lost_key
from tests.boxes import Box
from tests.roles import separate
from tests.usecases.withdrawing import ask, found, put, rows


def test_the_front_may_ask_for_it_and_only_the_mixer_may_do_it(postgres, tmp_path):
    """On a server where the respondents' front can read and delete nothing."""
    separated, keys = separate(postgres), KeyRing(tmp_path / "keys")
    front, mixer = (Box(Database(separated.url(role)), keys) for role in ("public", "mixer"))
    mixer.open()
    receipts = put(front, 10)
    assert mixer.empty() == 10
    receipts += put(front, 2)
    for receipt in (receipts[0], receipts[-1]):
        assert ask(front, receipt)
    mixer.empty()
    assert [found(front, receipt) for receipt in receipts] == [None, *["stored"] * 9, "waiting", None]
    assert len(mixer.comments()) == 9
    for refused in ("DELETE FROM response", "DELETE FROM ballot_box", "SELECT name FROM withdrawn"):
        assert separated.refused("public", refused) == "42501"
    for box in (front, mixer):
        box.database.close()


def test_nothing_of_a_withdrawal_stays_in_the_files_and_no_key_that_lives_opens_a_copy_of_it(sqlite, tmp_path):
    box = Box(sqlite, KeyRing(tmp_path / "keys"))
    box.open()
    mine, *_ = put(box, 10)
    box.empty()
    put(box, 3)
    ask(box, mine)
    with box.database.reading() as session:
        copies = ballot_box.look_into(session, box.slug)
    withdrawal = next(one for one in copies if isinstance(unsealed(box, one), Withdrawal))
    assert withdrawal.envelope in files(tmp_path), "the test would not see it"
    box.empty()
    assert withdrawal.envelope not in files(tmp_path)
    assert withdrawal.sealed[:32] not in files(tmp_path)
    living = [path.read_bytes() for path in (tmp_path / "keys").rglob("*.private")]
    assert len(living) == 1
    for copy in copies:
        with pytest.raises(CannotOpen):
            unseal(copy.sealed, living[0])


def unsealed(box, one):
    return unseal(one.sealed, box.keys.private(box.slug, box.consultation.public_key))


def files(directory):
    return b"".join(path.read_bytes() for path in directory.rglob("*") if path.is_file())


def test_whoever_asks_while_the_box_is_emptied_is_withdrawn_at_the_next_look_at_the_latest(box):
    for turn in range(4):
        thanked = put(box, 10, f"{turn}")
        start, wrong = threading.Barrier(3), []

        def act(does, start=start, wrong=wrong):
            start.wait()
            try:
                does()
            except StorageFailed as failed:  # told to come again
                wrong.append(failed)

        acts = (box.empty, lambda mine=thanked[0]: ask(box, mine), lambda turn=turn: box.put(f"{turn} late"))
        threads = [threading.Thread(target=act, args=(does,)) for does in acts]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert wrong == []
        box.empty()
        assert found(box, thanked[0]) is None
    box.close()
    box.empty(closing=True)
    assert sorted(box.comments()) == sorted(f"{t} {n}" for t in range(4) for n in [*range(1, 10), "late"])


def test_who_asked_before_the_key_was_lost_can_ask_again_after_it_was_replaced(box):
    """As the page says: when the code still finds the answers the next day, withdraw them once more."""
    stored, *_ = put(box, 10)
    box.empty()
    waiting, *_ = put(box, 2)
    for receipt in (stored, waiting):
        ask(box, receipt)
    box.keys.path(box.slug, box.consultation.public_key).unlink()
    with box.database.transaction() as session:
        assert replace_lost_key(session, box.slug, keys=box.keys) == 4
    assert box.empty() == 0
    assert (ask(box, stored), ask(box, waiting)) == ("stored", "set_aside")
    box.empty()
    assert (found(box, stored), found(box, waiting)) == (None, None)
    assert (len(box.comments()), box.waiting()) == (9, 0)


class StruckError(Exception):
    """The mixer is struck down here."""


def test_struck_down_at_any_statement_and_tried_again_it_is_done_once(box):
    """All or nothing, whichever statement is the last that the database hears of."""
    stored, *_ = put(box, 10)
    box.empty()
    waiting, *others = put(box, 3)
    for receipt in (stored, waiting):
        ask(box, receipt)
    struck = 0
    while True:
        heard = []

        def strike(*_, heard=heard, last=struck):
            heard.append(1)
            if len(heard) > last:
                raise StruckError

        engine = box.database._writing
        event.listen(engine, "before_cursor_execute", strike)
        try:
            box.empty()
            break
        except StruckError:
            struck += 1
        finally:
            event.remove(engine, "before_cursor_execute", strike)
        state = found(box, stored), found(box, waiting), box.waiting()
        assert state == (("stored", "waiting", 5) if rows(box, "withdrawn") == 0 else (None, None, 2))
    assert struck > 8
    assert (found(box, stored), found(box, waiting), box.waiting(), rows(box, "withdrawn")) == (None, None, 2, 2)
    assert {found(box, other) for other in others} == {"waiting"}
    assert len(box.comments()) == 9
