"""How many more comments to read at random for shares that are known as closely as the team wants."""

import math
from dataclasses import dataclass

from consultation.themes.trust.intervals import midway
from consultation.themes.trust.prevalence import AtLeast, AtMost, Counted, Prevalence
from consultation.themes.trust.unsaid import CannotBeSaid, Why


@dataclass(frozen=True, slots=True)
class ToRead:
    """How many comments more, and how wide the interval is expected to be then; ``all_read`` where that takes all."""

    more: int
    width: float
    all_read: bool


def more_to_read(known: Prevalence, width: float, *, comments: int | None = None) -> ToRead | CannotBeSaid:
    """A plan for a 95 % interval: what is known now, with as much help from the machine for each further comment as there was so far.

    The share may turn out another, so look again after reading. A theme that nobody had so far is planned for at half
    of what it can be at most, and one that all had likewise. Before anything has been read give the number of
    ``comments``: then it is the number that is enough whatever the share is, without a machine.

    Raises:
        ValueError: where ``width`` is not above 0.
    """
    if not width > 0:
        raise ValueError("An interval has some width.")
    match known:
        case Counted():
            return ToRead(0, 0.0, all_read=True)
        case CannotBeSaid(why):
            if why is not Why.NOBODY_READ or not comments:
                return known
            return _search(0.5, 1.0, 0, comments, width)
        case AtMost():
            share = known.high / 2
        case AtLeast():
            share = (1 + known.low) / 2
        case _:
            share = known.share
    left = (known.comments - known.read) / max(known.comments - 1, 1)
    worth = known.effective * left / known.read  # of one read comment, were there endlessly many
    return _search(share, worth, known.read, known.comments, width)


def _search(share: float, worth: float, read: int, comments: int, width: float) -> ToRead:
    low, high = read, comments
    while low < high:
        middle = (low + high) // 2
        low, high = (low, middle) if _width(share, worth, middle, comments) <= width else (middle + 1, high)
    return ToRead(low - read, _width(share, worth, low, comments), all_read=low == comments)


def _width(share: float, worth: float, read: int, comments: int) -> float:
    if read >= comments:
        return 0.0
    if not read:
        return math.inf
    low, high = midway(share, read * worth * (comments - 1) / (comments - read))
    return high - low + 1 / comments  # the half comment at each end
