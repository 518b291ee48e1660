"""Long work that must survive its worker: asked for, claimed by one, its progress seen, ended once."""

import json
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from consultation.storage.tables import JobRow

# A row of these that stayed would tell when a ballot box was emptied, finer than the ISO week.
LEAVES_NO_ROW = frozenset({"empty_ballot_box"})


@dataclass(frozen=True, slots=True)
class Job:
    """One job as it stood when it was read; heartbeat is in seconds since 1970, None unless it runs."""

    key: str
    kind: str
    consultation: str | None
    arguments: Mapping[str, Any]
    state: str
    done: int
    total: int
    message: str
    heartbeat: float | None
    attempts: int
    checkpoint: Any
    requested_by: str


def request(
    session: Session, kind: str, slug: str | None, arguments: Mapping[str, Any], by: str, *, key: str | None = None
) -> str:
    """Notes that a job is wanted, and answers its key: 32 hex characters, random unless they are given."""
    key = key or secrets.token_hex(16)
    row = JobRow(
        key=key,
        kind=kind,
        consultation=slug,
        arguments=json.dumps(dict(arguments), sort_keys=True),
        state="waiting",
        done=0,
        total=0,
        message="",
        heartbeat=None,
        attempts=0,
        checkpoint=None,
        requested_by=by,
    )
    session.add(row)
    session.flush()
    return key


def find(session: Session, key: str) -> Job | None:
    """The job with this key, if there is one."""
    row = session.get(JobRow, key, populate_existing=True)
    return None if row is None else _job(row)


def all_(session: Session, slug: str | None = None) -> list[Job]:
    """All jobs, or those of one consultation: running first, then waiting, failed and done."""
    query = select(JobRow) if slug is None else select(JobRow).where(JobRow.consultation == slug)
    order = ("running", "waiting", "failed", "done")
    jobs = [_job(row) for row in session.scalars(query.execution_options(populate_existing=True))]
    return sorted(jobs, key=lambda job: (order.index(job.state), job.kind, job.key))


def claim(session: Session, key: str, *, now: float) -> Job | None:
    """Takes a waiting job for the caller; None when it is not waiting, for instance because another has it."""
    waiting = update(JobRow).where(JobRow.key == key, JobRow.state == "waiting")
    if not _changed(session, waiting.values(state="running", heartbeat=now, attempts=JobRow.attempts + 1)):
        return None
    return find(session, key)


def beat(
    session: Session, job: Job, *, now: float, done: int, total: int, message: str = "", checkpoint: Any = None
) -> bool:
    """Tells how far the job has come; False when it is no longer the caller's, who should then stop.

    A checkpoint (anything JSON can hold) is kept until the next one; None leaves the last.
    """
    values: dict[str, Any] = {"heartbeat": now, "done": done, "total": total, "message": message}
    if checkpoint is not None:
        values["checkpoint"] = json.dumps(checkpoint, sort_keys=True)
    return _changed(session, _own(job).values(**values))


def finish(session: Session, job: Job, message: str = "") -> bool:
    """Ends the job well; False when it was no longer the caller's."""
    if job.kind in LEAVES_NO_ROW:
        own = delete(JobRow).where(JobRow.key == job.key, JobRow.state == "running", JobRow.attempts == job.attempts)
        return _changed(session, own)
    return _changed(session, _own(job).values(state="done", heartbeat=None, message=message))


def fail(session: Session, job: Job, message: str) -> bool:
    """Ends the job badly, with a message that holds no answer; False when it was no longer the caller's."""
    return _changed(session, _own(job).values(state="failed", heartbeat=None, message=message))


def stale(session: Session, *, before: float) -> list[Job]:
    """Running jobs whose last heartbeat is older than a time: their worker is gone."""
    late = select(JobRow).where(JobRow.state == "running", JobRow.heartbeat < before)
    return [_job(row) for row in session.scalars(late.execution_options(populate_existing=True))]


def wait_again(session: Session, job: Job) -> bool:
    """Makes a job whose worker is gone wait for another, who finds its checkpoint; False when it moved meanwhile."""
    return _changed(session, _own(job).values(state="waiting", heartbeat=None))


def _own(job: Job) -> Any:
    """The job in the very attempt that the caller knows: a worker that was given up cannot disturb its successor."""
    return update(JobRow).where(JobRow.key == job.key, JobRow.state == "running", JobRow.attempts == job.attempts)


def _changed(session: Session, statement: Any) -> bool:
    result: Any = session.execute(statement, execution_options={"synchronize_session": False})
    return bool(result.rowcount)


def _job(row: JobRow) -> Job:
    return Job(
        key=row.key,
        kind=row.kind,
        consultation=row.consultation,
        arguments=json.loads(row.arguments),
        state=row.state,
        done=row.done,
        total=row.total,
        message=row.message,
        heartbeat=row.heartbeat,
        attempts=row.attempts,
        checkpoint=None if row.checkpoint is None else json.loads(row.checkpoint),
        requested_by=row.requested_by,
    )
