"""What the machine is at: every job with its progress, as a page and as plain values for the bar that moves by itself."""

from flask import Response, jsonify
from sqlalchemy.orm import Session

from consultation.jobs.kinds import NO_CODEBOOK, NOTHING_READ, TOO_FEW_COMMENTS
from consultation.reviewing import finding, framing
from consultation.reviewing.blueprint import PREFIX, blueprint
from consultation.reviewing.pages import JobShown, JobsPage
from consultation.storage import consultations
from consultation.storage import jobs as stored
from consultation.storage.jobs import Job
from consultation.web.database import reading

# How often a ballot box is emptied tells when people answered: finer than the ISO week, so it is not shown.
SHOWN = frozenset({"divide", "screen", "measure", "discover", "assign"})
UNFINISHED = frozenset({"waiting", "running"})
# Why the machine stopped, where it is something that the team can do something about.
WHY = {NOTHING_READ: "nothing_read", TOO_FEW_COMMENTS: "too_few_comments", NO_CODEBOOK: "no_codebook"}


@blueprint.get(f"{PREFIX}/jobs/")
def jobs() -> Response:
    """Show every job that staff asked for."""
    with reading() as session:
        found = _jobs(session)
    return framing.show(JobsPage(framing.frame(), found, any(job.state in UNFINISHED for job in found)))


@blueprint.get(f"{PREFIX}/jobs/progress")
def progress() -> Response:
    """Tell state and percentage of every job, for the enhancement that moves the bars."""
    with reading() as session:
        found = _jobs(session)
    return jsonify([{"key": job.key, "state": job.state, "percent": job.percent} for job in found])


def _jobs(session: Session) -> list[JobShown]:
    names = _question_names(session)
    return [shown(job, names) for job in stored.all_(session) if job.kind in SHOWN]


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
    return JobShown(
        key=job.key,
        kind=job.kind,
        slug=job.consultation,
        question=names.get((job.consultation or "", asked or "")),
        question_id=asked,
        state=job.state,
        percent=min(100, done),
        why=WHY.get(job.message, "unknown") if job.state == "failed" else None,
    )
