"""The skeleton of a text: the same characters in their plainest form, each with its place in the original."""

import re
import unicodedata
from dataclasses import dataclass

_DROPPED = "\x00"
_SPACES = frozenset("\t\x0b\x0c\x85\u115f\u1160\u2800\u3164\uffa0")  # the last five look empty but count as letters
_LINE_ENDS = frozenset("\n\r\u2028\u2029")
_DOTS = frozenset("\u00b7\u2022\u2024\u2027\u2219\u22c5\u3002\u30fb")
_DASHES = frozenset("\u2212\u02d7\u2043\u00af")
_SLASHES = frozenset("\u2044\u2215\u29f8")
_INVISIBLE = frozenset({"Cf", "Cc", "Mn", "Me", "Cs"})
_REMEMBERED = 8_192  # characters; a text of all Unicode must not fill the memory of a small machine


@dataclass(frozen=True, slots=True)
class Skeleton:
    """A text to search, and for each of its characters the offset it has in the original."""

    text: str
    origin: tuple[int, ...] | None  # None where nothing was left out: then every offset is its own origin
    length: int

    def span(self, start: int, stop: int) -> tuple[int, int]:
        """The half-open span of the original that holds these characters, with the invisible ones that follow them."""
        if self.origin is None:
            return start, stop
        end = self.origin[stop] if stop < len(self.origin) else self.length
        return self.origin[start], end


class _Plain(dict[int, str]):
    """A translation table that works out a character the first time it is met."""

    def __missing__(self, code: int) -> str:
        plain = _plain(chr(code))
        if len(self) < _REMEMBERED:
            self[code] = plain
        return plain


def _plain(char: str) -> str:
    mark = _punctuation(char)
    if mark:
        return mark
    digit = unicodedata.digit(char, None)  # also 'superscript two', 'circled five' and every script's own digits
    if digit is not None:
        return str(digit)
    folded = unicodedata.normalize("NFKC", char)
    return folded if len(folded) == 1 else char


def _punctuation(char: str) -> str:
    category = unicodedata.category(char)
    if char in _LINE_ENDS:
        return "\n"
    if char in _SPACES or category == "Zs":
        return " "
    if char in _DASHES or category == "Pd":
        return "-"
    if char in _DOTS:
        return "."
    if char in _SLASHES:
        return "/"
    return _DROPPED if category in _INVISIBLE else ""


_TABLE = _Plain()
_LETTER_FOR_NOUGHT = re.compile(r"(?<=[0-9])[oO](?=[0-9])")  # many who learned to write on a machine still do


def skeleton(text: str) -> Skeleton:
    """Any digit of any script as 0-9, any space as a space, any dash as a hyphen, and nothing that cannot be seen.

    A number is the same number with a soft hyphen, a zero-width space or an emoji's frame between its digits; whoever
    looks for it should meet one spelling only. Characters otherwise keep their places, so offsets stay cheap.
    """
    plain = text.translate(_TABLE)
    seen = _LETTER_FOR_NOUGHT.sub("0", plain.replace(_DROPPED, ""))
    if len(seen) == len(text):
        return Skeleton(seen, None, len(text))
    return Skeleton(seen, tuple(index for index, char in enumerate(plain) if char != _DROPPED), len(text))
