"""Proposes candidate themes for the comments of one question: names, sizes and verbatim examples, every comment placed."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, Self

import numpy as np
from sklearn.base import BaseEstimator

from consultation.themes.finding.agreed import Agreed, agreed
from consultation.themes.finding.between import overlaps
from consultation.themes.finding.candidates import CandidateTheme
from consultation.themes.finding.exact import Points
from consultation.themes.finding.examples import Sentences, plain_name, typical
from consultation.themes.finding.far import far
from consultation.themes.finding.hierarchy import Labels
from consultation.themes.finding.naming import Naming, names
from consultation.themes.finding.placing import Placed, placed
from consultation.themes.finding.space import LEARNT_FROM, LatentSpace, sampled
from consultation.themes.reading.learning import one_thread
from consultation.themes.reading.text import ReadTexts, read

FEWEST, MOST = 12, 30  # candidates for many comments; for few comments both are lower


@dataclass(frozen=True)
class _Learnt:
    """All different texts, those that are learnt from, and these as they were read."""

    different: list[str]
    sample: list[str]
    reading: ReadTexts


class ThemeDiscoverer(BaseEstimator):  # type: ignore[no-untyped-call]
    """Finds groups of comments that speak of the same, as proposals for people to decide on.

    ``labels_`` gives every text its nearest candidate, also the far ones; ``distances_`` is one minus the cosine of
    the angle between text and candidate in the space of latent meaning, from 0 (the same) to 1 (nothing in common);
    ``far_`` marks the texts that no candidate covers, which people should read. ``candidates_`` are ordered by size,
    each with how stable it is between runs; ``between_`` tells which of them run into each other, and where.
    Twenty runs from different seeds and parts agree on the candidates, which are the same for the same texts in any
    order and the same ``random_state``, to the last digit on every processor (``exact``). ``space_`` is the space of latent meaning that was learnt.
    """

    def __init__(self, n_themes: int | Literal["auto"] = "auto", *, random_state: int = 0) -> None:
        self.n_themes = n_themes
        self.random_state = random_state

    def fit(self, texts: Sequence[str], y: object = None, *, roles: Sequence[str] = ()) -> Self:
        """Find candidate themes; where the role behind each text is given, each is counted and examples show several.

        Equal texts count once when groups are formed, so that a campaign does not push others aside, and fully in
        sizes. From more than 20,000 different texts a fixed sample is learnt from and the rest is placed.

        Raises:
            ValueError: where ``n_themes`` is neither "auto" nor at least 1, or roles are not as many as texts.
        """
        del y
        if roles and len(roles) != len(texts):
            raise ValueError(f"{len(texts)} texts, but roles for {len(roles)}.")
        if self.n_themes != "auto" and (not isinstance(self.n_themes, int) or self.n_themes < 1):
            raise ValueError(f"n_themes is 'auto' or a whole number from 1, not {self.n_themes!r}.")
        different = sorted(set(texts))
        place = {text: at for at, text in enumerate(different)}
        copies = np.array([place[text] for text in texts], dtype=np.intp)
        with one_thread():
            sample = sampled(different, LEARNT_FROM, self.random_state)
            learnt = _Learnt(different, sample, read(sample))
            self.space_, lying = LatentSpace.learnt_from(learnt.reading)
            divided = self._divided(lying.points)
            found = placed(self.space_, different, divided.centres, lying if len(sample) == len(different) else None)
            self._describe(texts, roles, copies, (learnt, found, divided.stability))
        return self

    def _divided(self, points: Points) -> Agreed:
        learnt = points[np.linalg.norm(points, axis=1) > 0]
        if not len(learnt):
            return Agreed(np.zeros((1, points.shape[1])), (1.0,))
        fewest = int(np.clip(len(learnt) ** 0.4, 2, FEWEST))
        most = int(np.clip(len(learnt) ** 0.5, 2, MOST))
        return agreed(learnt, (fewest, most) if self.n_themes == "auto" else self.n_themes, self.random_state)

    def _describe(
        self,
        texts: Sequence[str],
        roles: Sequence[str],
        copies: Labels,
        of: tuple["_Learnt", Placed, tuple[float, ...]],
    ) -> None:
        """Order candidates by size, name them, and choose what shows them best."""
        learnt, found, stability = of
        order = _by_size(found, copies)
        found = found.reordered(order)
        self.labels_, self.distances_ = found.labels[copies], found.distances[copies]
        named = _named(learnt, found.labels, len(order))
        self.far_ = far(learnt.different, found, learnt.reading.lean)[copies]
        sentences = Sentences(learnt.reading.lean)
        self.candidates_ = tuple(
            _candidate(
                texts,
                roles,
                sentences,
                (naming, plain_name(learnt.different, found.labels, at), stability[group]),
                (np.flatnonzero(self.labels_ == at), self.distances_),
            )
            for at, (group, naming) in enumerate(zip(order, named, strict=True))
        )
        self.between_ = overlaps(texts, found.of(copies), self.far_, self.candidates_, sentences=sentences)


def _by_size(found: Placed, copies: Labels) -> list[int]:
    """The groups that have texts, the largest first; of equals the one whose first text comes first."""
    sizes = np.bincount(found.labels[copies], minlength=1)
    groups, first = np.unique(found.labels, return_index=True)
    return [
        int(group) for group, _ in sorted(zip(groups, first, strict=True), key=lambda one: (-sizes[one[0]], one[1]))
    ]


def _named(learnt: _Learnt, labels: Labels, groups: int) -> list[Naming]:
    """Name groups from the texts that were learnt from, which bounds the memory."""
    if len(learnt.sample) < len(learnt.different):
        place = {text: at for at, text in enumerate(learnt.different)}
        labels = labels[[place[text] for text in learnt.sample]]
    return names(learnt.reading, labels, groups)


def _candidate(
    texts: Sequence[str],
    roles: Sequence[str],
    sentences: Sentences,
    described: tuple[Naming, str, float],
    lying: tuple[Labels, Points],
) -> CandidateTheme:
    naming, plain, stability = described
    members, distances = lying
    return CandidateTheme(
        naming.name or plain,
        naming.terms,
        len(members),
        len(members) / len(texts),
        typical(texts, members, distances, naming.terms, roles=roles, sentences=sentences),
        stability,
        tuple(sorted(Counter(roles[at] for at in members.tolist()).items())) if roles else (),
    )
