"""A text as words and numbers, each with its place: what the rules for marking read."""

import re
from dataclasses import dataclass
from typing import Literal, NamedTuple

from consultation.privacy.wordlists import words

MarkKind = Literal["name", "address", "rare"]

# Latin letters of every European language, Vietnamese and Sámi included, and what may stand unseen inside a word. Written
# out, and not as a class, so that a browser's expression is the same.
_LETTER = "A-Za-zÀ-ÖØ-öø-ɏḀ-ỿ"
_UNSEEN = "\u00ad\u200b-\u200d\u2060\ufeff"
_TOKEN = re.compile(f"[{_LETTER}][{_LETTER}{_UNSEEN}]*(?:['’‐‑-][{_LETTER}][{_LETTER}{_UNSEEN}]*)*|[0-9]+")
_HIDDEN = re.compile(f"[{_UNSEEN}]")
_ENDS = re.compile(r"[.!?:;\n…•–\"«“(|]")
ABBREVIATIONS = words("abbreviations")


class Mark(NamedTuple):
    """Characters start..stop (stop not included) of a text that may show who somebody is."""

    kind: MarkKind
    start: int
    stop: int


@dataclass(frozen=True, slots=True)
class Tokens:
    """Words and numbers from left to right; `gaps[i]` is what stands before token i, `shouted` a text all in capitals."""

    lows: list[str]
    starts: list[int]
    stops: list[int]
    gaps: list[str]
    capital: list[bool]
    acronym: list[bool]
    shouted: bool

    def __len__(self) -> int:
        return len(self.lows)

    def low(self, index: int) -> str:
        """The token in lower case; empty beyond either end."""
        return self.lows[index] if 0 <= index < len(self.lows) else ""

    def gap(self, index: int) -> str:
        """What stands before the token; a line's end beyond the last."""
        return self.gaps[index] if index < len(self.gaps) else "\n"

    def begins(self, index: int) -> bool:
        """Whether a sentence begins here, so that a capital letter tells nothing."""
        if index == 0:
            return True
        return _ENDS.search(self.gaps[index]) is not None and self.lows[index - 1] not in ABBREVIATIONS

    def mark(self, kind: MarkKind, first: int, last: int) -> Mark:
        """The characters of tokens first..last (last not included)."""
        return Mark(kind, self.starts[first], self.stops[last - 1])


def tokens(text: str) -> Tokens:
    """The words and numbers of a text, in time linear in it."""
    shouted = any(map(str.isalpha, text)) and text == text.upper()
    written, starts, stops = [], [], []
    for match in _TOKEN.finditer(text):
        written.append(match[0])
        starts.append(match.start())
        stops.append(match.end())
    if _HIDDEN.search(text):
        written = [_HIDDEN.sub("", word) for word in written]
    lows = [word.lower().replace("‐", "-").replace("‑", "-") for word in written]
    return Tokens(
        lows,
        starts,
        stops,
        [text[stop:start] for stop, start in zip([0, *stops], starts, strict=False)],
        [not shouted and word[0] != low[0] for word, low in zip(written, lows, strict=True)],
        [
            not shouted and len(word) > 1 and word == word.upper() != low
            for word, low in zip(written, lows, strict=True)
        ],
        shouted,
    )
