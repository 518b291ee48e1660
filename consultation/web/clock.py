"""The one place that asks what day it is; nothing here knows a finer time."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

NORWAY = ZoneInfo("Europe/Oslo")


def today() -> date:
    """Return today's date in Norway, where every consultation closes at midnight."""
    return datetime.now(tz=NORWAY).date()
