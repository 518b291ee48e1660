"""Whether a consultation has outcomes to read: every invitation wants to know, and the database is asked now and then."""

import time

from flask import current_app

from consultation.storage import outcomes
from consultation.web.database import looking_up

REMEMBERED = 30.0  # seconds
EXTENSION = "consultation.told"


def is_told(slug: str) -> bool:
    """Whether an outcome is published; asked at most every half minute."""
    remembered: dict[str, tuple[float, bool]] = current_app.extensions.setdefault(EXTENSION, {})
    until, told = remembered.get(slug, (0.0, False))
    if time.monotonic() >= until:
        with looking_up() as connection:
            told = outcomes.any_published(connection, slug)
        remembered[slug] = time.monotonic() + REMEMBERED, told
    return told
