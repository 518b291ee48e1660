"""From an instance to an encrypted file, and from that to an instance in which nothing was ever made."""

import stat
from datetime import date, timedelta

import pytest
from click.testing import CliRunner

from consultation.auditing.own_consultation import open_own
from consultation.cli import main
from consultation.clock import today
from consultation.privacy.backups import About, pack, recipient
from consultation.settings import Settings
from consultation.storage.database import Database


@pytest.fixture
def key(facts, tmp_path):
    """The public half of a key in the file `key`."""
    return facts("backup", "--new-identity", "key")["recipient"]


@pytest.fixture
def filled(run, tmp_path):
    """Fourteen responses that are mixed in and three that wait."""
    run("open", "waiting-times", "--archive", "report")
    for name, count in (("many", 14), ("few", 3)):
        lines = "".join(f"{name} {number} ventet lenge;\n" for number in range(count))
        (tmp_path / f"{name}.csv").write_text(f"c;d\n{lines}")
        run("import", "waiting-times", f"{name}.csv", "--role", "patient", "--comment-column", "c")
        run("empty-ballot-box", "waiting-times")


@pytest.fixture
def backed_up(facts, filled, key):
    """What was told of a backup in copy.age."""
    return facts("backup", "--to", "copy.age", "--recipient", key)


@pytest.fixture
def elsewhere(tmp_path):
    """Run a command on another instance."""

    def ran(*words, code=0):
        result = CliRunner().invoke(main, ["--instance", str(tmp_path / "clean"), *words])
        assert result.exit_code == code, (result.output, result.exception)
        return result

    return ran


def test_what_was_backed_up_is_restored_and_counted(facts, backed_up, key, tmp_path, elsewhere):
    made = backed_up
    assert (made["rows"]["response"], made["rows"]["comment"]) == (14, 14)
    assert "ballot_box" not in made["rows"]
    assert stat.S_IMODE((tmp_path / "copy.age").stat().st_mode) == 0o600
    assert b"ventet lenge" not in (tmp_path / "copy.age").read_bytes()
    assert facts("backup", "--check", "copy.age", "--identity", "key")["rows"] == made["rows"]
    told = elsewhere("restore", "copy.age", "--identity", "key").output
    assert "response                  14        14" in told
    assert "staff add" in told
    assert "waiting-times            open" in elsewhere("list").output
    assert "There is something" in elsewhere("restore", "copy.age", "--identity", "key", code=1).stderr.replace(
        "there", "There"
    )


def test_nothing_but_the_whole_file_ever_has_its_name(run, filled, key, tmp_path, monkeypatch):
    def fail(*_, **__):
        raise OSError(28, "No space left on device", "copy.age")

    monkeypatch.setattr("consultation.privacy.backups.pyrage.encrypt_io", fail)
    assert "No space left" in run("backup", "--to", "copy.age", "--recipient", key, code=1).stderr
    assert not [path.name for path in tmp_path.iterdir() if "copy" in path.name]


def test_without_its_key_a_backup_is_refused_plainly(facts, backed_up, tmp_path, elsewhere):
    facts("backup", "--new-identity", "other")
    assert "None of the private keys opens it" in elsewhere("restore", "copy.age", "--identity", "other", code=1).stderr
    assert "no private key" in elsewhere("restore", "copy.age", "--identity", "many.csv", code=1).stderr.replace(
        "not a", "no"
    )
    (tmp_path / "cut.age").write_bytes((tmp_path / "copy.age").read_bytes()[:-100])
    assert "cut short or changed" in elsewhere("restore", "cut.age", "--identity", "key", code=1).stderr
    assert not (tmp_path / "clean" / "consultation.sqlite").exists()


def test_a_private_key_given_as_a_public_one_is_not_repeated(run, facts, filled, key, tmp_path):
    private = (tmp_path / "key").read_text().splitlines()[-1]
    refused = run("backup", "--to", "copy.age", "--recipient", private, code=1).stderr
    assert private not in refused
    assert "history" in refused
    assert "never replaced" in run("backup", "--new-identity", "key", code=1).stderr
    named = run("backup", "--to", "copy.age", "--recipient", "key", code=1).stderr
    assert "That is a private key" in named
    assert private not in named


def test_a_place_that_is_not_there_is_named_as_it_was_given(run, filled, key):
    refused = run("backup", "--to", "nowhere/copy.age", "--recipient", key, code=1).stderr
    assert refused == "There is no directory nowhere to write copy.age into.\n"


def test_public_keys_may_stand_in_a_file(facts, filled, key, tmp_path):
    other = facts("backup", "--new-identity", "other")["recipient"]
    (tmp_path / "keys.txt").write_text(f"# two of us\n{key}\n\n{other}\n")
    facts("backup", "--to", "copy.age", "--recipient", "keys.txt")
    for identity in ("key", "other"):
        assert facts("backup", "--check", "copy.age", "--identity", identity)["rows"]["response"] == 14


def test_a_file_is_never_replaced(run, facts, filled, key):
    facts("backup", "--to", "copy.age", "--recipient", key)
    assert "exists already" in run("backup", "--to", "copy.age", "--recipient", key, code=1).stderr


@pytest.fixture
def day(monkeypatch):
    """Let it be another day."""
    return lambda which: monkeypatch.setattr("consultation.clock.today", lambda: which)


def test_a_directory_keeps_one_for_each_day_and_none_too_long(facts, filled, key, tmp_path, day):
    keep = tmp_path / "keep"
    keep.mkdir()
    (keep / "notes.txt").write_text("not ours")

    def backed_up(days, *words):
        day(today() + timedelta(days=days))
        return facts("backup", "--to", "keep", "--recipient", key, *words)

    first = backed_up(0)
    assert backed_up(0)["file"] == first["file"]
    assert backed_up(1)["removed"] == []
    assert backed_up(34)["removed"] == []
    assert [name in first["file"] for name in backed_up(35)["removed"]] == [True]
    assert len(backed_up(36, "--keep-days", "1")["removed"]) == 3
    assert sorted(path.name for path in keep.iterdir() if path.suffix != ".age") == ["notes.txt"]
    assert len(list(keep.glob("*.age"))) == 1


def test_what_a_killed_backup_left_behind_is_removed_two_days_later(facts, filled, key, tmp_path, day):
    (tmp_path / "keep").mkdir()
    left = tmp_path / "keep" / f".consultation-{today()}-until-{today()}.age.0123456789abcdef"
    left.write_bytes(b"half")
    for days, there in ((0, True), (1, True), (2, False)):
        day(today() + timedelta(days=days))
        facts("backup", "--to", "keep", "--recipient", key)
        assert left.exists() is there


def test_the_time_of_a_file_tells_the_day_alone(facts, filled, key, tmp_path):
    facts("backup", "--to", "copy.age", "--recipient", key)
    assert (tmp_path / "copy.age").stat().st_mtime % 86400 == 0


def test_an_audit_that_goes_on_meanwhile_shortens_no_backup(facts, filled, key, instance):
    settings = Settings.read({"CONSULTATION_INSTANCE": str(instance)})
    database = Database(settings.database_url)
    open_own(settings, database, "anonymity-audit-0123456789abcdef", today=today())
    database.close()
    made = facts("backup", "--to", "copy.age", "--recipient", key)
    assert date.fromisoformat(made["until"]) == today() + timedelta(days=35)
    assert made["rows"]["consultation"] == 1


def test_no_backup_outlives_the_erasing_of_what_is_in_it(run, facts, key, tmp_path, day):
    soon = today() + timedelta(days=9)
    run(
        "open",
        "waiting-times",
        "--archive",
        "nothing",
        "--closes",
        str(soon - timedelta(days=1)),
        "--erases",
        str(soon),
    )
    (tmp_path / "keep").mkdir()
    made = facts("backup", "--to", "keep", "--recipient", key)
    assert date.fromisoformat(made["until"]) == soon
    day(soon)
    assert "erase-expired" in run("backup", "--to", "keep", "--recipient", key, code=1).stderr
    assert list((tmp_path / "keep").iterdir()) == []
    facts("erase-expired")
    assert facts("backup", "--to", "keep", "--recipient", key)["rows"]["consultation"] == 0


def test_what_was_withdrawn_after_the_backup_stays_gone_by_a_newer_list(facts, backed_up, key, elsewhere, day):
    day(today() + timedelta(days=1))
    gone = facts("backup", "--only-gone", "--to", "gone.age", "--recipient", key)
    assert set(gone["rows"]) == {"consultation", "withdrawn"}
    elsewhere("restore", "copy.age", "--identity", "key", "--newer", "gone.age")
    facts("backup", "--to", "later.age", "--recipient", key)
    assert (
        "before the backup"
        in elsewhere("restore", "later.age", "--identity", "key", "--newer", "copy.age", code=1).stderr
    )


def test_a_backup_that_was_kept_too_long_brings_back_no_byte_of_what_is_erased(backed_up, tmp_path, elsewhere, day):
    everything = lambda: b"".join(path.read_bytes() for path in (tmp_path / "clean").rglob("*") if path.is_file())  # noqa: E731
    day(today() + timedelta(days=1000))
    assert "Erased again" in elsewhere("restore", "copy.age", "--identity", "key").output
    assert b"ventet lenge" not in everything()
    day(today())
    (tmp_path / "clean").rename(tmp_path / "erased")
    elsewhere("restore", "copy.age", "--identity", "key")
    assert b"ventet lenge" in everything(), "the test would not see it"


def test_a_list_alone_is_no_backup(run, facts, filled, key, elsewhere):
    facts("backup", "--only-gone", "--to", "gone.age", "--recipient", key)
    assert "list" in elsewhere("restore", "gone.age", "--identity", "key", code=1).stderr


def test_a_list_that_somebody_else_made_is_refused_plainly(facts, backed_up, key, tmp_path, elsewhere):
    without_slugs = About("v0006", today(), {"consultation": ("opened_on", "erase_on")})
    with (tmp_path / "strange.age").open("wb") as out:
        pack(out, without_slugs, [("consultation", [(today(), today())])], [recipient(key)])
    refused = elsewhere("restore", "copy.age", "--identity", "key", "--newer", "strange.age", code=1)
    assert "strange.age cannot be restored. It is no backup" in refused.stderr


def test_what_would_be_read_without_end_is_refused(key, elsewhere):
    assert "no ordinary file" in elsewhere("restore", "/dev/zero", "--identity", "key", code=1).stderr
