"""Existence and place, by two names that only a code makes; all places are looked at in any case."""

import secrets

import pytest
from sqlalchemy import event

from consultation.privacy.receipts import Names, names
from consultation.storage import withdrawn
from consultation.storage.finding_by_receipt import where


def asked(box, called):
    with box.database.looking_up() as connection:
        return where(connection, box.slug, called)


def test_each_place_is_found_by_its_own_name_and_what_was_withdrawn_nowhere(box):
    receipts = [box.put(f"comment {number}").receipt for number in range(10)]
    mine = names(receipts[0], box.slug)
    assert asked(box, mine) == "waiting"
    assert asked(box, Names(b"?" * 16, mine.response)) is None
    box.empty()
    assert asked(box, mine) == "stored"
    assert asked(box, Names(mine.envelope, b"?" * 16)) is None
    with box.database.transaction() as session:
        withdrawn.add(session, box.slug, [mine.response])
    assert asked(box, mine) is None


@pytest.mark.parametrize("there", [True, False])
def test_one_statement_answers_whatever_is_there_so_that_nothing_can_be_told_from_how_many_were_asked(box, there):
    called = names(box.put("mine").receipt, box.slug) if there else Names(*(secrets.token_bytes(16) for _ in "ab"))
    statements = []
    with box.database.looking_up() as connection:
        event.listen(connection, "before_cursor_execute", lambda *a: statements.append(a[2]))
        where(connection, box.slug, called)
    assert len(statements) == 1
