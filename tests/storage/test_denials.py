"""What whoever took a front over would try, tried as its role on a real server; and that the front's own work goes on."""

import secrets
from datetime import date, timedelta

import pytest
from nacl.signing import SigningKey

from consultation.auditing import signing
from consultation.privacy.receipts import Names
from consultation.privacy.sealing import SealedResponse
from consultation.storage import audits, ballot_box, consultations, outcomes, rewriting, spent_proofs
from consultation.storage.database import Database
from consultation.storage.finding_by_receipt import where
from tests.questionnaires import small_questionnaire
from tests.roles import Separated, separate

pytestmark = pytest.mark.postgres

NOT_ALLOWED, DONE = "42501", ""
ASKED = small_questionnaire()
DENIED = {
    "public": (
        "SELECT * FROM ballot_box", "SELECT count(*) FROM ballot_box", "SELECT envelope FROM ballot_box",
        "INSERT INTO ballot_box VALUES ('\\x00000000000000000000000000000001', '', '') RETURNING sealed",
        "INSERT INTO ballot_box VALUES ('\\x00000000000000000000000000000001', '', '') ON CONFLICT (envelope) DO NOTHING",
        "INSERT INTO ballot_box VALUES ('a', '', '') ON CONFLICT (envelope) DO UPDATE SET sealed = ''",
        "UPDATE ballot_box SET sealed = ''", "DELETE FROM ballot_box", "TRUNCATE ballot_box",
        "COPY ballot_box TO STDOUT", "BEGIN; LOCK TABLE ballot_box IN ACCESS EXCLUSIVE MODE",
        "SELECT * FROM response", "SELECT * FROM comment", "SELECT * FROM answer", "SELECT * FROM batch",
        "SELECT * FROM set_aside", "SELECT * FROM withdrawn", "SELECT * FROM job", "SELECT * FROM staff_account",
        "SELECT mark FROM spent_proof", "DELETE FROM spent_proof", "SELECT decided_by FROM outcome",
        "SELECT * FROM outcome", "UPDATE consultation SET state = 'open'", "UPDATE consultation SET public_key = ''",
        "UPDATE alembic_version SET version_num = ''", "SELECT write_anew('comment')",
    ),
    "staff": (
        "SELECT * FROM ballot_box", "SELECT count(*) FROM ballot_box", "INSERT INTO ballot_box VALUES ('', '', '')",
        "DELETE FROM ballot_box", "SELECT * FROM set_aside", "SELECT * FROM withdrawn", "SELECT * FROM spent_proof",
        "UPDATE comment SET text = ''", "DELETE FROM response", "UPDATE consultation SET closes_on = now()",
        "UPDATE consultation SET public_key = ''", "INSERT INTO staff_account (email) VALUES ('')",
        "INSERT INTO staff_account_role VALUES (1, 1)", "UPDATE staff_account SET email = ''",
        "SELECT nextval('staff_account_id_seq')", "SELECT currval('staff_account_id_seq')",
        "SELECT last_value FROM staff_account_id_seq", "UPDATE job SET state = 'done'", "DELETE FROM codebook_version",
        "SELECT spend_proof('', '', true)", "SELECT where_response_lies('', '', '')", "SELECT write_anew('ballot_box')",
    ),
    "mixer": ("SELECT * FROM staff_account", "UPDATE staff_account SET password = ''", "ALTER TABLE comment ADD x text",
              "DROP TABLE comment", "SELECT mark, spend_proof('', '', true) FROM spent_proof", "UPDATE spent_proof SET odd = true"),
}  # fmt: skip
TO_ALL = (
    "CREATE TABLE own (x text)", "CREATE TEMP TABLE own (x text)", "CREATE SCHEMA own",
    "CREATE FUNCTION own() RETURNS int LANGUAGE sql RETURN 1", "ALTER TABLE ballot_box DISABLE ROW LEVEL SECURITY",
    "ALTER TABLE consultation DISABLE ROW LEVEL SECURITY", "CREATE POLICY own ON consultation USING (true)",
    "COPY (SELECT 1) TO PROGRAM 'true'", "COPY (SELECT 1) TO '/tmp/consultation-written'", "SELECT pg_read_file('PG_VERSION')",
    "SELECT pg_read_binary_file('PG_VERSION')", "SELECT pg_ls_dir('.')", "SELECT pg_stat_file('PG_VERSION')",
    "SELECT lo_import('/etc/hostname')", "SELECT rolpassword FROM pg_authid", "SELECT * FROM pg_statistic",
    "SET ROLE postgres", "SET SESSION AUTHORIZATION postgres", "SELECT pg_reload_conf()",
    "SET log_statement = 'all'", "SET log_min_error_statement = 'error'", "ALTER SYSTEM SET fsync = off", "CHECKPOINT",
    "CREATE DATABASE own", "CREATE ROLE own", "SELECT pg_switch_wal()", "SELECT pg_ls_waldir()", "SET session_replication_role = 'replica'",
    "SELECT pg_create_physical_replication_slot('own')", "SECURITY LABEL ON TABLE comment IS ''",
)  # fmt: skip


@pytest.fixture(scope="module")
def separated(postgres) -> Separated:
    """A database with a consultation and a draft, and an outcome of each that is told and one that is not."""
    made = separate(postgres)
    owner = Database(made.owner)
    today = date(2026, 3, 2)
    with owner.transaction() as session:
        for slug, state in (("open", "open"), ("draft", "draft")):
            fingerprint = consultations.freeze(session, slug, ASKED) and ASKED.fingerprint()
            session.connection().exec_driver_sql(
                "INSERT INTO consultation (slug, state, opened_on, closes_on, erase_on, public_key, definition)"
                " VALUES (%s, %s, %s, %s, %s, %s, %s)",
                (slug, state, today, today + timedelta(9), today + timedelta(99), bytes(32), fingerprint),
            )
            for published in (True, False):
                said = {"nb": f"{slug} {published}"}
                outcomes.put(session, slug, None, said, said, published=published, by="kari@example.no", on=today)
    owner.close()
    return made


@pytest.fixture
def as_role(separated):
    """The database as a role sees it."""
    opened = []

    def signed_in(role: str) -> Database:
        opened.append(Database(separated.url(role)))
        return opened[-1]

    yield signed_in
    for database in opened:
        database.close()


@pytest.mark.parametrize("role", DENIED)
def test_everything_that_a_role_is_not_given_is_denied_when_it_is_tried(separated, role):
    assert {one: separated.refused(role, one) for one in DENIED[role]} == dict.fromkeys(DENIED[role], NOT_ALLOWED)


@pytest.mark.parametrize("role", DENIED)
def test_no_role_reaches_beyond_its_tables(separated, role):
    clearing = (
        {"CHECKPOINT", "SELECT pg_switch_wal()", "SELECT pg_ls_waldir()"} if role == "mixer" else set()
    )  # what the server's log still holds
    assert [one for one in clearing if separated.refused(role, one)] == []
    tried = [one for one in TO_ALL if one not in clearing]
    assert [one for one in tried if separated.refused(role, one) not in {NOT_ALLOWED, "22023", "0LP01"}] == []


def test_the_owner_is_denied_none_of_this_so_that_the_denials_are_the_roles(separated):
    tried = [one for role in ("public", "staff") for one in DENIED[role] if one.startswith("SELECT *")]
    assert [one for one in tried if separated.refused(separated.owner_name, one)] == []


def test_the_public_role_sees_no_draft_and_nothing_of_one(separated, as_role):
    with as_role("public").reading() as session:
        assert [one.slug for one in consultations.all_(session)] == ["open"]
        assert consultations.find(session, "draft") is None
        assert session.connection().exec_driver_sql("SELECT consultation FROM definition").scalars().all() == ["open"]
        told = outcomes.all_(session, "open", published=True) + outcomes.all_(session, "draft", published=True)
        assert outcomes.any_published(session, "open")
        assert not outcomes.any_published(session, "draft")
    assert [(one.said.in_("nb").text, one.decided_by) for one in told] == [("open True", "")]


@pytest.mark.parametrize("role", ["staff", "mixer", "owner_of_tables"])
def test_everybody_else_sees_what_they_always_saw(separated, as_role, role):
    with as_role(role).reading() as session:
        assert [one.slug for one in consultations.all_(session)] == ["draft", "open"]
        assert len(outcomes.all_(session, "open") + outcomes.all_(session, "draft")) == 4


def test_the_public_role_puts_spends_and_finds(as_role):
    front, mixer = as_role("public"), as_role("mixer")
    names = Names(envelope=secrets.token_bytes(16), response=secrets.token_bytes(16))
    spent = spent_proofs.Spent(secrets.token_bytes(16), secrets.token_bytes(16), odd=True)
    other = spent_proofs.Spent(spent.mark, secrets.token_bytes(16), odd=True)
    put = []
    for _ in range(2):
        with front.transaction() as session:
            session.connection().exec_driver_sql("SELECT pg_advisory_xact_lock_shared(1)")
            put.append(ballot_box.put(session, "open", SealedResponse(names.envelope, b"sealed")))
    assert put == [True, False]
    with front.beforehand() as connection:
        assert [spent_proofs.add(connection, one) for one in (spent, spent, other)] == [True, True, False]
    with front.looking_up() as connection:
        assert where(connection, "open", names) == "waiting"
        assert where(connection, "draft", names) is None
    with mixer.transaction() as session:
        assert ballot_box.contents(session, "open") == [SealedResponse(names.envelope, b"sealed")]
        ballot_box.remove(session, [names.envelope])
        assert spent_proofs.remove(session, odd=True) == 1
    assert spent_proofs.remove_physically(mixer)


def test_the_mixers_role_can_keep_an_audit_also_a_second_one_of_its_day(as_role):
    for number, verdict in enumerate(("broken", "kept"), start=1):
        told = {"made_on": "2026-11-22", "of_the_day": number, "verdict": verdict, "findings": []}
        with as_role("mixer").transaction() as session:
            audits.put(session, audit := signing.signed(told, SigningKey.generate()))
    with as_role("public").reading() as session:
        assert audits.newest(session) == audit


def test_an_error_tells_the_public_role_nothing_but_that_a_name_it_knows_is_taken(separated):
    put = "INSERT INTO ballot_box VALUES ('\\x{}', '{}', '{}')"
    separated.run(put.format("aa" * 16, "open", "hidden"), role="public")
    assert separated.refused("public", put.format("aa" * 16, "x", "x")) == "23505"
    assert separated.refused("public", put.format("ab" * 16, "x", "x")) == DONE
    separated.run("TRUNCATE ballot_box", role="mixer")


def test_the_mixer_writes_tables_anew_that_it_does_not_own(separated, as_role):
    """VACUUM FULL would say that all is well, and change nothing."""
    node = "SELECT pg_relation_filenode('set_aside')"
    before = separated.run(node)
    separated.run("VACUUM FULL set_aside", role="mixer")
    assert separated.run(node) == before
    with as_role("mixer").outside_transactions() as connection:
        assert rewriting.write_anew(connection, ["set_aside"])
    assert separated.run(node) != before


def test_a_transaction_that_still_sees_old_rows_is_noticed_by_a_role_that_may_not_watch(as_role):
    front, mixer = as_role("public"), as_role("mixer")
    with front.reading() as session:
        session.connection().exec_driver_sql("SELECT * FROM consultation")
        with mixer.outside_transactions() as connection:
            assert not rewriting.write_anew(connection, ["set_aside"])
    with mixer.outside_transactions() as connection:
        assert rewriting.write_anew(connection, ["set_aside"])
