"""Days and months in words, as people in Norway write them in each language."""

from datetime import date

from babel.dates import format_date, format_skeleton, get_month_names

from consultation.questionnaire.wording import language_of

_LOCALE = {"nb": "nb_NO", "nn": "nn_NO", "en": "en_GB"}


def day_in_words(day: date, reading: str) -> str:
    """A day: 5. mars 2026, 5 March 2026, njukčamánu 5. b. 2026; in British English where the language is unknown."""
    language = language_of(reading)
    if language == "se":  # CLDR puts the year first; in Norway the month stands first, in the genitive
        return f"{_sami_month(day).removesuffix('mánnu')}mánu {day.day}. b. {day.year}"
    return format_date(day, "long", locale=_LOCALE.get(language, _LOCALE["en"]))


def month_in_words(day: date, reading: str) -> str:
    """The month that a day is in: mars 2026, March 2026, njukčamánnu 2026."""
    language = language_of(reading)
    if language == "se":
        return f"{_sami_month(day)} {day.year}"
    return format_skeleton("yMMMM", day, locale=_LOCALE.get(language, _LOCALE["en"]))


def _sami_month(day: date) -> str:
    return str(get_month_names("wide", locale="se")[day.month])
