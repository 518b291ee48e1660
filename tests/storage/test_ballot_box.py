import secrets

import pytest
from sqlalchemy import text

from consultation.privacy.sealing import SealedResponse
from consultation.storage import ballot_box
from consultation.storage.database import Database, Unavailable


def envelope(sealed=b"sealed"):
    return SealedResponse(secrets.token_bytes(16), sealed)


def put(database, slug, *envelopes):
    with database.transaction() as session:
        for one in envelopes:
            ballot_box.put(session, slug, one)


def contents(database, slug):
    with database.transaction() as session:
        return sorted(ballot_box.contents(session, slug), key=lambda one: one.envelope)


def test_an_envelope_is_in_the_box_once_however_often_it_is_put(database):
    one = envelope()
    put(database, "waiting", one, one)
    put(database, "waiting", one)
    assert contents(database, "waiting") == [one]


def test_what_is_removed_is_gone_and_the_rest_stays(database):
    ours, theirs = [envelope() for _ in range(3)], [envelope() for _ in range(3)]
    put(database, "waiting", *ours)
    put(database, "other", *theirs)
    with database.transaction() as session:
        ballot_box.remove(session, [one.envelope for one in ours[:2]])
    assert contents(database, "waiting") == ours[2:]
    with database.reading() as session:
        assert ballot_box.waiting(session, "waiting") == 1
        assert ballot_box.waiting(session, "other") == 3


def test_an_envelope_that_comes_while_others_are_taken_stays(database):
    ours, late = [envelope() for _ in range(3)], envelope()
    put(database, "waiting", *ours)
    taken = contents(database, "waiting")
    put(database, "waiting", late)
    with database.transaction() as session:
        ballot_box.remove(session, [one.envelope for one in taken])
    assert contents(database, "waiting") == [late]


def test_removing_that_is_undone_leaves_the_box_as_it_was(database):
    one = envelope()
    put(database, "waiting", one)

    def remove_and_fail():
        with database.transaction() as session:
            ballot_box.remove(session, [one.envelope])
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        remove_and_fail()
    assert contents(database, "waiting") == [one]


def test_setting_aside_twice_keeps_one(database, box):
    one = envelope()
    with database.transaction() as session:
        ballot_box.set_aside(session, box.slug, [one])
        ballot_box.set_aside(session, box.slug, [one, envelope()])
        assert ballot_box.aside(session, box.slug) == 2


def test_bringing_back_what_was_put_again_meanwhile_is_no_trouble(database, box):
    one = envelope()
    put(database, box.slug, one)
    with database.transaction() as session:
        ballot_box.set_aside(session, box.slug, [one])
        ballot_box.bring_back(session, box.slug)
    assert contents(database, box.slug) == [one]


def test_an_emptied_sqlite_file_gives_its_pages_back_and_has_no_log(sqlite, tmp_path):
    put(sqlite, "waiting", *[envelope(secrets.token_bytes(2000)) for _ in range(200)])
    with sqlite.transaction() as session:
        ballot_box.remove(session, [one.envelope for one in ballot_box.contents(session, "waiting")])
    assert ballot_box.empty_physically(sqlite)
    (log,) = tmp_path.rglob("*-wal")
    assert log.stat().st_size == 0
    with sqlite.reading() as session:
        assert session.scalar(text("PRAGMA freelist_count")) == 0


def test_a_reader_in_the_way_is_told_and_the_next_emptying_does_it(sqlite):
    with sqlite.reading() as reader:
        reader.scalar(text("SELECT count(*) FROM ballot_box"))
        put(sqlite, "waiting", envelope())
        assert not ballot_box.empty_physically(sqlite)
    assert ballot_box.empty_physically(sqlite)


@pytest.mark.postgres
def test_a_long_transaction_that_puts_makes_the_mixer_give_way_and_no_one_else(postgres):
    database = Database(postgres.create("long"))
    one, late = envelope(), envelope()
    put(database, "waiting", one)
    with database.transaction() as long:
        ballot_box.put(long, "waiting", envelope())
        with pytest.raises(Unavailable), database.transaction() as session:
            ballot_box.remove(session, [one.envelope])
        put(database, "waiting", late)
    assert len(contents(database, "waiting")) == 3
    database.close()
