"""The list of spent proofs tells the same content from another, and forgets in its rows and its files."""

import secrets
import threading

import pytest
from sqlalchemy import text

from consultation.privacy.proofs import Spent
from consultation.storage import spent_proofs


def spent(*, odd=False):
    return Spent(secrets.token_bytes(16), secrets.token_bytes(16), odd=odd)


def add(database, one):
    with database.beforehand() as connection:
        return spent_proofs.add(connection, one)


def rows(database):
    with database.reading() as session:
        return session.execute(text("SELECT count(*) FROM spent_proof")).scalar_one()


def test_a_proof_is_spent_once_but_the_same_content_may_come_again(database):
    one = spent()
    assert [add(database, one), add(database, one)] == [True, True]
    assert not add(database, Spent(one.mark, secrets.token_bytes(16), odd=False))
    assert rows(database) == 1


def test_of_many_who_spend_a_proof_at_one_moment_one_succeeds(database):
    mark, said, together = secrets.token_bytes(16), [], threading.Barrier(4)

    def spend_it():
        together.wait()
        said.append(add(database, Spent(mark, secrets.token_bytes(16), odd=False)))

    threads = [threading.Thread(target=spend_it) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(said) == [False, False, False, True]


@pytest.mark.parametrize("odd", [True, False])
def test_only_the_rows_of_one_kind_of_period_are_removed(database, odd):
    kept = spent(odd=not odd)
    for one in (spent(odd=odd), kept, spent(odd=odd)):
        add(database, one)
    with database.transaction() as session:
        assert spent_proofs.remove(session, odd=odd) == 2
    assert rows(database) == 1
    assert not add(database, Spent(kept.mark, secrets.token_bytes(16), odd=not odd))


def test_nothing_of_a_removed_row_is_left_in_the_files(sqlite, tmp_path):
    some = [spent() for _ in range(50)]
    for one in some:
        add(sqlite, one)

    def found():
        files = b"".join(path.read_bytes() for path in tmp_path.rglob("*.sqlite*"))
        return [one for one in some if one.mark in files or one.purpose in files]

    assert found()
    with sqlite.transaction() as session:
        spent_proofs.remove(session, odd=False)
    assert spent_proofs.remove_physically(sqlite)
    assert found() == []


def test_removing_physically_works_on_each_database(database):
    assert spent_proofs.remove_physically(database)


def test_the_table_holds_no_time_no_order_and_nobody(database):
    with database.reading() as session:
        columns = session.execute(text("SELECT * FROM spent_proof")).keys()
    assert list(columns) == ["mark", "purpose", "odd"]
