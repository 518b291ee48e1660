"""PostgreSQL's log holds nothing that somebody wrote: with the settings that we write for it, and not by luck."""

from contextlib import suppress
from pathlib import Path

import pytest
from sqlalchemy import NullPool, create_engine, text
from sqlalchemy.exc import DBAPIError

from tests.cluster import Cluster
from tests.deployment.speaking import Mark

pytestmark = [pytest.mark.slow]
# Each refusal quotes what was to be stored, in a DETAIL, a CONTEXT, a STATEMENT or a parameter.
REFUSED = {
    "a check": "INSERT INTO broken (short) VALUES ('MARK')",
    "a value that must differ": "INSERT INTO broken (once) VALUES ('MARK'), ('MARK')",
    "nothing where something must be": "INSERT INTO broken (once, must) VALUES ('MARK', NULL)",
    "a number that is none": "SELECT CAST('MARK' AS integer) + length('MARK')",
    "a sign that is none": "SELECT convert_from('\\xff'::bytea || 'MARK'::bytea, 'UTF8')",
    "nonsense": "SELEKT 'MARK'",
    "a function that fails": "DO $$ BEGIN RAISE EXCEPTION 'no' USING DETAIL = 'MARK'; END $$",
    "copied rows": "SELECT json('{ MARK ')",
}
TABLE = "CREATE TABLE IF NOT EXISTS broken (short text CHECK (length(short) < 3), once text UNIQUE, must int NOT NULL DEFAULT 1)"


def provoke(url: str, mark: Mark, *, before: str = "") -> None:
    engine = create_engine(url, poolclass=NullPool)
    for statement in (TABLE, *REFUSED.values()):
        with suppress(DBAPIError), engine.begin() as connection:
            connection.exec_driver_sql(f"{before}{statement.replace('MARK', mark.text).replace('%', '%%')}")
    with suppress(DBAPIError), engine.begin() as connection:
        connection.execute(text(f"{before}SELECT CAST(:one AS text)::integer"), {"one": mark.text})


def log(database: Cluster) -> str:
    return (Path(database.directory) / "log").read_text("utf-8", "replace")


def test_the_settings_are_taken(quiet_postgres: Cluster):
    with create_engine(quiet_postgres.url, poolclass=NullPool).connect() as connection:
        wrong = connection.execute(text("SELECT name, error FROM pg_file_settings WHERE error IS NOT NULL"))
        assert wrong.all() == []
        assert connection.scalar(text("SHOW log_error_verbosity")) == "terse"


def test_no_refusal_quotes_what_was_to_be_stored(quiet_postgres: Cluster):
    mark = Mark()
    provoke(quiet_postgres.url, mark)
    quoting = [line for line in log(quiet_postgres).splitlines() if mark.text in line]
    assert quoting == []


def test_the_usual_settings_are_caught(quiet_postgres: Cluster):
    mark = Mark()
    usual = "SET LOCAL log_min_messages = warning; SET LOCAL log_error_verbosity = 'default'; SET LOCAL log_min_error_statement = error; "
    provoke(quiet_postgres.url, mark, before=usual)
    quoting = {
        line.partition(":  ")[0].rpartition(" ")[2] for line in log(quiet_postgres).splitlines() if mark.text in line
    }
    assert {"ERROR", "DETAIL", "STATEMENT"} <= quoting
