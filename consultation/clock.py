"""The one place that asks what day it is, in Norway; everything else is told. Nothing here knows a finer time."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

NORWAY = ZoneInfo("Europe/Oslo")


def today() -> date:
    """Today's date in Norway, where every consultation closes at midnight."""
    return datetime.now(tz=NORWAY).date()


def iso_week(day: date) -> str:
    """The ISO week that a day is in, such as 2026-W47: the finest time that is kept of a response."""
    year, week, _ = day.isocalendar()
    return f"{year}-W{week:02d}"
