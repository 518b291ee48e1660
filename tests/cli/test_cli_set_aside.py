"""What could not be opened is told to the operator, who can bring it back."""

import secrets

import pytest

from consultation.privacy.sealing import SealedResponse
from consultation.settings import Settings
from consultation.storage import ballot_box
from consultation.storage.database import Database

SLUG = "waiting-times"


@pytest.fixture
def set_aside(run, instance):
    """Set so many envelopes aside."""
    run("open", SLUG, "--archive", "report")
    run("open", "pain-service", "--archive", "report")
    database = Database(Settings.read({"CONSULTATION_INSTANCE": str(instance)}).database_url)

    def put(count):
        broken = [SealedResponse(secrets.token_bytes(16), b"no envelope of ours") for _ in range(count)]
        with database.transaction() as session:
            ballot_box.set_aside(session, SLUG, broken)

    yield put
    database.close()


def listed(facts):
    return {one["slug"]: one.get("set_aside") for one in facts("list")["consultations"]}


def test_list_speaks_of_what_was_set_aside_only_where_there_is_any(set_aside, run, facts):
    assert "set aside" not in run("list").output
    set_aside(1)
    assert "1 envelope could not be opened and is set aside" in run("list").output
    set_aside(2)
    assert "3 envelopes could not be opened and are set aside" in run("list").output
    assert listed(facts) == {SLUG: 3, "pain-service": None}


def test_what_is_brought_back_and_still_cannot_be_opened_is_set_aside_again(set_aside, facts):
    set_aside(2)
    assert facts("empty-ballot-box", SLUG) == {"slug": SLUG, "mixed": 0}
    assert facts("empty-ballot-box", SLUG, "--bring-back") == {"slug": SLUG, "mixed": 0, "brought_back": 2}
    assert listed(facts)[SLUG] == 2


def test_what_can_be_opened_now_is_mixed_in(run, facts, tmp_path, instance):
    run("open", SLUG, "--archive", "report")
    (tmp_path / "few.csv").write_text("c;d\nEn;\nTo;\nTre;\n")
    run("import", SLUG, "few.csv", "--role", "patient", "--comment-column", "c")
    database = Database(Settings.read({"CONSULTATION_INSTANCE": str(instance)}).database_url)
    with database.transaction() as session:
        envelopes = ballot_box.contents(session, SLUG)
        ballot_box.set_aside(session, SLUG, envelopes)
        ballot_box.remove(session, [one.envelope for one in envelopes])
    database.close()
    assert facts("close", SLUG)["mixed"] == 0
    assert facts("empty-ballot-box", SLUG, "--bring-back") == {"slug": SLUG, "mixed": 3, "brought_back": 3}
    assert listed(facts) == {SLUG: None}
