"""When it pays to learn again, and what that changed for the people who read."""

from collections.abc import Collection, Hashable, Mapping
from dataclasses import dataclass
from typing import TypeVar

Key = TypeVar("Key", bound=Hashable)

FEWEST = 10  # codings; fewer change the suggestions by chance
GROWTH = 0.2  # more codings than before: what a model gains follows the logarithm of their number


def worth_learning_again(old_codings: int, new_codings: int, changed_themes: Collection[str]) -> bool:
    """Whether suggestions would be better for learning anew.

    The gain from codings follows the logarithm of their number (the learning curve in the benchmarks is close to a
    line over 50, 100, 200, 500, 1000), so equal steps are a fifth more each time. A theme that was added, reworded,
    merged, split or retired always pays: until then the machine suggests what the codebook no longer says.

    Args:
        old_codings: comments read to an end that the model in use has learnt from.
        new_codings: comments read to an end, or read again and judged otherwise, since.
        changed_themes: identities of themes whose meaning changed since; a mere new order is no change.

    Raises:
        ValueError: where a number is negative.
    """
    if min(old_codings, new_codings) < 0:
        raise ValueError("There cannot be fewer codings than none.")
    return bool(changed_themes) or new_codings >= max(FEWEST, GROWTH * old_codings)


@dataclass(frozen=True, slots=True, order=True)
class ThemeChange:
    """How many comments came under a theme's suggestions, went out of them, and stayed."""

    theme: str
    came: int
    went: int
    stayed: int


@dataclass(frozen=True, slots=True)
class Changes:
    """What another run changed, over the comments that both runs looked at.

    ``first_time`` and ``no_longer`` are comments that only the later or only the earlier run looked at: responses that
    arrived, or that were read or withdrawn in between. Their suggestions neither came nor went.
    """

    themes: tuple[ThemeChange, ...]
    comments: int
    changed: int
    first_time: int
    no_longer: int

    @property
    def came(self) -> int:
        """Suggestions of a theme for a comment that there were not before."""
        return sum(one.came for one in self.themes)

    @property
    def went(self) -> int:
        """Suggestions that there are no more."""
        return sum(one.went for one in self.themes)


def what_changed(before: Mapping[Key, frozenset[str]], after: Mapping[Key, frozenset[str]]) -> Changes:
    """Compare two runs: for each comment they looked at, the identities of the themes suggested, or an empty set.

    Themes are listed by how much changed for them, most first; those for which nothing is suggested are left out.
    """
    both = before.keys() & after.keys()
    names = {theme for key in both for theme in before[key] | after[key]}
    counts = dict.fromkeys(names, (0, 0, 0))
    for key in both:
        for theme in before[key] | after[key]:
            came, went, stayed = counts[theme]
            was, is_ = theme in before[key], theme in after[key]
            counts[theme] = (came + (not was), went + (not is_), stayed + (was and is_))
    themes = sorted((ThemeChange(theme, *three) for theme, three in counts.items()), key=_most_first)
    return Changes(
        themes=tuple(themes),
        comments=len(both),
        changed=sum(before[key] != after[key] for key in both),
        first_time=len(after) - len(both),
        no_longer=len(before) - len(both),
    )


def _most_first(change: ThemeChange) -> tuple[int, str]:
    return -(change.came + change.went), change.theme
