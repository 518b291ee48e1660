"""Numbers as people write them in each of the languages."""

from babel import numbers as cldr

_LOCALE = {"nb": "nb_NO", "nn": "nn_NO", "se": "se_NO", "en": "en_GB"}


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


def decimal(number: float, digits: int, language: str, *, signed: bool = False) -> str:
    """A number with so many decimals, and where ``signed`` with a plus before what is more than nothing."""
    written = cldr.format_decimal(number, "0" + "." * bool(digits) + "0" * digits, locale=_locale(language))
    sign = "+" if signed and number > 0 else ""
    return sign + written.replace("-", "\N{MINUS SIGN}")


def _locale(language: str) -> str:
    return _LOCALE.get(language, _LOCALE["en"])
