"""The thank-you page promises that one can show later that one has answered."""

import json

import pytest

from consultation.privacy.receipts import for_answers, new_nonce
from consultation.privacy.sealing import SealedResponse
from consultation.settings import Settings
from consultation.storage import ballot_box
from consultation.storage.database import Database

SLUG = "waiting-times"


@pytest.fixture
def database(run, instance):
    run("open", SLUG, "--archive", "report")
    opened = Database(Settings.read({"CONSULTATION_INSTANCE": str(instance)}).database_url)
    yield opened
    opened.close()


@pytest.fixture
def receipt(database):
    """The receipt of a response that lies in the box."""
    made = for_answers(new_nonce(), b"what was answered")
    with database.transaction() as session:
        ballot_box.put(session, SLUG, SealedResponse(made.envelope_key, b"sealed"))
    return made


def test_a_code_is_found_however_it_is_written(receipt, facts, run):
    for written in (receipt.code, receipt.code.lower().replace("-", " ")):
        assert facts("receipt", SLUG, written) == {"slug": SLUG, "found": "waiting"}
    assert "sealed in the ballot box" in run("receipt", SLUG, receipt.code).output


def test_a_code_that_nobody_was_given_is_refused(receipt, run):
    other = for_answers(new_nonce(), b"what was answered").code
    assert "no response with it" in run("receipt", SLUG, other, code=1).stderr


def test_a_mistyped_code_is_told_with_what_is_wrong_about_it(receipt, run):
    code = receipt.code
    slip = ("0" if code[0] != "0" else "1") + code[1:]
    assert "One character is wrong" in run("receipt", SLUG, slip, code=1).stderr
    assert "1 too few" in run("receipt", SLUG, code[:-1], code=1).stderr
    assert "No receipt code has U in it" in run("receipt", SLUG, code[:-1] + "U", code=1).stderr


def test_a_receipt_of_an_unknown_consultation_is_refused_with_those_that_are(receipt, run):
    assert SLUG in run("receipt", "unknown", receipt.code, code=1).stderr


def test_a_person_who_calls_can_have_a_response_withdrawn(receipt, facts, run):
    told = {"slug": SLUG, "withdrawn": "waiting", "new_key": True, "cleared": True}
    assert facts("withdraw", SLUG, receipt.code, "--yes") == told
    for command in (("receipt", SLUG, receipt.code), ("withdraw", SLUG, receipt.code, "--yes")):
        assert "was the response withdrawn?" in run(*command, code=1).stderr


def test_whoever_does_not_confirm_withdraws_nothing(receipt, facts, run):
    run("withdraw", SLUG, receipt.code, code=1)
    assert facts("receipt", SLUG, receipt.code)["found"] == "waiting"


def test_it_is_done_when_the_command_ends_and_no_key_is_left_that_opens_the_envelope(receipt, database, instance, run):
    keys = instance / "keys" / SLUG
    before = {path.name for path in keys.iterdir()}
    said = run("withdraw", SLUG, receipt.code, "--yes").output
    assert "is withdrawn, at once" in said
    assert "the old one is destroyed" in said
    assert not before & {path.name for path in keys.iterdir()}
    with database.reading() as session:
        assert ballot_box.waiting(session, SLUG) == 0


def test_where_the_key_is_missing_it_is_withdrawn_all_the_same_and_the_operator_is_told(receipt, instance, run, facts):
    for path in (instance / "keys" / SLUG).iterdir():
        path.unlink()
    assert facts("withdraw", SLUG, receipt.code, "--yes") == {
        "slug": SLUG,
        "withdrawn": "waiting",
        "new_key": False,
        "cleared": True,
    }
    assert "no response with it" in run("receipt", SLUG, receipt.code, code=1).stderr


def test_the_operator_is_told_where_files_still_hold_what_was_withdrawn(receipt, database, run, monkeypatch):
    monkeypatch.setattr("consultation.jobs.clearing.TRIES", 1)
    with database.reading() as session:
        assert ballot_box.waiting(session, SLUG) == 1  # somebody who looks for a long time
        ended = run("withdraw", SLUG, receipt.code, "--yes", "--json", code=1)
    assert json.loads(ended.stdout)["cleared"] is False
    assert "its files are not cleared yet" in ended.stderr
    assert "no response with it" in run("receipt", SLUG, receipt.code, code=1).stderr
