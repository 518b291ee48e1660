"""More like this: which comments speak of what some comments, or some words, speak of, and a candidate made of these."""

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from typing import Self

import numpy as np

from consultation.themes.finding.candidates import CandidateTheme
from consultation.themes.finding.exact import Points, of_length_one
from consultation.themes.finding.examples import Sentences, plain_name, typical
from consultation.themes.finding.hierarchy import NOTHING_IN_COMMON, Labels
from consultation.themes.finding.naming import names
from consultation.themes.finding.space import LEARNT_FROM, LatentSpace, sampled
from consultation.themes.reading.features import Rows
from consultation.themes.reading.learning import one_thread
from consultation.themes.reading.text import read

EXACT = 9  # decimals of a score
MOST = 50


@dataclass(frozen=True, slots=True)
class Alike:
    """A comment's position, and how alike it is to what was asked for, 0 (nothing in common) to 1 (the same)."""

    comment: int
    score: float


@dataclass(frozen=True)
class Likeness:
    """Ranks comments by likeness to the middle of a set: the mean of latent meaning and of the very words.

    Meaning finds what is said in other words, the words find what is too rare for meaning to hold. Equal comments are
    equally alike. The same comments give the same ranking in any order.
    """

    texts: tuple[str, ...] = field(repr=False)
    space: LatentSpace = field(repr=False)
    points: Points = field(repr=False)
    words: Rows = field(repr=False)

    @classmethod
    def between(cls, texts: Sequence[str], *, random_state: int = 0, learnt_from: int = LEARNT_FROM) -> Self:
        """Learn what comments have in common, from at most so many different ones; positions are those of ``texts``."""
        different = sorted(set(texts))
        with one_thread():
            space, _ = LatentSpace.learnt_from(read(sampled(different, learnt_from, random_state)))
            return cls(tuple(texts), space, *space.points_and_words(texts))

    def to_comments(
        self, like: Collection[int], *, among: Collection[int] | None = None, most: int = MOST
    ) -> tuple[Alike, ...]:
        """The comments most like those at the given positions, which are left out themselves.

        ``among`` limits what is ranked: the hits of a search, the far ones.

        Raises:
            ValueError: where no position is given, or one is outside the texts.
        """
        wanted = self._positions(like)
        if not len(wanted):
            raise ValueError("Likeness needs at least one comment to be like.")
        with one_thread():
            scores = self._scores(self.points[wanted], self.words[wanted])
        return self._ranked(scores, among, frozenset(wanted.tolist()), most)

    def to_text(self, text: str, *, among: Collection[int] | None = None, most: int = MOST) -> tuple[Alike, ...]:
        """The comments most like any text: the words of a search, the description of a theme."""
        with one_thread():
            scores = self._scores(self.space.lying([text]).points, self.space.words([text]))
        return self._ranked(scores, among, frozenset(), most)

    def theme_of(self, positions: Collection[int], *, roles: Sequence[str] = ()) -> CandidateTheme:
        """A candidate made of comments that people picked, named by what tells them from all the others.

        Its ``stability`` is None: people put it together, no run did. Raises ValueError as ``to_comments`` does, and
        where roles are not as many as texts.
        """
        members = self._positions(positions)
        if not len(members):
            raise ValueError("A theme needs at least one comment.")
        if roles and len(roles) != len(self.texts):
            raise ValueError(f"{len(self.texts)} texts, but roles for {len(roles)}.")
        picked = np.zeros(len(self.texts), dtype=np.intp)
        picked[members] = 1
        with one_thread():
            distances = NOTHING_IN_COMMON - self._scores(self.points[members], self.words[members])
        reading = read(self.texts)
        naming = names(reading, 1 - picked, 2 if len(members) < len(self.texts) else 1)[0]
        return CandidateTheme(
            naming.name or plain_name(self.texts, picked, 1),
            naming.terms,
            len(members),
            len(members) / len(self.texts),
            typical(self.texts, members, distances, naming.terms, roles=roles, sentences=Sentences(reading.lean)),
            by_role=tuple(sorted(Counter(roles[at] for at in members.tolist()).items())) if roles else (),
        )

    def _positions(self, given: Collection[int]) -> Labels:
        positions = np.array(sorted(set(given)), dtype=np.intp)
        if len(positions) and not 0 <= positions[0] <= positions[-1] < len(self.texts):
            raise ValueError(f"There are {len(self.texts)} comments, positions 0 to {len(self.texts) - 1}.")
        return positions

    def _scores(self, points: Points, words: Rows) -> Points:
        """How alike every comment is to given points and rows of words, 0 to 1."""
        middle = of_length_one(points.mean(axis=0, keepdims=True))
        sought = of_length_one(np.asarray(words.mean(axis=0)).reshape(1, -1))
        both = (self.points @ middle.T).ravel() + np.asarray(self.words @ sought.T).ravel()
        return np.asarray(np.clip(np.round(both / 2, EXACT), 0, 1), dtype=np.float64)

    def _ranked(
        self, scores: Points, among: Collection[int] | None, without: frozenset[int], most: int
    ) -> tuple[Alike, ...]:
        asked = range(len(self.texts)) if among is None else self._positions(among).tolist()
        found = [Alike(at, float(scores[at])) for at in asked if scores[at] > 0 and at not in without]
        return tuple(sorted(found, key=lambda one: (-one.score, self.texts[one.comment], one.comment))[:most])
