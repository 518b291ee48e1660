"""On which day a ballot box was last looked into and left as it should be: of what lay in it, this tells nothing.

It is noted on every day, whether anything came or not, in a file beside the key. An alarm needs no time of any envelope.
"""

import os
from contextlib import suppress
from datetime import date
from pathlib import Path

_NAME = "looked"


def note(keys: Path, slug: str, *, today: date) -> None:
    """Notes that a box was looked into, at most once a day; nothing where the consultation has no directory any more."""
    if last(keys, slug) == today:
        return
    path = keys / slug / _NAME
    with suppress(FileNotFoundError):
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="ascii") as file:
            file.write(today.isoformat())
        os.utime(path, (0, 0))


def last(keys: Path, slug: str) -> date | None:
    """The day of the last look; None where there was none, or its note cannot be read."""
    try:
        return date.fromisoformat((keys / slug / _NAME).read_text("ascii"))
    except (OSError, ValueError):
        return None
