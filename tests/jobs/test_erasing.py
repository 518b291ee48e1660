"""Workers look every day for what is to be erased."""

from datetime import date, timedelta

import pytest

from consultation.clock import today
from consultation.jobs import clearing, erasing
from consultation.jobs.delivery import deliver
from consultation.jobs.rhythm import Rhythm
from consultation.jobs.worker import Worker
from consultation.privacy import receipts
from consultation.questionnaire.loading import library, load
from consultation.storage import consultations, jobs
from consultation.storage.database import Unavailable
from consultation.storage.keys import KeyRing
from consultation.usecases.open_consultation import open_consultation
from consultation.usecases.withdraw_response import withdraw_response
from tests.boxes import Box

SLUG = "waiting-times"
MARKER = "elgtråkket ved kvitfjell"
THE_DAY = today() + timedelta(days=20)


@pytest.fixture
def worker(workshop):
    with workshop.database.transaction() as session:
        open_consultation(
            session,
            load(library()[SLUG]),
            slug=SLUG,
            closes_on=THE_DAY - timedelta(days=1),
            erase_on=THE_DAY,
            today=today(),
            keys=KeyRing(workshop.settings.keys),
            archive="report",
        )
    return Worker(workshop.settings, Rhythm.of(workshop.settings))


def is_there(worker):
    with worker.database.reading() as session:
        return consultations.find(session, SLUG) is not None


def day(monkeypatch, which: date):
    monkeypatch.setattr("consultation.jobs.worker.today", lambda: which)


def test_a_worker_erases_on_the_day_with_the_keys_and_not_before(worker, monkeypatch):
    day(monkeypatch, THE_DAY - timedelta(days=1))
    worker.erase()
    assert is_there(worker)
    day(monkeypatch, THE_DAY)
    worker.erase()
    assert not is_there(worker)
    assert list(worker.settings.keys.iterdir()) == []


def test_a_worker_looks_once_a_day(worker, monkeypatch):
    looks = []
    monkeypatch.setattr(erasing, "erase", lambda *_, today: looks.append(today) or ())
    for _ in range(3):
        worker.erase()
    day(monkeypatch, THE_DAY)
    worker.erase()
    assert looks == [today(), THE_DAY]


def test_a_look_that_failed_is_tried_again_the_same_day(worker, monkeypatch):
    def fail(*_, today):
        raise Unavailable("OperationalError", "")

    with monkeypatch.context() as broken:
        broken.setattr(erasing, "erase", fail)
        day(broken, THE_DAY)
        with pytest.raises(Unavailable):
            worker.erase()
    day(monkeypatch, THE_DAY)
    worker.erase()
    assert not is_there(worker)


def test_files_that_somebody_kept_from_being_cleared_are_cleared_in_a_later_round(worker, monkeypatch):
    monkeypatch.setattr(clearing, "TRIES", 1)
    log = worker.settings.instance / "consultation.sqlite-wal"
    day(monkeypatch, THE_DAY)
    with worker.database.reading() as reader:
        consultations.all_(reader)
        worker.erase()
        assert log.stat().st_size > 0
    worker.erase()
    assert log.stat().st_size == 0


def everything_in(directory):
    return b"".join(path.read_bytes() for path in directory.rglob("*") if path.is_file())


def test_no_byte_of_the_instance_holds_what_was_erased_nor_a_key_or_a_job_of_it(worker, monkeypatch):
    settings, database = worker.settings, worker.database
    keys = KeyRing.of(settings)
    box = Box(database, keys, "waiting")
    box.open()
    for number in range(12):
        box.put(f"{MARKER} {number} {'ventet ' * (number * 60)}")
    assert box.empty() == 12
    box.put(f"{MARKER} waits")
    private = keys.private("waiting", box.consultation.public_key)
    with database.transaction() as session:
        job = jobs.request(session, "discover", "waiting", {"question": "better"}, "kari@example.org")
    deliver(settings, job)
    marks = (MARKER.encode(), private, job.encode())
    assert [mark in everything_in(settings.instance) for mark in marks] == [True, True, True]
    worker.queue.huey.storage.flush_queue()  # another worker took it: what is left is in free pages
    day(monkeypatch, date(2027, 12, 24))
    worker.erase()
    assert [mark in everything_in(settings.instance) for mark in marks] == [False, False, False]


def test_what_one_person_withdrew_is_in_no_byte_of_the_instance(worker):
    box = Box(worker.database, KeyRing.of(worker.settings), "waiting")
    box.open()
    thanked = [box.put(f"{MARKER if number == 5 else 'svar'} {number}") for number in range(12)]
    assert box.empty() == 12
    assert MARKER.encode() in everything_in(worker.settings.instance)
    with worker.database.transaction() as session:
        assert withdraw_response(session, "waiting", receipts.names(thanked[5].receipt, "waiting"))
    worker.erase()
    assert MARKER.encode() not in everything_in(worker.settings.instance)
    assert len(box.comments()) == 11
