"""Whatever stops an audit: it tells so, it never ends as if a promise were broken, and it leaves nothing of its own."""

import pytest
from click.testing import CliRunner

from consultation.auditing import audit as auditing
from consultation.auditing import configuration, doors, going_on, stored_columns, traces, visiting
from consultation.auditing.findings import kept
from consultation.cli import main
from consultation.storage import consultations
from consultation.storage.database import Database

SECRET_WORD = "kari-has-been-here"


@pytest.fixture
def instance(tmp_path):
    """An instance of which no program runs."""
    assert CliRunner().invoke(main, ["--instance", str(tmp_path / "instance"), "list"]).exit_code == 0
    return tmp_path / "instance"


@pytest.fixture
def database(instance):
    """Its database."""
    opened = Database(f"sqlite:///{instance / 'consultation.sqlite'}")
    yield opened
    opened.close()


@pytest.fixture
def somebody_opens(monkeypatch):
    """As if our front door stood at the address; whoever comes in stumbles at once."""
    monkeypatch.setattr(doors, "knock", lambda _door: None)
    monkeypatch.setattr(doors, "knock_at_own", lambda _door, _slug: None)
    monkeypatch.setattr(visiting, "stumble", refuse)


def refuse(*_words, **_more):
    raise RuntimeError(SECRET_WORD)


def invoked(instance, *words):
    return CliRunner().invoke(
        main, ["--instance", str(instance), "audit-anonymity", "--temporary", str(instance), *words]
    )


def left(database):
    with database.reading() as session:
        return [one.slug for one in consultations.all_(session)]


def test_an_audit_that_stumbles_is_told_as_not_seen_and_clears_up(instance, database, somebody_opens):
    told = invoked(instance)
    assert told.exit_code == 3, told.output
    assert "The audit could not go on: RuntimeError at test_going_on.py" in " ".join(told.stdout.split())
    assert SECRET_WORD not in told.output
    assert "What is erased is gone" in told.stdout  # the other parts were done all the same
    assert left(database) == []


@pytest.mark.parametrize("part", [(traces, "look"), (stored_columns, "of_columns"), (configuration, "of_machine")])
def test_no_part_of_it_can_stop_the_others(instance, database, somebody_opens, monkeypatch, part):
    monkeypatch.setattr(*part, refuse)
    told = invoked(instance)
    assert told.exit_code == 3, told.output
    assert left(database) == []


def test_what_nobody_thought_of_never_ends_as_a_broken_promise(instance, database, somebody_opens, monkeypatch):
    monkeypatch.setattr(auditing, "going_on", refuse)
    told = invoked(instance)
    assert told.exit_code == 3
    assert "The audit broke off: RuntimeError at test_going_on.py" in told.stderr
    assert "Nothing was signed" in told.stderr
    assert SECRET_WORD not in told.output
    assert left(database) == []


def test_who_presses_ctrl_c_is_not_told_that_a_promise_is_broken(instance, database, somebody_opens, monkeypatch):
    def pressed(*_words, **_more):
        raise KeyboardInterrupt

    monkeypatch.setattr(visiting, "stumble", pressed)
    assert invoked(instance).exit_code == 130
    assert left(database) == []


def test_a_database_that_does_not_answer_is_no_broken_promise(tmp_path, monkeypatch):
    monkeypatch.setenv("CONSULTATION_DATABASE_URL", "postgresql+psycopg://nobody@127.0.0.1:1/nothing")
    told = CliRunner().invoke(main, ["--instance", str(tmp_path / "other"), "audit-anonymity"])
    assert told.exit_code == 2, told.output


def test_a_part_that_breaks_off_keeps_what_it_saw():
    def part():
        yield kept("One", "Seen.")
        raise PermissionError(13, "Permission denied", f"/var/{SECRET_WORD}")

    first, last = going_on.going_on("The part", part())
    assert (first.subject, last.verdict, last.needed) == ("One", "not seen", True)
    assert "PermissionError (Permission denied)" in last.seen
    assert SECRET_WORD not in last.seen
