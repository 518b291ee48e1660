"""discover and assign: the machine's proposals for themes, here and now or by a worker."""

import time
from typing import Any

import click

from consultation.cli.instance import Instance, Refused, json_option, pass_instance, tell
from consultation.cli.questions import chosen

AN_OPERATOR = "operator"


@click.command("discover")
@click.argument("slug")
@click.argument("questions", nargs=-1)
@click.option("--seed", default=0, show_default=True, help="The same seed gives the same candidates.")
@click.option("--by-worker", is_flag=True, help="Only ask for it: a running worker does it.")
@json_option
@pass_instance
def discover_command(
    instance: Instance, slug: str, questions: tuple[str, ...], seed: int, *, by_worker: bool, as_json: bool
) -> None:
    """Propose candidate themes for the free-text QUESTIONS of a consultation; for all of them if none is named."""
    _theme(instance, "discover", slug, questions, seed, by_worker=by_worker, as_json=as_json)


@click.command("assign")
@click.argument("slug")
@click.argument("questions", nargs=-1)
@click.option("--seed", default=0, show_default=True, help="The same seed gives the same suggestions.")
@click.option("--by-worker", is_flag=True, help="Only ask for it: a running worker does it.")
@json_option
@pass_instance
def assign_command(
    instance: Instance, slug: str, questions: tuple[str, ...], seed: int, *, by_worker: bool, as_json: bool
) -> None:
    """Suggest themes of the codebook for comments that nobody has read; learns from confirmed codings."""
    _theme(instance, "assign", slug, questions, seed, by_worker=by_worker, as_json=as_json)


def ask_for(instance: Instance, kind: str, slug: str, question: str, seed: int = 0) -> str:
    """Note a job, tell the workers, and return its key."""
    from consultation.jobs.delivery import deliver
    from consultation.storage import jobs

    with instance.database.transaction() as session:
        key = jobs.request(session, kind, slug, {"question": question, "seed": seed}, AN_OPERATOR)
    deliver(instance.settings, key)
    return key


def _theme(
    instance: Instance, kind: str, slug: str, questions: tuple[str, ...], seed: int, *, by_worker: bool, as_json: bool
) -> None:
    outcomes = []
    for question in chosen(instance, slug, questions):
        if by_worker:
            key = ask_for(instance, kind, slug, question, seed)
            outcomes.append({"job": key, "question": question, "state": "waiting", "message": ""})
        else:
            outcomes.append(_done_here(instance, kind, slug, question, seed))
    found = _found if kind == "discover" else _suggested
    lines = [line for one in outcomes for line in (_told(one), *found(instance, slug, one))]
    tell({"slug": slug, "jobs": outcomes}, "\n".join(lines), as_json=as_json)
    if questions and any(one["state"] == "failed" for one in outcomes):
        raise Refused("Not every question could be done.")


def _told(outcome: dict[str, Any]) -> str:
    why = outcome["message"] if outcome["state"] == "failed" else ""
    return f"{outcome['question']}: {outcome['state']}. {why}".rstrip()


def _found(instance: Instance, slug: str, outcome: dict[str, Any]) -> list[str]:
    """Tell with a question that is done what was found, and return it as lines."""
    from consultation.cli.finding import found, in_lines

    told = found(instance, slug, outcome["question"]) if outcome["state"] == "done" else None
    return [] if told is None else ["", in_lines(outcome.setdefault("found", told)), ""]


def _suggested(instance: Instance, slug: str, outcome: dict[str, Any]) -> list[str]:
    """Tell with a question that is done what was suggested, and return it as lines."""
    from consultation.cli.suggesting import in_lines, suggested

    told = suggested(instance, slug, outcome["question"]) if outcome["state"] == "done" else None
    return [] if told is None else in_lines(outcome.setdefault("suggested", told))


def _done_here(instance: Instance, kind: str, slug: str, question: str, seed: int) -> dict[str, Any]:
    """Do a job in this program, as a worker would: the staff see it in their list. Another worker may be quicker."""
    from consultation.jobs.rhythm import Rhythm
    from consultation.jobs.worker import Worker
    from consultation.storage import jobs

    with instance.database.transaction() as session:
        key = jobs.request(session, kind, slug, {"question": question, "seed": seed}, AN_OPERATOR)
    worker = Worker(instance.settings, Rhythm.of(instance.settings))
    worker.perform(key)
    worker.database.close()
    while True:
        with instance.database.reading() as session:
            job = jobs.find(session, key)
        if job is None or job.state in {"done", "failed"}:
            break
        time.sleep(0.5)
    state, message = (job.state, job.message) if job else ("done", "")
    run = message if state == "done" else None
    return {"job": key, "question": question, "state": state, "message": "" if run else message, "run": run}
