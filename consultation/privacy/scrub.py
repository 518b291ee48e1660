"""Takes out of a text what must never be stored, and says what and where, so that its writer can be told."""

from collections.abc import Callable
from typing import NamedTuple

from consultation.privacy.identifiers import find
from consultation.privacy.spans import Kind, Span, merged

# The same in every language. No pattern reads across either of the two: what is found must not depend on how long a
# thing was that stood there, or scrubbing would find more the second time.
MARK = "[…]"
_GONE = "\ufffc"  # stands in for each character taken, so that offsets stay those of the original


class Removed(NamedTuple):
    """What was taken out: characters start..stop (stop not included) of the ORIGINAL text. Never the characters themselves."""

    kind: Kind
    start: int
    stop: int


class ScrubbedText(NamedTuple):
    """A text that may be stored, and what it took to make it so."""

    text: str
    removed: tuple[Removed, ...]


def scrub(text: str) -> ScrubbedText:
    """The text with `[…]` in place of each identifying span; scrubbing the result again changes nothing.

    What is left can look different once its neighbours are gone, so it is searched until nothing more is found; every
    round takes at least one character, and in practice the second round finds nothing.
    """
    spans = found = find(text)
    rest = text
    while found:
        rest = _replaced(rest, found, lambda length: _GONE * length)
        found = find(rest)
        spans = merged((*spans, *found))
    return ScrubbedText(_replaced(text, spans, lambda _: MARK), tuple(Removed(*span) for span in spans))


def _replaced(text: str, spans: tuple[Span, ...], substitute: Callable[[int], str]) -> str:
    pieces, at = [], 0
    for _, start, stop in spans:
        pieces += [text[at:start], substitute(stop - start)]
        at = stop
    return "".join([*pieces, text[at:]])
