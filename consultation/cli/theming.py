"""discover and assign: the machine's proposals for themes, here and now or by a worker."""

import time
from typing import Any

import click

from consultation.cli.instance import Instance, Refused, json_option, pass_instance, tell

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


def free_text_questions(instance: Instance, slug: str) -> list[str]:
    """The ids of all that is answered in own words, in order. Raises Refused."""
    asked = instance.consultation(slug).questionnaire.free_texts
    return list(dict.fromkeys(question.id for question in asked))


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
    known = free_text_questions(instance, slug)
    strangers = [question for question in questions if question not in known]
    if strangers:
        raise Refused(f"No free-text question {', '.join(strangers)}. There are: {', '.join(known)}.")
    outcomes = []
    for question in questions or known:
        if by_worker:
            key = ask_for(instance, kind, slug, question, seed)
            outcomes.append({"job": key, "question": question, "state": "waiting", "message": ""})
        else:
            outcomes.append(_done_here(instance, kind, slug, question, seed))
    lines = [f"{one['question']}: {one['state']}. {one['message']}".rstrip() for one in outcomes]
    if kind == "discover":
        lines += _found(instance, slug, outcomes)
    tell({"slug": slug, "jobs": outcomes}, "\n".join(lines), as_json=as_json)
    if questions and any(one["state"] == "failed" for one in outcomes):
        raise Refused("Not every question could be done.")


def _found(instance: Instance, slug: str, outcomes: list[dict[str, Any]]) -> list[str]:
    """Tell with each question that is done what was found, and return it as lines."""
    from consultation.cli.finding import found, in_lines

    lines = []
    for one in outcomes:
        told = found(instance, slug, one["question"]) if one["state"] == "done" else None
        if told is not None:
            one["found"] = told
            lines += ["", in_lines(told)]
    return lines


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
    return {"job": key, "question": question, "state": state, "message": message}
