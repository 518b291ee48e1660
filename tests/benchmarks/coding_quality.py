"""How well themes are suggested, against people's codings of patients' comments.

Five folds, grouped by respondent and by equal text; themes with at least 20 codings.
References in the same run: a plain calibrated one-vs-rest LinearSVC on words and letter sequences as scikit-learn gives
them, with its threshold at one half and with thresholds tuned per theme inside the training fold. The set is half of the one for which .731 / .601 was measured.
Choices were made on the respondents of one half; the other half is told apart.
"""

import resource
import time
from collections.abc import Callable
from hashlib import blake2b

import numpy as np
from sklearn.calibration import CalibratedClassifierCV
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.metrics import f1_score
from sklearn.model_selection import GroupKFold
from sklearn.pipeline import make_union
from sklearn.svm import LinearSVC

from consultation.themes.coding.assign import ThemeAssigner
from consultation.themes.coding.calibration import best_threshold
from consultation.themes.coding.outcomes import NoTheme, Suggestions
from consultation.themes.coding.promises import Promise
from consultation.themes.trust.quality import calibration_error
from tests.benchmarks.themes_quality import DATA, coded

Truth = np.ndarray
Fitted = tuple[np.ndarray, np.ndarray]
Fit = Callable[[list[str], Truth, list[str], list[str]], Fitted]


def sets_of(truth: Truth, kept: list[str]) -> list[frozenset[str]]:
    return [frozenset(kept[at] for at in np.flatnonzero(row)) for row in truth]


def in_columns(model: ThemeAssigner, values: np.ndarray, kept: list[str]) -> np.ndarray:
    """Scores with a column for each theme, nought where the model has never heard of it."""
    places = {theme: at for at, theme in enumerate(model.classes_)}
    found = np.zeros((len(values), len(kept)))
    for at, theme in enumerate(kept):
        if theme in places:
            found[:, at] = values[:, places[theme]]
    return found


def ours(texts: list[str], truth: Truth, new: list[str], kept: list[str]) -> Fitted:
    model = ThemeAssigner().fit(texts, sets_of(truth, kept), {theme: theme for theme in kept})
    return model.predict_proba(new), np.array([[theme in one for theme in kept] for one in model.predict(new)])


def _plain_scores(texts: list[str], truth: Truth, new: list[str]) -> np.ndarray:
    features = make_union(
        TfidfVectorizer(sublinear_tf=True, min_df=2, ngram_range=(1, 2)),
        TfidfVectorizer(sublinear_tf=True, min_df=2, analyzer="char_wb", ngram_range=(2, 5)),
    )
    rows, other = features.fit_transform(texts).tocsr(), features.transform(new)
    scores = np.zeros((len(new), truth.shape[1]))
    for at, positive in enumerate(truth.T):
        if positive.sum() >= 3:
            model = CalibratedClassifierCV(LinearSVC(random_state=0), cv=3).fit(rows, positive)
            scores[:, at] = model.predict_proba(other)[:, 1]
    return scores


def plain(texts: list[str], truth: Truth, new: list[str], kept: list[str]) -> Fitted:
    scores = _plain_scores(texts, truth, new)
    return scores, scores >= 0.5


def plain_tuned(texts: list[str], truth: Truth, new: list[str], kept: list[str]) -> Fitted:
    inner = np.zeros(truth.shape)
    for seen, held_out in GroupKFold(3).split(texts, groups=texts):
        inner[held_out] = _plain_scores([texts[at] for at in seen], truth[seen], [texts[at] for at in held_out])
    thresholds = np.array([best_threshold(inner[:, at], truth[:, at]) for at in range(truth.shape[1])])
    scores = _plain_scores(texts, truth, new)
    return scores, scores >= thresholds


def recall_at(scores: np.ndarray, truth: Truth, precision: float = 0.9) -> float:
    """The largest share of codings found at a threshold over all themes where so many suggestions are right."""
    order = np.argsort(-scores.ravel(), kind="stable")
    hits = np.cumsum(truth.ravel()[order])
    reached = hits / np.arange(1, len(hits) + 1) >= precision
    return float(hits[np.flatnonzero(reached)[-1]] / hits[-1]) if reached.any() else 0.0


def f1(truth: Truth, chosen: np.ndarray, average: str) -> float:
    return float(f1_score(truth, chosen, average=average, zero_division=0))


def measure(name: str, fit: Fit, chosen: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Print a row; return the scores and the truth of all folds together."""
    texts, themes, groups, kept = coded()
    texts, groups = [texts[at] for at in chosen], [groups[at] for at in chosen]
    truth = np.array([[theme in themes[at] for theme in kept] for at in chosen])
    found, began, every = [], time.perf_counter(), np.zeros(truth.shape)
    for seen, held_out in GroupKFold(5).split(texts, truth, groups):
        scores, suggested = fit([texts[at] for at in seen], truth[seen], [texts[at] for at in held_out], kept)
        every[held_out], right = scores, truth[held_out]
        f1s = [f1(right, suggested, average) for average in ("micro", "macro", "samples")]
        found.append([*f1s, calibration_error(scores, right), recall_at(scores, right)])
    told = [f"{one:.3f} ±{other:.3f}" for one, other in zip(np.mean(found, 0), np.std(found, 0), strict=True)]
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"| {name:50} | {' | '.join(told)} | {time.perf_counter() - began:6.1f} | {memory:5.0f} |", flush=True)
    return every, truth


def assignment() -> None:
    print("\nSuggested against confirmed themes (5 folds by respondent)\n")
    print("| model | micro-F1 | macro-F1 | samples-F1 | ECE | recall at precision .90 | seconds | MiB at most |")
    print("|---|---|---|---|---|---|---|---|")
    texts, _, groups, _ = coded()
    first = np.array([blake2b(one.encode(), salt=b"half").digest()[0] < 128 for one in groups])
    every = np.arange(len(texts))
    for name, chosen in (("all", every), ("half not used for choices", every[~first])):
        scores, truth = measure(f"ThemeAssigner, {name}", ours, chosen)
        measure(f"plain calibrated LinearSVC at .5, {name}", plain, chosen)
        measure(f"plain calibrated LinearSVC, tuned, {name}", plain_tuned, chosen)
        if name == "all":
            per_theme = (scores, truth)
    _calibration_per_theme(*per_theme)


def _calibration_per_theme(scores: np.ndarray, truth: Truth) -> None:
    print("\n| theme | codings | mean score | share | ECE |\n|---|---|---|---|---|")
    kept = coded()[3]
    errors = [calibration_error(scores[:, at], truth[:, at]) for at in range(len(kept))]
    for at in np.argsort(errors)[::-1].tolist():
        cells = [f"{one:.3f}" for one in (scores[:, at].mean(), truth[:, at].mean(), errors[at])]
        print(f"| {kept[at]} | {truth[:, at].sum()} | {' | '.join(cells)} |")
    print(f"| mean of themes | | | | {np.mean(errors):.3f} |")
    likely = scores >= 0.1
    print(
        f"| all judgements / of scores from .1 | | | | {calibration_error(scores, truth):.3f} / "
        f"{calibration_error(scores[likely], truth[likely]):.3f} |",
        flush=True,
    )


def promises() -> None:
    print(
        "\nA promise of 90 % precision, made in the training fold and kept in the other; and what is answered there\n"
    )
    print("| fold | threshold | rests on | precision there | share of codings | suggested | none | undecided |")
    print("|---|---|---|---|---|---|---|---|")
    texts, themes, groups, kept = coded()
    truth = np.array([[theme in one for theme in kept] for one in themes])
    for fold, (seen, held_out) in enumerate(GroupKFold(5).split(texts, truth, groups)):
        model = ThemeAssigner().fit([texts[at] for at in seen], sets_of(truth[seen], kept))
        said, new = model.promise(), [texts[at] for at in held_out]
        answers = model.outcomes(new)
        kinds = [np.mean([isinstance(one, kind) for one in answers]) for kind in (Suggestions, NoTheme)]
        cells = f"{kinds[0]:.3f} | {kinds[1]:.3f} | {1 - sum(kinds):.3f}"
        if isinstance(said, Promise):
            accepted = in_columns(model, model.predict_proba(new), kept) >= said.threshold
            right = truth[held_out]
            kept_there = f"{right[accepted].mean():.3f} | {right[accepted].sum() / right.sum():.3f}"
            print(f"| {fold} | {said.threshold:.3f} | {said.codings} | {kept_there} | {cells} |", flush=True)
        else:
            print(f"| {fold} | cannot be promised | {said.codings} | | | {cells} |", flush=True)


def main() -> None:
    if not DATA.exists():
        print(f"No comments to measure on at {DATA}.")
        return
    assignment()
    promises()


if __name__ == "__main__":
    main()
