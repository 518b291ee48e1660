"""No column exists that the public is not told about, and none is told of that does not exist."""

import pytest
from sqlalchemy import create_engine, inspect, text

from consultation.privacy.rooms import GROUPS, ROOMS
from consultation.privacy.stored import COLUMNS, NEVER
from consultation.storage.tables import Schema
from tests.readability import lix, sentences


def live_columns(url):
    """Return what the database itself says that it has."""
    engine = create_engine(url)
    with engine.connect() as connection:
        seen = inspect(connection)
        found = {table: {column["name"] for column in seen.get_columns(table)} for table in seen.get_table_names()}
    engine.dispose()
    return found


def told_columns():
    return {table: set(columns) for table, columns in COLUMNS.items()}


def test_the_list_is_the_live_schema(database_url):
    assert told_columns() == live_columns(database_url)


def test_the_list_is_the_schema_that_the_program_thinks_it_has():
    declared = {table.name: {column.name for column in table.columns} for table in Schema.metadata.tables.values()}
    assert {table: columns for table, columns in told_columns().items() if table != "alembic_version"} == declared


@pytest.mark.parametrize("leak", ["ALTER TABLE response ADD COLUMN came_at TEXT", "CREATE TABLE visits (address TEXT)"])
def test_a_column_that_nobody_explained_is_found(database_url, leak):
    engine = create_engine(database_url)
    with engine.begin() as connection:
        connection.execute(text(leak))
    engine.dispose()
    assert told_columns() != live_columns(database_url)


def test_every_table_stands_in_one_group_and_has_a_title():
    shown = [table for group in GROUPS for table in group.tables]
    assert sorted(shown) == sorted(COLUMNS) == sorted(ROOMS)


def test_every_column_says_why_and_for_how_long_in_whole_sentences():
    said = [words for columns in COLUMNS.values() for one in columns.values() for words in (one.why, one.kept)]
    said += [*NEVER, *(room.about for room in ROOMS.values()), *(group.about for group in GROUPS)]
    assert [words for words in said if not (words[0].isupper() and words.endswith(".") and "%" not in words)] == []
    assert lix(part for words in said for part in sentences(words)) <= 40


def test_what_holds_time_to_the_second_is_kept_only_while_it_runs():
    assert COLUMNS["job"]["heartbeat"].kept != COLUMNS["job"]["kind"].kept
