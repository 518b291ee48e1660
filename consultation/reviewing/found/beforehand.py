"""Learns what "more like this" needs beside the requests, while somebody reads a list where they may ask for it."""

from contextlib import suppress
from threading import Lock, Thread

from flask import current_app

from consultation.reviewing.pages import At
from consultation.storage.database import Database
from consultation.usecases.reading.find_alike import MANY, learn_beforehand
from consultation.web.database import EXTENSION

_at_it = Lock()


def learn(at: At, *, among: int) -> Thread | None:
    """Begin to learn from the question's comments, `among` so many; None where they are few or another is at it.

    Lists of comments ask for it, never the desk: meanwhile the other pages of this process share the interpreter.
    """
    if among < MANY or not _at_it.acquire(blocking=False):
        return None
    thread = Thread(target=_learn, args=(current_app.extensions[EXTENSION], at.slug, at.question), daemon=True)
    try:
        thread.start()
    except RuntimeError:  # the system has no thread to spare: the page does without, and the next may try again
        _at_it.release()
        return None
    return thread


def _learn(database: Database, slug: str, question: str) -> None:
    # Nobody waits for it: whoever asks learns it then, and is told what is wrong.
    with suppress(Exception):
        try:
            with database.reading() as session:
                learn_beforehand(session, slug, question)
        finally:
            _at_it.release()
