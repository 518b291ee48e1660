"""An operator sees how the keys lie, changes them, wraps them, and goes on when one is lost."""

from datetime import timedelta

import pytest

from consultation import clock
from consultation.privacy import wrapping
from consultation.settings import Settings
from consultation.storage import ballot_box, looks
from consultation.storage.database import Database

SLUG = "waiting-times"


@pytest.fixture
def opened(run, tmp_path, monkeypatch):
    """A consultation with three sealed responses."""
    monkeypatch.setattr(
        wrapping.argon2id, "MEMLIMIT_MODERATE", wrapping.argon2id.MEMLIMIT_MIN
    )  # a passphrase costs little here
    run("open", SLUG, "--archive", "report")
    (tmp_path / "few.csv").write_text("c;d\nEn;\nTo;\nTre;\n")
    run("import", SLUG, "few.csv", "--role", "patient", "--comment-column", "c")


@pytest.fixture
def key(instance):
    """The one key file that there is."""

    def only():
        (path,) = (instance / "keys" / SLUG).glob("*.private")
        return path

    return only


@pytest.fixture
def passphrase(tmp_path, monkeypatch):
    """Set a passphrase, or none."""

    def use(words):
        path = tmp_path / "passphrase"
        path.write_text(f"{words}\n")
        path.chmod(0o600)
        monkeypatch.setenv("CONSULTATION_KEY_PASSPHRASE_FILE", str(path) if words else "")
        return path

    return use


def test_a_key_is_told_with_its_week_and_nothing_finer(opened, run, facts, key):
    (told,) = facts("keys", SLUG)["keys"]
    week = clock.iso_week(clock.today())
    assert (told["key"], told["since"]) == (key().stem, week)
    assert (told["wrapped"], told["exposed"], told["older"], told["trouble"]) == (False, False, 0, None)
    assert f"since {week} or later, not wrapped" in run("keys").output
    run("keys", "unknown", code=1)
    run("keys", "--renew", code=2)


def test_a_renewed_key_opens_what_waits_and_the_old_one_is_gone(opened, facts, key):
    before = key()
    assert facts("keys", SLUG, "--renew")["renewed"]
    assert key() != before
    assert facts("close", SLUG)["mixed"] == 3


def test_a_wrapped_key_opens_with_its_passphrase_only(opened, run, facts, key, passphrase):
    bare = key().read_bytes()
    passphrase("correct horse")
    facts("keys", SLUG, "--wrap")
    assert wrapping.is_wrapped(key().read_bytes())
    assert bare not in key().read_bytes()
    passphrase("")
    assert "wrapped with a passphrase" in run("close", SLUG, code=1).stderr
    assert "CONSULTATION_KEY_PASSPHRASE_FILE" in facts("keys", SLUG, code=1)["keys"][0]["trouble"]
    passphrase("wrong horse")
    assert "does not open this key" in run("empty-ballot-box", SLUG, code=1).stderr
    passphrase("correct horse")
    assert facts("empty-ballot-box", SLUG)["mixed"] == 3


def test_a_new_key_is_wrapped_as_long_as_a_passphrase_is_set(opened, facts, key, passphrase):
    passphrase("correct horse")
    facts("keys", SLUG, "--renew")
    assert facts("keys", SLUG)["keys"][0]["wrapped"]
    facts("keys", SLUG, "--unwrap")
    assert len(key().read_bytes()) == 32
    assert facts("close", SLUG)["mixed"] == 3
    assert wrapping.is_wrapped(key().read_bytes())


def test_a_passphrase_that_everybody_may_read_is_refused(opened, run, passphrase):
    passphrase("correct horse").chmod(0o644)
    assert "Everybody may read" in run("keys", SLUG, "--wrap", code=1).stderr


def test_systemd_hands_the_passphrase_over_as_a_credential(opened, facts, key, tmp_path, monkeypatch):
    (tmp_path / "consultation-passphrase").write_text("correct horse")
    (tmp_path / "consultation-passphrase").chmod(0o440)
    monkeypatch.setenv("CREDENTIALS_DIRECTORY", str(tmp_path))
    facts("keys", SLUG, "--wrap")
    assert facts("close", SLUG)["mixed"] == 3


def test_a_lost_key_costs_what_waits_and_the_consultation_goes_on(opened, run, facts, key, tmp_path):
    lost = key().rename(tmp_path / "lost")
    assert "is not in" in run("keys", SLUG, code=1).output
    assert facts("keys", SLUG, "--lost", "--yes") == {"slug": SLUG, "lost": 3}
    (tmp_path / "more.csv").write_text("c;d\nFire;\nFem;\n")
    run("import", SLUG, "more.csv", "--role", "patient", "--comment-column", "c")
    assert facts("close", SLUG)["mixed"] == 2
    assert f"consultation keys {SLUG} --found" in run("list").output
    assert facts("keys", SLUG, "--found", str(lost))["brought_back"] == 3
    assert facts("empty-ballot-box", SLUG)["mixed"] == 3


def test_a_key_that_is_there_is_never_given_up(opened, run, facts, key):
    assert "is there" in run("keys", SLUG, "--lost", "--yes", code=1).stderr
    before = key()
    held = before.read_bytes()
    before.unlink()
    run("keys", SLUG, "--lost", code=1)  # nobody says yes
    assert not before.exists()
    before.write_bytes(held)
    assert facts("close", SLUG)["mixed"] == 3


def test_others_that_could_read_a_key_are_told_of(opened, run, facts, key):
    key().chmod(0o640)
    assert "others than its owner could read it" in run("keys", SLUG).output
    assert key().stat().st_mode & 0o077 == 0
    assert facts("close", SLUG)["mixed"] == 3


def look(instance, days):
    looks.note(instance / "keys", SLUG, today=clock.today() - timedelta(days=days))


def test_a_box_that_nobody_empties_is_told_after_two_days_and_whether_anything_waits_is_not(
    opened, run, facts, instance
):
    look(instance, 1)
    assert facts("keys", SLUG)["keys"][0]["trouble"] is None
    look(instance, 2)
    full = facts("keys", SLUG, code=1)["keys"][0]["trouble"]
    assert "No ballot box of waiting-times was opened since" in full
    assert f"ALARM: {full}" in run("list").output
    assert facts("list")["consultations"][0]["alarm"] == full
    database = Database(Settings.read({"CONSULTATION_INSTANCE": str(instance)}).database_url)
    with database.transaction() as session:
        ballot_box.remove(session, [one.envelope for one in ballot_box.contents(session, SLUG)])
    database.close()
    assert facts("keys", SLUG, code=1)["keys"][0]["trouble"] == full
    facts("empty-ballot-box", SLUG)
    assert facts("keys", SLUG)["keys"][0]["trouble"] is None


def test_a_file_that_opens_nothing_is_never_said_to_be_needless(opened, run, tmp_path):
    (tmp_path / "another").write_text("AGE-SECRET-KEY-1, and the only one")
    refused = run("keys", SLUG, "--found", str(tmp_path / "another"), code=1)
    assert "opens nothing" in refused.stderr
    assert "destroy" not in refused.output


def test_two_acts_at_once_are_not_understood(opened, run):
    assert "One thing at a time" in run("keys", SLUG, "--renew", "--lost", "--yes", code=2).stderr
