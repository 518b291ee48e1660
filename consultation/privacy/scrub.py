"""Takes out of a text what must never be stored, and says what and where, so that its writer can be told."""

import re
from collections.abc import Callable, Iterator
from typing import NamedTuple

from consultation.privacy.identifiers import find
from consultation.privacy.spans import Kind, Span, merged

# The same in every language. No pattern reads across either of the two: what is found must not depend on how long a
# thing was that stood there, or scrubbing would find more the second time.
MARK = "[…]"
_GONE = "\ufffc"  # stands in for each character taken, so that offsets stay those of the original
_PATIENCE = 4  # rounds
_STRETCH = re.compile("(?:[^\\w\n\ufffc]|[\\d_])+")  # digits, and all that is neither a letter nor a line's end


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

    What is left can look different once its neighbours are gone, so it is searched until nothing more is found. In
    practice the second round finds nothing. A page full of `1-1-1-1-` would give up a piece in each of a thousand rounds,
    and a minute would go by: where a few rounds do not do, the whole stretch of digits goes with the piece.
    """
    spans = found = find(text)
    rest, rounds = text, 1
    while found:
        rest = _replaced(rest, found, lambda length: _GONE * length)
        found, rounds = find(rest), rounds + 1
        if rounds > _PATIENCE:
            found = merged((*found, *_stretches(rest, found)))
        spans = merged((*spans, *found))
    return ScrubbedText(_replaced(text, spans, lambda _: MARK), tuple(Removed(*span) for span in spans))


def _stretches(text: str, found: tuple[Span, ...]) -> Iterator[Span]:
    """The stretches of digits, gaps included, that these spans touch."""
    spans = iter([*found, Span("phone", len(text), len(text))])
    span = next(spans)
    for stretch in _STRETCH.finditer(text):
        while span.stop <= stretch.start():
            span = next(spans)
        if span.start < stretch.end():
            yield Span(span.kind, *stretch.span())


def _replaced(text: str, spans: tuple[Span, ...], substitute: Callable[[int], str]) -> str:
    pieces, at = [], 0
    for _, start, stop in spans:
        pieces += [text[at:start], substitute(stop - start)]
        at = stop
    return "".join([*pieces, text[at:]])
