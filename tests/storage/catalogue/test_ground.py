"""What a database says of itself is what it is, also through a role that may do next to nothing."""

import pytest
from sqlalchemy import create_engine, text

from consultation.privacy.stored import COLUMNS
from consultation.storage.catalogue import ground

EVERY = {(table, column) for table, columns in COLUMNS.items() for column in columns}


def looked_at(url):
    engine = create_engine(url)
    with engine.connect() as connection:
        found = ground.look(connection)
    engine.dispose()
    return found


def test_it_finds_every_column_that_there_is(database_url):
    found = looked_at(database_url)
    assert found.columns == EVERY
    assert found.on_sqlite == database_url.startswith("sqlite")
    assert found.reads_answers
    assert not found.copies_its_log
    assert not found.notes_times


@pytest.mark.parametrize("leak", ["CREATE TABLE visits (address TEXT)", "ALTER TABLE response ADD COLUMN address TEXT"])
def test_it_finds_a_column_that_came_by_another_way(database_url, leak):
    engine = create_engine(database_url)
    with engine.begin() as connection:
        connection.execute(text(leak))
    engine.dispose()
    assert {column for _, column in looked_at(database_url).columns - EVERY} == {"address"}


@pytest.mark.postgres
def test_a_role_that_may_only_put_is_seen_as_one_that_cannot_read_answers(postgres):
    url = postgres.create("narrow")
    engine = create_engine(url)
    with engine.begin() as connection:
        connection.execute(text("CREATE ROLE only_puts LOGIN"))
        connection.execute(text("GRANT INSERT ON ballot_box, response TO only_puts"))
    engine.dispose()
    narrow = looked_at(url.replace("postgres@", "only_puts@"))
    assert not narrow.reads_answers
    assert narrow.columns == EVERY
    engine = create_engine(url)
    with engine.begin() as connection:
        connection.execute(text("GRANT SELECT (text) ON comment TO only_puts"))
    assert looked_at(url.replace("postgres@", "only_puts@")).reads_answers
    with engine.begin() as connection:
        connection.execute(text("DROP OWNED BY only_puts"))
        connection.execute(text("DROP ROLE only_puts"))
    engine.dispose()
