"""From a file to a consultation that is open, and to one that is closed."""

import stat
from datetime import date, timedelta

import pytest

from consultation.cli.program import _Commands
from consultation.questionnaire.loading import library

WRONG = """
id = "wrong"
title = { nb = "Feil" }

[[roles]]
id = "patient"
"""


@pytest.mark.parametrize("command", [[], *([name] for name in _Commands.PLACES), ["staff", "add"]])
def test_every_command_helps(run, command):
    assert "Usage:" in run(*command, "--help").output


def test_an_unknown_command_is_not_understood(run):
    run("dance", code=2)


def test_a_slug_that_cannot_be_an_address_is_refused_plainly(run):
    assert (
        "cannot stand in an address"
        in run("open", "waiting-times", "--archive", "report", "--slug", "Bad Slug", code=1).stderr
    )


def test_a_questionnaire_of_the_library_has_no_mistakes(facts):
    assert facts("check", "waiting-times")["roles"] == ["patient", "next_of_kin", "leader", "health_personnel"]


def test_check_tells_every_mistake_at_once_with_its_line_and_what_to_do(run, facts, tmp_path):
    (tmp_path / "wrong.toml").write_text(WRONG)
    result = run("check", "wrong.toml", code=1)
    listed = facts("check", "wrong.toml", code=1)["mistakes"]
    assert len(listed) > 2
    for mistake in listed:
        assert mistake["message"] in result.stderr
        assert mistake["line"] > 0
        assert mistake["remedy"]


def test_a_file_that_is_not_there_is_refused_with_the_librarys_names(run):
    assert "waiting-times" in run("check", "nothing.toml", code=1).stderr


def test_open_takes_a_file_or_a_name_and_sets_sensible_dates(facts, instance):
    opened = facts("open", "waiting-times", "--archive", "report")
    closes = date.fromisoformat(opened["closes_on"])
    assert closes - date.fromisoformat(opened["opened_on"]) == timedelta(weeks=6)
    assert date.fromisoformat(opened["erase_on"]) - closes == timedelta(days=365)
    other = facts(
        "open",
        str(library()["waiting-times"]),
        "--archive",
        "report",
        "--slug",
        "again",
        "--closes",
        closes.isoformat(),
    )
    assert (other["slug"], other["fingerprint"]) == ("again", opened["fingerprint"])
    (private,) = (instance / "keys" / "again").iterdir()
    assert stat.S_IMODE(private.stat().st_mode) == 0o600


def test_nothing_opens_before_somebody_has_decided_what_the_archive_gets(run, facts):
    refused = run("open", "waiting-times", code=1).stderr
    assert "--archive report" in refused
    assert "every response is erased" in refused
    assert facts("list") == {"consultations": []}
    assert "nothing" in run("open", "waiting-times", "--archive", "everything", code=2).stderr
    assert facts("open", "waiting-times", "--archive", "nothing")["archive"] == "nothing"
    assert "archive nothing" in run("list").output


def test_a_new_version_cannot_keep_what_was_given_for_longer(run, facts, tmp_path):
    first = facts("open", "waiting-times", "--archive", "report", "--closes", "2099-01-01", "--erases", "2099-02-01")
    changed = tmp_path / "changed.toml"
    written = library()["waiting-times"].read_text("utf-8")
    changed.write_text(written.replace("Hjelp i rett tid", "Hjelp til rett tid"), "utf-8")
    refused = run("open", str(changed), "--new-version", "--erases", "2099-02-02", code=1).stderr
    assert "was told that all of it is erased on 2099-02-01" in refused
    assert facts("list")["consultations"][0]["fingerprint"] == first["fingerprint"]


def test_dates_that_do_not_follow_each_other_are_refused(run):
    run("open", "waiting-times", "--archive", "report", "--closes", "2020-01-01", code=1)
    run("open", "waiting-times", "--archive", "report", "--closes", "2099-01-02", "--erases", "2099-01-01", code=1)
    run("open", "waiting-times", "--archive", "report", "--closes", "tomorrow", code=2)


def test_changed_questions_are_a_new_version_and_the_dates_stay(run, facts, tmp_path):
    first = facts("open", "waiting-times", "--archive", "report", "--closes", "2099-01-01")
    changed = tmp_path / "changed.toml"
    changed.write_text(
        library()["waiting-times"].read_text("utf-8").replace("Hjelp i rett tid", "Hjelp til rett tid"), "utf-8"
    )
    second = facts("open", str(changed), "--new-version")
    assert (first["version"], second["version"]) == (1, 2)
    assert (second["closes_on"], second["erase_on"]) == (first["closes_on"], first["erase_on"])
    assert first["fingerprint"] != second["fingerprint"]
    assert "already" in run("open", str(changed), "--new-version", code=1).stderr


def test_a_new_version_is_of_something_open(run):
    assert "no consultation" in run("open", "waiting-times", "--new-version", code=1).stderr
    run("open", "waiting-times", "--archive", "report")
    run("close", "waiting-times")
    run("open", "pain-service", "--slug", "waiting-times", "--new-version", code=1)


def test_a_name_is_opened_once(run):
    run("open", "waiting-times", "--archive", "report")
    assert "already" in run("open", "waiting-times", "--archive", "report", code=1).stderr


def test_list_tells_what_there_is(run, facts):
    assert facts("list") == {"consultations": []}
    run("open", "waiting-times", "--archive", "report")
    (one,) = facts("list")["consultations"]
    assert (one["slug"], one["state"], one["version"]) == ("waiting-times", "open", 1)


def test_close_mixes_in_what_is_left_and_the_box_is_empty_then(run, facts, tmp_path):
    run("open", "waiting-times", "--archive", "report")
    (tmp_path / "few.csv").write_text("c;d\nEn;\nTo;\nTre;\n")
    run("import", "waiting-times", "few.csv", "--role", "patient", "--comment-column", "c")
    assert facts("empty-ballot-box", "waiting-times")["mixed"] == 0
    assert facts("close", "waiting-times") == {"slug": "waiting-times", "state": "closed", "mixed": 3}
    assert facts("empty-ballot-box", "waiting-times")["mixed"] == 0
    run("close", "waiting-times", code=1)


def test_whoever_closes_without_the_key_is_told_that_it_is_closed_and_what_is_left_to_do(
    run, facts, instance, tmp_path
):
    run("open", "waiting-times", "--archive", "report")
    (tmp_path / "few.csv").write_text("c;d\nEn;\nTo;\n")
    run("import", "waiting-times", "few.csv", "--role", "patient", "--comment-column", "c")
    (key,) = (instance / "keys/waiting-times").glob("*.private")
    away = key.rename(tmp_path / "away")
    refused = run("close", "waiting-times", code=1).stderr
    assert "waiting-times is closed" in refused
    assert "consultation empty-ballot-box waiting-times" in refused
    assert facts("list")["consultations"][0]["state"] == "closed"
    away.rename(key)
    assert facts("empty-ballot-box", "waiting-times")["mixed"] == 2


def test_a_consultation_that_is_not_there_is_refused_with_those_that_are(run):
    run("open", "waiting-times", "--archive", "report")
    for command in ("close", "empty-ballot-box", "discover", "report"):
        assert "waiting-times" in run(command, "unknown", code=1).stderr


def test_a_setting_that_cannot_be_is_refused_in_plain_words(run, monkeypatch):
    monkeypatch.setenv("CONSULTATION_BATCH_MINIMUM", "3")
    assert "10 or more" in run("list", code=1).stderr


def test_staff_add_shows_a_password_once(run, facts):
    made = facts("staff", "add", "kari@example.org")
    assert len(made["password"]) >= 20
    assert "already" in run("staff", "add", "kari@example.org", code=1).stderr
    assert "e-mail" in run("staff", "add", "kari", code=1).stderr
