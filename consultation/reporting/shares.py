"""How common each theme is, with its 95 % interval, and where groups differ: plain values that disclosure control has seen."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any, Literal

EVERYBODY = ALL = "everybody"
"""The grouping that has one group, and the name of that group."""
ROLE = "role"
FINE = 0.1  # five points to each side

Kind = Literal["counted", "estimated", "at_most", "at_least", "withheld", "unsaid"]


@dataclass(frozen=True, slots=True)
class Share:
    """One share, 0 to 1, and what is known of it.

    ``counted``: all comments were read, so ``share`` is it. ``estimated``: ``low`` to ``high`` is its 95 % interval.
    ``at_most`` and ``at_least`` have one end, since nobody, or everybody, whose comment was drawn has the theme.
    ``withheld``: it could point at somebody. ``unsaid``: there is none, and ``why`` is a name of `trust.unsaid.Why`.
    """

    kind: Kind
    share: float | None = None
    low: float | None = None
    high: float | None = None
    why: str = ""

    @property
    def best(self) -> float | None:
        """The one number that stands for it where only one can; None where nothing is known or shown."""
        match self.kind:
            case "counted" | "estimated":
                return self.share
            case "at_most":
                return 0.0
            case "at_least":
                return 1.0
        return None


@dataclass(frozen=True, slots=True)
class Differs:
    """A theme in one group and in another, ``""`` for all others together; points are of a hundred.

    ``low`` and ``high`` are the ends of the 95 % interval of ``points``; ``stands`` says that the difference is among
    findings of which, after all looks, five in a hundred at most are chance; ``effect`` is Cohen's h.
    """

    theme: str
    one: str
    other: str
    points: float
    low: float
    high: float
    effect: float
    stands: bool


@dataclass(frozen=True, slots=True)
class Grouped:
    """Shares by group: ``shares[theme][group]``; which groups were silent (also on one theme) or too small to be told of.

    ``grouping`` is ``role``, ``everybody``, or the id of the closed question whose answers make the groups.
    """

    grouping: str
    groups: tuple[str, ...]
    shares: Mapping[str, Mapping[str, Share]]
    differences: tuple[Differs, ...] = ()
    looks: int = 0
    silent: tuple[tuple[str, str | None], ...] = ()
    too_small: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Shares:
    """What was measured of one question: shares over everybody, by role, and by each closed question.

    ``drawn`` is how many comments chance chose and people read, rounded down to fives, None under five; ``undecided``
    likewise how many more of those they could not decide, which no share counts. ``narrowed``
    says for how many themes the machine made the interval over everybody narrower than people alone would have. ``more``
    is how many comments people should still read for every interval over everybody to be ``FINE`` wide at most.
    ``without_copies`` are the shares over everybody with every campaign counted once; empty where there is none, or
    where none may be told. ``among`` has for each theme the roles that its share over everybody counts: not those of
    which so little is known that the others, subtracted, would tell it. ``drawn_by_theme`` has the themes for which
    another number than ``drawn`` was read, as they were made later.
    """

    drawn: int | None
    undecided: int | None
    narrowed: int
    more: int
    grouped: tuple[Grouped, ...]
    without_copies: Mapping[str, Share]
    among: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    drawn_by_theme: Mapping[str, int | None] = field(default_factory=dict)

    def by(self, grouping: str) -> Grouped | None:
        """The shares by one grouping, or None where there is no such one."""
        return next((one for one in self.grouped if one.grouping == grouping), None)

    @property
    def themes(self) -> tuple[str, ...]:
        """The themes that were measured."""
        everybody = self.by(EVERYBODY)
        return tuple(everybody.shares) if everybody else ()

    def as_json(self) -> dict[str, Any]:
        """Plain values that json can write."""
        return asdict(self)

    @classmethod
    def from_json(cls, body: Mapping[str, Any]) -> "Shares":
        """The same again.

        Raises:
            ValueError: where the body is not one that ``as_json`` made.
        """
        try:
            grouped = tuple(_grouped(one) for one in body["grouped"])
            alone = {theme: Share(**share) for theme, share in body["without_copies"].items()}
            among = {theme: tuple(roles) for theme, roles in body.get("among", {}).items()}
            numbers = body["drawn"], body.get("undecided"), body["narrowed"], body["more"]
            return cls(*numbers, grouped, alone, among, dict(body.get("drawn_by_theme", {})))
        except (KeyError, TypeError, AttributeError) as wrong:
            raise ValueError("These are not shares.") from wrong


def _grouped(body: Mapping[str, Any]) -> Grouped:
    shares = {
        theme: {group: Share(**share) for group, share in by_group.items()}
        for theme, by_group in body["shares"].items()
    }
    silent: Sequence[Sequence[Any]] = body["silent"]
    return Grouped(
        grouping=body["grouping"],
        groups=tuple(body["groups"]),
        shares=shares,
        differences=tuple(Differs(**one) for one in body["differences"]),
        looks=body["looks"],
        silent=tuple((str(group), theme) for group, theme in silent),
        too_small=tuple(body["too_small"]),
    )
