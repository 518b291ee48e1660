"""Rows of words that a person can write and read, as patterns: what `harm_rules/` is written in."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

BETWEEN = r"[^\w.!?;\n]+"  # what may stand between two words of a phrase: spaces, commas, hyphens, quotation marks
_GAP = re.compile(r"…(\d*)")
_LIST = re.compile(r"<(\w+)>")
END = r"(?=[^\w]*(?:[.!?,;:\n]|\Z))"


@dataclass(frozen=True, slots=True)
class Phrase:
    """One compiled row of words; ``anchor`` are the beginnings of words of which a text must have one to be worth a search."""

    pattern: re.Pattern[str]
    anchor: tuple[str, ...]


def phrase(written: str, lists: Mapping[str, str]) -> Phrase:
    """Compile a phrase; the notation is told at the top of ``harm_rules/norwegian.toml``.

    Raises:
        ValueError: where it names a list that is not there, or has no word at all.
    """
    pattern, between, anchors = "", "", list[tuple[str, ...]]()
    for token in (_LIST.sub(lambda found: _listed(found[1], lists), token) for token in written.split()):
        last = "$" in token.split("|")
        if gap := _GAP.fullmatch(token):
            between = rf"{BETWEEN}(?:[\w'’]+{BETWEEN}){{0,{int(gap[1] or 4)}}}?"
            continue
        if token.endswith("?"):
            pattern += f"(?:{between}{_word(token[:-1])})?" if anchors else f"(?:{_word(token[:-1])}{BETWEEN})?"
            continue
        words = [one for one in token.split("|") if one != "$"]
        found = f"{between}{_word('|'.join(words))}" if words else ""
        pattern += f"(?:{found}|{END})" if words and last else found or END
        if not last:
            anchors.append(tuple(one.rstrip("*").casefold() for one in words))
        between = BETWEEN
    if not anchors:
        raise ValueError(f"There is no word in the phrase {written!r}.")
    best = max(anchors, key=lambda words: (min(map(len, words)), -len(words)))
    return Phrase(re.compile(rf"(?<!\w){pattern}", re.IGNORECASE), best)


def _word(token: str) -> str:
    """One of several words, each with any ending where it has a star."""
    return (
        "(?:"
        + "|".join(re.escape(one.rstrip("*")) + (r"\w*" if "*" in one else r"(?!\w)") for one in token.split("|"))
        + ")"
    )


def _listed(name: str, lists: Mapping[str, str]) -> str:
    if name not in lists:
        raise ValueError(f"There is no list called {name!r}.")
    return lists[name]
