"""What the migrations make is what tables.py says, down to each constraint."""

import re
import threading
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import text

from consultation.storage import migrations, upgrading
from consultation.storage.database import Database
from consultation.storage.tables import Schema

SQLITE_PARTS = "SELECT sql FROM sqlite_master WHERE sql IS NOT NULL AND name <> 'alembic_version'"
A_PART_ENDS = re.compile(r",\s+(?=CONSTRAINT |\"?\w+\"? (?:BIGINT|BLOB|BOOLEAN|DATE|FLOAT|INTEGER|TEXT|VARCHAR))")
POSTGRES_PARTS = """
    SELECT conrelid::regclass || ' ' || conname || ' ' || pg_get_constraintdef(oid) FROM pg_constraint
        WHERE connamespace = 'public'::regnamespace AND conrelid::regclass::text <> 'alembic_version'
    UNION ALL SELECT indexdef FROM pg_indexes WHERE schemaname = 'public' AND tablename <> 'alembic_version'
    UNION ALL SELECT table_name || ' ' || column_name || ' ' || data_type || ' ' || is_nullable || ' '
        || coalesce(character_maximum_length::text, '') || coalesce(column_default, '') FROM information_schema.columns
        WHERE table_schema = 'public' AND table_name <> 'alembic_version'
"""


def parts(session):
    """Every part of the schema as the database itself words it; on SQLite in any order and with any blanks."""
    if session.get_bind().dialect.name == "postgresql":
        return sorted(session.scalars(text(POSTGRES_PARTS)))
    return sorted(_of_one_table(" ".join(sql.split())) for sql in session.scalars(text(SQLITE_PARTS)))


def _of_one_table(sql):
    """A column that came later stands last in SQLite's own words, also behind the constraints."""
    head, _, rest = sql.partition("(")
    body, _, tail = rest.rpartition(")")
    return sorted([head.strip(), tail.strip(), *map(str.strip, A_PART_ENDS.split(body))])


@pytest.fixture
def as_written(database, tmp_path, request):
    if database.on_sqlite:
        url = f"sqlite:///{tmp_path}/written.sqlite"
    else:
        url = request.getfixturevalue("postgres").create("written", template="template0")
    written = Database(url)
    with written.transaction() as session:
        Schema.metadata.create_all(session.connection())
    yield written
    written.close()


def test_the_files_of_migrations_are_named_for_their_revisions_in_the_order_in_which_alembic_takes_them():
    taken = [script.revision for script in ScriptDirectory(Path(migrations.__file__).parent).walk_revisions()]
    assert upgrading.newest() == taken[0]
    assert sorted(upgrading.known(), reverse=True) == taken


def test_alembic_finds_no_difference(database):
    with database.reading() as session:
        context = MigrationContext.configure(session.connection(), opts={"compare_type": True})
        assert compare_metadata(context, Schema.metadata) == []


def test_an_upgraded_database_has_the_same_parts_as_one_made_from_the_tables(database, as_written):
    with database.reading() as migrated, as_written.reading() as written:
        found, expected = parts(migrated), parts(written)
    assert len(expected) > len(Schema.metadata.tables)
    assert found == expected


def test_upgrading_twice_changes_nothing(database):
    with database.reading() as session:
        before = parts(session)
    database.upgrade()
    with database.reading() as session:
        assert parts(session) == before


def upgrade_side_by_side(url, count):
    """Opens the same database from several threads at one moment; what went wrong."""
    failed = []
    together = threading.Barrier(count)

    def start():
        own = Database(url)
        together.wait()
        try:
            own.upgrade()
        except Exception as error:  # noqa: BLE001 -- told by the test
            failed.append(error)
        own.close()

    threads = [threading.Thread(target=start) for _ in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return failed


def test_processes_that_start_together_upgrade_a_new_file_once(tmp_path):
    # Without patience for the change to WAL, about one round in thirty failed.
    assert [upgrade_side_by_side(f"sqlite:///{tmp_path}/{turn}.sqlite", 8) for turn in range(20)] == [[]] * 20


def test_processes_that_start_together_upgrade_a_new_server_database_once(postgres):
    assert upgrade_side_by_side(postgres.create("together", template="template0"), 4) == []
