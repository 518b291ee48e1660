"""What is due for erasure, given today; who erases asks here and nowhere else."""

from collections.abc import Iterable
from datetime import date
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


def days_left(one: Dated, *, today: date) -> int | None:
    """How many days something is still kept: none where no day was promised, never less than zero."""
    return None if one.erase_on is None else max(0, (one.erase_on - today).days)
