"""Whether a machine that learned more does better than before, on the same comments, from which neither had learnt."""

from collections.abc import Collection, Hashable, Mapping
from dataclasses import dataclass
from math import comb
from typing import Literal, TypeVar

from consultation.themes.trust.looks import holm

Key = TypeVar("Key", bound=Hashable)
Verdict = Literal["better", "worse", "open"]

CHANCE = 0.05


@dataclass(frozen=True, slots=True)
class Compared:
    """One theme judged twice: comments that only the earlier or only the later machine judged as people did.

    ``verdict`` is "open" where the difference is no larger than chance, the looks at all themes counted in.
    """

    theme: str
    only_before: int
    only_after: int
    verdict: Verdict


def compared(
    truth: Mapping[Key, frozenset[str]],
    before: Mapping[Key, frozenset[str]],
    after: Mapping[Key, frozenset[str]],
    themes: Collection[str],
) -> tuple[Compared, ...]:
    """Compare two machines theme by theme, over the comments that people read and that both judged without having learnt from.

    The exact sign test of McNemar (1947) on the comments where one was right and the other wrong; p after Holm (1979) over
    all themes. People who saw the earlier suggestions lean towards them, so that "better" is rather said too seldom.

    Args:
        truth: for each comment the themes that people found.
        before: for each comment those that the earlier machine suggested.
        after: for each comment those that the later machine suggests.
        themes: those that both machines knew.
    """
    both = truth.keys() & before.keys() & after.keys()
    counts = []
    for theme in sorted(themes):
        right = [
            ((theme in truth[key]) == (theme in before[key]), (theme in truth[key]) == (theme in after[key]))
            for key in both
        ]
        counts.append((theme, right.count((True, False)), right.count((False, True))))
    chances = holm([sign_test(one, other) for _, one, other in counts])
    return tuple(
        Compared(theme, old, new, _verdict(old, new, chance))
        for (theme, old, new), chance in zip(counts, chances, strict=True)
    )


def sign_test(one: int, other: int) -> float:
    """The exact two-sided p that two numbers of so many differ by chance; 1 where both are nought."""
    number = one + other
    tail: int = sum(comb(number, at) for at in range(min(one, other) + 1))
    return min(1.0, float(2 * tail / 2**number))


def _verdict(old: int, new: int, chance: float) -> Verdict:
    if chance > CHANCE:
        return "open"
    return "better" if new > old else "worse"
