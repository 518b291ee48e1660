"""Questions answered with a number or a month."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from itertools import pairwise
from typing import ClassVar

from babel.dates import get_month_names

from consultation.questionnaire.days import month_in_words
from consultation.questionnaire.kinds import Answer, Problem, Question, RawAnswers, filled_in
from consultation.questionnaire.wording import LANGUAGES, Worded, Wording, language_of

_NUMBER = re.compile(r"[+\-\u2212]? ?(?:[0-9]{1,12}|[0-9]{1,3}(?:\s[0-9]{3}){1,3})(?:[.,][0-9]{1,6})?")
_YEAR_FIRST = re.compile(r"([0-9]{4})[-./ ]([0-9]{1,2})")
_MONTH_FIRST = re.compile(r"([0-9]{1,2})[-./ ]+([0-9]{4})")
_NAMED = re.compile(r"(\D+?)[\s.,]*([0-9]{4})")
_LONGEST = 40
"""Characters of a month that is looked at: a pattern with two ways to read a blank would search a long one for hours."""


@dataclass(frozen=True, kw_only=True)
class Number(Question):
    """A number between two limits, with its unit; ``bands`` are the lowest values of the groups it is counted in."""

    kind: ClassVar[str] = "number"
    unit: Wording
    minimum: int = 0
    maximum: int = 1_000_000
    whole: bool = True
    bands: tuple[int, ...] = ()

    def read(self, raw: RawAnswers) -> int | float | Problem | None:
        """The number; a decimal comma or point and spaces between thousands are understood."""
        given = filled_in(raw, self.id)
        if not given:
            return None
        if len(given) > 1:
            return self.problem("several_answers")
        number = _number(given[0])
        if number is None:
            return self.problem("not_a_number")
        return self._within(number)

    def _within(self, number: float) -> int | float | Problem:
        if number < self.minimum:
            return self.problem("too_small", limit=self.minimum)
        if number > self.maximum:
            return self.problem("too_large", limit=self.maximum)
        if number.is_integer():
            return int(number)
        return self.problem("not_a_whole_number") if self.whole else number

    def display(self, answer: Answer, language: str) -> str:
        """The number and its unit, with a decimal comma in every language but English."""
        written = str(answer) if language_of(language) == "en" else str(answer).replace(".", ",")
        return f"{written} {self.unit.in_(language).text}"

    def summarise(self, answers: Iterable[Answer]) -> Mapping[str, int]:
        """Respondents per band; a key is ``lowest-highest`` or ``lowest+``."""
        edges = self._edges()
        counted = Counter(
            max((edge for edge in edges if edge <= answer), default=edges[0])
            for answer in answers
            if isinstance(answer, int | float)
        )
        return {_band(low, high): counted[low] for low, high in pairwise((*edges, None)) if low is not None}

    def label(self, key: str, language: str) -> Worded:
        """The band and its unit."""
        unit = self.unit.in_(language)
        return Worded(f"{key.replace('-', '–')} {unit.text}", unit.language)

    def _edges(self) -> tuple[int, ...]:
        if self.bands:
            return self.bands
        steps = (ten * step for ten in (1, 10, 100, 1000, 10_000, 100_000) for step in (1, 2, 5))
        return (self.minimum, *(step for step in steps if self.minimum < step <= self.maximum))


def _number(written: str) -> float | None:
    if not _NUMBER.fullmatch(written):
        return None
    return float(re.sub(r"\s", "", written).replace(",", ".").replace("\u2212", "-"))


def _band(low: int, high: int | None) -> str:
    if high is None:
        return f"{low}+"
    return str(low) if high == low + 1 else f"{low}-{high - 1}"


@dataclass(frozen=True, kw_only=True)
class Month(Question):
    """A month of a year, never a day; the answer is written ``2026-03``."""

    kind: ClassVar[str] = "month"
    earliest: str = "1950-01"
    latest: str = "2099-12"

    def read(self, raw: RawAnswers) -> str | Problem | None:
        """The month; ``2026-03``, ``3.2026`` and ``mars 2026`` are understood, as not every browser has a month field."""
        given = filled_in(raw, self.id)
        if not given:
            return None
        if len(given) > 1:
            return self.problem("several_answers")
        month = _month(given[0])
        if month is None:
            return self.problem("not_a_month")
        if month < self.earliest:
            return self.problem("too_small", limit=self.earliest)
        return self.problem("too_large", limit=self.latest) if month > self.latest else month

    def display(self, answer: Answer, language: str) -> str:
        """The month by its name and the year."""
        year, month = str(answer).split("-")
        return month_in_words(date(int(year), int(month), 1), language)

    def summarise(self, answers: Iterable[Answer]) -> Mapping[str, int]:
        """Respondents per year: months would be groups too small to show."""
        return dict(sorted(Counter(str(answer)[:4] for answer in answers).items()))


def _month(written: str) -> str | None:
    if len(written) > _LONGEST:
        return None
    if match := _YEAR_FIRST.fullmatch(written):
        year, month = match.groups()
    elif match := _MONTH_FIRST.fullmatch(written):
        month, year = match.groups()
    elif match := _NAMED.fullmatch(written):
        month, year = str(_month_numbers().get(match[1].strip().casefold(), 0)), match[2]
    else:
        return None
    return f"{year}-{int(month):02}" if 1 <= int(month) <= 12 else None  # noqa: PLR2004 - a year has twelve


@cache
def _month_numbers() -> Mapping[str, int]:
    return {
        str(name).casefold().rstrip("."): number
        for language in LANGUAGES
        for width in ("wide", "abbreviated")
        for number, name in get_month_names(width, locale=language).items()
    }
