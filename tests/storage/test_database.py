import threading
from pathlib import Path

import pytest
from sqlalchemy import text

from consultation.storage.database import Database, StorageFailed, Unacceptable, Unavailable
from tests.databases import on_postgres

SECRET = "the whole answer of a patient"
BAD_ROW = text("INSERT INTO ballot_box (envelope, consultation, sealed) VALUES (:envelope, :slug, :sealed)")
BAD = {"envelope": b"too short", "slug": SECRET, "sealed": SECRET.encode()}


def everything_said(error: BaseException) -> str:
    said, seen = "", [error]
    while seen:
        one = seen.pop()
        said += f"{one!s} {one!r} {vars(one)!r} {one.args!r}"
        seen += [other for other in (one.__context__, one.__cause__) if other is not None]
    return said


def test_a_refused_row_is_not_told_in_the_error(database):
    with pytest.raises(StorageFailed) as refused, database.transaction() as session:
        session.execute(BAD_ROW, BAD)
    assert "IntegrityError" in str(refused.value)
    assert SECRET not in everything_said(refused.value)
    assert SECRET.encode().hex() not in everything_said(refused.value)


def test_a_database_that_is_not_there_is_unavailable_in_few_words(tmp_path):
    for url in (f"sqlite:///{tmp_path}/no/such/place.sqlite", f"postgresql+psycopg://nobody@/none?host={tmp_path}"):
        missing = Database(url)
        with pytest.raises(Unavailable) as down, missing.reading() as session:
            session.execute(text("SELECT 1"))
        assert "OperationalError" in str(down.value)
        missing.close()


def test_what_a_failing_block_wrote_is_undone(database):
    def write_and_fail():
        with database.transaction() as session:
            session.execute(BAD_ROW, BAD | {"envelope": bytes(16)})
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        write_and_fail()
    with database.reading() as session:
        assert session.scalar(text("SELECT count(*) FROM ballot_box")) == 0


def test_reading_keeps_nothing(database):
    with database.reading() as session:
        session.execute(BAD_ROW, BAD | {"envelope": bytes(16)})
    with database.reading() as session:
        assert session.scalar(text("SELECT count(*) FROM ballot_box")) == 0


def test_writers_side_by_side_wait_for_each_other(database):
    def write(number):
        for one in range(20):
            with database.transaction() as session:
                session.scalar(text("SELECT count(*) FROM ballot_box"))  # a writer that reads first is the hard case
                session.execute(BAD_ROW, BAD | {"envelope": bytes([number, one]) + bytes(14)})

    writers = [threading.Thread(target=write, args=(number,)) for number in range(4)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    with database.reading() as session:
        assert session.scalar(text("SELECT count(*) FROM ballot_box")) == 80


def test_sqlite_writes_through_and_wipes_what_it_deletes(sqlite):
    expected = {"journal_mode": "wal", "synchronous": 2, "secure_delete": 1, "auto_vacuum": 1,
                "foreign_keys": 1, "trusted_schema": 0, "temp_store": 2}  # fmt: skip
    with sqlite.transaction() as session:
        found = {name: session.scalar(text(f"PRAGMA {name}")) for name in expected}
    assert found == expected


def test_what_is_written_beforehand_waits_for_no_disk_of_its_own(database):
    asked, expected = (
        ("PRAGMA synchronous", [1, 2]) if database.on_sqlite else ("SHOW synchronous_commit", ["off", "on"])
    )
    with database.beforehand() as connection:
        connection.execute(BAD_ROW, BAD | {"envelope": bytes(16)})
        found = [connection.scalar(text(asked))]
    with database.transaction() as session:
        assert session.scalar(text("SELECT count(*) FROM ballot_box")) == 1
        assert [*found, session.scalar(text(asked))] == expected


def test_what_fails_beforehand_is_undone_and_told_without_content(database):
    def write_and_fail():
        with database.beforehand() as session:
            session.execute(BAD_ROW, BAD | {"envelope": bytes(16)})
            session.execute(BAD_ROW, BAD)

    with pytest.raises(StorageFailed) as failed:
        write_and_fail()
    assert SECRET not in everything_said(failed.value)
    with database.reading() as session:
        assert session.scalar(text("SELECT count(*) FROM ballot_box")) == 0


def test_a_full_disk_is_unavailable_and_keeps_nothing_half(sqlite):
    def fill():
        with sqlite.transaction() as session:
            pages = session.scalar(text("PRAGMA page_count"))
            session.execute(text(f"PRAGMA max_page_count = {pages}"))
            session.execute(BAD_ROW, BAD | {"envelope": bytes(16)})
            session.execute(BAD_ROW, BAD | {"envelope": bytes(15) + b"1", "sealed": bytes(100_000)})

    with pytest.raises(Unavailable, match="SQLITE_FULL"):
        fill()
    with sqlite.reading() as session:
        assert session.scalar(text("SELECT count(*) FROM ballot_box")) == 0


def test_postgresql_commits_to_disk_even_where_the_server_would_not(postgres):
    url = postgres.create("careless")
    careless = Database(url)
    with careless.transaction() as session:
        session.execute(text("ALTER DATABASE careless SET synchronous_commit = off"))
    careless.close()
    with careless.reading() as session:
        assert session.scalar(text("SHOW synchronous_commit")) == "on"
    careless.close()


def test_a_refused_row_is_not_told_in_the_servers_log(postgres):
    database = Database(postgres.create("telling"))
    with pytest.raises(StorageFailed), database.transaction() as session:
        session.execute(BAD_ROW, BAD)
    with pytest.raises(StorageFailed), database.transaction() as session:
        session.execute(text(f"SELECT '{SECRET}'::int"))
    with database.reading() as session:
        directory = Path(str(session.scalar(text("SHOW data_directory"))))
        assert session.scalar(text("SHOW log_error_verbosity")) == "terse"
    logs = [path.read_bytes() for path in directory.rglob("*log") if path.is_file()]
    database.close()
    assert any(b"check constraint" in log for log in logs)
    assert not [log for log in logs if SECRET.encode().hex() in log.decode(errors="replace")]
    assert not [log for log in logs if b"ballot_box (envelope" in log]


def test_reading_sees_one_state_of_the_database(database):
    with database.reading() as session:
        before = session.scalar(text("SELECT count(*) FROM ballot_box"))
        with database.transaction() as other:
            other.execute(BAD_ROW, BAD | {"envelope": bytes(16)})
        assert session.scalar(text("SELECT count(*) FROM ballot_box")) == before


@pytest.mark.postgres
@pytest.mark.parametrize("value", ["a\0b", 10**40])
def test_a_value_that_postgresql_cannot_take_is_told_apart_from_a_failure(request, value):
    database = Database(on_postgres(request))
    with pytest.raises(Unacceptable) as told, database.reading() as session:
        session.execute(
            text("SELECT CAST(:value AS bigint)" if isinstance(value, int) else "SELECT :value"), {"value": value}
        )
    assert "a\0b" not in str(told.value)
    database.close()
