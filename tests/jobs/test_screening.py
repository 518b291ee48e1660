"""What is mixed in is screened by itself, leaves no job row, and no half screening where a worker stops."""

import signal

import pytest

from consultation.jobs.rhythm import Rhythm
from consultation.jobs.screening import screen_all
from consultation.jobs.worker import Worker
from consultation.settings import Settings
from consultation.storage import jobs
from consultation.storage.erasing import erase
from consultation.storage.reading import harm_readings, screenings
from tests.boxes import Box
from tests.jobs.conftest import Workshop, eventually
from tests.usecases.reading.test_screen_comments import give, read_first, silent

HARM = "Jeg har selvmordstanker og får ikke time."


@pytest.fixture
def worker(box: Box, database_url, tmp_path):
    """A worker on the box's database that no thread drives."""
    settings = {"CONSULTATION_INSTANCE": str(tmp_path / "instance"), "CONSULTATION_DATABASE_URL": database_url}
    made = Worker(Settings.read(settings), Rhythm())
    yield made
    made.database.close()


def test_one_comment_among_those_mixed_in_is_raised_without_anybody_asking(box, worker):
    for at in range(9):
        box.put(f"comment {at}")
    box.put(HARM)
    assert box.empty() == 10
    worker.screen()
    assert [text for text, _ in read_first(box)] == [HARM]
    with box.database.reading() as session:
        assert jobs.all_(session) == []


def test_only_what_changed_is_looked_at(box):
    give(box, HARM)
    assert screen_all(box.database, silent) == 2  # the other question has none, which is to be known as well
    assert screen_all(box.database, silent) == 0
    give(box, "Bedre mat.")
    assert screen_all(box.database, silent) == 1


def test_a_worker_forgets_what_it_knew_of_a_consultation_that_is_erased(box, worker):
    give(box, HARM)
    worker.screen()
    assert set(worker._screened) == {(box.slug, "better"), (box.slug, "other")}
    with box.database.transaction() as session:
        erase(session, box.slug)
    worker.screen()
    assert worker._screened == {}


def test_a_worker_that_is_asked_to_stop_leaves_it_to_the_next(box, worker):
    give(box, HARM)
    worker.stopping.set()
    worker.screen()
    assert read_first(box) == []
    worker.stopping.clear()
    worker.screen()
    assert len(read_first(box)) == 1


def test_on_demand_it_is_a_job_that_screens_all_questions_as_one(box, worker):
    give(box, HARM)
    give(box, HARM, question="other")
    with box.database.transaction() as session:
        key = jobs.request(session, "screen", box.slug, {}, "kari@example.org")
    worker.perform(key)
    with box.database.reading() as session:
        job = jobs.find(session, key)
        assert (job.state, job.message) == ("done", "")
        assert harm_readings.undecided(session, box.slug) == 2


@pytest.mark.slow
def test_a_killed_worker_leaves_no_half_screening_and_the_next_does_it(workshop: Workshop):
    box = Box(workshop.database, keys=_keys(workshop))
    box.open()
    give(box, *[HARM + f" Dag {at}." for at in range(3000)])
    first = workshop.start()
    first.send_signal(signal.SIGKILL)
    first.wait()
    assert len(read_first(box)) in {0, 3000}
    workshop.start()
    eventually(lambda: len(read_first(box)) == 3000)
    with box.database.reading() as session:
        assert screenings.standing(session, box.slug, "better").whole


def _keys(workshop):
    from consultation.storage.keys import KeyRing

    return KeyRing(workshop.settings.keys)
