"""Decides whether a passage may be quoted word for word: nothing identifying in it, and enough people it could be from."""

from dataclasses import dataclass
from enum import StrEnum

from consultation.privacy.scrub import scrub

SMALLEST_GROUP = 10


class Reason(StrEnum):
    """Why a passage is not quoted; for the staff, not for the report."""

    empty = "empty"
    small_group = "small_group"
    identifier = "identifier"


@dataclass(frozen=True, slots=True)
class Quote:
    """A passage exactly as it was written, and the audience role of who wrote it. Nothing more is ever told beside it."""

    text: str
    role: str


@dataclass(frozen=True, slots=True)
class Withheld:
    """A passage that is not quoted."""

    reason: Reason


def quote(text: str, *, role: str, group_size: int, minimum: int = SMALLEST_GROUP) -> Quote | Withheld:
    """The passage as a quote, or why it is withheld.

    `group_size` is how many respondents the quote could be from, given all that is told beside it: those of the role
    who answered the question. At least ten; a smaller `minimum` raises ValueError, as no caller has a
    reason for one. The text is never shortened or mended: where something identifying is left in it, it is not a quote.
    """
    if minimum < SMALLEST_GROUP:
        raise ValueError("Nobody is quoted from a group of fewer than ten.")
    if group_size < minimum:
        return Withheld(Reason.small_group)
    if not any(char.isalnum() for char in text):
        return Withheld(Reason.empty)
    if scrub(text).removed:
        return Withheld(Reason.identifier)
    return Quote(text, role)
