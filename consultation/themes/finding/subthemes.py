"""Sub-themes on demand: what the comments of one candidate or theme speak of among themselves."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from consultation.themes.finding.candidates import CandidateTheme, Example, Overlap
from consultation.themes.finding.discover import ThemeDiscoverer

FEWEST = 8  # different texts that are worth dividing; fewer are read as they stand


@dataclass(frozen=True)
class SubThemes:
    """Candidates within some comments; examples' positions are those of all texts, shares are of these comments.

    ``comments`` are the positions that were divided, in order; ``labels``, ``distances`` and ``far`` have one value for
    each of them.
    """

    comments: tuple[int, ...]
    candidates: tuple[CandidateTheme, ...]
    labels: tuple[int, ...]
    distances: tuple[float, ...]
    far: tuple[bool, ...]
    between: tuple[Overlap, ...]


def subthemes(
    texts: Sequence[str],
    positions: Collection[int],
    n_themes: int | Literal["auto"] = "auto",
    *,
    random_state: int = 0,
    roles: Sequence[str] = (),
) -> SubThemes:
    """Divide the comments at these positions, with what tells them from each other and not from the rest.

    The same comments give the same sub-themes, whatever others there are. With "auto" fewer than eight different texts
    stay one candidate. ``roles`` are those of all texts.

    Raises:
        ValueError: where a position is outside the texts, and as ``ThemeDiscoverer.fit`` does.
    """
    comments = sorted(set(positions))
    if comments and not 0 <= comments[0] <= comments[-1] < len(texts):
        raise ValueError(f"There are {len(texts)} comments, positions 0 to {len(texts) - 1}.")
    if roles and len(roles) != len(texts):
        raise ValueError(f"{len(texts)} texts, but roles for {len(roles)}.")
    own = [texts[at] for at in comments]
    number = 1 if n_themes == "auto" and len(set(own)) < FEWEST else n_themes
    found = ThemeDiscoverer(number, random_state=random_state).fit(own, roles=[roles[at] for at in comments if roles])
    return SubThemes(
        tuple(comments),
        tuple(replace(one, examples=_in_all(one, comments)) for one in found.candidates_),
        tuple(map(int, found.labels_)),
        tuple(map(float, found.distances_)),
        tuple(map(bool, found.far_)),
        tuple(replace(one, examples=_in_all(one, comments)) for one in found.between_),
    )


def _in_all(shown: CandidateTheme | Overlap, comments: Sequence[int]) -> tuple[Example, ...]:
    return tuple(replace(one, comment=comments[one.comment]) for one in shown.examples)
