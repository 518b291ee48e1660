import secrets
from pathlib import Path

import pytest
import sqlalchemy as sa

from consultation.storage import erasing
from consultation.storage.database import Database
from consultation.storage.keys import KeyRing
from tests.boxes import Box

MARKER = "Elgtråkket ved Kvitfjell"


def fill(box, *, responses=60):
    """Long and short texts, mixed in ten by ten beside another's, so that the trees move rows about."""
    for number in range(responses):
        box.put(f"{MARKER} {secrets.token_hex(20)} {'ventet ' * (number % 7 * 40)}")
        if number % 10 == 9:
            assert box.empty() == 10


def everything_in(directory):
    return b"".join(path.read_bytes() for path in Path(directory).rglob("*") if path.is_file())


def traces(directory):
    """Every way in which the marker may lie in a file: as it is, casefolded, and escaped in JSON."""
    there = everything_in(directory)
    return [way for way in (MARKER.encode(), MARKER.casefold().encode(), b"Elgtr\\u00e5kket") if way in there]


@pytest.fixture
def two(sqlite, tmp_path):
    """One that is erased and one that stays, in one SQLite file."""
    ring = KeyRing(tmp_path / "keys")
    ours, theirs = Box(sqlite, ring), Box(sqlite, ring, "other")
    ours.open()
    theirs.open()
    for _ in range(3):
        fill(ours, responses=40)
        for number in range(10):
            theirs.put(f"kept {number} {secrets.token_hex(300)}")
        assert theirs.empty() == 10
    return ours, theirs


def test_what_is_erased_is_in_no_byte_of_the_sqlite_file_or_its_log(two, tmp_path):
    ours, theirs = two
    assert traces(tmp_path), "the test would not see it"
    with ours.database.transaction() as session:
        erasing.erase(session, ours.slug)
    assert erasing.erase_physically(ours.database)
    assert traces(tmp_path) == []
    assert len(theirs.comments()) == 30


def test_a_reader_in_the_way_is_told_and_the_next_time_does_it(two, tmp_path):
    ours, _ = two
    with ours.database.reading() as reader:
        reader.scalar(sa.text("SELECT count(*) FROM comment"))
        with ours.database.transaction() as session:
            erasing.erase(session, ours.slug)
        assert not erasing.erase_physically(ours.database)
    assert erasing.erase_physically(ours.database)
    assert traces(tmp_path) == []


def sizes(database, *tables):
    with database.reading() as session:
        return [session.scalar(sa.text(f"SELECT pg_total_relation_size('{table}')")) for table in tables]


@pytest.mark.postgres
def test_postgresql_gives_the_tables_new_files(postgres, tmp_path):
    database = Database(postgres.create("erased"))
    empty = sizes(database, "comment", "response", "answer")
    box = Box(database, KeyRing(tmp_path / "keys"))
    box.open()
    fill(box)
    with database.transaction() as session:
        erasing.erase(session, box.slug)
    assert sizes(database, "comment", "response", "answer") > empty
    with database.reading() as reader:
        reader.scalar(sa.text("SELECT count(*) FROM comment"))
        assert not erasing.erase_physically(database)
    assert erasing.erase_physically(database)
    assert sizes(database, "comment", "response", "answer") == empty
    database.close()
