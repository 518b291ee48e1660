"""Finds telephone numbers: by their usual groupings alone, by any grouping where a word says that it is a telephone."""

# ruff: noqa: PLR2004  (eight digits, country code 47: the numbers here are the shapes themselves)
import re
from collections.abc import Iterator

from consultation.privacy import harmless
from consultation.privacy.digits import Run
from consultation.privacy.spans import Span

_DIGITS = 8  # of a Norwegian number
_LONGEST = 15  # digits of any number with its country code (ITU-T E.164)
# As Norwegians group them (912 34 567 mobile, 22 12 34 56 landline); 4021 8832 may be two wards, so it needs a word.
_SHAPES = frozenset({(8,), (3, 2, 3), (2, 2, 2, 2)})
_MOBILE_SHAPES = frozenset({(2, 3, 3), (3, 5), (5, 3)})
_ONE_GAP = frozenset({"", ".", "-"})

_WORD_BEFORE = re.compile(
    r"(?:(?<![^\W_])(?:tlf|tel|tele(?:fon|phone)?\w*|mob|mobil\w*|phone|cell\w*|ring|ringe|ringes|call|text|sms|whatsapp|vipps\w*|fax|faks"
    r"|treffes|treffast|nås|nåast|reach|telefov\w*|mobiil\w*|riŋge\w*|(?:kontakt\w*|contact) (?:meg|oss|me|us))(?![^\W_])"
    r"|(?:nummer(?:et)?|nr\.?) (?:mitt|hennes|hans|til meg)|(?:my|his|her) number|mitt n(?:umme)?r)[^0-9\n…\ufffc]{0,24}$",
    re.IGNORECASE,
)
_WORD_AFTER = re.compile(
    r"[ ,]{0,2}\(?(?:mob|tlf|mobil\w*|telefon\w*|er (?:tlf|mob|telefon|nummer)\w*)(?![^\W_])", re.IGNORECASE
)
_COUNTRY_BEFORE = re.compile(r"\(?(?:\+|(?<![0-9])00)[ ]?47[ ]?\)[ ]?$")
_PLUS = re.compile(r"\+[ (]?$")


def in_run(run: Run, reading: harmless.Reading) -> Iterator[Span]:
    """The telephone numbers among these digits; the help lines that we print ourselves are not among them."""
    for first, last in _candidates(run):
        if not any(reading.amount[first:last]) and not _harmless(run, first, last, reading):
            yield Span("phone", run.groups[first].start - _prefix(run, first), run.groups[last - 1].stop)


def _candidates(run: Run) -> Iterator[tuple[int, int]]:
    yield from _international(run)
    if _word_or_country(run):
        yield from _one_after_the_other(run)
    for first, last in run.windows(frozenset({_DIGITS})):
        if _usual(run, first, last):
            yield first, last


def _prefix(run: Run, first: int) -> int:
    """How many characters of a country code in brackets, or of its plus sign, stand before the first group."""
    match = _COUNTRY_BEFORE.search(run.before) or _PLUS.search(run.before)
    return len(match[0]) if first == 0 and match else 0


def _word_or_country(run: Run) -> bool:
    return any(pattern.search(run.before) for pattern in (_WORD_BEFORE, _COUNTRY_BEFORE)) or bool(
        _WORD_AFTER.match(run.after)
    )


def _usual(run: Run, first: int, last: int) -> bool:
    """Whether an eight-digit stretch is grouped as telephone numbers are, with one kind of gap, and can be one."""
    shape, leading = run.shape(first, last), run.groups[first].digits[0]
    if len(set(run.gaps[first : last - 1])) > 1 or not set(run.gaps[first : last - 1]) <= _ONE_GAP:
        return False
    return (shape in _SHAPES and leading in "23456789") or (shape in _MOBILE_SHAPES and leading in "49")


def _one_after_the_other(run: Run) -> Iterator[tuple[int, int]]:
    """From the first digit on (a country code left out), every eight digits: `tlf 9123 4567 / 412 345 67`."""
    country = run.groups[0].digits in {"47", "0047"} and len(run.digits(1, 1 + _DIGITS)) >= _DIGITS
    at: int | None = 1 if country else 0
    while at is not None:
        first, at = at, run.reach(at, _DIGITS)
        if at is not None:
            yield first, at


def _international(run: Run) -> Iterator[tuple[int, int]]:
    """Numbers with a country code after `+` or `00`: ours with eight digits, others with nine to fifteen in all."""
    if _PLUS.search(run.before):
        yield from _with_country(run, 0, 0)
    for first, group in enumerate(run.groups):
        if group.digits.startswith("00") and len(group.digits) > 3:
            yield from _with_country(run, first, 2)


def _with_country(run: Run, first: int, zeros: int) -> Iterator[tuple[int, int]]:
    code = run.digits(first, first + _LONGEST + zeros + 1)[zeros:]
    last = run.reach(first, zeros + 10) if code.startswith("47") else len(run.groups)
    if last is not None and (code.startswith("47") or (not code.startswith("0") and 9 <= len(code) <= _LONGEST)):
        yield first, last


def _harmless(run: Run, first: int, last: int, reading: harmless.Reading) -> bool:
    if any(reading.help_line[first:last]):
        return True
    if len(run.groups) == 1 and _word_or_country(run):
        return False  # `tlf 31122024`: the word outweighs that it could be a date
    return all(reading.plausible[first:last]) or harmless.climbs(run, first, last)
