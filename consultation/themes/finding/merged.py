"""The words that copies of one letter have in common: a name, a place or a figure that was merged in is left out."""

import re
from collections import Counter
from collections.abc import Sequence

LEFT_OUT = "[…]"
_WORD = re.compile(r"\w+")


def shared_words(text: str, others: Sequence[str], *, fewest: int) -> str:
    """Return a copy's text with every run of words left out that fewer than `fewest` copies have, itself counted.

    A word is had wherever it stands and in whatever case. What is left stands as it was written.
    """
    had = Counter(word for other in (text, *others) for word in {found.casefold() for found in _WORD.findall(other)})
    pieces, done, gap = [], 0, False
    for found in _WORD.finditer(text):
        if had[found.group().casefold()] >= fewest:
            between = text[done : found.start()]
            pieces.append(_around(between) if gap else between)
            pieces.append(found.group())
            done, gap = found.end(), False
        else:
            gap = True
    pieces.append(_around(text[done:]) if gap else text[done:])
    return "".join(pieces)


def _around(left_out: str) -> str:
    """What stands for words that are left out: what is before the first and after the last of them stays."""
    found = list(_WORD.finditer(left_out))
    return f"{left_out[: found[0].start()]}{LEFT_OUT}{left_out[found[-1].end() :]}"
