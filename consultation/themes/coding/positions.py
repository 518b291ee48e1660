"""Where in a comment each of its words was written, so that what weighed can be shown as it stands there."""

import unicodedata

from consultation.themes.reading.passages import Passage
from consultation.themes.reading.text import word_spans


def written_words(text: str) -> tuple[Passage, ...]:
    """The span of every word that ``text.words`` gives, in its order; spans are in code points of the text as written.

    Words are read in small letters and composed form, which can have more or fewer letters than what was written
    ("Straße", "a" and a ring of its own): each span holds all that its word came from.
    """
    pieces = list(_pieces(text))
    starts: list[int] = []
    stops: list[int] = []
    at = 0
    for piece in pieces:
        folded = unicodedata.normalize("NFC", piece).casefold()
        starts += [at] * len(folded)
        stops += [at + len(piece)] * len(folded)
        at += len(piece)
    return tuple(Passage(starts[start], stops[stop - 1]) for start, stop in word_spans(text))


def _pieces(text: str) -> list[str]:
    """The text in the smallest pieces that compose apart from each other."""
    if unicodedata.is_normalized("NFC", text):
        return list(text)
    pieces: list[str] = []
    for sign in text:
        if pieces and _composes(pieces[-1], sign):
            pieces[-1] += sign
        else:
            pieces.append(sign)
    return pieces


def _composes(before: str, sign: str) -> bool:
    if unicodedata.combining(sign):
        return True
    together = unicodedata.normalize("NFC", before + sign)
    return together != unicodedata.normalize("NFC", before) + unicodedata.normalize("NFC", sign)
