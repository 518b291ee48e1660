"""Where in a text something identifying stands, and of what kind it is."""

from collections.abc import Iterable
from typing import Literal, NamedTuple

Kind = Literal["national_id", "email", "account", "phone"]


class Span(NamedTuple):
    """Characters start..stop (stop not included) of a text."""

    kind: Kind
    start: int
    stop: int


def merged(spans: Iterable[Span]) -> tuple[Span, ...]:
    """The spans from left to right; those that overlap or touch become one, of the first one's kind."""
    result: list[Span] = []
    for span in sorted(spans, key=lambda span: (span.start, -span.stop)):
        if result and span.start <= result[-1].stop:
            result[-1] = result[-1]._replace(stop=max(result[-1].stop, span.stop))
        else:
            result.append(span)
    return tuple(result)
