"""Numbers and dates as people write them in each of the languages."""

from datetime import date

from babel import dates
from babel import numbers as cldr

_LOCALE = {"nb": "nb_NO", "nn": "nn_NO", "se": "se_NO", "en": "en_GB"}
# CLDR's order for Northern Sámi is year first, which nobody writes in Norway: month in the genitive, then the day.
_SAMI_MONTHS = (
    "ođđajagemánu", "guovvamánu", "njukčamánu", "cuoŋománu", "miessemánu", "geassemánu",
    "suoidnemánu", "borgemánu", "čakčamánu", "golggotmánu", "skábmamánu", "juovlamánu",
)  # fmt: skip


def whole(number: int, language: str) -> str:
    """A whole number with the language's own grouping: 1 234 in Norwegian, 1,234 in English."""
    return cldr.format_decimal(number, locale=_locale(language))


def percent(share: float, language: str) -> str:
    """A share of 0 to 1 as whole percent; what is not none is never written as 0, nor what is not all as 100."""
    if 0 < share < 0.01:  # noqa: PLR2004 -- one percent
        return "<" + cldr.format_percent(0.01, locale=_locale(language))
    if 0.99 < share < 1:  # noqa: PLR2004 -- ninety-nine percent
        return ">" + cldr.format_percent(0.99, locale=_locale(language))
    return cldr.format_percent(share, locale=_locale(language))


def day(when: date, language: str) -> str:
    """A date in words: 5. mars 2026, 5 March 2026, njukčamánu 5. b. 2026."""
    if language == "se":
        return f"{_SAMI_MONTHS[when.month - 1]} {when.day}. b. {when.year}"
    return dates.format_date(when, format="long", locale=_locale(language))


def _locale(language: str) -> str:
    return _LOCALE.get(language, _LOCALE["en"])
