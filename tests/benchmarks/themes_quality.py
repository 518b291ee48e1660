"""How well themes are found, measured against people's codings, beside BERTopic; and what the two language forms share.

Seconds are of CPU and without what is read from disk once, on both sides.
"""

import argparse
import csv
from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Literal

import numpy as np
from sklearn.metrics import (
    adjusted_mutual_info_score,
    adjusted_rand_score,
    normalized_mutual_info_score,
)
from sklearn.model_selection import GroupKFold

from consultation.themes.coding.assign import ThemeAssigner
from consultation.themes.finding.discover import ThemeDiscoverer
from tests.benchmarks import rival
from tests.benchmarks.figures import Figure

DATA = Path(__file__).parents[3] / "shared" / "data"
FEWEST = 20
SEEDS = range(5)
JUDGED = (("NMI", "over it"), ("ARI", "over it"), ("seconds of CPU", "a tenth of it"))


def rows_of(name: str) -> list[dict[str, str]]:
    with (DATA / name).open(encoding="utf-8") as lines:
        return list(csv.DictReader(lines))


def coded() -> tuple[list[str], list[frozenset[str]], list[str], list[str]]:
    """Texts, their themes, the group that must stay together, and the themes that are coded often enough."""
    rows = rows_of("nhs-patient-comments.csv")
    themes = [frozenset(theme.strip() for theme in row["themes"].split(";") if theme.strip()) for row in rows]
    counts = Counter(theme for one in themes for theme in one)
    kept = sorted(theme for theme, count in counts.items() if count >= FEWEST)
    return [row["comment"] for row in rows], [one & set(kept) for one in themes], _groups(rows), kept


def _groups(rows: list[dict[str, str]]) -> list[str]:
    """Respondents, joined where two wrote the same text."""
    leader: dict[str, str] = {}

    def find(one: str) -> str:
        while leader.setdefault(one, one) != one:
            one = leader[one]
        return one

    for row in rows:
        leader[find("text " + row["comment"])] = find(row["respondent"])
    return [find(row["respondent"]) for row in rows]


def discovery() -> list[Figure]:
    """Beside BERTopic in three ways of counting what it leaves out, and with as many groups as it finds by itself.

    Only the last two columns of agreement are of all texts. Leaving the hard ones out of the comparison raises both
    figures, and normalised information grows with the number of groups, so it is compared at equal numbers; the
    adjusted one (AMI) takes chance away.
    """
    print("\nDiscovery against people's themes (mean over seeds ±sd; stable: ARI of refits with each other)\n")
    print(
        "| set and system | groups | NMI / ARI, left out not counted | as one group | put to the nearest | AMI, nearest "
        "| stable | largest share | far or left out | CPU seconds |"
    )
    print("|---|---|---|---|---|---|---|---|---|---|")
    texts, themes, _, _ = coded()
    single = [at for at, one in enumerate(themes) if len(one) == 1]
    texts, themes, _, _ = coded()
    single = [at for at, one in enumerate(themes) if len(one) == 1]
    figures = _discovered("patients' comments", texts, single, [next(iter(themes[at])) for at in single], 18)
    rows = rows_of("sib200-nb-nn-train.csv")
    coded_as = [row["theme"] for row in rows]
    figures += _discovered("sentences nb+nn", [row["text"] for row in rows], range(len(rows)), coded_as, 7)
    if rival.missing():
        print(f"\n{rival.missing()}")
    return figures


def _discovered(name: str, texts: list[str], compared: Sequence[int], people: list[str], number: int) -> list[Figure]:
    asked: list[Literal["auto"] | int] = ["auto", number]
    beside: list[float | None] = [None] * len(JUDGED)
    if not rival.missing():
        rival.warm_up()
        for limit in (None, number):
            fits = [rival.bertopic(texts, limit, seed) for seed in SEEDS]
            told = _compared(f"{name}, BERTopic, same vectors ({limit or 'its own number'})", fits, compared, people)
            if limit is None:
                asked.append(round(np.mean([len(np.unique(fit.nearest)) for fit in fits])))
            else:
                beside = [*told]
    found = {}
    rival.ours(texts, number, 0)  # what is read from disk once is no part of either
    for wanted in asked:
        fits = [rival.ours(texts, wanted, seed) for seed in SEEDS]
        found[wanted] = _compared(f"{name}, ThemeDiscoverer ({wanted})", fits, compared, people)
    pairs = zip(JUDGED, found[number], beside, strict=True)
    return [
        Figure(
            f"{name}, {number} groups: {what}", mine, other, "BERTopic, same vectors, the rest put to the nearest", aim
        )
        for (what, aim), mine, other in pairs
    ]


def _compared(
    name: str, fits: Sequence[rival.Fit], compared: Sequence[int], people: list[str]
) -> tuple[float, float, float]:
    """Print a row; return NMI, ARI and seconds, every text put to its nearest group."""
    truth, here = np.array(people), list(compared)
    whole = [fit.labels[here] for fit in fits]
    nearest = [fit.nearest[here] for fit in fits]
    inside = [one >= 0 for one in whole]
    agreement = [adjusted_rand_score(one, other) for at, one in enumerate(nearest) for other in nearest[at + 1 :]]
    counts = [np.unique(fit.nearest, return_counts=True)[1] for fit in fits]
    cells = [
        _both([truth[kept] for kept in inside], [one[kept] for one, kept in zip(whole, inside, strict=True)]),
        _both([truth] * len(fits), whole),
        _both([truth] * len(fits), nearest),
        f"{np.mean([adjusted_mutual_info_score(truth, one) for one in nearest]):.3f}",
        f"{np.mean(agreement):.2f}",
        f"{np.mean([one.max() / one.sum() for one in counts]):.2f}",
        f"{np.mean([fit.far for fit in fits]):.3f}",
        f"{np.mean([fit.seconds for fit in fits]):.2f}",
    ]
    print(f"| {name} | {np.mean([len(one) for one in counts]):.0f} | {' | '.join(cells)} |", flush=True)
    agreed = [
        float(np.mean([of(truth, one) for one in nearest]))
        for of in (normalized_mutual_info_score, adjusted_rand_score)
    ]
    return agreed[0], agreed[1], float(np.mean([fit.seconds for fit in fits]))


def _both(people: Sequence[np.ndarray], labels: Sequence[np.ndarray]) -> str:
    pairs = list(zip(people, labels, strict=True))
    information = [normalized_mutual_info_score(*pair) for pair in pairs]
    return f"{_spread(information)} / {_spread([adjusted_rand_score(*pair) for pair in pairs])}"


def _spread(values: Sequence[float]) -> str:
    return f"{np.mean(values):.3f} ±{np.std(values):.3f}"


def language_forms() -> None:
    print("\nThe same sentences in bokmål and nynorsk\n")
    print("| | share of pairs |\n|---|---|")
    rows = rows_of("sib200-nb-nn-train.csv")
    pairs: dict[str, dict[str, int]] = defaultdict(dict)
    for at, row in enumerate(rows):
        pairs[row["index_id"]][row["language"]] = at
    texts = [row["text"] for row in rows]
    found = ThemeDiscoverer(7).fit(texts)
    same = np.mean([found.labels_[pair["nb"]] == found.labels_[pair["nn"]] for pair in pairs.values()])
    print(f"| discovery (7): both forms under one candidate | {same:.3f} |")
    split = normalized_mutual_info_score([row["language"] for row in rows], found.labels_)
    print(f"| discovery (7): NMI of candidates with the language form (0 = no split) | {split:.4f} |")
    _taught_in_one_form(rows, pairs)


def _taught_in_one_form(rows: list[dict[str, str]], pairs: dict[str, dict[str, int]]) -> None:
    names = sorted(pairs)
    for taught, asked in (("nb", "nn"), ("nn", "nb")):
        right, same = [], []
        for seen, held_out in GroupKFold(5).split(names, groups=names):
            learn = [rows[pairs[names[at]][taught]] for at in seen]
            model = ThemeAssigner().fit([row["text"] for row in learn], [frozenset({row["theme"]}) for row in learn])
            guesses = {
                form: model.predict_proba([rows[pairs[names[at]][form]]["text"] for at in held_out]).argmax(axis=1)
                for form in ("nb", "nn")
            }
            themes = [rows[pairs[names[at]]["nb"]]["theme"] for at in held_out]
            right += [
                [model.classes_[guesses[form][i]] == theme for form in (taught, asked)]
                for i, theme in enumerate(themes)
            ]
            same += (guesses["nb"] == guesses["nn"]).tolist()
        own, other = np.mean(right, axis=0)
        print(f"| assignment taught in {taught}: right in {taught} | {own:.3f} |")
        print(f"| assignment taught in {taught}: right in {asked} | {other:.3f} |")
        print(f"| assignment taught in {taught}: same theme for both forms | {np.mean(same):.3f} |", flush=True)


def main() -> list[Figure]:
    parser = argparse.ArgumentParser(description=__doc__)
    parts: dict[str, Callable[[], list[Figure] | None]] = {"discovery": discovery, "language_forms": language_forms}
    parser.add_argument("--only", choices=list(parts))
    only = parser.parse_known_args()[0].only  # what else stands there names the measurements to run
    if not DATA.exists():
        print(f"No data to measure on at {DATA}.")
        return []
    return [figure for part in ([only] if only else parts) for figure in parts[part]() or []]


if __name__ == "__main__":
    main()
