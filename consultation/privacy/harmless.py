"""The numbers health texts are full of and that say nothing about who wrote: dates, times, doses, money, help lines."""

# ruff: noqa: PLR2004  (lengths, hours, months: the numbers here are the shapes themselves)
import itertools
import re
from collections.abc import Callable, Sequence
from datetime import date
from typing import NamedTuple

from consultation.privacy.digits import Run

# Numbers we print on every page ourselves (emergency, out-of-hours, crisis lines); nobody is found through them.
HELP_LINES = frozenset({"110", "112", "113", "116117", "116123", "116111", "116006", "22400040"})

_UNIT = re.compile(
    r"\s?(?:mg|g|kg|µg|μg|mcg|ug|ng|ml|dl|cl|l|liter|litres?|mm|cm|m|km|m2|kr|kroner|krone|nok|eur|euro|€|\$|£|,-|%|prosent|percent"
    r"|pst|ie|iu|mmol|nmol|pmol|umol|µmol|μmol|mol|kcal|kj|mmhg|bpm|tabl|tabletter|tablets?|stk|ganger|times|dryppe?r?|dråper"
    r"|timer|timar|hours?|t|min|minutter|minutt|minutes?|sek|dager|dagar|days?|døgn|uker|veker|weeks?|mnd|måneder|månader"
    r"|months?|år|years?|grader|degrees|°c?|personer|personar|pasienter|pasientar|patients?|people|millioner|millionar)"
    r"(?![^\W_])",
    re.IGNORECASE,
)
_MONEY_FIRST = re.compile(r"(?:\bkr|\bnok|\beur|[€£$])\.?\s?$", re.IGNORECASE)
_LIST_GAPS = frozenset({",", ".", "-", "/"})
_TIGHT = frozenset({".", "-", "/", "_"})
_LONGEST_QUANTITY = 9  # digits; a longer one is no dose and no price, whatever follows it

_Item = Callable[[Run, int], int]


class Reading(NamedTuple):
    """What the groups of a run can be taken for; one truth value per group each."""

    amount: tuple[bool, ...]  # a unit follows or a currency stands before: `5-10 mg`, `kr 25 000 000`
    certain: tuple[bool, ...]  # a full date, a year or a help line: too plainly so to be part of anyone's number
    plausible: tuple[
        bool, ...
    ]  # can be read as harmless some way, also `24.12.18`, `08.30`, `140/90`, `2,5`, `1 2 3 4 5 6`
    help_line: tuple[bool, ...]  # one of six or eight digits that we print ourselves
    unread: tuple[int, int]  # first and last (not included) of the groups that are none of these

    def explains_all_but(self, first: int, last: int) -> bool:
        """Whether every group outside first..last is an amount or can be read as harmless."""
        return first <= self.unread[0] and self.unread[1] <= last


def read(run: Run) -> Reading:
    """Reads a run the way a nurse would, in time linear in its length."""
    sure: tuple[_Item, ...] = (_full_date, _help_line, _years, _compact_date)
    likely = (*sure, _counting, _short_date, _pressure, _time, _decimal)
    amount, plausible = _amounts(run), _parse(run, likely)
    open_ = [index for index in range(len(run.groups)) if not amount[index] and not plausible[index]]
    unread = (open_[0], open_[-1] + 1) if open_ else (len(run.groups), 0)
    return Reading(amount, _parse(run, sure), plausible, _parse(run, (_long_help_line,)), unread)


def _amounts(run: Run) -> tuple[bool, ...]:
    marked = [False] * len(run.groups)
    if _UNIT.match(run.after):
        _mark_backwards(run, marked)
    if _MONEY_FIRST.search(run.before):
        _mark_forwards(run, marked)
    return tuple(marked)


def unit_follows(text: str, at: int) -> bool:
    """Whether the number that ends here is an amount of something: ` mg`, ` kr`, `%`."""
    return _UNIT.match(text, at) is not None


def _mark_backwards(run: Run, marked: list[bool]) -> None:
    index = len(run.groups) - 1
    while index >= 0 and len(run.groups[index].digits) <= _LONGEST_QUANTITY:
        marked[index] = True
        thousands = index > 0 and run.gaps[index - 1] == "" and len(run.groups[index].digits) == 3
        listed = index > 0 and run.gaps[index - 1] in _LIST_GAPS
        if not (thousands or listed):
            return
        index -= 1


def _mark_forwards(run: Run, marked: list[bool]) -> None:
    for index, group in enumerate(run.groups):
        continues = index == 0 or (len(group.digits) == 3 and run.gaps[index - 1] in {"", "."})
        if not continues or len(group.digits) > _LONGEST_QUANTITY:
            return
        marked[index] = True


def climbs(run: Run, first: int, last: int) -> bool:
    """Whether the groups rise or fall by one and the same step, as doses and scales do: `20 30 40 50`."""
    values = [int(group.digits) for group in run.groups[first:last]]
    steps = {b - a for a, b in itertools.pairwise(values)}
    return len(values) > 2 and len(steps) == 1 and steps != {0}


def _parse(run: Run, items: Sequence[_Item]) -> tuple[bool, ...]:
    taken_up = [False] * len(run.groups)
    index = 0
    while index < len(run.groups):
        taken = next((n for n in (item(run, index) for item in items) if n), 0)
        taken_up[index : index + taken] = [True] * taken
        index += max(taken, 1)
    return tuple(taken_up)


def _loose(run: Run, first: int, last: int) -> bool:
    """Whether nothing is tied to these groups from outside: `.85.10.19.` is no time of day."""
    before = run.gaps[first - 1] if first else ""
    after = run.gaps[last - 1] if last < len(run.groups) else ""
    return before not in _TIGHT - {"-"} and after not in _TIGHT - {"-"}


def _real_day(day: str, month: str, year: str) -> bool:
    if not 1900 <= int(year) <= 2059:  # what people write about; later dates are likelier to be a telephone
        return False
    try:
        date(int(year), int(month), int(day))
    except ValueError:
        return False
    return True


def _full_date(run: Run, at: int) -> int:
    shape, gaps = run.shape(at, at + 3), run.gaps[at : at + 2]
    if len(shape) < 3 or not set(gaps) <= {".", "/", "-"} or not _loose(run, at, at + 3):
        return 0
    one, two, three = (group.digits for group in run.groups[at : at + 3])
    day_first = max(shape[:2]) <= 2 and shape[2] == 4 and _real_day(one, two, three)
    year_first = shape == (4, 2, 2) and _real_day(three, two, one)
    return 3 if day_first or year_first else 0


def _short_date(run: Run, at: int) -> int:
    shape, gaps = run.shape(at, at + 3), run.gaps[at : at + 2]
    if len(shape) < 3 or max(shape) > 2 or not set(gaps) <= {".", "/", "-"} or not _loose(run, at, at + 3):
        return 0
    one, two, three = (group.digits for group in run.groups[at : at + 3])
    return 3 if _real_day(one, two, "20" + three.zfill(2)) else 0


def _compact_date(run: Run, at: int) -> int:
    digits = run.groups[at].digits
    if len(digits) != 8:
        return 0
    day_first = _real_day(digits[:2], digits[2:4], digits[4:])
    return 1 if day_first or _real_day(digits[6:], digits[4:6], digits[:4]) else 0


def _years(run: Run, at: int) -> int:
    year = run.groups[at].digits
    if len(year) != 4 or not 1900 <= int(year) <= 2059:
        return 0
    following = run.groups[at + 1].digits if at + 1 < len(run.groups) else ""
    season = len(following) == 2 and run.gaps[at] in {"/", "-"} and int(following) == (int(year) + 1) % 100
    return 2 if season else 1


def _help_line(run: Run, at: int) -> int:
    if run.groups[at].digits[0] not in "12":
        return 0  # this is asked of every group: answer most of them at once
    digits = ""
    for count, group in enumerate(run.groups[at : at + 8], start=1):
        digits += group.digits
        if digits in HELP_LINES:
            return count
    return 0


def _long_help_line(run: Run, at: int) -> int:
    """Only those that cannot be the last three digits of anyone's number."""
    return 0 if run.groups[at].digits in HELP_LINES and len(run.groups[at].digits) == 3 else _help_line(run, at)


def _time(run: Run, at: int) -> int:
    shape = run.shape(at, at + 2)
    if shape not in {(2, 2), (1, 2)} or run.gaps[at] != "." or not _loose(run, at, at + 2):
        return 0
    hour, minute = (int(group.digits) for group in run.groups[at : at + 2])
    return 2 if hour <= 24 and minute < 60 else 0


def _pressure(run: Run, at: int) -> int:
    shape = run.shape(at, at + 2)
    if shape not in {(3, 2), (3, 3), (2, 2)} or run.gaps[at] != "/":
        return 0
    upper, lower = (int(group.digits) for group in run.groups[at : at + 2])
    return 2 if 60 <= upper <= 280 and 30 <= lower < upper else 0


def _decimal(run: Run, at: int) -> int:
    shape = run.shape(at, at + 2)
    return 2 if len(shape) == 2 and shape[0] <= 3 and shape[1] <= 3 and run.gaps[at] == "," else 0


def _counting(run: Run, at: int) -> int:
    """A scale written out, `1 2 3 4 5 6 ...`; six in a row, as fewer turn up in real id numbers by chance."""
    last = at + 1
    while last < len(run.groups) and _next(run.groups[last - 1].digits) == run.groups[last].digits:
        last += 1
    return last - at if last - at >= 6 else 0


def _next(digits: str) -> str:
    return str(int(digits) + 1) if len(digits) <= 3 else ""
