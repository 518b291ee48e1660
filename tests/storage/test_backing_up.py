"""What a backup reads and puts back: every table is in it or left out for a reason, in one state, in no order of arrival."""

import secrets
from dataclasses import replace
from datetime import date

import pytest
import sqlalchemy as sa

from consultation.storage import backing_up as backup
from consultation.storage import ballot_box, withdrawn
from consultation.storage.database import Database, Unavailable
from consultation.storage.keys import KeyRing
from consultation.storage.tables import Schema
from consultation.usecases.empty_ballot_box import empty_ballot_box
from tests.boxes import TODAY, WEEK, Box
from tests.questionnaires import small_questionnaire


def rows(database, **wanted):
    with backup.one_state(database, backup.columns(**wanted)) as tables:
        return {name: list(found) for name, found in tables}


def loaded(url, revision, content, **wanted):
    database = Database(url)
    named = backup.columns(**wanted)
    with database.transaction() as session:
        backup.prepare(session.connection(), revision)
        loading = backup.Loading(session)
        for name, found in content.items():
            loading.add(name, named[name], found)
        backup.upgrade(session)
    return database


def test_every_table_is_in_a_backup_or_is_left_out_for_a_reason():
    named = [*backup.FIRST, *backup.BOX, *backup.REST, *backup.LEFT_OUT]
    assert sorted(named) == sorted(Schema.metadata.tables)


def test_no_row_is_put_back_before_what_it_points_to():
    order = list(backup.columns(box=True))
    for name in order:
        for key in Schema.metadata.tables[name].foreign_keys:
            assert order.index(key.column.table.name) <= order.index(name), (name, key)


def test_the_ballot_box_is_left_out_unless_it_is_asked_for(box):
    box.put("svar")
    assert not {"ballot_box", "set_aside"} & set(rows(box.database))
    assert len(rows(box.database, box=True)["ballot_box"]) == 1


def test_a_list_of_what_must_stay_gone_has_names_and_days_only(box):
    with box.database.transaction() as session:
        withdrawn.add(session, box.slug, [b"n" * 16])
    listed = rows(box.database, only_gone=True)
    assert listed == {"consultation": [(box.slug, TODAY, date(2027, 12, 24))], "withdrawn": [(b"n" * 16, box.slug)]}


@pytest.fixture(params=["to sqlite", pytest.param("to postgresql", marks=pytest.mark.postgres)])
def elsewhere(request, tmp_path):
    """The address of a database in which nothing was ever made."""
    if request.param == "to sqlite":
        return f"sqlite:///{tmp_path / 'clean.sqlite'}"
    return request.getfixturevalue("postgres").create(f"clean{secrets.token_hex(4)}", template="template0")


def test_what_one_kind_of_database_held_the_other_holds_too(box, elsewhere):
    for number in range(12):
        box.put(f"«Svar {number}» \n på norsk 😀")
    assert box.empty() == 12
    box.put("waits")
    before = rows(box.database, box=True)
    database = loaded(elsewhere, backup.revision(box.database), before, box=True)
    assert rows(database, box=True) == before
    assert backup.revision(database) == backup.revision(box.database)
    with database.transaction() as session, pytest.raises(backup.NotEmpty):
        backup.prepare(session.connection(), backup.revision(box.database))
    database.close()


def test_what_is_mixed_in_meanwhile_is_in_no_table_of_the_backup(box):
    for number in range(20):
        box.put(f"svar {number}")
        if number == 9:
            assert box.empty() == 10
    held = {}
    with backup.one_state(box.database, backup.columns()) as tables:
        for name, found in tables:
            held[name] = list(found)
            if name == "batch":
                with box.database.transaction() as session:
                    assert empty_ballot_box(session, box.slug, keys=box.keys, week=WEEK) == 10
    assert {name: len(held[name]) for name in ("batch", "response", "comment")} == {
        "batch": 1, "response": 10, "comment": 10,
    }  # fmt: skip
    assert len(rows(box.database)["response"]) == 20


def test_rows_stand_in_the_order_of_their_random_keys(box):
    for number in range(30):
        box.put(f"{number:02}")
    assert box.empty() == 30
    stored = rows(box.database)
    for table in ("response", "answer", "comment"):
        keys = [row[0] for row in stored[table]]
        assert keys == sorted(keys), table


def test_a_backup_of_an_older_schema_is_brought_up_to_date(box, tmp_path):
    before = rows(box.database)
    database = Database(f"sqlite:///{tmp_path / 'clean.sqlite'}")
    with database.transaction() as session:
        backup.prepare(session.connection(), "v0003")
        older = sa.inspect(session.connection())
        loading = backup.Loading(session)
        for name in [one for one in before if one in older.get_table_names()]:
            had = [column["name"] for column in older.get_columns(name)]
            places = [backup.columns()[name].index(column) for column in had]
            loading.add(name, tuple(had), [tuple(row[at] for at in places) for row in before[name]])
        backup.upgrade(session)
    assert backup.revision(database) == backup.revision(box.database)
    archive = backup.columns()["consultation"].index("archive")
    then = [(*row[:archive], None, *row[archive + 1 :]) for row in before["consultation"]]
    assert rows(database)["consultation"] == then
    assert rows(database)["measurement"] == []
    database.close()


def test_a_schema_that_is_not_known_or_not_the_backups_is_refused(sqlite, tmp_path):
    with sqlite.transaction() as session, pytest.raises(backup.UnknownSchema, match="nothing was ever made"):
        backup.prepare(session.connection(), "v0001")
    fresh = Database(f"sqlite:///{tmp_path / 'clean.sqlite'}")
    with fresh.transaction() as session, pytest.raises(backup.UnknownSchema, match="program that made it"):
        backup.prepare(session.connection(), "v9999")
    fresh.close()


def test_only_tables_and_columns_of_a_backup_are_written(sqlite):
    with sqlite.transaction() as session:
        loading = backup.Loading(session)
        for table, column in (("staff_account", "email"), ("sqlite_master", "sql"), ("withdrawn", "seen_at")):
            with pytest.raises(backup.UnknownSchema):
                loading.add(table, (column,), [("x",)])


@pytest.mark.postgres
def test_a_withdrawal_or_a_mixing_meanwhile_empties_no_table_of_a_state_on_postgresql(postgres, tmp_path):
    """TRUNCATE empties a table also for those who look at an older state, so mixers wait until it is read."""
    database = Database(postgres.create("meanwhile"))
    other = Database(postgres.url("meanwhile"))
    box = Box(database, KeyRing(tmp_path / "keys"))
    box.open()
    with database.transaction() as session:
        withdrawn.add(session, box.slug, [b"n" * 16])
    with backup.one_state(database, backup.columns()) as tables:
        name, found = next(tables)
        assert (name, len(list(found))) == ("definition", 1)
        with pytest.raises(Unavailable), other.transaction() as session:  # noqa: PT012
            session.execute(sa.text("SET LOCAL lock_timeout = 100"))
            ballot_box.keep_mixers_away(session)
        held = {name: len(list(next(tables)[1])) for name in ("consultation", "withdrawn")}
        assert list(next(tables)[1]) == []
        with other.transaction() as session:
            session.execute(sa.text("SET LOCAL lock_timeout = 100"))
            ballot_box.keep_mixers_away(session)  # they wait no longer, nor does who writes the small tables anew
            withdrawn.add(session, box.slug, [b"later name......"])
    assert held == {"consultation": 1, "withdrawn": 1}
    database.close()
    other.close()


def test_what_an_audit_opened_for_itself_is_in_no_backup(box):
    for number in range(12):
        box.put(f"svar {number}")
    assert box.empty() == 12
    box.put("waits")
    before = rows(box.database, box=True)
    audits = Box(box.database, box.keys, slug="anonymity-audit-0123456789abcdef")
    audits.open(replace(small_questionnaire(), id="anonymity-audit"))
    for number in range(12):
        audits.put(f"merket {number}")
    assert audits.empty() == 12
    audits.put("merket og venter")
    assert rows(box.database, box=True) == before
