"""What the machine is at: every job with its progress, as a page and as plain values for the bar that moves by itself."""

from dataclasses import replace

from flask import Response, get_template_attribute, jsonify
from sqlalchemy.orm import Session

from consultation.jobs.kinds import (
    GIVEN_UP,
    NO_CODEBOOK,
    NO_COMMENTS,
    NOTHING_READ,
    NOTHING_TO_COMPARE,
    TOO_FEW_COMMENTS,
)
from consultation.reviewing import finding, framing
from consultation.reviewing.blueprint import PREFIX, blueprint
from consultation.reviewing.learned import learned
from consultation.reviewing.pages import JobShown, JobsPage
from consultation.storage import consultations
from consultation.storage import jobs as stored
from consultation.storage.jobs import Job
from consultation.usecases.reading.ask_to_learn_again import THE_MACHINE
from consultation.web.database import reading

# How often a ballot box is emptied tells when people answered: finer than the ISO week, so it is not shown.
SHOWN = frozenset({"divide", "screen", "measure", "discover", "assign", "measure-agreement"})
UNFINISHED = frozenset({"waiting", "running"})
# Why the machine stopped, where it is something that the team can do something about.
WHY = {
    NOTHING_READ: "nothing_read",
    TOO_FEW_COMMENTS: "too_few_comments",
    NO_CODEBOOK: "no_codebook",
    NO_COMMENTS: "no_comments",
    NOTHING_TO_COMPARE: "nothing_to_compare",
    GIVEN_UP: "given_up",
}
# What a kind of work is at after it has told this word; before its first word every kind reads.
STEPS = {
    ("assign", "learning"): "learning",
    ("assign", "suggesting"): "suggesting",
    ("assign", "storing"): "storing",
    ("discover", "read"): "finding",
    ("discover", "discovered"): "far",
    ("discover", "far ones read"): "storing",
    ("divide", "read"): "dividing",
    ("divide", "divided"): "storing",
    ("measure", "read"): "learning",
    ("measure", "learnt"): "reckoning",
    ("measure-agreement", "read"): "learning",
    ("measure-agreement", "learnt"): "comparing",
    ("measure-agreement", "compared"): "storing",
}


@blueprint.get(f"{PREFIX}/jobs/")
def jobs() -> Response:
    """Show every job that staff asked for, and what the machine learned."""
    with reading() as session:
        found = [_with_what_was_learned(session, *one) for one in _jobs(session)]
    return framing.show(JobsPage(framing.frame(), found, any(job.state in UNFINISHED for job in found)))


@blueprint.get(f"{PREFIX}/jobs/progress")
def progress() -> Response:
    """Tell state, percentage and step of every job, for the enhancement that moves the bars."""
    with reading() as session:
        found = [job for job, _ in _jobs(session)]
    said = get_template_attribute("reviewing/working.html", "step")
    percent = get_template_attribute("reviewing/working.html", "percent")
    return jsonify(
        [
            {
                "key": job.key,
                "state": job.state,
                "percent": job.percent,
                "told": str(percent(job)).strip(),
                "step": str(said(job)).strip(),
            }
            for job in found
        ]
    )


def _jobs(session: Session) -> list[tuple[JobShown, str]]:
    """All jobs with the messages that they ended with; of those that made a run, only the newest one of its kind."""
    names = _question_names(session)
    there = [job for job in stored.all_(session) if job.kind in SHOWN]
    newest: dict[str, int] = {}
    for job in there:
        of, number = _run(job)
        newest[of] = max(number, newest.get(of, 0))
    kept = [job for job in there if _run(job)[1] in {0, newest[_run(job)[0]]}]
    return [(shown(job, names), job.message) for job in kept]


def _run(job: Job) -> tuple[str, int]:
    """Of which kind the run is that a job made, and its number; nought where it made none."""
    of, _, number = job.message.rpartition("/") if job.state == "done" else ("", "", "")
    return (of, int(number)) if number.isdecimal() else ("", 0)


def _with_what_was_learned(session: Session, job: JobShown, message: str) -> JobShown:
    if job.kind != "assign" or job.state != "done" or job.slug is None or job.question_id is None:
        return job
    found = learned(session, job.slug, job.question_id)
    return replace(job, learned=found) if found is not None and found.run == message else job


def _question_names(session: Session) -> dict[tuple[str, str], str]:
    language = framing.language()
    return {
        (one.slug, question.id): question.text.in_(language).text
        for one in consultations.all_(session)
        for question in finding.free_text(one)
    }


def shown(job: Job, names: dict[tuple[str, str], str]) -> JobShown:
    """Return a job as it is shown; `names` are those of the questions, where they are to stand with it."""
    done = 100 if job.state == "done" else round(100 * job.done / job.total) if job.total else 0
    asked = str(job.arguments["question"]) if "question" in job.arguments else None
    running = job.state == "running"
    return JobShown(
        key=job.key,
        kind=job.kind,
        slug=job.consultation,
        question=names.get((job.consultation or "", asked or "")),
        question_id=asked,
        state=job.state,
        percent=min(100, done),
        why=WHY.get(job.message, "unknown") if job.state == "failed" else None,
        step=STEPS.get((job.kind, job.message), "reading") if running else None,
        again=job.state == "waiting" and job.attempts > 0,
        by_itself=job.requested_by == THE_MACHINE,
    )
