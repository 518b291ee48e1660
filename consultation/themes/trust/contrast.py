"""Where groups of respondents differ on a theme: how much, how surely after so many looks, and who was silent."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Literal

import numpy as np

from consultation.themes.trust.intervals import LEVEL, newcombe
from consultation.themes.trust.looks import benjamini_hochberg, cohens_h, fisher, holm
from consultation.themes.trust.prevalence import AtLeast, AtMost, Counted, Estimated, Prevalence
from consultation.themes.trust.unsaid import CannotBeSaid, Why

REST = ""  # the name of all other groups together

Said = int | Prevalence


@dataclass(frozen=True, slots=True)
class Difference:
    """One look: a theme in one group and in another, or in the rest.

    ``points`` is the difference of the shares in percentage points, ``low`` and ``high`` the ends of its 95 % interval,
    ``all_low`` and ``all_high`` those of the intervals that hold for all looks together 95 times of 100 (Bonferroni).
    ``h`` is Cohen's effect size. ``p`` is for this look alone, ``q`` after Benjamini & Hochberg, ``holm`` after Holm.
    """

    theme: str
    one: str
    other: str
    share_one: float
    share_other: float
    points: float
    low: float
    high: float
    all_low: float
    all_high: float
    h: float
    p: float
    q: float
    holm: float

    @property
    def stands(self) -> bool:
        """Whether it is among findings of which five in a hundred at most are chance."""
        return self.q <= 1 - LEVEL


@dataclass(frozen=True, slots=True)
class Silence:
    """A group that did not answer (no theme), or that answered without this theme, as far as it was read."""

    group: str
    theme: str | None


@dataclass(frozen=True, slots=True)
class Contrast:
    """All looks, largest effect first; who was silent; which groups were too small to be compared; what was not known."""

    differences: tuple[Difference, ...]
    looks: int
    silent: tuple[Silence, ...]
    too_small: tuple[str, ...]
    unsaid: tuple[tuple[str, str, CannotBeSaid], ...]


@dataclass(frozen=True, slots=True)
class _Share:
    """A share and how many respondents, chosen at random from endlessly many, would say as much about it."""

    share: float
    worth: float
    respondents: int

    @property
    def counts(self) -> tuple[int, int]:
        whole = max(int(self.worth + 1e-9), 1)
        return round(self.share * whole), whole


def contrasts(
    groups: Mapping[str, int],
    shares: Mapping[str, Mapping[str, Said]],
    *,
    minimum: int,
    hidden: Collection[tuple[str, str]] = (),
    against: Literal["each", "rest"] = "each",
) -> Contrast:
    """Compare every theme between every two groups, or between each group and the rest.

    The groups' respondents are taken for a sample of all who might have answered: also where all they wrote was read a
    difference has an interval (Newcombe 1998). Nobody may be in two groups; where they are (the same respondents answer
    two questions) intervals come out too wide rather than too narrow, as people resemble themselves.

    Args:
        groups: how many respondents each has; the order of names is the order within pairs.
        shares: for each theme and group how many of its respondents have it, or where only a sample was read the
            prevalence among them (of respondents, or of comments: but the same for all groups of a theme). A group that
            is left out is not known, which is not the same as 0.
        minimum: groups with fewer respondents are not compared, nor part of a rest: the smallest that may be shown.
        hidden: (theme, group) that may not be shown; not compared, nor part of a rest, nor called silent.
        against: "each" other, or the "rest" (other groups that may be shown, together).

    Raises:
        ValueError: where a group has more respondents with a theme than respondents.
    """
    large = [group for group, respondents in groups.items() if respondents >= max(minimum, 1)]
    known: dict[str, dict[str, _Share]] = {}
    unsaid = []
    for theme in sorted(shares):
        for group in large:
            if (theme, group) in hidden:
                continue
            said = shares[theme].get(group, CannotBeSaid(Why.NOBODY_READ))
            if isinstance(said, CannotBeSaid):
                unsaid.append((theme, group, said))
            else:
                known.setdefault(theme, {})[group] = _share(said, groups[group])
    looks = [look for theme, found in known.items() for look in _looks(theme, found, against)]
    return Contrast(
        differences=_differences(looks),
        looks=len(looks),
        silent=_silent(groups, known),
        too_small=tuple(sorted(group for group, respondents in groups.items() if 0 < respondents < minimum)),
        unsaid=tuple(unsaid),
    )


_Look = tuple[str, str, str, _Share, _Share]


def _share(said: Said, respondents: int) -> _Share:
    if isinstance(said, int | np.integer):
        if not 0 <= said <= respondents:
            raise ValueError(f"{said} of {respondents} respondents cannot have a theme.")
        return _Share(float(said) / respondents, respondents, respondents)
    match said:
        case Counted(share):
            return _Share(share, respondents, respondents)
        case AtMost(effective=effective):
            share = 0.0
        case AtLeast(effective=effective):
            share = 1.0
        case Estimated(share=share, effective=effective):
            pass
        case CannotBeSaid():
            raise ValueError("What cannot be said cannot be compared.")
    # what the sample leaves open, and what these respondents leave open about all others
    return _Share(share, 1 / (1 / effective + 1 / respondents), respondents)


def _looks(theme: str, found: Mapping[str, _Share], against: Literal["each", "rest"]) -> list[_Look]:
    if all(one.share == 0 for one in found.values()):
        return []  # a theme that nobody has is no difference, and no look
    if against == "each":
        return [(theme, one, other, found[one], found[other]) for one, other in combinations(found, 2)]
    rest = {one: [share for name, share in found.items() if name != one] for one in found}
    return [(theme, one, REST, found[one], _together(others)) for one, others in rest.items() if others]


def _together(shares: Sequence[_Share]) -> _Share:
    """Groups as one, each by its number of respondents."""
    respondents = sum(one.respondents for one in shares)
    share = sum(one.share * one.respondents for one in shares) / respondents
    worth = respondents**2 / sum(one.respondents**2 / one.worth for one in shares)
    return _Share(min(share, 1.0), worth, respondents)


def _differences(looks: Sequence[_Look]) -> tuple[Difference, ...]:
    chances = [fisher(one.counts, other.counts) for *_, one, other in looks]
    all_level = 1 - (1 - LEVEL) / max(len(looks), 1)
    found = []
    for look, p, q, strict in zip(looks, chances, benjamini_hochberg(chances), holm(chances), strict=True):
        theme, one, other, here, there = look
        pair = (here.share, here.worth), (there.share, there.worth)
        ends = (*newcombe(*pair), *newcombe(*pair, all_level))
        points = 100 * (here.share - there.share)
        effect = cohens_h(here.share, there.share)
        low, high, all_low, all_high = (100 * end for end in ends)
        shares = here.share, there.share
        found.append(Difference(theme, one, other, *shares, points, low, high, all_low, all_high, effect, p, q, strict))
    return tuple(sorted(found, key=lambda look: (-abs(round(look.h, 9)), look.theme, look.one, look.other)))


def _silent(groups: Mapping[str, int], known: Mapping[str, Mapping[str, _Share]]) -> tuple[Silence, ...]:
    absent = [Silence(group, None) for group, respondents in groups.items() if not respondents]
    heard = {theme: found for theme, found in known.items() if any(one.share > 0 for one in found.values())}
    without = [
        Silence(group, theme) for theme, found in heard.items() for group, one in found.items() if one.share == 0
    ]
    return (*absent, *without)
