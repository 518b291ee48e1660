"""A build that leaks is caught, and each of its leaks is named by a finding of its own; the real one has none."""

import resource
from contextlib import closing
from pathlib import Path
from sqlite3 import connect

import pytest
from sqlalchemy import create_engine, text

from tests.auditing.auditing import SETTINGS, Told, audit, keeps_marks, start
from tests.running import Installation

SQLITE_LEAKS = """
    CREATE TABLE arrival (id INTEGER PRIMARY KEY AUTOINCREMENT, envelope BLOB, at DATETIME);
    CREATE TRIGGER note_arrival AFTER INSERT ON ballot_box BEGIN
        INSERT INTO arrival (envelope, at) VALUES (new.envelope, strftime('%s', 'now'));
    END;
    CREATE TABLE backup_comment (response BLOB, text TEXT);
    CREATE TRIGGER keep_comment AFTER INSERT ON comment BEGIN
        INSERT INTO backup_comment VALUES (new.response, new.text);
    END;
    ALTER TABLE ballot_box ADD COLUMN note TEXT;
    ALTER TABLE response ADD COLUMN stored_at DATETIME;
    PRAGMA user_version = 7;
    CREATE INDEX ix_beginning ON comment (substr(text, 1, 3));
"""
POSTGRESQL_LEAKS = (
    "ALTER TABLE response ADD COLUMN stored_at timestamptz DEFAULT clock_timestamp()",
    "ALTER TABLE answer ADD COLUMN number bigserial",
    "CREATE FUNCTION whisper() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN new; END $$",
    "CREATE TRIGGER whisper AFTER INSERT ON response FOR EACH ROW EXECUTE FUNCTION whisper()",
    "CREATE PUBLICATION everything FOR ALL TABLES",
    "SELECT pg_create_physical_replication_slot('elsewhere')",
    "SELECT lo_create(0)",
    "ALTER TABLE comment ALTER COLUMN text SET STATISTICS 100",
    "CREATE STATISTICS two_of_them ON question, response FROM comment",
    """DO $do$ BEGIN EXECUTE replace(pg_get_functiondef('where_response_lies'::regproc), 'RETURN CASE',
        'PERFORM 1; RETURN CASE'); END $do$""",
    "ALTER SYSTEM SET log_statement = 'all'",
    "CREATE SCHEMA elsewhere",
    "CREATE UNLOGGED TABLE elsewhere.ballot_box (LIKE ballot_box)",
    "CREATE FUNCTION pg_catalog.plain_looking(bytea) RETURNS boolean IMMUTABLE LANGUAGE sql AS 'SELECT true'",
    "ALTER TABLE ballot_box ADD CHECK (pg_catalog.plain_looking(sealed))",
    "ALTER TABLE response ADD CONSTRAINT tells CHECK (pg_notify('arrived', key::text) IS NOT NULL)",
    "ALTER TABLE comment ALTER COLUMN folded SET DEFAULT pg_backend_pid()::text",
    "CREATE INDEX ix_known ON answer (pg_catalog.plain_looking(response))",
    "CREATE POLICY by_chance ON comment USING (random() >= 0)",
    "CREATE RULE also AS ON INSERT TO batch DO ALSO NOTIFY mixed",
    "CREATE ROLE somebody",
    "ALTER ROLE somebody SET log_statement = 'mod'",
    "ALTER DATABASE postgres SET log_min_duration_sample = 0",
    "ALTER SYSTEM SET shared_preload_libraries = 'auto_explain'",
    "SELECT pg_reload_conf()",
)
SOME = "No role, no database and no restart changes that"
TIMES = "No time of a visit stands beside it"
ANSWERS = "No answer tells one visitor from another, or tells anybody else"
NGINX = "http { access_log /var/log/nginx/access.log; error_log /var/log/nginx/error.log warn; server { listen 80; } }"


@pytest.fixture(scope="module")
def leaky_on_sqlite(tmp_path_factory: pytest.TempPathFactory) -> Told:
    """What the audit tells of an installation whose web server, worker, schema and files leak."""
    running = Installation(tmp_path_factory.mktemp("leaky") / "all", settings=SETTINGS)
    running.command("list")  # makes the instance and its schema
    with closing(connect(running.instance / "consultation.sqlite")) as database:
        database.executescript(SQLITE_LEAKS)
    exposed = running.instance / "keys" / "older" / "0123456789abcdef.private"
    exposed.parent.mkdir(parents=True)
    exposed.write_bytes(bytes(32))
    exposed.chmod(0o644)
    (running.instance / "visits.bin").write_bytes(bytes(8))
    (running.instance / "ring.bin").write_bytes(bytes(4096))
    with closing(connect(running.instance / "jobs.sqlite")) as queue:
        queue.execute("CREATE TABLE visitcounter (n INTEGER PRIMARY KEY AUTOINCREMENT, at REAL)")
    (running.root / "nginx.conf").write_text(NGINX)
    web = ["--bind", f"127.0.0.1:{running.port}", "--worker-class", "gthread", "--threads", "4", "--log-level", "info"]
    served = start(
        running, "-m", "gunicorn", "--no-control-socket", *web, "--access-logfile", str(running.root / "access.log"),
        "--access-logformat", '%({x-forwarded-for}i)s "%(r)s" "%(f)s" "%(a)s"',
        "tests.auditing.leaky_web:application()", FLASK_DEBUG="1",
    )  # fmt: skip
    running.wait_until_it_answers(served)
    start(running, str(Path(__file__).with_name("leaky_worker.py")), "one-by-one")
    try:
        return audit(running, "--nginx", str(running.root / "nginx.conf"), "--patience", "5")
    finally:
        running.stop()


@pytest.mark.slow
@pytest.mark.parametrize(
    ("leak", "subject", "where"),
    [
        ("an access log", "No access log, no talkative log", "--access-logfile"),
        ("a file that nobody explained", "Only files that are on the list", "visits.bin"),
        ("a table beside the queue of jobs", "Only files that are on the list", "visitcounter"),
        ("a talkative log", "No access log, no talkative log", "info"),
        ("a line for each visit", "No log has a line for each visit", "access.log"),
        ("the query in the access log", "Nothing of a visit: query", "access.log (utf-8)"),
        ("the referrer in the access log", "Nothing of a visit: referrer", "access.log (utf-8)"),
        ("a middleware that logs the agent", "Nothing of a visit: user agent", "agents.log (utf-8)"),
        ("an md5 of the address", "Nothing of a visit: address", "addresses (md5 hex)"),
        ("base64 of the cookie in the job store", "Nothing of a visit: cookie", "jobs.sqlite"),
        ("the national id in UTF-16", "Nothing of a visit: national id", "identity.bin (utf-16-"),
        ("the e-mail in UTF-16", "Nothing of a visit: e-mail", "identity.bin (utf-16-"),
        ("the language in an answer", "No row of any table holds anything of a visit", "comment holds the language"),
        ("the text, compressed, in a temporary file", "Sealed before it is written: no text before mixing", ".gz (opened)"),
        ("the text unsealed in the ballot box", "Sealed before it is written: no text before mixing", "consultation.sqlite"),
        ("a column more", "Only columns that are on the list", "The column ballot_box.note is on no list."),
        ("a table of arrivals", "Only columns that are on the list", "The table arrival is on no list."),
        ("a column for a time", "No column holds a time or a counter, or fills itself in", "response.stored_at holds a time"),
        ("a counter", "No column holds a time or a counter, or fills itself in", "arrival counts."),
        ("a trigger", "Nothing in the database acts by itself", "note_arrival on ballot_box"),
        ("an index of ways of beginning", "Nothing in the database acts by itself", "the index ix_beginning on comment"),
        ("seconds in a file of numbers", TIMES, "clock.bin (seconds, 4 bytes little-endian)"),
        ("seconds in a file that does not grow", TIMES, "ring.bin (seconds, 4 bytes big-endian)"),
        ("a mark beside a file", "Only files that are on the list", "agents.log carries user.last"),
        ("a name of a file", "Sealed before it is written: no text before mixing", " (hex)"),
        ("a counter in the file's header", "No column holds a time or a counter, or fills itself in", "user_version counts."),
        ("a time in a row", TIMES, "arrival (seconds in digits)"),
        ("a time beside an envelope in a page", TIMES, "consultation.sqlite (seconds, 4 bytes big-endian)"),
        ("a cookie", ANSWERS, "the front page sets a cookie (seen)"),
        ("a number for each answer", ANSWERS, "different values of x-request-id"),
        ("reports to somebody else", ANSWERS, "the header nel, by which browsers tell of a visit"),
        ("a table that grows", "No other table grows with each visit", "arrival grew by 4"),
        ("a file for each visit", "No file and no directory grows with each visit", "files more in"),
        ("bytes for each visit", "No file and no directory grows with each visit", "addresses grew by"),
        ("an envelope that stays", "Nothing of an envelope is left after mixing", "consultation.sqlite"),
        ("a row elsewhere", "No other table leads to a response", "Rows of backup_comment belong to single responses."),
        ("one by one", "Responses are mixed in whole batches", "fewer than 10"),
        ("an order in a page", "Nobody can tell who answered first", "can be read from"),
        ("a copy that outlives erasing", "What is erased is gone", "consultation.sqlite"),
        ("core dumps", "Memory is never written to disk", "may write core dumps"),
        ("debug mode", "No watching program, no debug mode", "FLASK_DEBUG"),
        ("files for everybody", "New files are for their owner only", "umask 000"),
        ("an exposed private key", "Private keys and secrets are for their owner only", "0123456789abcdef.private (644)"),
        ("a reverse proxy's access log", "The reverse proxy writes no visit down", "access_log is /var/log"),
        ("a reverse proxy's error log", "The reverse proxy writes no visit down", "keeps addresses and pages"),
    ],
)  # fmt: skip
def test_each_leak_on_sqlite_is_named(leaky_on_sqlite, tmp_path, leak, subject, where):
    if leak == "core dumps" and resource.getrlimit(resource.RLIMIT_CORE)[1] == 0:
        pytest.skip("nobody may write core dumps here any more, so no program can leak by one")
    if leak == "a mark beside a file" and not keeps_marks(tmp_path):
        pytest.skip("the file system of the temporary directory keeps no marks beside files")
    assert leaky_on_sqlite.code == 1
    assert where in leaky_on_sqlite.broken().get(subject, ""), leaky_on_sqlite.findings.get(subject)


@pytest.fixture(scope="module")
def leaky_on_postgresql(tmp_path_factory: pytest.TempPathFactory, module_cluster: str) -> Told:
    """The same of a database server that keeps and sends too much, and a worker that does not shuffle and keeps its keys."""
    large = {**SETTINGS, "CONSULTATION_BATCH_MINIMUM": "30"}  # in small batches an order is hard to see
    running = Installation(tmp_path_factory.mktemp("leaky") / "all", module_cluster, settings=large)
    running.serve()
    start(running, str(Path(__file__).with_name("leaky_worker.py")), "as-they-came")
    engine = create_engine(
        module_cluster, isolation_level="AUTOCOMMIT"
    )  # later, because a server that talks is refused
    with engine.connect() as connection:
        for leak in POSTGRESQL_LEAKS:
            connection.execute(text(leak))
    engine.dispose()
    try:
        return audit(running)
    finally:
        running.stop()


@pytest.mark.slow
@pytest.mark.postgres
@pytest.mark.parametrize(
    ("leak", "subject", "where"),
    [
        ("statements in the log", "The database server writes no statement, row or time down", "log_statement is all"),
        ("a time that fills itself in", "No column holds a time or a counter, or fills itself in", "response.stored_at"),
        ("a time in a page", TIMES, "(microseconds since 2000, 8 bytes little-endian)"),
        ("a serial number", "No column holds a time or a counter, or fills itself in", "answer.number fills itself in"),
        ("a column more", "Only columns that are on the list", "The column response.stored_at is on no list."),
        ("a trigger", "Nothing in the database acts by itself", "whisper on response"),
        ("a function", "Nothing in the database acts by itself", "public.whisper"),
        ("an altered function", "Nothing in the database acts by itself", "where_response_lies(text, bytea, bytea), altered"),
        ("a function among PostgreSQL's own", "Nothing in the database acts by itself", "pg_catalog.plain_looking(bytea)"),
        ("a check", "Nothing in the database acts by itself", "on ballot_box, which asks for plain_looking(bytea)"),
        ("a check that notifies", "Nothing in the database acts by itself", "tells on response, which asks for pg_notify"),
        ("a default", "Nothing in the database acts by itself", "the default of comment.folded, which asks for pg_backend_pid"),
        ("an index", "Nothing in the database acts by itself", "the index ix_known, which asks for plain_looking"),
        ("a policy", "Nothing in the database acts by itself", "the policy by_chance on comment, which asks for random"),
        ("a rule", "Nothing in the database acts by itself", "rule also on batch"),
        ("a table of the same name elsewhere", "Only columns that are on the list", "The table elsewhere.ballot_box is on no"),
        ("a setting of one role", SOME, "log_statement is mod for the role somebody"),
        ("a setting of one database", SOME, "log_min_duration_sample is 0 for all roles in the database"),
        ("a setting that waits for a restart", SOME, "auto_explain is loaded"),
        ("a large object", "Nothing in the database acts by itself", "1 large objects"),
        ("samples of texts", "The server's statistics hold nothing that people gave", "comment.text"),
        ("statistics of two columns", "The server's statistics hold nothing that people gave", "comment.two_of_them"),
        ("a publication", "Nothing of the database is sent or kept elsewhere", "publication everything"),
        ("a replication slot", "Nothing of the database is sent or kept elsewhere", "replication slot elsewhere"),
        ("a worker that does not shuffle", "Nobody can tell who answered first", "can be read from"),
        ("keys that stay", "A copy of the ballot box opens with no key that is left", "opens 29"),
    ],
)  # fmt: skip
def test_each_leak_on_postgresql_is_named(leaky_on_postgresql, leak, subject, where):
    assert leaky_on_postgresql.code == 1
    assert where in leaky_on_postgresql.broken().get(subject, ""), leaky_on_postgresql.findings.get(subject)
