"""The powers of each role, looked up in the catalogue over every table there is, and each denial tried."""

import pytest

from consultation.storage.database import Database, Forbidden, WrongSchema
from consultation.storage.roles.granting import NotGranted
from consultation.storage.tables import Schema
from tests.roles import Separated, separate

pytestmark = pytest.mark.postgres

KINDS = ("public", "staff", "mixer")
READ, CHANGE = {"SELECT"}, {"SELECT", "INSERT", "UPDATE", "DELETE"}
# All that was ever given, and nothing that PostgreSQL keeps beside it.
SHOWN, CHANGE_SHOWN = {"SELECT of every column"}, {"SELECT of every column", "INSERT", "UPDATE", "DELETE"}
WORKED_ON = ("suggestion", "confirmation", "reading", "read_anew", "outcome", "note", "passage", "facet", "harm_reading",
             "double_coding", "coder", "drawn", "blind_coding", "adjudication")  # fmt: skip
GIVEN = ("batch", "response", "answer", "comment")
MACHINE = ("theme_run", "candidate_label", "stale_run", "machine_reading", "screening", "campaign_copy", "raised",
           "machine_coding", "measurement")  # fmt: skip
SIGN_IN = "password, active, fs_uniquifier, tf_primary_method, tf_totp_secret, mf_recovery_codes"
# Written here once more, and by hand: what is not in it may nobody do, whatever table a later version adds.
EXPECTED = {
    "public": {"alembic_version": SHOWN, "consultation": SHOWN, "definition": SHOWN, "anonymity_audit": SHOWN,
               "ballot_box": {"INSERT"}, "outcome": {"SELECT of key, consultation, rank, said, doing, published, decided_on"}},
    "staff": {"alembic_version": SHOWN, "consultation": SHOWN, "definition": SHOWN, "anonymity_audit": SHOWN,
              **dict.fromkeys((*GIVEN, *MACHINE), SHOWN), **dict.fromkeys(WORKED_ON, CHANGE_SHOWN),
              "codebook_version": {"SELECT of every column", "INSERT"}, "job": {"SELECT of every column", "INSERT"},
              "staff_account": {"SELECT of every column", f"UPDATE of {SIGN_IN}"},
              "staff_role": SHOWN, "staff_account_role": SHOWN},
    "mixer": {"alembic_version": READ, "anonymity_audit": {"SELECT", "INSERT"},
              **dict.fromkeys((*GIVEN, *MACHINE, *WORKED_ON), CHANGE),
              **dict.fromkeys(("consultation", "definition", "set_aside", "job", "codebook_version"), CHANGE),
              "ballot_box": CHANGE | {"TRUNCATE"}, "withdrawn": CHANGE | {"TRUNCATE"},
              "spent_proof": {"SELECT", "DELETE"}},
}  # fmt: skip
MAY_CALL = {
    "public": {"spend_proof", "where_response_lies"},
    "staff": set(),
    "mixer": {"where_response_lies", "write_anew"},
}
# Every relation of every schema but the system's, sequences too: (table, privilege, for the whole of it, for which columns).
EVERYTHING = """
    SELECT CASE nspname WHEN 'public' THEN '' ELSE nspname || '.' END || relname, p,
        CASE WHEN relkind <> 'S' THEN has_table_privilege(%(role)s, c.oid, p)
            WHEN p IN ('SELECT', 'UPDATE') THEN has_sequence_privilege(%(role)s, c.oid, p || ', USAGE') ELSE false END,
        (SELECT CASE WHEN bool_and(may = (attnum > 0)) THEN 'every column'
                ELSE string_agg(attname, ', ' ORDER BY attnum) FILTER (WHERE may) END
            FROM (SELECT attnum, attname, CASE WHEN p IN ('SELECT', 'INSERT', 'UPDATE', 'REFERENCES')
                    THEN has_column_privilege(%(role)s, c.oid, attnum, p) ELSE false END AS may FROM pg_attribute
                WHERE attrelid = c.oid AND NOT attisdropped AND relkind <> 'S') AS each)
    FROM pg_class c JOIN pg_namespace n ON n.oid = relnamespace,
        unnest(ARRAY['SELECT', 'INSERT', 'UPDATE', 'DELETE', 'TRUNCATE', 'REFERENCES', 'TRIGGER']) p
    WHERE relkind IN ('r', 'p', 'v', 'm', 'f', 'S') AND nspname NOT IN ('pg_catalog', 'information_schema', 'pg_toast')
"""


@pytest.fixture(scope="module")
def separated(postgres) -> Separated:
    """A database with separated powers, which these tests leave as they found it."""
    return separate(postgres)


@pytest.fixture
def own(postgres) -> Separated:
    """One for a test that spoils it; granted by an owner who is no superuser."""
    return separate(postgres, by_superuser=False)


def found(separated, kind):
    """Table -> what a role may do with it, as the catalogue says."""
    powers: dict[str, set[str]] = {}
    for table, privilege, whole, columns in separated.run(EVERYTHING.replace("%(role)s", f"'{separated.name(kind)}'")):
        if whole or columns:
            powers.setdefault(table, set()).add(privilege if whole else f"{privilege} of {columns}")
    return powers


@pytest.mark.parametrize("kind", KINDS)
def test_each_role_may_do_what_is_on_its_list_and_nothing_else_with_any_table(separated, kind):
    assert found(separated, kind) == EXPECTED[kind]


@pytest.mark.parametrize("kind", KINDS)
def test_a_table_that_a_later_version_adds_is_nobodys(own, kind):
    own.run("CREATE TABLE later (text text)", "CREATE SEQUENCE counting", "CREATE SCHEMA another", role=own.owner_name)
    own.run("CREATE TABLE another.later (text text)", role=own.owner_name)
    own.grant(by_superuser=False)
    assert found(own, kind) == EXPECTED[kind]


@pytest.mark.parametrize(
    ("spoiled", "told"),
    [
        ("GRANT SELECT ON ballot_box TO {staff}", "staff"),
        ("GRANT INSERT (text) ON comment TO {public}", "public"),
        ("GRANT SELECT ON response TO PUBLIC", "public"),
        ("GRANT ALL ON ALL TABLES IN SCHEMA public TO {staff}", "staff"),
        ("GRANT USAGE ON SEQUENCE staff_account_id_seq TO {mixer}", "mixer"),
        ("GRANT SELECT (decided_by) ON outcome TO {public}", "public"),
        ("GRANT SELECT ON comment TO {staff}", "staff"),
        ("GRANT SELECT (xmin) ON comment TO {staff}", "staff"),
    ],
)
def test_a_right_too_many_is_seen_by_this_test_and_taken_away_by_the_next_grant(own, spoiled, told):
    own.run(spoiled.format(public=own.name("public"), staff=own.name("staff"), mixer=own.name("mixer")))
    assert found(own, told) != EXPECTED[told]
    own.grant(by_superuser=False)
    assert found(own, told) == EXPECTED[told]


@pytest.mark.parametrize(
    ("spoiled", "said"),
    [
        ("GRANT pg_read_all_data TO {public}", "member of pg_read_all_data"),
        ("GRANT pg_monitor TO {staff}", "member of pg_monitor"),
        ("GRANT {mixer} TO {staff}", "member of mixer"),
        ("ALTER ROLE {public} BYPASSRLS", "is bypassrls"),
        ("ALTER ROLE {mixer} CREATEROLE", "is createrole"),
        ("ALTER TABLE ballot_box OWNER TO {staff}", "owns ballot_box"),
        ("CREATE SCHEMA wide; GRANT ALL ON SCHEMA wide TO PUBLIC", "creates in wide"),
        ("CREATE VIEW seen AS SELECT * FROM comment; GRANT SELECT ON seen TO {public}", "SELECT seen"),
        ("CREATE FUNCTION told() RETURNS text LANGUAGE sql SECURITY DEFINER RETURN 'all'", "may call told()"),
    ],
)
def test_a_power_that_is_not_ours_to_take_is_refused_and_told(own, spoiled, said):
    orders = spoiled.format(public=own.name("public"), staff=own.name("staff"), mixer=own.name("mixer"))
    own.run(*orders.split("; "))
    with pytest.raises(NotGranted, match=said.replace("(", r"\(").replace(")", r"\)")):
        own.grant(by_superuser="OWNER" in spoiled)


@pytest.mark.parametrize("given", ["SELECT ON comment", "SELECT (text) ON comment"])
def test_a_further_role_that_somebody_else_gave_something_is_named(own, given):
    assert own.grant().others == ()
    further = f"further_{own.name('public')}_{'column' if '(' in given else 'table'}"
    own.run(f"CREATE ROLE {further}", f"GRANT {given} TO {further}")
    assert own.grant().others == (further,)


@pytest.mark.parametrize("kind", KINDS)
def test_no_role_creates_anything_or_calls_what_is_not_on_its_list(separated, kind):
    creates = """
        SELECT has_database_privilege(current_user, current_database(), 'CREATE, TEMP'),
            (SELECT string_agg(nspname, ' ') FROM pg_namespace WHERE has_schema_privilege(oid, 'CREATE'))
    """
    calls = "SELECT proname FROM pg_proc WHERE pronamespace = 'public'::regnamespace AND has_function_privilege(oid, 'EXECUTE')"
    assert separated.run(creates, role=kind) == [(False, None)]
    assert {row[0] for row in separated.run(calls, role=kind)} == MAY_CALL[kind]


def test_the_functions_look_for_nothing_where_somebody_else_could_put_it(separated):
    assert separated.run("""
        SELECT proname, prosecdef, proconfig FROM pg_proc WHERE pronamespace = 'public'::regnamespace ORDER BY proname
    """) == [
        (name, True, ["search_path=pg_catalog, pg_temp"])
        for name in ("spend_proof", "where_response_lies", "write_anew")
    ]


def test_granting_twice_changes_nothing(own):
    powers = (
        "SELECT relname, relacl::text, relrowsecurity, reloptions FROM pg_class WHERE relnamespace = 2200 ORDER BY 1"
    )
    before = own.run(powers), own.run("SELECT polname, polrelid, polroles FROM pg_policy ORDER BY 1, 2")
    own.grant(by_superuser=False)
    assert (own.run(powers), own.run("SELECT polname, polrelid, polroles FROM pg_policy ORDER BY 1, 2")) == before


def test_every_table_of_the_schema_is_looked_at(separated):
    looked_at = {row[0] for row in separated.run(EVERYTHING.replace("%(role)s", "'postgres'"))}
    assert looked_at >= set(Schema.metadata.tables) > {"ballot_box", "response"}


def test_a_role_that_may_not_change_the_schema_says_so_where_it_is_older_or_newer(own):
    front = Database(own.url("public"))
    front.upgrade()
    front.check_schema()
    for noted, told in (("v0001", "older than this program"), ("v9999", "newer than this program")):
        own.run(f"UPDATE alembic_version SET version_num = '{noted}'")  # noqa: S608 -- our own words
        for look in (front.upgrade, front.check_schema):
            with pytest.raises(WrongSchema, match=told):
                look()
    own.run("DROP TABLE alembic_version")
    with pytest.raises(WrongSchema, match="older"):
        front.upgrade()
    front.close()


def test_what_is_denied_is_told_as_denied_and_not_as_a_database_that_is_down(separated):
    front = Database(separated.url("public"))
    with pytest.raises(Forbidden, match="42501"), front.reading() as session:
        session.connection().exec_driver_sql("SELECT * FROM ballot_box")
    front.close()
