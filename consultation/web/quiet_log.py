"""Nothing of a visit is logged: no address, no page, no browser, no time of arrival; a bug leaves its class and its place in our code."""

import logging
from pathlib import Path
from types import TracebackType

from flask import Flask

SILENT = ("werkzeug", "gunicorn.access", "huey", "sqlalchemy", "markdown_it")
FAULTS = logging.getLogger("consultation.faults")
_HERE = str(Path(__file__).resolve().parent.parent)


def register(app: Flask) -> None:
    """Silence what writes a line per visit, and keep the framework from logging an exception with its text."""
    for name in SILENT:
        logging.getLogger(name).setLevel(logging.CRITICAL)
    app.logger.disabled = True  # itself only: a level would reach every logger of ours below it
    FAULTS.setLevel(logging.ERROR)
    for line in app.logger.handlers:  # a time to the millisecond would say when somebody was here
        line.setFormatter(logging.Formatter("%(levelname)s: %(message)s"))


def bug(error: BaseException) -> None:
    """Log an unexpected error by class, code and line; never its message, which may quote what somebody wrote."""
    cause = error.__cause__ or error.__context__
    code = getattr(error, "code", None) or getattr(getattr(error, "orig", None), "sqlstate", None)
    FAULTS.error(
        "unexpected %s%s%s at %s",
        type(error).__name__,
        f" ({code})" if isinstance(code, str | int) else "",
        f" from {type(cause).__name__}" if cause else "",
        _place(error.__traceback__),
    )


def _place(trace: TracebackType | None) -> str:
    place = "unknown"
    while trace is not None:
        file = trace.tb_frame.f_code.co_filename
        if file.startswith(_HERE):
            place = f"{file[len(_HERE) + 1 :]}:{trace.tb_lineno}"
        trace = trace.tb_next
    return place
