"""What a PostgreSQL server keeps beside its tables is gone as well, in every file of its directory."""

import secrets

import pytest
import sqlalchemy as sa

from consultation.storage import erasing, rewriting, server_traces
from consultation.storage.database import Database, Forbidden
from consultation.storage.keys import KeyRing
from consultation.storage.tables import Schema
from tests.boxes import Box

pytestmark = pytest.mark.postgres
MARKER = "elgtråkket ved kvitfjell"


def traces(directory):
    files = (path for path in directory.rglob("*") if path.is_file())
    return sorted(str(path.relative_to(directory)) for path in files if MARKER.encode() in path.read_bytes())


def said(database, words):
    with database.outside_transactions() as connection:
        answered = connection.execute(sa.text(words))
        return answered.all() if answered.returns_rows else None


def sampled(database):
    """Every value that the server keeps of a column of ours, as text."""
    asked = "SELECT concat(most_common_vals, histogram_bounds) FROM pg_stats WHERE tablename = ANY(:tables)"
    with database.reading() as session:
        return " ".join(session.scalars(sa.text(asked), {"tables": list(Schema.metadata.tables)}))


@pytest.fixture
def filled(cluster, tmp_path):
    """A server that has mixed in twenty responses, looked at its columns and written everything to its files."""
    database = Database(cluster.url)
    database.upgrade()
    box = Box(database, KeyRing(tmp_path / "keys"))
    box.open()
    for number in range(20):
        box.put(f"{MARKER} {secrets.token_hex(20)} {'ventet ' * (number % 7 * 20)}")
    assert box.empty() == 20
    said(database, "ANALYZE")
    said(database, "CHECKPOINT")
    yield box
    database.close()


def erase(box):
    with box.database.transaction() as session:
        erasing.erase(session, box.slug)


def test_no_byte_of_the_servers_directory_holds_what_was_erased(filled, cluster):
    assert {place.split("/")[0] for place in traces(cluster.directory)} == {"base", "pg_wal"}
    erase(filled)
    said(filled.database, "CHECKPOINT")
    assert any("base" in place for place in traces(cluster.directory)), (
        "DELETE alone would do, and the test sees nothing"
    )
    assert erasing.erase_physically(filled.database)
    said(filled.database, "CREATE ROLE mixer LOGIN")
    mixer = Database(cluster.url.replace("postgres@", "mixer@"))
    assert server_traces.clear(mixer) == server_traces.Cleared(log=False)
    said(filled.database, "CHECKPOINT")
    assert {place.split("/")[0] for place in traces(cluster.directory)} == {"pg_wal"}, "what only the log still holds"
    for words in server_traces.ALLOW:
        said(filled.database, words.format(role="mixer"))
    assert server_traces.clear(mixer) == server_traces.Cleared(log=True)
    assert traces(cluster.directory) == []
    mixer.close()


def test_the_server_keeps_no_sample_of_what_people_gave_and_none_at_all_of_what_is_erased(filled):
    assert "patient" in sampled(filled.database), "nothing was sampled, so nothing is shown"
    assert MARKER not in sampled(filled.database)
    said(filled.database, "ALTER TABLE comment ALTER COLUMN text SET STATISTICS -1")
    said(filled.database, "ANALYZE comment")
    assert MARKER in sampled(filled.database), "the test would not see it"
    erase(filled)
    said(filled.database, "ANALYZE")
    assert MARKER in sampled(filled.database), "ANALYZE forgets nothing of an empty table"
    server_traces.clear(filled.database)
    assert sampled(filled.database) == ""


def test_copies_of_the_log_that_are_kept_elsewhere_are_named(postgres):
    database = Database(postgres.create("followed"))
    said(database, "SELECT pg_create_physical_replication_slot('follower')")
    (kept,) = server_traces.clear(database).kept
    said(database, "SELECT pg_drop_replication_slot('follower')")
    assert "replication" in kept
    database.close()


def test_rewriting_passes_over_no_table_in_silence(postgres):
    database = Database(postgres.create("rewritten"))
    said(database, "CREATE ROLE stranger LOGIN")
    stranger = Database(postgres.url("rewritten").replace("postgres@", "stranger@"))
    with pytest.raises(Forbidden), stranger.outside_transactions() as connection:
        rewriting.write_anew(connection, ["comment"])
    stranger.close()
    database.close()
