"""The machine learns again by itself, once for each reason; and whatever becomes of its worker, no half run is ever there."""

import signal
import subprocess
import sys
import time

import pytest
from sqlalchemy import create_engine, text

from consultation.jobs.kinds import GIVEN_UP, KINDS, NO_CODEBOOK, NO_COMMENTS
from consultation.jobs.relearning import ask_where_it_pays
from consultation.jobs.rhythm import Rhythm
from consultation.jobs.worker import Worker
from consultation.settings import Settings
from consultation.storage import jobs
from consultation.storage.database import Database
from consultation.storage.keys import KeyRing
from consultation.storage.reading import measurements, runs
from tests.boxes import Box
from tests.databases import on_postgres
from tests.jobs.conftest import ROOT, Workshop
from tests.usecases.reading.taught import QUESTION, agreed, answered, machine_readings, read, suggested


@pytest.fixture
def team(workshop: Workshop) -> Box:
    """A team that has read and agreed on themes, in the workshop's instance."""
    return _team(workshop.settings, workshop.database)


def _team(settings: Settings, database: Database) -> Box:
    box = Box(database, KeyRing(settings.keys))
    box.open()
    answered(box)
    agreed(box)
    read(box, 10)
    return box


def ask(box: Box, **arguments) -> str:
    with box.database.transaction() as session:
        return jobs.request(session, "assign", box.slug, {"question": QUESTION, "seed": 1, **arguments}, "kari")


def perform(settings: Settings, key: str, kinds=KINDS) -> None:
    worker = Worker(settings, Rhythm(stale=-1.0), kinds)
    worker.perform(key)
    worker.database.close()


def stands(box: Box):
    """Everything that a run stores."""
    with box.database.reading() as session:
        made = runs.history(session, box.slug, QUESTION)
        told = measurements.latest(session, box.slug, QUESTION, "learning")
    return made, told, suggested(box), machine_readings(box)


def job(box: Box, key: str) -> jobs.Job:
    with box.database.reading() as session:
        return jobs.find(session, key)


def test_the_round_asks_once_and_the_worker_suggests_anew_and_tells_what_changed(workshop: Workshop, team: Box):
    assert ask_where_it_pays(workshop.settings, team.database) == []
    key = ask(team)
    perform(workshop.settings, key)
    assert job(team, key).message == f"{team.slug}/{QUESTION}/assign/1", "the job tells which run it made"
    read(team, 12)
    (again,) = ask_where_it_pays(workshop.settings, team.database)
    assert ask_where_it_pays(workshop.settings, team.database) == []
    perform(workshop.settings, again)
    made, told, _, _ = stands(team)
    assert [one.parameters["taught_by"] for one in made] == [22, 10]
    assert told.body["new_codings"] == 12
    assert ask_where_it_pays(workshop.settings, team.database) == []


@pytest.mark.slow
def test_a_worker_that_is_killed_while_it_stores_leaves_what_was_and_another_takes_the_job_up(
    workshop: Workshop, team: Box
):
    perform(workshop.settings, ask(team))
    before = stands(team)
    read(team, 10)
    key = ask(team)
    words = [sys.executable, "-m", "tests.jobs.dying_worker", str(workshop.settings.instance), key]
    assert subprocess.run(words, cwd=ROOT, check=False, timeout=120).returncode == -signal.SIGKILL
    assert job(team, key).state == "running"
    assert stands(team)[:2] == before[:2]
    assert all(stands(team)[2][comment] == those for comment, those in before[2].items())
    worker = Worker(workshop.settings, Rhythm(stale=-1.0))
    worker.sweep()
    worker.perform(key)
    worker.database.close()
    made, told, _, readings = stands(team)
    assert (job(team, key).state, job(team, key).attempts, len(made)) == ("done", 2, 2)
    assert {one.run for one in readings.values()} == {made[0].key} == {told.body["after"]}


@pytest.mark.postgres
def test_a_database_that_goes_away_while_a_run_is_stored_costs_nothing_but_time(request, tmp_path):
    url = on_postgres(request)
    settings = Settings.read({"CONSULTATION_INSTANCE": str(tmp_path / "i"), "CONSULTATION_DATABASE_URL": url})
    box = _team(settings, Database(url))
    server = create_engine(url, isolation_level="AUTOCOMMIT")

    def goes_away(work):
        end = KINDS["assign"](work)

        def ends(session):
            end(session)
            with server.connect() as other:
                other.execute(text("SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                                   "WHERE application_name = 'consultation' AND datname = current_database()"))  # fmt: skip
            return "never"

        return ends

    key = ask(box)
    worker = Worker(settings, Rhythm(stale=-1.0, attempts=2), {**KINDS, "assign": goes_away})
    worker.perform(key)
    assert (job(box, key).state, stands(box)[0]) == ("running", ())
    worker.sweep()
    assert job(box, key).state == "waiting"
    worker.kinds = KINDS
    worker.perform(key)
    assert (job(box, key).state, len(stands(box)[0])) == ("done", 1)
    lost = ask(box)
    for _ in range(2):
        with box.database.transaction() as session:
            jobs.claim(session, lost, now=time.time() - 9)
        worker.sweep()
    assert (job(box, lost).state, job(box, lost).message) == ("failed", GIVEN_UP), "and it does not try for ever"
    worker.database.close()
    box.database.close()
    server.dispose()


def test_what_cannot_be_done_is_told_in_a_plain_sentence(workshop: Workshop):
    box = Box(workshop.database, KeyRing(workshop.settings.keys))
    box.open()
    for prepare, why in ((lambda _: None, NO_CODEBOOK), (agreed, NO_COMMENTS)):
        prepare(box)
        key = ask(box)
        perform(workshop.settings, key)
        assert (job(box, key).state, job(box, key).message) == ("failed", why)
