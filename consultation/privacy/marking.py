"""Marks in a text what may show who somebody is: people decide on it, and nothing is taken out for being marked."""

from consultation.privacy import names, rare, streets
from consultation.privacy.tokens import Mark, MarkKind, tokens

__all__ = ["Mark", "MarkKind", "marks"]

_FAR = 1 << 60  # beyond every text


def marks(text: str, language: str | None = None) -> tuple[Mark, ...]:
    """What looks like a name, an address, or a rare illness or post with its place; from left to right, never overlapping.

    Offsets count characters of the text as given. `language` is what the text is thought to be written in: in English
    (`en`) a name has a capital letter. An address goes before what is rare, and both before a name. Time is linear.
    The rules are guesses: a mark says `this may be`, and no mark promises nothing.
    """
    on = tokens(text)
    found: list[Mark] = []
    for rules in (streets.in_tokens(on), rare.in_tokens(on), names.in_tokens(on, language)):
        found = _together(found, list(rules))
    return tuple(found)


def _together(before: list[Mark], more: list[Mark]) -> list[Mark]:
    """All of the first and those of the second that touch none of them, nor an earlier one of their own, in order."""
    taken = iter([*before, Mark("name", _FAR, _FAR)])
    block, kept, done = next(taken), list[Mark](), 0
    for mark in sorted(more, key=lambda mark: mark.start):
        while block.stop <= mark.start:
            block = next(taken)
        if mark.stop <= block.start and done <= mark.start:
            kept.append(mark)
            done = mark.stop
    return sorted([*before, *kept], key=lambda mark: mark.start) if before else kept
