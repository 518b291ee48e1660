"""Proposes candidate themes for the comments of one question: names, sizes and verbatim examples, every comment placed."""

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import blake2b
from typing import Literal, Self

import numpy as np
import numpy.typing as npt
from sklearn.base import BaseEstimator

from consultation.themes.candidates import CandidateTheme
from consultation.themes.examples import plain_name, typical
from consultation.themes.features import BATCH, TextFeatures
from consultation.themes.hierarchy import consensus_tree, means, stable_number
from consultation.themes.learning import TruncatedSVD, normalize, one_thread
from consultation.themes.naming import names
from consultation.themes.text import read

Points = npt.NDArray[np.float64]
Labels = npt.NDArray[np.intp]

LEARNT_FROM = 20_000  # different texts that the space and the groups are learnt from; the others are placed
NOTHING_IN_COMMON = 1.0  # the distance of a text that shares nothing with any candidate
DIMENSIONS = 80  # of the space of latent meaning
SMALLEST_SPACE = 2
LETTER_WEIGHT = 1.0  # of letter sequences beside words; they join what spelling and inflection part
FEWEST, MOST = 12, 30  # candidates for many comments; for few comments both are lower
TRIED = 4_000  # texts on which numbers of candidates are tried out
MANY = 60  # texts from which a feature must occur twice to count
COVERED = 0.85  # a text further away than this is never counted as covered
ROUNDS = 5  # in which texts go to their nearest candidate and candidates move to their texts


class ThemeDiscoverer(BaseEstimator):  # type: ignore[no-untyped-call]
    """Finds groups of comments that speak of the same, as proposals for people to decide on.

    ``labels_`` gives every text its nearest candidate, also the far ones; ``distances_`` is one minus the cosine of
    the angle between text and candidate in the space of latent meaning, from 0 (the same) to 1 (nothing in common);
    ``far_`` marks the texts that no candidate covers, which people should read. ``candidates_`` are ordered by size.
    Candidates are the same for the same texts in any order and the same ``random_state``.
    """

    def __init__(self, n_themes: int | Literal["auto"] = "auto", *, random_state: int = 0) -> None:
        self.n_themes = n_themes
        self.random_state = random_state

    def fit(self, texts: Sequence[str], y: object = None, *, roles: Sequence[str] = ()) -> Self:
        """Find candidate themes; where the role behind each text is given, examples show several of them.

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
            points = self._points(different)
            distances, labels = _nearest(points, self._centres(points, different))
            _, labels = np.unique(labels, return_inverse=True)
            self._describe(texts, roles, copies, Found(different, np.asarray(labels, dtype=np.intp), distances))
        return self

    def _points(self, different: Sequence[str]) -> Points:
        """Every different text in the space of latent meaning (LSA), as a row of length one, or of zeros."""
        sample = _sample(different, self.random_state)
        features = _features(sample)
        if features is None:
            return np.zeros((len(different), 1))
        rows = features.transform(sample)
        width = min(DIMENSIONS, rows.shape[0] - 1, rows.shape[1] - 1)
        if width < SMALLEST_SPACE:
            return np.asarray(normalize(features.transform(different)).todense(), dtype=np.float64)
        space = TruncatedSVD(width, n_iter=4, random_state=self.random_state).fit(rows)
        found = [
            space.transform(features.transform(different[at : at + BATCH])) for at in range(0, len(different), BATCH)
        ]
        return np.asarray(normalize(np.round(np.vstack(found), 9)), dtype=np.float64)

    def _centres(self, points: Points, different: Sequence[str]) -> Points:
        chosen = np.flatnonzero(np.linalg.norm(points, axis=1) > 0)
        if len(chosen) > LEARNT_FROM:
            sample = set(_sample(different, self.random_state))
            chosen = np.array([at for at in chosen.tolist() if different[at] in sample])
        learnt = points[chosen]
        if len(learnt) <= 1 or self.n_themes == 1:
            return normalize(learnt.mean(axis=0, keepdims=True)) if len(learnt) else np.zeros((1, points.shape[1]))
        number = self.n_themes if self.n_themes != "auto" else self._number(learnt)
        labels = consensus_tree(learnt, self.random_state).cut(min(number, len(learnt)))
        for _ in range(ROUNDS):
            centres = _middles(learnt, labels)
            _, labels = _nearest(learnt, centres)
        return _middles(learnt, labels)

    def _number(self, learnt: Points) -> int:
        """How many candidates: no fewer than a team would want to see, no more than it would want to read."""
        most = int(np.clip(len(learnt) ** 0.5, 2, MOST))
        fewest = int(np.clip(len(learnt) ** 0.4, 2, FEWEST))
        tried = np.sort(np.random.default_rng(self.random_state).permutation(len(learnt))[:TRIED])
        return stable_number(learnt[tried], fewest, most, self.random_state)

    def _describe(self, texts: Sequence[str], roles: Sequence[str], copies: Labels, found: "Found") -> None:
        """Order candidates by size, name them, and choose what shows them best."""
        sizes = np.bincount(found.labels[copies], minlength=found.groups)
        first = [int(np.flatnonzero(found.labels == group)[0]) for group in range(found.groups)]
        order = sorted(range(found.groups), key=lambda group: (-sizes[group], first[group]))
        rank = np.zeros(found.groups, dtype=np.intp)
        rank[order] = np.arange(found.groups)
        labels = rank[found.labels]
        reading = read(found.different)
        named = names(reading, labels, found.groups)
        self.labels_ = labels[copies]
        self.distances_ = found.distances[copies]
        self.far_ = _far(self.distances_)
        self.candidates_ = tuple(
            CandidateTheme(
                naming.name or plain_name(found.different, labels, group),
                naming.terms,
                int(sizes[order[group]]),
                float(sizes[order[group]] / len(texts)),
                typical(
                    texts,
                    np.flatnonzero(self.labels_ == group),
                    self.distances_,
                    naming.terms,
                    roles=roles,
                    lean=reading.lean,
                ),
            )
            for group, naming in enumerate(named)
        )


@dataclass(frozen=True)
class Found:
    """The different texts, each with its group and its distance to the group's centre."""

    different: list[str]
    labels: Labels
    distances: Points

    @property
    def groups(self) -> int:
        """How many groups have texts."""
        return int(self.labels.max()) + 1 if len(self.labels) else 0


def _features(sample: Sequence[str]) -> TextFeatures | None:
    """What the texts have in common: their content words, or any words where there are no others; None without words."""
    fewest = 2 if len(sample) > MANY else 1
    for content_only in (True, False):
        features = TextFeatures(
            content_only=content_only,
            apart=True,
            pairs=False,
            min_texts=fewest,
            max_letters=30_000,
            letter_weight=LETTER_WEIGHT,
        )
        if features.fit(sample).width_:
            return features
    return None


def _sample(different: Sequence[str], random_state: int) -> list[str]:
    """The texts to learn from: all, or so many that a hash picks, whatever order they come in."""
    if len(different) <= LEARNT_FROM:
        return list(different)
    salt = random_state.to_bytes(8, "big", signed=True)
    ranked = sorted(
        different, key=lambda text: blake2b(text.encode(errors="surrogatepass"), salt=salt, digest_size=16).digest()
    )
    return sorted(ranked[:LEARNT_FROM])


def _middles(points: Points, labels: Labels) -> Points:
    """The direction of every group that has points."""
    _, labels = np.unique(labels, return_inverse=True)
    return np.asarray(normalize(means(points, np.asarray(labels, dtype=np.intp))), dtype=np.float64)


def _nearest(points: Points, centres: Points) -> tuple[Points, Labels]:
    if not len(points):
        return np.zeros(0), np.zeros(0, dtype=np.intp)
    distances = np.clip(1 - np.round(points @ centres.T, 9), 0, NOTHING_IN_COMMON)
    labels = np.argmin(distances, axis=1)
    return distances[np.arange(len(points)), labels], labels


def _far(distances: Points) -> npt.NDArray[np.bool_]:
    """Texts that lie clearly further out than most (Tukey's upper fence), and all that share next to nothing."""
    if not len(distances):
        return np.zeros(0, dtype=np.bool_)
    lower, upper = np.quantile(distances, [0.25, 0.75])
    return np.asarray(distances > min(upper + 1.5 * (upper - lower), COVERED), dtype=np.bool_)
