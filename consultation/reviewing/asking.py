"""Asks the machine for work on one question; asking twice is asking once."""

from collections.abc import Mapping
from typing import Any

from flask_security import current_user
from sqlalchemy.orm import Session

from consultation.reviewing.working import SHOWN, UNFINISHED
from consultation.storage import jobs
from consultation.storage.jobs import Job

SEED = 2018


def ask(session: Session, slug: str, question: str, kind: str, arguments: Mapping[str, Any]) -> tuple[str, bool]:
    """Return the key of the job that does just this, and whether it is new: then it must be delivered."""
    wanted = {"question": question, "seed": SEED, **arguments}
    for job in jobs_of(session, slug, question):
        if job.kind == kind and job.state in UNFINISHED and _does(job, wanted):
            return job.key, False
    return jobs.request(session, kind, slug, wanted, current_user.email), True


def jobs_of(session: Session, slug: str, question: str) -> list[Job]:
    """Return the jobs of a question that staff may see."""
    return [job for job in jobs.all_(session, slug) if job.kind in SHOWN and job.arguments.get("question") == question]


def _does(job: Job, wanted: Mapping[str, Any]) -> bool:
    """Say whether a job does all that is wanted: one that has begun may have read what has been changed since."""
    if "candidate" in wanted:
        return dict(job.arguments) == dict(wanted)
    if "themes" not in wanted:
        return "themes" not in job.arguments
    themes = job.arguments.get("themes")
    return job.state == "waiting" and (themes is None or set(wanted["themes"]) <= set(themes))
