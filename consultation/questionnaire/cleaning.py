"""What a person typed becomes text that every later step can hold, without changing what it says."""

import re
import unicodedata

_LINE_ENDS = re.compile("\r\n|\r|\u2028|\u2029")
_NEVER_KEPT = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f"  # C0 and C1 controls; tab and line feed stay
    "\u202a-\u202e\u2066-\u2069"  # bidirectional overrides can make a text read as another
    "\ufffe\uffff]"  # no XML file can hold these, so no document we write could
)
_LONGEST_RUN = 30
# No combining character stands below U+0300 or decomposes into more than three, so a run that is too long has ten.
_PERHAPS_LONG = re.compile("[\u0300-\U0010ffff]{10}")
_JOINER = "\u034f"


def clean(text: str) -> str:
    """Text in NFC with one kind of line end, without controls, overrides or lone surrogates, and without outer blanks.

    Nothing visible is dropped: a lone surrogate becomes U+FFFD. Cleaning a clean text changes nothing.
    """
    whole = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    kept = _NEVER_KEPT.sub("", _LINE_ENDS.sub("\n", whole))
    return unicodedata.normalize("NFC", _stream_safe(kept)).strip()


def length(cleaned: str) -> int:
    """The number of characters a person would count: code points of the cleaned text, a line end as one."""
    return len(cleaned)


def _stream_safe(text: str) -> str:
    """Break runs of more than 30 combining marks, which would make normalising take quadratic time.

    Source: Unicode Standard Annex 15, section 13, Stream-Safe Text Format.
    """
    if not _PERHAPS_LONG.search(text):
        return text
    run, pieces = 0, []
    for character in text:
        marks = 0 if character < "\u0300" else _marks(character)
        if marks and run + marks > _LONGEST_RUN:
            pieces.append(_JOINER)
            run = 0
        run = run + marks if marks else 0
        pieces.append(character)
    return "".join(pieces)


def _marks(character: str) -> int:
    if not unicodedata.combining(character):
        return 0
    return len(unicodedata.normalize("NFD", character))
