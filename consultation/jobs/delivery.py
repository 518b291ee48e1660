"""A job's key travels to a worker; what the job is, and how far it has come, stands in the job table alone."""

import json
import sqlite3
from collections.abc import Callable
from contextlib import suppress
from functools import lru_cache
from pathlib import Path
from typing import Any

from consultation.settings import Settings

QUEUE = "consultation"
PATIENCE = 20  # seconds to wait while another program writes the queue's file


class PlainMessages:
    """Messages as JSON: the web process may write the queue, so a worker must never unpickle what lies there."""

    def serialize(self, message: Any) -> bytes:
        """The message as bytes."""
        return json.dumps(list(message)).encode()

    def deserialize(self, content: bytes) -> Any:
        """The message that these bytes are."""
        from huey.registry import Message

        return Message(*json.loads(content))


class Queue:
    """The keys of jobs on their way to a worker, in a file of their own in the instance."""

    def __init__(self, path: Path, perform: Callable[[str], None] | None = None) -> None:
        """Open the queue; only a worker says what to perform."""
        from huey.api import SqliteHuey

        opened: Any = SqliteHuey
        self.huey: Any = opened(
            QUEUE, filename=str(path), results=False, serializer=PlainMessages(), timeout=PATIENCE, cache_mb=0
        )
        self._task = self.huey.task(name="perform")(_performing(perform))

    def send(self, job_key: str) -> None:
        """Put a key on its way."""
        self._task(job_key)

    def under_way(self) -> frozenset[str]:
        """The keys that no worker has taken yet."""
        waiting = (self.huey.deserialize_task(content) for content in self.huey.storage.enqueued_items())
        return frozenset(task.args[0] for task in waiting)


def deliver(settings: Settings, job_key: str) -> None:
    """Tell the workers that this job waits.

    Losing the message loses nothing: the sweeper sends again what stands waiting in the job table. A staff front that runs
    alone sends none: in its own instance no worker would ever fetch it.
    """
    if settings.front == "staff" and not settings.deliveries.exists():
        return
    with suppress(sqlite3.Error):
        _queue_to_send_by(settings.deliveries).send(job_key)


def receiving(settings: Settings, perform: Callable[[str], None]) -> Queue:
    """The queue as a worker sees it."""
    return Queue(settings.deliveries, perform)


@lru_cache(maxsize=8)
def _queue_to_send_by(path: Path) -> Queue:
    return Queue(path)


def _performing(perform: Callable[[str], None] | None) -> Callable[[str], None]:
    def performed(job_key: str) -> None:
        if perform is None:
            raise RuntimeError("Only a worker performs jobs.")
        perform(job_key)

    return performed
