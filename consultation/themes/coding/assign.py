"""Learns from what people confirmed which themes a comment has, suggests for the rest, and shows its evidence."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from hashlib import blake2b
from typing import Self, TypeVar

import numpy as np
import numpy.typing as npt
from sklearn.base import BaseEstimator

from consultation.themes.coding.calibration import UNTRIED, Calibration, calibrate, joined
from consultation.themes.coding.held_out import Folds, calibrated_apart, dealt, decisions_held_out
from consultation.themes.coding.models import JoinedThemes, LinearThemes, Taught, teach
from consultation.themes.coding.outcomes import Outcome, limits, outcomes
from consultation.themes.coding.promises import CannotBePromised, Promise, promise
from consultation.themes.coding.rare import rare_themes, teach_likeness
from consultation.themes.coding.weighing import MOST, Weighing, strongest, weighings
from consultation.themes.reading.features import BATCH
from consultation.themes.reading.learning import check_is_fitted, one_thread
from consultation.themes.reading.passages import Passage

Told = TypeVar("Told")
Kind = TypeVar("Kind", np.float64, np.bool_)
Asked = Sequence[frozenset[str]] | None

LOOKED_AT = 2_000  # unread comments from which thresholds learn; more change them little
SOME = 2  # folds from which one can be held out

Values = npt.NDArray[np.float64]
Part = tuple[list[int], LinearThemes, Calibration]
Learnt = tuple[LinearThemes, Calibration, Values]


class ThemeAssigner(BaseEstimator):  # type: ignore[no-untyped-call]
    """Suggests themes of a codebook for comments, and never decides.

    It is a one-vs-rest linear support vector machine on words and letter sequences, which learns from the codebook's own
    descriptions too, the less the more codings a theme has. Themes that are hardly coded yet are judged by likeness to
    their description and codings. Scores are calibrated on held-out codings (Platt 1999) and each theme has its own
    threshold. The order of the codings is irrelevant, and a fit with the same codings and ``random_state`` gives the
    same model.

    After a fit ``out_of_fold_proba_``, shape (codings, themes), holds for every comment it learnt from the scores of
    models that had not seen it, in the order of the codings given: what shares and promises may be reckoned with. It is
    nan where nothing could be held out. ``truth_`` and ``asked_``, of the same shape, say what people found, and where
    they were asked. ``limits_`` says from which scores a theme, or none, is told.
    """

    def __init__(self, *, random_state: int = 0, folds: int = 3) -> None:
        self.random_state = random_state
        self.folds = folds

    def fit(
        self,
        texts: Sequence[str],
        themes: Sequence[frozenset[str]],
        descriptions: Mapping[str, str] | None = None,
        others: Sequence[str] = (),
        asked: Sequence[frozenset[str]] | None = None,
    ) -> Self:
        """Learn from codings: for each text the themes that people confirmed (an empty set is "read, and none").

        Args:
            texts: the comments that were read, as they were written.
            themes: for each text its confirmed themes.
            descriptions: for each theme of the codebook what it means in words; with no texts these alone teach.
            others: comments that nobody has read, of which some are looked at to learn how rare a theme is among all.
            asked: for each text the themes that whoever read it was asked for; None: all, for every text. Of a theme
                that was made later nobody has said that the comment does not speak of it.

        Raises:
            ValueError: where texts, themes and those asked for are not equally many, or there is nothing to learn from.
        """
        if len(texts) != len(themes) or (asked is not None and len(asked) != len(texts)):
            raise ValueError(f"{len(texts)} texts, but themes for {len(themes)}.")
        if not texts and not descriptions:
            raise ValueError("There is neither a coding nor a description to learn from.")
        taught = _taught(texts, themes, dict(descriptions or {}), asked)
        self.classes_ = taught.classes
        with one_thread():
            scores = self._learn(taught, _some(others))
        scores[[not _speaks(text) for text in taught.texts]] = 0.0
        order = _in_order(texts, themes, asked)
        self.out_of_fold_proba_ = _back(scores, order)
        self.truth_, self.asked_ = _back(taught.truth, order), _back(taught.asked, order)
        self.limits_ = limits(self.out_of_fold_proba_, self.truth_, self.calibration_.thresholds, asked=self.asked_)
        return self

    def promise(self, precision: float = 0.9) -> Promise | CannotBePromised:
        """From which score suggestions are right that often, as far as codings that were held out bear it out."""
        check_is_fitted(self, "model_")
        return promise(self.out_of_fold_proba_[self.asked_], self.truth_[self.asked_], precision)

    def promises(self, precision: float = 0.9) -> dict[str, Promise]:
        """The same for each theme by itself, where it can be promised."""
        check_is_fitted(self, "model_")
        known = [(theme, at, self.asked_[:, at]) for at, theme in enumerate(self.classes_)]
        each = {
            theme: promise(self.out_of_fold_proba_[asked, at], self.truth_[asked, at], precision)
            for theme, at, asked in known
        }
        return {theme: one for theme, one in each.items() if isinstance(one, Promise)}

    def outcomes(self, texts: Sequence[str]) -> list[Outcome]:
        """For each text the themes suggested, or that it has none, or that the scores settle nothing."""
        return outcomes(texts, self.predict_proba(texts), self.classes_, self.limits_)

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
        speaking = [at for at, text in enumerate(texts) if _speaks(text)]
        for at in range(0, len(speaking), BATCH):
            some = speaking[at : at + BATCH]
            with one_thread():
                scores[some] = self.calibration_.probabilities(self.model_.decisions([texts[one] for one in some]))
        return scores

    def words(self, texts: Sequence[str], themes: Sequence[str], most: int = MOST) -> list[Weighing]:
        """For each pair of text and theme the written words that weighed most; the sum is the model's bare decision.

        Raises:
            ValueError: where a theme is not one of ``classes_``.
        """
        return self._by_model(partial(weighings, most=most), texts, themes)

    def evidence(self, text: str, theme: str) -> Passage:
        """The sentence that speaks most for a theme: the one whose words together added most to its decision.

        Raises:
            ValueError: where the theme is not one of ``classes_``.
        """
        return self.evidences([text], [theme])[0]

    def evidences(self, texts: Sequence[str], themes: Sequence[str]) -> list[Passage]:
        """As ``evidence``, for many pairs of text and theme at once."""
        return self._by_model(strongest, texts, themes)

    def _by_model(
        self,
        ask: Callable[[LinearThemes, list[str], list[int]], list[Told]],
        texts: Sequence[str],
        themes: Sequence[str],
    ) -> list[Told]:
        """Ask each pair's model about it, and give the answers in the order of the pairs."""
        check_is_fitted(self, "model_")
        unknown = set(themes) - set(self.classes_)
        if unknown:
            raise ValueError(f"Unknown themes: {', '.join(sorted(unknown))}.")
        found: dict[int, Told] = {}
        for held, model in self.model_.parts:
            column = {self.classes_[theme]: at for at, theme in enumerate(held)}
            here = [at for at, theme in enumerate(themes) if theme in column]
            told = ask(model, [texts[at] for at in here], [column[themes[at]] for at in here])
            found |= dict(zip(here, told, strict=True))
        return [found[at] for at in range(len(texts))]

    def _learn(self, taught: Taught, others: Sequence[str]) -> Values:
        """Learn all themes, and return what models that had not seen a coding say of it; nan where none can be held out."""
        rare = rare_themes(taught)
        common = [at for at in range(len(taught.classes)) if at not in rare]
        fold_of = dealt(taught, max(1, min(self.folds, len(set(taught.texts)))), self.random_state)
        found: list[Part] = []
        scores = np.full(taught.truth.shape, np.nan)
        for columns, learn in ((common, partial(self._learn_often_coded, others)), (rare, self._learn_rare)):
            if columns:
                model, calibration, scores[:, columns] = learn(taught, columns, fold_of)
                found.append((columns, model, calibration))
        self.model_ = JoinedThemes(tuple((tuple(columns), model) for columns, model, _ in found))
        self.calibration_ = joined([(columns, calibration) for columns, _, calibration in found])
        return scores

    def _learn_often_coded(self, others: Sequence[str], taught: Taught, columns: list[int], fold_of: Folds) -> Learnt:
        """Learn, and calibrate on codings that the judging model has not seen."""
        about = taught.about(columns)
        learn = partial(teach, random_state=self.random_state)
        if len(np.unique(fold_of)) < SOME:
            return learn(about), UNTRIED.of(len(columns)), np.full(about.truth.shape, np.nan)
        decisions, model = decisions_held_out(about, fold_of, learn), learn(about)
        calibration = calibrate(decisions, about.truth, model.decisions(others), asked=about.asked)
        return model, calibration, calibrated_apart(decisions, about, fold_of)

    def _learn_rare(self, taught: Taught, columns: list[int], fold_of: Folds) -> Learnt:
        scores = np.full((len(taught.texts), len(columns)), np.nan)
        folds = np.unique(fold_of)
        for fold in folds if len(folds) >= SOME else ():
            held_out = fold_of == fold
            judge, calibration = teach_likeness(taught.only(~held_out), columns)
            scores[held_out] = calibration.probabilities(judge.decisions(taught.only(held_out).texts))
        return *teach_likeness(taught, columns), scores


def _taught(
    texts: Sequence[str], themes: Sequence[frozenset[str]], descriptions: dict[str, str], asked: Asked = None
) -> Taught:
    order = _in_order(texts, themes, asked)
    classes = tuple(sorted(frozenset().union(*themes) | descriptions.keys()))
    width = len(classes)
    truth = [[one in themes[at] for one in classes] for at in order]
    known = [[asked is None or one in asked[at] for one in classes] for at in order]
    described = sorted((text, theme) for theme, text in descriptions.items() if text.strip())
    return Taught(
        tuple(texts[at] for at in order),
        np.array(truth, dtype=np.bool_).reshape(len(order), width),
        np.array(known, dtype=np.bool_).reshape(len(order), width),
        classes,
        tuple(text for text, _ in described),
        np.array([[one == theme for one in classes] for _, theme in described], dtype=np.bool_).reshape(
            len(described), width
        ),
    )


def _in_order(texts: Sequence[str], themes: Sequence[frozenset[str]], asked: Asked) -> list[int]:
    """Where each of the codings, as ``_taught`` orders them, stood among those given."""

    def place(at: int) -> tuple[str, list[str], list[str]]:
        return texts[at], sorted(themes[at]), sorted(asked[at]) if asked is not None else []

    return sorted(range(len(texts)), key=place)


def _back(values: npt.NDArray[Kind], order: Sequence[int]) -> npt.NDArray[Kind]:
    """Rows in the order of the codings given."""
    given = np.empty_like(values)
    given[list(order)] = values
    return given


def _some(others: Sequence[str]) -> list[str]:
    """At most so many different texts, the same whatever the order; copies would make of one campaign what all wrote."""
    return sorted({text for text in others if _speaks(text)}, key=lambda text: (_digest(text), text))[:LOOKED_AT]


def _digest(text: str) -> bytes:
    return blake2b(text.encode(errors="surrogatepass"), digest_size=16).digest()


def _speaks(text: str) -> bool:
    return any(map(str.isalpha, text))
