"""How quickly themes are learnt: macro-F1 after so many comments read, by the order in which they are read.

Three folds, grouped by respondent and by equal text, dealt anew for each seed; themes with at least 20 codings. The machine
learns again on the way, and knows comments that nobody has read without their themes. References in the same run are
logistic regressions on the words of comments in random order: as scikit-learn gives it, and balanced with its thresholds
tuned.
"""

import argparse
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from hashlib import blake2b
from typing import Any

import numpy as np
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold, KFold

from consultation.themes.coding.assign import ThemeAssigner
from consultation.themes.coding.calibration import best_threshold
from consultation.themes.coding.queue import audit_order, reading_queue
from tests.benchmarks.coding_quality import f1, sets_of
from tests.benchmarks.described_themes import DESCRIPTIONS
from tests.benchmarks.figures import Figure
from tests.benchmarks.themes_quality import DATA, coded

SIZES = (50, 100, 200, 500, 1000)
LEARNT_AT = (0, 50, 100, 150, 200, 300, 400, 500, 700, 1000)
QUEUE, PLAIN = "the queue, themes described", "random, logistic regression, plain"
Folds = list[tuple[np.ndarray, np.ndarray]]


@dataclass
class Reading:
    """Comments that can be read, what people find in each, those read so far, and what was learnt from them."""

    pool: list[str]
    keys: list[bytes]
    truth: np.ndarray
    kept: list[str]
    read: list[int]
    model: ThemeAssigner

    def learn(self, described: dict[str, str]) -> None:
        lessons, done = [self.pool[at] for at in self.read], set(self.read)
        others = [text for at, text in enumerate(self.pool) if at not in done]
        self.model = ThemeAssigner().fit(lessons, sets_of(self.truth[self.read], self.kept), described, others)


def keys_of(places: np.ndarray, seed: int) -> list[bytes]:
    return [blake2b(f"{seed} {at}".encode(), digest_size=16).digest() for at in places]


def folds_of(seed: int) -> Folds:
    texts, _, groups, _ = coded()
    return list(GroupKFold(3, shuffle=True, random_state=seed).split(texts, groups=groups))


def queued(reading: Reading, size: int) -> list[int]:
    counts = Counter({theme: int(reading.truth[reading.read, at].sum()) for at, theme in enumerate(reading.kept)})
    scores = reading.model.predict_proba(reading.pool)
    chosen = reading_queue(reading.keys, scores, reading.model.classes_, counts, read=reading.read, size=size)
    return [one.comment for one in chosen]


def at_random(reading: Reading, size: int) -> list[int]:
    done = set(reading.read)
    return [at for at in audit_order(reading.keys) if at not in done][:size]


def rare_alone(reading: Reading, size: int) -> list[int]:
    """The likeliest comments of the themes with fewest codings, round and round, and nothing else."""
    done = set(reading.read)
    rarest = np.argsort(reading.truth[reading.read].sum(axis=0), kind="stable").tolist()
    likeliest = np.argsort(-reading.model.predict_proba(reading.pool), axis=0, kind="stable")
    found: list[int] = []
    while len(found) < size:
        for theme in rarest:
            following = next(at for at in likeliest[:, theme].tolist() if at not in done)
            done.add(following)
            found.append(following)
    return found[:size]


def uncertain_alone(reading: Reading, size: int) -> list[int]:
    done, open_ = set(reading.read), np.abs(reading.model.predict_proba(reading.pool).max(axis=1) - 0.5)
    return [at for at in np.argsort(open_, kind="stable").tolist() if at not in done][:size]


def curve(order: Callable[[Reading, int], list[int]], described: dict[str, str], seed: int) -> list[float]:
    texts, themes, _, kept = coded()
    truth = np.array([[theme in one for theme in kept] for one in themes])
    found: dict[int, list[float]] = {}
    for seen, held_out in folds_of(seed):
        reading = Reading([texts[at] for at in seen], keys_of(seen, seed), truth[seen], kept, [], ThemeAssigner())
        for size in LEARNT_AT:
            if size:
                reading.read += order(reading, size - len(reading.read))
            reading.learn(described)
            if size in (0, *SIZES):
                suggested = reading.model.predict([texts[at] for at in held_out])
                chosen = np.array([[theme in one for theme in kept] for one in suggested])
                found.setdefault(size, []).append(f1(truth[held_out], chosen, "macro"))
    return [float(np.mean(found[size])) for size in (0, *SIZES)]


def _at_one_half(rows: Any, positive: np.ndarray, other: Any) -> np.ndarray:
    return LogisticRegression(max_iter=1000).fit(rows, positive).predict(other)


def _tuned(rows: Any, positive: np.ndarray, other: Any) -> np.ndarray:
    """As a careful person would: close to the codings, balanced, and the threshold with the best F1 inside the codings."""
    model = LogisticRegression(C=10, class_weight="balanced", max_iter=1000)
    folds = KFold(3, shuffle=True, random_state=0)
    inner = np.zeros(len(positive))
    for seen, held_out in folds.split(rows):
        if positive[seen].any() and not positive[seen].all():
            inner[held_out] = model.fit(rows[seen], positive[seen]).predict_proba(rows[held_out])[:, 1]
    return model.fit(rows, positive).predict_proba(other)[:, 1] >= best_threshold(inner, positive)


def plain(learn: Callable[[Any, np.ndarray, Any], np.ndarray], seed: int) -> list[float]:
    texts, themes, _, kept = coded()
    truth = np.array([[theme in one for theme in kept] for one in themes])
    found: dict[int, list[float]] = {}
    for seen, held_out in folds_of(seed):
        for size in SIZES:
            first = seen[audit_order(keys_of(seen, seed))[:size]]
            features = TfidfVectorizer(sublinear_tf=True, ngram_range=(1, 2))
            rows = features.fit_transform([texts[at] for at in first]).tocsr()
            other = features.transform([texts[at] for at in held_out])
            chosen = np.zeros((len(held_out), len(kept)), dtype=bool)
            for at, one in enumerate(truth[first].T):
                if one.any() and not one.all():
                    chosen[:, at] = learn(rows, one, other)
            found.setdefault(size, []).append(f1(truth[held_out], chosen, "macro"))
    return [float("nan"), *(float(np.mean(found[size])) for size in SIZES)]


def orders() -> dict[str, Callable[[int], list[float]]]:
    """Each row of the table, as what gives its figures for a seed."""
    names = {theme: theme for theme in coded()[3]}
    return {
        PLAIN: partial(plain, _at_one_half),
        "random, logistic regression, balanced and tuned": partial(plain, _tuned),
        QUEUE: partial(curve, queued, DESCRIPTIONS),
        "random, themes described": partial(curve, at_random, DESCRIPTIONS),
        "the queue, themes' names alone": partial(curve, queued, names),
        "rare first alone, themes described": partial(curve, rare_alone, DESCRIPTIONS),
        "uncertain alone, themes described": partial(curve, uncertain_alone, DESCRIPTIONS),
    }


def main() -> list[Figure]:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seeds", type=int, default=3)
    parser.add_argument("--only", default="", help="rows whose name begins so")
    asked, _ = parser.parse_known_args()  # what else stands there names the measurements to run
    if not DATA.exists():
        print(f"No comments to measure on at {DATA}.")
        return []
    print(f"Macro-F1, mean of {asked.seeds} seeds ±sd between them\n")
    print("| order and model | 0 | 50 | 100 | 200 | 500 | 1000 | seconds |\n|---|---|---|---|---|---|---|---|")
    means = {}
    for name, measured in orders().items():
        if name.startswith(asked.only):
            began = time.perf_counter()
            found = [measured(seed) for seed in range(asked.seeds)]
            means[name] = dict(zip((0, *SIZES), np.mean(found, 0).tolist(), strict=True))
            told = [f"{one:.3f} ±{by:.3f}" for one, by in zip(np.mean(found, 0), np.std(found, 0), strict=True)]
            print(f"| {name} | {' | '.join(told)} | {time.perf_counter() - began:.0f} |", flush=True)
    if QUEUE not in means or PLAIN not in means:
        return []
    return [
        Figure(f"macro-F1 after {size} read", means[QUEUE][size], means[PLAIN][size], "random, plain LR", aim)
        for size, aim in ((200, "at least twice that"), (1000, ""))
    ]


if __name__ == "__main__":
    main()
