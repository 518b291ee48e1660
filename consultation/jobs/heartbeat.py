"""While a job is worked on, its heart beats in the job table: others see how far it is, and that its worker lives."""

import threading
import time
from types import TracebackType
from typing import Any, Self

from sqlalchemy.orm import Session

from consultation.storage import jobs
from consultation.storage.database import Database, StorageFailed
from consultation.storage.jobs import Job


class Interrupted(Exception):  # noqa: N818 -- not an error: the worker was asked to stop
    """The worker stops; the job waits for another."""


class TakenOver(Exception):  # noqa: N818 -- not an error: the job has another worker
    """The job was given to another worker, because this one was silent too long."""


class Heartbeat:
    """Beats every so many seconds in a thread of its own, and tells the work when to stop."""

    def __init__(self, database: Database, job: Job, *, every: float, stopping: threading.Event) -> None:
        self._database = database
        self._job = job
        self._every = every
        self._stopping = stopping
        self._over = threading.Event()
        self._taken_over = False
        self._done, self._total, self._message = job.done, job.total, ""
        self._checkpoint: Any = None
        self._thread = threading.Thread(target=self._beat_on, name=f"heartbeat-{job.key[:8]}", daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._over.set()
        self._thread.join()

    def progress(self, done: int, total: int, message: str = "") -> None:
        """Take note of how far the work has come; it is written with the next beat.

        Raises Interrupted when the worker was asked to stop, TakenOver when the job is another's by now.
        """
        self._done, self._total, self._message = done, total, message
        if self._taken_over:
            raise TakenOver
        if self._stopping.is_set():
            raise Interrupted

    def keep(self, checkpoint: Any) -> None:
        """Write at once what a successor needs in order not to begin anew (anything JSON can hold). Raises TakenOver."""
        self._checkpoint = checkpoint
        self._beat()

    def _beat_on(self) -> None:
        while not self._over.wait(self._every):
            try:
                self._beat()
            except StorageFailed:
                continue  # a database that is away for a moment costs a beat, not the job
            except TakenOver:
                return  # the work learns of it when it next tells how far it has come

    def _beat(self) -> None:
        with self._database.transaction() as session:
            self.beat(session)

    def beat(self, session: Session) -> None:
        """Write how far the work has come, in a transaction of the caller's. Raises TakenOver when the job is another's."""
        mine = jobs.beat(
            session,
            self._job,
            now=time.time(),
            done=self._done,
            total=self._total,
            message=self._message,
            checkpoint=self._checkpoint,
        )
        self._taken_over = not mine
        if self._taken_over:
            raise TakenOver
