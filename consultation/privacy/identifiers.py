"""Finds in a text what must never be stored: national id numbers, e-mail addresses, accounts and telephone numbers."""

from collections.abc import Iterator

from consultation.privacy import addresses, harmless, national_ids, telephones
from consultation.privacy.digits import runs
from consultation.privacy.skeleton import skeleton
from consultation.privacy.spans import Span, merged

__all__ = ["Span", "find"]


def find(text: str) -> tuple[Span, ...]:
    """The identifying spans of a text, from left to right, never overlapping.

    Offsets count characters of the text as given, whatever alphabet, width or invisible characters its numbers are
    written with. When in doubt about eleven digits it finds, when in doubt about eight it leaves: a national id number
    that slips through does harm for life, while a lost dose takes the meaning out of what a patient wrote.
    Names and places are not looked for: people must decide on those.
    """
    plain = skeleton(text)
    return merged(Span(span.kind, *plain.span(span.start, span.stop)) for span in _found(plain.text))


def _found(text: str) -> Iterator[Span]:
    yield from addresses.in_text(text)
    yield from national_ids.in_text(text)
    for run in runs(text):
        reading = harmless.read(run)
        yield from national_ids.in_run(run, reading)
        yield from telephones.in_run(run, reading)
