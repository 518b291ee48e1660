"""Whatever stops one part of an audit is told as not seen, so that the other parts and the clearing up are done all the same."""

import traceback
from collections.abc import Iterator
from pathlib import Path

from consultation.auditing.findings import Finding, not_seen
from consultation.auditing.visiting import NotLetIn
from consultation.storage.keys import KeyMissing


def going_on(subject: str, findings: Iterator[Finding]) -> Iterator[Finding]:
    """The findings, and at the end one more where what gives them broke off: without the rest nobody can say that all is kept."""
    try:
        yield from findings
    except Exception as stopped:  # noqa: BLE001 -- what nobody thought of is no broken promise either
        yield not_seen(subject, f"The audit could not go on: {plainly(stopped)}", needed=True)


def plainly(stopped: BaseException) -> str:
    """What happened, and where in the program if nobody expected it; never what the program was reading then."""
    if isinstance(stopped, NotLetIn | KeyMissing):
        return f"{stopped}."
    why = f" ({stopped.strerror or 'no answer'})" if isinstance(stopped, OSError) else ""
    frames = traceback.extract_tb(stopped.__traceback__)
    at = f" at {Path(frames[-1].filename).name}, line {frames[-1].lineno}" if frames else ""
    return f"{type(stopped).__name__}{why}{at}."
