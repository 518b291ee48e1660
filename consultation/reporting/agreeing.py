"""How far two people and the machine agree, as plain values that disclosure control has seen."""

import csv
import io
import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any, Literal

from consultation.privacy.disclosure import CountTable, SafeTable, Withheld, coarse, suppress
from consultation.privacy.quoting import SMALLEST_GROUP
from consultation.reporting.composing import by_role
from consultation.reporting.tables import STEP

FIRST, SECOND, MACHINE, AGREED = "first", "second", "machine", "agreed"
"""The coders: two people, the machine, and what those two agreed on in the end."""
EVERYBODY = "everybody"
RELIABLE, TENTATIVE = 0.8, 0.667
"""What Krippendorff (2004, "Content analysis", ch. 11) asks of alpha to rely on codings, and for tentative conclusions."""
DIGITS = 3

COLUMNS = (
    "kind", "group", "coder", "other coder", "comments", "theme", "found in", "measure", "value", "low", "high", "why not",
)  # fmt: skip
# Some programs pass over blanks, also those that nobody sees, before they look whether a cell is a formula.
_RISKY = re.compile(r"[\s'\u00ad\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]*[=+\-@\uff1d\uff0b\uff0d\uff20]")

Kind = Literal["measured", "withheld", "unsaid"]
Verdict = Literal["reliable", "likely", "tentative", "low"]


@dataclass(frozen=True, slots=True)
class Figure:
    """One number with its 95 % interval; withheld where it could point at somebody, unsaid where there is none.

    ``why`` is then a name of `trust.unsaid.Why`.
    """

    kind: Kind
    value: float = 0.0
    low: float = 0.0
    high: float = 0.0
    why: str = ""

    @property
    def verdict(self) -> Verdict | None:
        """What an alpha allows: reliable where the whole interval is, likely where only the number itself is."""
        if self.kind != "measured":
            return None
        if self.low >= RELIABLE:
            return "reliable"
        return "likely" if self.value >= RELIABLE else "tentative" if self.value >= TENTATIVE else "low"


WITHHELD = Figure("withheld")


@dataclass(frozen=True, slots=True)
class ThemeAgreement:
    """Whether two coders agree on one theme: alpha, and F1.

    ``found`` is in how many of the comments that both judged people found it: a true count, until `Counted.told` has
    rounded it down; None where it may not be told.
    """

    theme: str
    alpha: Figure
    f1: Figure
    found: int | None = None


@dataclass(frozen=True, slots=True)
class Between:
    """How far two coders agree: alpha over whole sets of themes, F1 over all codings and as the mean of the themes'.

    ``comments`` is how many both judged: a true count, until `Counted.told` has rounded it down to fives.
    """

    coders: tuple[str, str]
    alpha: Figure
    micro: Figure
    macro: Figure
    themes: tuple[ThemeAgreement, ...]
    comments: int | None = None


@dataclass(frozen=True, slots=True)
class GroupAgreement:
    """Agreement in all comments ("everybody"), or in those of one "role" or "language"; the number is rounded down."""

    kind: str
    which: str
    comments: int | None
    between: tuple[Between, ...]

    def of(self, one: str, other: str) -> Between | None:
        """The agreement between two coders, or None where it was not measured."""
        return next((found for found in self.between if found.coders == (one, other)), None)


@dataclass(frozen=True, slots=True)
class Agreements:
    """What was measured in one sample.

    Nothing is said of themes that the codebook has no longer, ``gone``, of those that were put out of use, ``retired``,
    and of those that the coders were not asked for, ``unasked``.
    """

    sample: str
    adjudicated: bool
    groups: tuple[GroupAgreement, ...]
    too_small: tuple[tuple[str, str], ...]
    gone: tuple[str, ...]
    retired: tuple[str, ...] = ()
    unasked: tuple[str, ...] = ()

    def in_group(self, kind: str, which: str) -> GroupAgreement | None:
        """The agreement in one group, or None where it was too small."""
        return next((one for one in self.groups if (one.kind, one.which) == (kind, which)), None)

    def as_json(self) -> dict[str, Any]:
        """Plain values as json reads them again."""
        plain: dict[str, Any] = json.loads(json.dumps(asdict(self)))
        return plain

    @classmethod
    def from_json(cls, body: Mapping[str, Any]) -> "Agreements":
        """The same again.

        Raises:
            ValueError: where the body is not one that ``as_json`` made.
        """
        try:
            return cls(
                body["sample"],
                body["adjudicated"],
                tuple(_group(one) for one in body["groups"]),
                tuple((str(kind), str(which)) for kind, which in body["too_small"]),
                tuple(body["gone"]),
                tuple(body.get("retired", ())),
                tuple(body.get("unasked", ())),
            )
        except (KeyError, TypeError, ValueError) as wrong:
            raise ValueError("This is no agreement.") from wrong


def in_sums(roles: Sequence[str], sizes: Mapping[str, int]) -> list[int]:
    """The places of the comments that a number over several roles may count; ``roles`` are theirs, ``sizes`` how many each has written.

    Of a role of under ten a report tells nothing, so with it in a sum it is what the others leave. Where all are so small, it
    tells nothing of the others either.
    """
    large = [at for at, role in enumerate(roles) if sizes[role] >= SMALLEST_GROUP]
    return large or list(range(len(roles)))


def as_csv(told: Agreements, names: Mapping[str, str]) -> bytes:
    """Every number for a Norwegian spreadsheet, one a row: UTF-8 with its mark, semicolons and decimal commas.

    Numbers of comments are "at least".

    The row without a theme is that of all themes. A name that a spreadsheet would take for a formula begins with an
    apostrophe (OWASP, CSV injection).
    """
    lines = io.StringIO(newline="")
    writer = csv.writer(lines, delimiter=";", quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for group in told.groups:
        for between in group.between:
            here = (group.kind, group.which, *between.coders, between.comments or "")
            for theme, found, measure, figure in _figures(between):
                name = names.get(theme, theme)
                numbers = [
                    _comma(one) if figure.kind == "measured" else "" for one in (figure.value, figure.low, figure.high)
                ]
                why = figure.why or ("" if figure.kind == "measured" else figure.kind)
                writer.writerow([*here, f"'{name}" if _RISKY.match(name) else name, found, measure, *numbers, why])
    return lines.getvalue().encode("utf-8-sig")


def _comma(number: float | None) -> str:
    return "" if number is None else str(number).replace(".", ",")


def _figures(between: Between) -> Iterator[tuple[str, int | str, str, Figure]]:
    over_all = (("alpha", between.alpha), ("F1", between.micro), ("mean F1 of the themes", between.macro))
    yield from (("", "", measure, figure) for measure, figure in over_all)
    for one in between.themes:
        yield from ((one.theme, one.found or "", *each) for each in (("alpha", one.alpha), ("F1", one.f1)))


@dataclass(frozen=True, slots=True)
class Counted:
    """How many comments of a sample each group has, and for each theme in how many of them somebody found it.

    These are true counts, by which is decided what may be told: they are never told themselves.
    """

    kind: str
    sizes: Mapping[str, int]
    found: Mapping[str, Mapping[str, int]]  # theme -> group -> comments

    @classmethod
    def of(
        cls, kind: str, group_of: Sequence[str], found: Sequence[frozenset[str]], themes: Iterable[str]
    ) -> "Counted":
        """Count comments, each with its group and all themes that any of the people found in it."""
        sizes: dict[str, int] = {}
        counts: dict[str, dict[str, int]] = {theme: {} for theme in themes}
        for group, here in zip(group_of, found, strict=True):
            sizes[group] = sizes.get(group, 0) + 1
            for theme in here & counts.keys():
                counts[theme][group] = counts[theme].get(group, 0) + 1
        return cls(kind, dict(sorted(sizes.items())), counts)

    def too_small(self) -> list[str]:
        """The groups that nothing is told of: under ten comments, or hidden for the sake of another."""
        table = self._table()
        return [group for group in self.sizes if not _is_shown(table, group)]

    def told(self, group: str, between: Sequence[Between]) -> GroupAgreement:
        """The agreement in a group, without what rests on fewer than five comments or could be reckoned from the rest.

        An F1 tells which part of a theme's comments both found, and beside it even a rounded number of these can be made
        exact. So it is told only where the exact ones of all groups together, the small ones, too, could be. That nobody
        found a theme is such a number, unless nobody at all did.
        """
        table = self._table()
        exact = self._numbered(group)
        tellable = exact | {theme for theme, by in self.found.items() if by.get(group, 0) or not any(by.values())}
        shown = frozenset(one for one in tellable if not isinstance(table.cell(one, group), Withheld))
        numbered = shown & exact
        few = sum(by_group.get(group, 0) for by_group in self.found.values()) < STEP
        told = tuple(_told(one, shown, numbered, few=few) for one in between)
        return GroupAgreement(self.kind, group, coarse(self.sizes[group]), told)

    def _numbered(self, group: str) -> frozenset[str]:
        """The themes of which this group's exact number of comments could be told to one who knows that of all groups."""
        counts = tuple(tuple(by_group.get(one, 0) for one in self.sizes) for by_group in self.found.values())
        safe = suppress(CountTable(tuple(self.found), tuple(self.sizes), counts, tuple(self.sizes.values())))
        return frozenset(
            theme
            for theme in self.found
            if not isinstance(safe.row_total(theme), Withheld) and not isinstance(safe.cell(theme, group), Withheld)
        )

    def _table(self) -> SafeTable:
        large = {group: size for group, size in self.sizes.items() if size >= SMALLEST_GROUP}
        return by_role(tuple(self.found), self.found, large, exclusive=False)


def _is_shown(table: SafeTable, group: str) -> bool:
    return group in table.columns and not isinstance(table.size(group), Withheld)


def _told(one: Between, shown: frozenset[str], numbered: frozenset[str], *, few: bool) -> Between:
    themes = tuple(_theme_told(theme, shown, numbered) for theme in one.themes)
    comments = None if one.comments is None else coarse(one.comments)
    if few or _is_small(one.comments):
        return Between(one.coders, WITHHELD, WITHHELD, WITHHELD, themes, comments)
    return replace(one, themes=themes, comments=comments)


def _theme_told(one: ThemeAgreement, shown: frozenset[str], numbered: frozenset[str]) -> ThemeAgreement:
    if one.theme not in shown or _is_small(one.found):
        return ThemeAgreement(one.theme, WITHHELD, WITHHELD)
    tellable = one.found is not None and one.theme in numbered
    return replace(one, found=coarse(one.found or 0) if tellable else None)


def _is_small(count: int | None) -> bool:
    return count is not None and 0 < count < STEP


def _group(body: Mapping[str, Any]) -> GroupAgreement:
    return GroupAgreement(
        body["kind"], body["which"], body["comments"], tuple(_between(one) for one in body["between"])
    )


def _between(body: Mapping[str, Any]) -> Between:
    one, other = body["coders"]
    alpha, micro, macro = (Figure(**body[measure]) for measure in ("alpha", "micro", "macro"))
    return Between((one, other), alpha, micro, macro, tuple(map(_theme, body["themes"])), body.get("comments"))


def _theme(body: Mapping[str, Any]) -> ThemeAgreement:
    return ThemeAgreement(body["theme"], Figure(**body["alpha"]), Figure(**body["f1"]), body.get("found"))
