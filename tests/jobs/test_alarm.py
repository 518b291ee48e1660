"""An operator learns in time that a box is not emptied, and learns nothing about what lies in it."""

from datetime import timedelta

import pytest

from consultation.clock import today
from consultation.jobs import mixing
from consultation.jobs.alarm import alarms
from consultation.jobs.mixing import mix_all
from consultation.settings import Settings
from consultation.storage import looks
from consultation.storage.database import Unavailable
from consultation.storage.keys import KeyRing
from tests.boxes import TODAY, Box

SLUG = "waiting"


@pytest.fixture
def settings(sqlite, tmp_path):
    return Settings.read(
        {
            "CONSULTATION_INSTANCE": str(tmp_path / "instance"),
            "CONSULTATION_DATABASE_URL": str(sqlite._engine.url),
        }
    )


@pytest.fixture
def box(sqlite, settings, monkeypatch):
    monkeypatch.setattr(mixing, "today", lambda: TODAY)
    opened = Box(sqlite, KeyRing(settings.keys), SLUG)
    opened.open()
    return opened


def told(settings, box, *, days=0):
    return alarms(settings, box.database, today=TODAY + timedelta(days=days))


def test_a_new_consultation_is_given_two_days_for_its_worker(settings, box):
    assert told(settings, box, days=1) == {}
    assert f"since {TODAY}" in told(settings, box, days=2)[SLUG]


def test_every_look_puts_the_alarm_off_whether_anything_came_or_not(settings, box, monkeypatch):
    for day in range(6):
        monkeypatch.setattr(mixing, "today", lambda day=day: TODAY + timedelta(days=day))
        mix_all(settings, box.database)
        assert looks.last(settings.keys, SLUG) == TODAY + timedelta(days=day)
        assert told(settings, box, days=day + 1) == {}
    assert SLUG in told(settings, box, days=7)


def test_the_note_of_a_look_is_the_same_byte_for_byte_however_much_lies_in_the_box(settings, box):
    def noted():
        mix_all(settings, box.database)
        path = settings.keys / SLUG / "looked"
        return path.read_bytes(), path.stat().st_mtime_ns, path.stat().st_mode

    empty = noted()
    for number in range(10):
        box.put(f"{number}")
    assert noted() == empty
    assert len(box.comments()) == 10


def test_a_box_that_could_not_be_emptied_was_not_looked_into(settings, box, monkeypatch, caplog):
    for number in range(10):
        box.put(f"{number}")

    def fail(*_, **__):
        raise Unavailable("OperationalError", "55P03")

    monkeypatch.setattr(mixing, "empty_ballot_box", fail)
    monkeypatch.setattr(mixing, "today", lambda: TODAY + timedelta(days=2))
    assert not mix_all(settings, box.database)
    assert looks.last(settings.keys, SLUG) is None
    assert "ALARM" in caplog.text
    assert SLUG in told(settings, box, days=2)


def test_one_box_that_fails_stops_no_other(settings, box, monkeypatch):
    other = Box(box.database, box.keys, "zebra")
    other.open()
    for number in range(10):
        box.put(f"{number}")
        other.put(f"{number}")
    real = mixing.empty_ballot_box

    def fail_one(session, slug, **given):
        if slug == SLUG:
            raise Unavailable("OperationalError", "55P03")
        return real(session, slug, **given)

    monkeypatch.setattr(mixing, "empty_ballot_box", fail_one)
    mix_all(settings, box.database)
    assert (len(other.comments()), len(box.comments())) == (10, 0)


def test_a_key_that_cannot_be_used_is_told_at_once(settings, box):
    box.keys.path(SLUG, box.consultation.public_key).unlink()
    assert "is not in" in told(settings, box)[SLUG]


def test_a_torn_note_is_no_note(settings, box):
    mix_all(settings, box.database)
    (settings.keys / SLUG / "looked").write_text("2026-1")
    assert looks.last(settings.keys, SLUG) is None
    looks.note(settings.keys, "erased", today=today())
    assert looks.last(settings.keys, "erased") is None
