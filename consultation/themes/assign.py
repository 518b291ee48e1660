"""Learns from what people confirmed which themes a comment has, suggests for the rest, and shows its evidence."""

from collections.abc import Mapping, Sequence
from hashlib import blake2b
from typing import Self

import numpy as np
import numpy.typing as npt
from sklearn.base import BaseEstimator

from consultation.themes.calibration import UNTRIED, Calibration, calibrate, joined
from consultation.themes.features import BATCH
from consultation.themes.learning import check_is_fitted, one_thread
from consultation.themes.models import JoinedThemes, LinearThemes, Taught, teach
from consultation.themes.passages import Passage, passages
from consultation.themes.rare import rare_themes, teach_likeness
from consultation.themes.text import language

Part = tuple[list[int], LinearThemes, Calibration]


class ThemeAssigner(BaseEstimator):  # type: ignore[no-untyped-call]
    """Suggests themes of a codebook for comments, and never decides.

    With at least ``enough`` codings it is a one-vs-rest linear support vector machine on words and letter sequences;
    with fewer, a class-balanced logistic regression that also learns from the codebook's own descriptions. Themes that
    are hardly coded yet are judged by likeness to their description and codings. Scores are calibrated on held-out
    codings (Platt 1999) and each theme has its own threshold. The order of the codings is
    irrelevant, and a fit with the same codings and ``random_state`` gives the same model.
    """

    def __init__(self, *, random_state: int = 0, enough: int = 500, folds: int = 3) -> None:
        self.random_state = random_state
        self.enough = enough
        self.folds = folds

    def fit(
        self,
        texts: Sequence[str],
        themes: Sequence[frozenset[str]],
        descriptions: Mapping[str, str] | None = None,
    ) -> Self:
        """Learn from codings: for each text the themes that people confirmed (an empty set is "read, and none").

        Args:
            texts: the comments that were read, as they were written.
            themes: for each text its confirmed themes.
            descriptions: for each theme of the codebook what it means in words; with no texts these alone teach.

        Raises:
            ValueError: where texts and themes are not equally many, or there is nothing to learn from.
        """
        if len(texts) != len(themes):
            raise ValueError(f"{len(texts)} texts, but themes for {len(themes)}.")
        if not texts and not descriptions:
            raise ValueError("There is neither a coding nor a description to learn from.")
        taught = _taught(texts, themes, dict(descriptions or {}))
        self.classes_ = taught.classes
        rare = rare_themes(taught)
        common = [at for at in range(len(taught.classes)) if at not in rare]
        found: list[Part] = []
        with one_thread():
            if common:
                found.append((common, *self._learnt(taught.about(common))))
            if rare:
                found.append((rare, *teach_likeness(taught, rare)))
        self.model_ = JoinedThemes(tuple((tuple(columns), model) for columns, model, _ in found))
        self.calibration_ = joined([(columns, calibration) for columns, _, calibration in found])
        return self

    def predict(self, texts: Sequence[str]) -> list[frozenset[str]]:
        """For each text the themes whose score reaches their threshold; an empty set where none does."""
        probabilities = self.predict_proba(texts)
        chosen = (probabilities >= self.calibration_.thresholds) & (probabilities > 0)
        return [frozenset(self.classes_[at] for at in np.flatnonzero(row)) for row in chosen]

    def predict_proba(self, texts: Sequence[str]) -> npt.NDArray[np.float64]:
        """The calibrated score of every theme for every text: shape (n, len(classes_)), each in [0, 1].

        A text without a letter says nothing, and scores nothing: what most others have is no evidence about it.
        """
        check_is_fitted(self, "model_")
        scores = np.zeros((len(texts), len(self.classes_)))
        speaking = [at for at, text in enumerate(texts) if any(map(str.isalpha, text))]
        for at in range(0, len(speaking), BATCH):
            some = speaking[at : at + BATCH]
            with one_thread():
                scores[some] = self.calibration_.probabilities(self.model_.decisions([texts[one] for one in some]))
        return scores

    def evidence(self, text: str, theme: str) -> Passage:
        """The sentence that speaks most for a theme: the one without which the text's score would fall furthest.

        Raises:
            ValueError: where the theme is not one of ``classes_``.
        """
        return self.evidences([text], [theme])[0]

    def evidences(self, texts: Sequence[str], themes: Sequence[str]) -> list[Passage]:
        """As ``evidence``, for many pairs of text and theme at once."""
        check_is_fitted(self, "model_")
        unknown = set(themes) - set(self.classes_)
        if unknown:
            raise ValueError(f"Unknown themes: {', '.join(sorted(unknown))}.")
        found: list[Passage] = []
        for at in range(0, len(texts), BATCH):
            found += self._evidences(texts[at : at + BATCH], themes[at : at + BATCH])
        return found

    def _evidences(self, texts: Sequence[str], themes: Sequence[str]) -> list[Passage]:
        sentences = [passages(text) for text in texts]
        several = [at for at, spans in enumerate(sentences) if len(spans) > 1]
        without = [_without(texts[at], span) for at in several for span in sentences[at]]
        owners = [at for at in several for _ in sentences[at]]
        languages = {at: language(texts[at], self.model_.lean) for at in several}
        columns = [self.classes_.index(themes[at]) for at in owners]
        left = self.model_.decisions(without, [languages[at] for at in owners])[np.arange(len(owners)), columns]
        chosen: dict[int, tuple[float, Passage]] = {}
        spans = (span for at in several for span in sentences[at])
        for at, span, rest in zip(owners, spans, left.tolist(), strict=True):
            if at not in chosen or rest < chosen[at][0] - 1e-12:
                chosen[at] = (rest, span)
        return [
            chosen[at][1] if at in chosen else (*spans_of, Passage(0, 0))[0] for at, spans_of in enumerate(sentences)
        ]

    def _learnt(self, taught: Taught) -> tuple[LinearThemes, Calibration]:
        """Learn, and calibrate on codings that the judging model has not seen."""
        few = len(taught.texts) < self.enough
        model = teach(taught, self.random_state, few=few)
        fold_of = _folds(taught, min(self.folds, len(set(taught.texts))), self.random_state)
        if len(np.unique(fold_of)) == 1:
            return model, UNTRIED.of(len(taught.classes))
        decisions = np.zeros(taught.truth.shape)
        for fold in np.unique(fold_of):
            held_out = fold_of == fold
            judge = teach(taught.only(~held_out), self.random_state, few=few)
            decisions[held_out] = judge.decisions([taught.texts[at] for at in np.flatnonzero(held_out)])
        return model, calibrate(decisions, taught.truth)


def _taught(texts: Sequence[str], themes: Sequence[frozenset[str]], descriptions: dict[str, str]) -> Taught:
    classes = tuple(sorted(frozenset().union(*themes) | descriptions.keys()))
    width = len(classes)
    codings = sorted(zip(texts, map(sorted, themes), strict=True))
    described = sorted((text, theme) for theme, text in descriptions.items() if text.strip())
    return Taught(
        tuple(text for text, _ in codings),
        np.array([[one in coded for one in classes] for _, coded in codings], dtype=np.bool_).reshape(
            len(codings), width
        ),
        classes,
        tuple(text for text, _ in described),
        np.array([[one == theme for one in classes] for _, theme in described], dtype=np.bool_).reshape(
            len(described), width
        ),
    )


def _without(text: str, span: Passage) -> str:
    return text[: span.start] + "\n" + text[span.stop :]


def _folds(taught: Taught, folds: int, random_state: int) -> npt.NDArray[np.intp]:
    """Deal texts to folds, equal texts together and every theme spread evenly, by hash and so not by order."""
    rarity = taught.truth.sum(axis=0)
    rarest = [min((int(rarity[at]), at) for at in np.flatnonzero(row))[1] if row.any() else -1 for row in taught.truth]
    first = dict(zip(reversed(taught.texts), reversed(rarest), strict=True))
    salt = random_state.to_bytes(8, "big", signed=True)
    dealt = sorted(
        first, key=lambda text: (first[text], blake2b(text.encode(errors="surrogatepass"), salt=salt).digest())
    )
    fold = {text: at % folds for at, text in enumerate(dealt)}
    return np.array([fold[text] for text in taught.texts])
