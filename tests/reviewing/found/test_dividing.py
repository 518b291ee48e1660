"""Sub-themes are looked for on demand, stand within their candidate, and are proposals like any other."""

from dataclasses import replace

import pytest

from consultation.jobs.rhythm import Rhythm
from consultation.jobs.worker import Worker
from consultation.storage import jobs
from consultation.storage.reading import codebooks, runs
from consultation.usecases.reading.find_subthemes import CandidateIsGone, find_subthemes
from tests.reviewing.found.lists_of import post, ran, subtheme
from tests.reviewing.offices import QUESTION, SLUG
from tests.reviewing.team import FOOD, WAITING, decide, silent

TWO = {0: (subtheme("Brev", 30), subtheme("Telefon", 4))}


def page(office):
    return office.get(office.at(f"themes/{QUESTION}/"))


def ask(office, run: str, candidate: str = "0"):
    return post(office, page(office), office.at(f"themes/{QUESTION}/divide"), run=run, candidate=candidate)


def test_a_worker_is_asked_once_for_each_candidate_and_never_for_one_that_is_gone(office):
    run = ran(office, nearest=lambda text: int("mat" in text), names=("Ventetid", "Mat"))
    for candidate in ("0", "0", "1", "7"):
        assert ask(office, run.key, candidate).status_code == 303
    assert ask(office, f"{run.key}1").status_code == 303
    assert ask(office, run.key, "x").status_code == 404
    with office.database.reading() as session:
        asked = [job.arguments["candidate"] for job in jobs.all_(session, SLUG) if job.kind == "divide"]
    assert sorted(asked) == [0, 1]


def test_the_worker_divides_a_candidate_and_says_where_there_are_newer_ones(office):
    office.answer("patient", WAITING + FOOD)
    run = ran(office, nearest=lambda text: int("ventet" in text or "Maten" in text), names=("Annet", "Alt"))
    ask(office, run.key, "1")
    settings = office.app.extensions["consultation.settings"]
    worker = Worker(settings, Rhythm.of(settings))
    worker.perform(only_job(office).key)
    assert only_job(office).state == "done"
    assert "Sub-themes (" in page(office).text
    ask(office, run.key, "0")
    waiting = next(job.key for job in all_jobs(office) if job.state == "waiting")
    ran(office)
    worker.perform(waiting)
    worker.database.close()
    assert next(job for job in all_jobs(office) if job.key == waiting).state == "failed"


def all_jobs(office):
    with office.database.reading() as session:
        return [job for job in jobs.all_(session, SLUG) if job.kind == "divide"]


def only_job(office):
    (job,) = all_jobs(office)
    return job


def test_sub_themes_are_kept_with_the_run_and_are_the_same_whenever_they_are_looked_for(office):
    office.answer("patient", WAITING + FOOD)
    run = ran(office, nearest=lambda text: int("ventet" in text or "Maten" in text), names=("Annet", "Alt"))
    with office.database.transaction() as session:
        first = find_subthemes(session, SLUG, QUESTION, 1, progress=silent)
        again = find_subthemes(session, SLUG, QUESTION, 1, run=run.key, progress=silent)
    with office.database.reading() as session:
        kept = runs.latest(session, SLUG, QUESTION, "discover")
        texts = runs.texts(session, [shown.comment for one in first for shown in one.examples])
    assert replace(kept, within={}) == run
    assert kept.within == {1: first} == {1: again}
    assert sum(one.candidate.size for one in first) == len(WAITING + FOOD)
    assert all(one.candidate.by_role == () for one in first)
    assert all(shown.passage.of(texts[shown.comment]) for one in first for shown in one.examples)
    with office.database.reading() as session, pytest.raises(CandidateIsGone):
        find_subthemes(session, SLUG, QUESTION, 2, progress=silent)
    with office.database.reading() as session, pytest.raises(CandidateIsGone):
        find_subthemes(session, SLUG, QUESTION, 0, run="another", progress=silent)


def test_a_sub_theme_is_accepted_and_dropped_like_any_candidate_and_a_number_that_is_none_is_refused(office):
    run = ran(office, within=TWO)
    shown = page(office).text
    assert "Sub-themes (2)" in shown
    assert "fewer than 5 comments" in shown
    accepted = decide(office, "accept", run=run.key, candidate="0.0", name="Brev som ikke kommer")
    assert accepted.status_code == 303
    assert decide(office, "drop-candidate", run=run.key, candidate="0.1").status_code == 303
    for number in ("0.2", "0.", "0.0.0", "1.0", ".0", "0.x", "²"):
        refused = decide(office, "accept", run=run.key, candidate=number, name="Ingenting")
        assert refused.status_code == 422
        assert "new proposals meanwhile" in refused.text
    refused = decide(office, "accept", run=run.key, candidate="0.0", name="En gang til")
    assert "Somebody has decided on this candidate meanwhile." in refused.text
    with office.database.reading() as session:
        assert [one.name for one in codebooks.current(session, SLUG, QUESTION).themes] == ["Brev som ikke kommer"]
    shown = page(office).text
    assert '→ <span class="mark mark--people">Brev som ikke kommer</span>' in shown
    assert "take-up-candidate" in shown
