"""Finds national identity numbers and bank accounts by their shape, however they are spelled."""

# ruff: noqa: PLR2004  (eleven digits, 31 days, 12 months: the numbers here are the shapes themselves)
import re
from collections.abc import Iterator

from consultation.privacy import harmless
from consultation.privacy.digits import Run
from consultation.privacy.spans import Kind, Span

# Spellings that nobody uses for anything else, so they count also inside a longer run of numbers.
_ID_SHAPES = frozenset({(6, 5), (2, 2, 2, 5), (2, 2, 2, 3, 2), (6, 3, 2), (8, 5), (2, 2, 4, 5)})
_ACCOUNT_SHAPES = frozenset({(4, 2, 5), (4, 4, 4, 4)})
_LONG = 10  # digits in one piece: a spreadsheet has eaten the leading zero

_IBAN_NO = re.compile(r"(?<![^\W_])NO(?:[ .-]{0,2}[0-9]){13}(?![0-9])", re.IGNORECASE)
_IBAN = re.compile(r"(?<![^\W_])[A-Z]{2}[0-9]{2}(?:[ -]?[A-Z0-9]{4}){3,7}(?:[ -]?[A-Z0-9]{1,3})?(?![^\W_])")
_ACCOUNT_WORD = re.compile(r"(?:kont[oi]|bank|account|kortn|iban)[^0-9\n…\ufffc]{0,24}$", re.IGNORECASE)
_MONTHS = (
    "jan(?:uar)?|feb(?:ruar)?|mars?|apr(?:il)?|mai|juni?|juli?|aug(?:ust)?|sept?(?:ember)?|okt(?:ober)?|nov(?:ember)?"
    "|des(?:ember)?|january|february|march|may|june|july|october|december"
)
_BIRTH_DATE_IN_WORDS = re.compile(
    rf"(?<![0-9])[0-9]{{1,2}}\.?[ ]?(?:{_MONTHS})[ .]{{0,2}}(?:[0-9]{{2}}|[0-9]{{4}})[ ,./-]{{1,3}}[0-9]{{5}}(?![0-9])",
    re.IGNORECASE,
)
_LAST_FIVE = re.compile(
    r"(?:person(?:al)?[ -]?n(?:umm?er|umber|r)|p\.?nr|siste (?:fem|5)(?: (?:siffer|sifrene|sifra|tall|tallene))?|last (?:five|5)(?: digits)?)"
    r"(?:et|a)?(?: mitt)?[^\w…\ufffc]{0,3}(?:er|is|are)?[^\w…\ufffc]{0,3}(?<![0-9])([0-9][ .-]?[0-9][ .-]?[0-9][ .-]?[0-9][ .-]?[0-9])(?![0-9])",
    re.IGNORECASE,
)
# A line's end, a comma or a bracket between date and number: more than two such signs and they are not one number.
_APART = re.compile(
    r"(?<![0-9])([0-9]{2})[ ./-]?([0-9]{2})[ ./-]?(?:[0-9]{2})?[0-9]{2}[ -]{0,2}[\n,:;|*(]{1,2}[ ]?[0-9]{3}[ .-]?[0-9]{2}(?![0-9])"
)


def in_run(run: Run, reading: harmless.Reading) -> Iterator[Span]:
    """National id numbers, accounts and cards among these digits.

    Shape decides, never the check digits: numbers given out from 2032 follow a looser rule (Skatteetaten), a number
    with a slip of the pen still points at its owner, and D-, H- and synthetic numbers only differ in day and month.
    """
    for group in run.groups:
        if len(group.digits) >= _LONG:
            yield Span(_kind_of_long(group.digits, run), group.start, group.stop)
    for first, last in _windows(run):
        if any(reading.amount[first:last]) or all(reading.plausible[first:last]):
            continue
        if _shaped(run, first, last) or _all_there_is(run, first, last, reading):
            yield Span(_kind(run, first, last), run.groups[first].start, run.groups[last - 1].stop)


def in_text(text: str) -> Iterator[Span]:
    """Those that only the words or letters around them give away: IBAN, `15. mars 1985 10190`, `personnr. 10190`."""
    for pattern in (_IBAN_NO, _IBAN):
        for match in pattern.finditer(text):
            if sum(char.isdigit() for char in match[0]) >= _LONG:
                yield Span("account", *match.span())
    for match in _BIRTH_DATE_IN_WORDS.finditer(text):
        if not harmless.unit_follows(text, match.end()):
            yield Span("national_id", *match.span())
    for match in _LAST_FIVE.finditer(text):
        yield Span("national_id", *match.span(1))
    for match in _APART.finditer(text):
        if _is_day_and_month(match[1] + match[2]) and not harmless.unit_follows(text, match.end()):
            yield Span("national_id", *match.span())


def _windows(run: Run) -> Iterator[tuple[int, int]]:
    return run.windows(frozenset({9, 10, 11, 12, 13, 16}))


def _shaped(run: Run, first: int, last: int) -> bool:
    """Whether the grouping alone gives the number away, wherever it stands."""
    shape, digits = run.shape(first, last), run.digits(first, last)
    if shape in _ACCOUNT_SHAPES or _date_and_five(run, first, last):
        return True
    if shape in _ID_SHAPES:
        return digits[0] in "89" or _is_day_and_month(digits)
    # Neighbours' numbers: Danish 150385-1019, Swedish 850315-1019 and 19850315-1019.
    nordic = shape in {(6, 4), (8, 4)} and run.gaps[first] == "-"
    return nordic and (_is_day_and_month(digits) or _is_day_and_month(digits[-6:-4] + digits[-8:-6]))


def _date_and_five(run: Run, first: int, last: int) -> bool:
    """Whether a date without leading noughts, or with the year first, and five more digits stand here: `5.3.85 10190`."""
    shape = run.shape(first, last)
    if len(shape) != 4 or shape[3] != 5 or not set(run.gaps[first : first + 2]) <= {".", "/", "-"}:
        return False
    one, two, three = (group.digits for group in run.groups[first : first + 3])
    day_first = max(shape[:2]) <= 2 and shape[2] in {2, 4} and _is_day_and_month(one.zfill(2) + two.zfill(2))
    return day_first or (shape[:3] == (4, 2, 2) and _is_day_and_month(three + two))


def _all_there_is(run: Run, first: int, last: int, reading: harmless.Reading) -> bool:
    """Whether these eleven digits (thirteen with the century) make up the run, but for harmless numbers beside them."""
    digits = run.digits(first, last)
    if len(digits) not in {11, 13}:
        return False
    if len(digits) == 13 and not (digits[4:6] in {"18", "19", "20"} and _is_day_and_month(digits)):
        return False
    sure = sum(len(run.groups[i].digits) for i in range(first, last) if reading.certain[i])
    if len(digits) == 11 and sure >= 8:
        return False  # `31.12.2024 300`: a date and a number, not a person's
    return _is_day_and_month(digits) or reading.explains_all_but(first, last)


def _is_day_and_month(digits: str) -> bool:
    """Whether a number begins with a day and a month, also as D-number (day + 40), H-number and synthetic (month + 40, 65, 80)."""
    day, month = int(digits[:2]), int(digits[2:4])
    return 1 <= day - 40 * (day > 40) <= 31 and any(1 <= month - shift <= 12 for shift in (0, 40, 65, 80))


def _kind(run: Run, first: int, last: int) -> Kind:
    account = run.shape(first, last) in _ACCOUNT_SHAPES or _ACCOUNT_WORD.search(run.before)
    return "account" if account else "national_id"


def _kind_of_long(digits: str, run: Run) -> Kind:
    if (len(digits), digits[:2]) == (10, "47") or (len(digits), digits[:4]) == (12, "0047"):
        return "phone"
    return "account" if _ACCOUNT_WORD.search(run.before) else "national_id"
