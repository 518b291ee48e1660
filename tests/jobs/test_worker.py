"""A job is done once, by whichever worker lives; a worker that stops leaves nothing behind."""

import signal
import sqlite3
import time
from contextlib import closing
from pathlib import Path

import pytest

from consultation.jobs.kinds import GIVEN_UP, KINDS, Ending, Work
from consultation.jobs.rhythm import Rhythm
from consultation.jobs.worker import BROKEN, UNKNOWN, Worker
from consultation.reviewing.working import SHOWN
from consultation.storage import jobs
from tests.jobs.conftest import Workshop, eventually


def numbers(out: Path) -> list[int]:
    return [int(line) for line in out.read_text().split()] if out.exists() else []


def test_a_job_is_done_and_told(workshop: Workshop, tmp_path):
    workshop.start()
    job = workshop.ended(workshop.ask("count", {"to": 3, "out": str(tmp_path / "out")}))
    assert (job.state, job.message, job.attempts, job.heartbeat) == ("done", "counted", 1, None)
    assert numbers(tmp_path / "out") == [1, 2, 3]


@pytest.mark.slow
def test_a_killed_workers_job_is_taken_up_by_another_where_it_was(workshop: Workshop, tmp_path):
    out = tmp_path / "out"
    first = workshop.start()
    key = workshop.ask("count", {"to": 30, "out": str(out)})
    eventually(lambda: len(numbers(out)) >= 5)
    first.send_signal(signal.SIGKILL)
    first.wait()
    assert workshop.job(key).state == "running"

    workshop.start()
    job = workshop.ended(key)
    assert (job.state, job.attempts) == ("done", 2)
    assert set(numbers(out)) == set(range(1, 31))
    assert len(numbers(out)) <= 31, "it began anew instead of going on"


@pytest.mark.slow
def test_a_job_that_was_delivered_many_times_runs_once_also_with_two_workers(workshop: Workshop, tmp_path):
    key = workshop.ask("count", {"to": 5, "out": str(tmp_path / "out")}, deliveries=5)
    workshop.start()
    workshop.start()
    job = workshop.ended(key)
    time.sleep(1.0)
    assert job.attempts == 1
    assert numbers(tmp_path / "out") == [1, 2, 3, 4, 5]
    assert workshop.job(key).state == "done"


@pytest.mark.slow
def test_a_job_whose_message_was_lost_is_delivered_again(workshop: Workshop, tmp_path):
    key = workshop.ask("count", {"to": 1, "out": str(tmp_path / "out")}, deliveries=0)
    workshop.start()
    assert workshop.ended(key).state == "done"


@pytest.mark.slow
def test_a_worker_that_is_asked_to_stop_gives_its_job_back_at_once(workshop: Workshop, tmp_path):
    out = tmp_path / "out"
    for stop in (signal.SIGTERM, signal.SIGINT):
        worker = workshop.start()
        key = workshop.ask("count", {"to": 1000, "out": str(out)})
        eventually(lambda key=key: workshop.job(key).state == "running" and workshop.job(key).done > 0)
        worker.send_signal(stop)
        assert worker.wait(timeout=30) == 0
        assert workshop.job(key).state == "waiting"
        assert workshop.job(key).checkpoint


def test_a_job_that_breaks_off_again_and_again_is_given_up(workshop: Workshop):
    key = workshop.ask("count", {})
    rhythm = Rhythm(stale=1.0, attempts=3)
    worker = Worker(workshop.settings, rhythm)
    for attempt in range(1, 4):
        with workshop.database.transaction() as session:
            assert jobs.claim(session, key, now=time.time() - 10)
        worker.sweep()
        assert workshop.job(key).state == ("failed" if attempt == 3 else "waiting")
    assert workshop.job(key).message == GIVEN_UP
    worker.database.close()


def test_a_job_that_beats_is_not_taken_for_dead(workshop: Workshop):
    key = workshop.ask("count", {})
    with workshop.database.transaction() as session:
        jobs.claim(session, key, now=time.time())
    worker = Worker(workshop.settings, Rhythm(stale=30.0))
    worker.sweep()
    assert workshop.job(key).state == "running"
    worker.database.close()


@pytest.mark.slow
def test_a_job_that_goes_wrong_says_so_without_a_word_of_what_it_read(workshop: Workshop):
    workshop.start()
    job = workshop.ended(workshop.ask("stumble", {}))
    assert (job.state, job.message) == ("failed", BROKEN)
    assert "Nordmann" not in workshop.log.read_text()
    assert "ValueError" in workshop.log.read_text()


def test_a_job_of_an_unknown_kind_is_refused(workshop: Workshop):
    worker = Worker(workshop.settings, Rhythm())
    key = workshop.ask("dance", {})
    worker.perform(key)
    assert (workshop.job(key).state, workshop.job(key).message) == ("failed", UNKNOWN)
    worker.database.close()


def test_every_kind_is_shown_to_the_staff_but_the_one_that_tells_when_people_answered():
    assert set(KINDS) == SHOWN | {"empty_ballot_box"}


def test_sweeping_often_does_not_pile_up_messages(workshop: Workshop):
    worker = Worker(workshop.settings, Rhythm())
    key = workshop.ask("count", {}, deliveries=0)
    for _ in range(5):
        worker.sweep()
    assert worker.queue.under_way() == {key}
    assert worker.queue.huey.pending_count() == 1
    worker.database.close()


def test_the_queue_carries_keys_as_text_that_cannot_run(workshop: Workshop):
    key = workshop.ask("count", {"to": 1})
    with closing(sqlite3.connect(workshop.settings.deliveries)) as queue:
        (content,) = queue.execute("select data from task").fetchone()
    assert key.encode() in content
    assert content.startswith(b"[")
    assert b"count" not in content


def test_a_job_that_another_took_over_stores_nothing(workshop: Workshop):
    stored: list[str] = []

    def slow(work: Work) -> Ending:
        with workshop.database.transaction() as session:
            found = jobs.find(session, work.job.key)
            jobs.wait_again(session, found)
            jobs.claim(session, work.job.key, now=time.time())
        return lambda _session: stored.append("twice") or "stored"

    worker = Worker(workshop.settings, Rhythm(beat=30.0), {"slow": slow})
    key = workshop.ask("slow", {})
    worker.perform(key)
    assert stored == []
    assert (workshop.job(key).state, workshop.job(key).attempts) == ("running", 2)
    worker.database.close()


def test_what_a_job_found_and_its_end_are_stored_together_or_not_at_all(workshop: Workshop):
    def breaks(_work: Work) -> Ending:
        def end(session):
            jobs.request(session, "count", None, {"left": "over"}, "test")
            raise ZeroDivisionError

        return end

    worker = Worker(workshop.settings, Rhythm(), {"breaks": breaks})
    key = workshop.ask("breaks", {})
    worker.perform(key)
    assert (workshop.job(key).state, workshop.job(key).message) == ("failed", BROKEN)
    with workshop.database.reading() as session:
        assert [job.kind for job in jobs.all_(session)] == ["breaks"]
    worker.database.close()
