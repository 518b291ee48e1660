"""One text in several languages: which language a reader gets, and which one it really is, is always said."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache

LANGUAGES = ("nb", "nn", "se", "en")

REQUIRED_LANGUAGES = ("nb", "nn")
"""Språklova (2021) section 14: a public body's forms exist in bokmål and nynorsk at the same time."""

FALLBACK: Mapping[str, tuple[str, ...]] = {
    "nb": ("nb", "nn", "en", "se"),
    "nn": ("nn", "nb", "en", "se"),
    "se": ("se", "nb", "nn", "en"),
    "en": ("en", "nb", "nn", "se"),
}
"""For each language a reader may choose: the languages that are tried, in this order."""

_EASY = "-lett"
READINGS = (*LANGUAGES, *(f"{language}{_EASY}" for language in LANGUAGES))
"""What may be read: a language, or its easy-read variant, which is named as the language with ``-lett`` behind it."""


@cache
def language_of(reading: str) -> str:
    """The language of a reading, which is what ``lang`` says of its texts."""
    return reading.removesuffix(_EASY)


@cache
def reading(language: str, *, easy: bool) -> str:
    """The easy-read variant of a language, or the language itself."""
    return f"{language_of(language)}{_EASY}" if easy else language_of(language)


@cache
def is_easy(reading: str) -> bool:
    """Whether a reading is an easy-read variant."""
    return reading.endswith(_EASY)


@dataclass(frozen=True, slots=True)
class Worded:
    """A text and the language it is really in, so that a page can mark it with ``lang``."""

    text: str
    language: str

    def __str__(self) -> str:
        return self.text


@dataclass(frozen=True, slots=True)
class Wording:
    """The same meaning in several languages, and where someone wrote it, in an easy-read variant.

    Raises:
        ValueError: when there is no text at all, or a language is not one of ``LANGUAGES``.
    """

    texts: Mapping[str, str]
    easy: Mapping[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if not self.texts:
            raise ValueError("a wording needs a text in at least one language")
        strangers = (set(self.texts) | set(self.easy)) - set(LANGUAGES)
        if strangers:
            raise ValueError(f"unknown language: {', '.join(sorted(strangers))}")

    def in_(self, reading: str) -> Worded:
        """The text for this reading, from the first language of the fallback order that has one.

        An easy-read text is given only in the very language asked for: easier in a foreign language is not easier.
        """
        language = language_of(reading)
        if is_easy(reading) and language in self.easy:
            return Worded(self.easy[language], language)
        for candidate in FALLBACK.get(language, LANGUAGES):
            if candidate in self.texts:
                return Worded(self.texts[candidate], candidate)
        raise AssertionError("every wording has a text in a known language")

    @property
    def missing(self) -> tuple[str, ...]:
        """The languages the law asks for that this wording does not have."""
        return tuple(language for language in REQUIRED_LANGUAGES if not self.texts.get(language, "").strip())
