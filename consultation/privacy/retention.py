"""What is due for erasure, given today; who erases, backs up or restores asks here and nowhere else."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Protocol, TypeVar


class Dated(Protocol):
    """Anything with a name and a day on which all of it must be gone."""

    @property
    def slug(self) -> str:
        """Its name."""

    @property
    def erase_on(self) -> date | None:
        """The day of erasure; none while no day has been promised."""


_Kept = TypeVar("_Kept", bound=Dated)


def due(kept: Iterable[_Kept], *, today: date) -> tuple[_Kept, ...]:
    """Those whose day has come or gone by, the longest overdue first.

    The day itself counts: respondents were told "erased on 1 March", and on that day they may look.
    """
    dated = [(one.erase_on, one.slug, one) for one in kept if one.erase_on is not None and one.erase_on <= today]
    return tuple(one for _, _, one in sorted(dated, key=lambda entry: entry[:2]))


class Opened(Dated, Protocol):
    """The same, with the day on which it was opened."""

    @property
    def opened_on(self) -> date | None:
        """The day of opening; none while it is not open yet."""


LONGEST_BACKUP = 35
"""Days after which no backup is kept, whatever is in it."""


def backup_until(made_on: date, kept: Iterable[Dated], *, days: int = LONGEST_BACKUP) -> date:
    """The day on which a backup of these must be gone: after so many days, or when the first of them is erased.

    Respondents were told a day on which all of it is erased, and a backup is part of all of it.
    """
    promised = [one.erase_on for one in kept if one.erase_on is not None]
    return min([made_on + timedelta(days=min(days, LONGEST_BACKUP)), *promised])


def gone_since(kept: Iterable[Opened], known: Iterable[Opened], *, made_on: date) -> frozenset[str]:
    """Which of those in an old backup were erased by the day on which a newer one, that knows these, was made.

    What was opened before that day and is not known then, or is known as something that was opened later under the same
    name, was erased in between. What was opened on that very day may only be newer.
    """
    later = {one.slug: one.opened_on for one in known}
    return frozenset(
        one.slug
        for one in kept
        if one.opened_on is not None
        and (one.opened_on < made_on if one.slug not in later else (later[one.slug] or one.opened_on) > one.opened_on)
    )
