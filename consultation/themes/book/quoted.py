"""An example that a comment gave is kept as where it stands, never as its words: when the comment goes, the example goes."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from consultation.themes.book.theme import POINTS_AT_A_COMMENT, Theme
from consultation.themes.reading.passages import Passage

_WRITTEN = re.compile(rf"{POINTS_AT_A_COMMENT}((?:[0-9a-f]{{2}})+):(\d{{1,9}})-(\d{{1,9}})")


@dataclass(frozen=True, slots=True)
class Quoted:
    """A passage of a comment, by the comment's key."""

    comment: bytes
    passage: Passage

    def as_example(self) -> str:
        """The text that stands for it among a theme's examples."""
        return f"{POINTS_AT_A_COMMENT}{self.comment.hex()}:{self.passage.start}-{self.passage.stop}"


def quoted(example: str) -> Quoted | None:
    """What an example of a theme points at; None for one that the team wrote itself."""
    found = _WRITTEN.fullmatch(example)
    if found is None or int(found[2]) >= int(found[3]):
        return None
    return Quoted(bytes.fromhex(found[1]), Passage(int(found[2]), int(found[3])))


def own_words(examples: Iterable[str]) -> tuple[str, ...]:
    """The examples that point at no comment; also none that only looks as if it did."""
    return tuple(one for one in examples if not one.startswith(POINTS_AT_A_COMMENT))


def in_words(themes: Iterable[Theme], words: Mapping[str, str]) -> tuple[Theme, ...]:
    """The themes with the words of their examples (example -> words); one that points at a comment and has none is left out."""
    return tuple(replace(theme, examples=_words(theme.examples, words)) for theme in themes)


def words_of(example: str, texts: Mapping[bytes, str]) -> str | None:
    """What an example says; None where it pointed at a comment that is gone."""
    if not example.startswith(POINTS_AT_A_COMMENT):
        return example
    pointed = quoted(example)
    text = texts.get(pointed.comment) if pointed else None
    if pointed is None or text is None or pointed.passage.stop > len(text):
        return None
    return pointed.passage.of(text)


def _words(examples: Iterable[str], words: Mapping[str, str]) -> tuple[str, ...]:
    said = (words.get(one) if one.startswith(POINTS_AT_A_COMMENT) else one for one in examples)
    return tuple(dict.fromkeys(one for one in said if one))
