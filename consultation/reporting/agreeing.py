"""How far two people and the machine agree, as plain values that disclosure control has seen."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any, Literal

from consultation.privacy.disclosure import SafeTable, Withheld, coarse
from consultation.privacy.quoting import SMALLEST_GROUP
from consultation.reporting.composing import by_role
from consultation.reporting.tables import STEP

FIRST, SECOND, MACHINE, AGREED = "first", "second", "machine", "agreed"
"""The coders: two people, the machine, and what those two agreed on in the end."""
EVERYBODY = "everybody"
RELIABLE, TENTATIVE = 0.8, 0.667
"""What Krippendorff (2004, "Content analysis", ch. 11) asks of alpha to rely on codings, and for tentative conclusions."""
DIGITS = 3

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
    """Whether two coders agree on one theme: alpha, and F1."""

    theme: str
    alpha: Figure
    f1: Figure


@dataclass(frozen=True, slots=True)
class Between:
    """How far two coders agree: alpha over whole sets of themes, F1 over all codings and as the mean of the themes'."""

    coders: tuple[str, str]
    alpha: Figure
    micro: Figure
    macro: Figure
    themes: tuple[ThemeAgreement, ...]


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
    """What was measured in one sample; ``gone`` are themes that the codebook has no longer, so that nothing is said of them."""

    sample: str
    adjudicated: bool
    groups: tuple[GroupAgreement, ...]
    too_small: tuple[tuple[str, str], ...]
    gone: tuple[str, ...]

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
            )
        except (KeyError, TypeError, ValueError) as wrong:
            raise ValueError("This is no agreement.") from wrong


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
        """The agreement in a group, without what rests on fewer than five comments or could be reckoned from the rest."""
        table = self._table()
        shown = frozenset(theme for theme in table.rows if not isinstance(table.cell(theme, group), Withheld))
        few = sum(by_group.get(group, 0) for by_group in self.found.values()) < STEP
        told = tuple(_told(one, shown, few=few) for one in between)
        return GroupAgreement(self.kind, group, coarse(self.sizes[group]), told)

    def _table(self) -> SafeTable:
        large = {group: size for group, size in self.sizes.items() if size >= SMALLEST_GROUP}
        return by_role(tuple(self.found), self.found, large, exclusive=False)


def _is_shown(table: SafeTable, group: str) -> bool:
    return group in table.columns and not isinstance(table.size(group), Withheld)


def _told(one: Between, shown: frozenset[str], *, few: bool) -> Between:
    themes = tuple(
        theme if theme.theme in shown else ThemeAgreement(theme.theme, WITHHELD, WITHHELD) for theme in one.themes
    )
    if few:
        return Between(one.coders, WITHHELD, WITHHELD, WITHHELD, themes)
    return Between(one.coders, one.alpha, one.micro, one.macro, themes)


def _group(body: Mapping[str, Any]) -> GroupAgreement:
    return GroupAgreement(
        body["kind"], body["which"], body["comments"], tuple(_between(one) for one in body["between"])
    )


def _between(body: Mapping[str, Any]) -> Between:
    one, other = body["coders"]
    themes = tuple(
        ThemeAgreement(each["theme"], Figure(**each["alpha"]), Figure(**each["f1"])) for each in body["themes"]
    )
    return Between((one, other), Figure(**body["alpha"]), Figure(**body["micro"]), Figure(**body["macro"]), themes)
