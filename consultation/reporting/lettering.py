"""Makes any text of a respondent fit to print, without changing a word of it."""

import re
import unicodedata

# Controls, bidirectional overrides, lone surrogates, private and unassigned code points: nothing a reader could see.
_INVISIBLE = {"Cc", "Cf", "Co", "Cn"}
_KEPT = {"\n", "\N{ZERO WIDTH JOINER}", "\N{SOFT HYPHEN}"}
_BLANK_LINES = re.compile(r"\n{3,}")


def printable(text: str) -> str:
    """The text with composed letters and without invisible characters; a lone surrogate becomes the replacement mark."""
    plain = (
        text.replace("\r\n", "\n")
        .replace("\r", "\n")
        .replace("\t", " ")
        .replace("\u2028", "\n")
        .replace("\u2029", "\n")
    )
    composed = unicodedata.normalize("NFC", "".join(map(_visible, plain)))
    return _BLANK_LINES.sub("\n\n", composed).strip()


def _visible(character: str) -> str:
    category = unicodedata.category(character)
    if category == "Cs":
        return "\N{REPLACEMENT CHARACTER}"
    return "" if category in _INVISIBLE and character not in _KEPT else character
