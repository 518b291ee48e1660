"""Time, CPU time and peak memory of discovery and assignment on 1k, 10k and 100k comments; run as a script on two cores.

Where there are fewer real comments than asked for, new ones are put together from halves of two real ones, and words
are dropped and misspelt at random: that keeps the vocabulary growing as in real life, but themes are not more varied.
    OMP_NUM_THREADS=2 taskset -c 0,1 python tests/benchmarks/themes_scale.py
A million take minutes and are asked for: ``--sizes 1000000 --only discover``.
"""

import argparse
import csv
import multiprocessing
import resource
import time
from pathlib import Path

import numpy as np

HERE = Path(__file__)
REAL = HERE.parents[3] / "shared" / "data" / "nhs-patient-comments.csv"
INVENTED = HERE.parents[1] / "themes" / "invented-comments.csv"
WORDS = 36  # on average, as comments to open questions have
CODED = 2_000


def real() -> list[tuple[str, frozenset[str]]]:
    if REAL.exists():
        with REAL.open(encoding="utf-8") as lines:
            return [(row["comment"], frozenset(row["themes"].split("; "))) for row in csv.DictReader(lines)]
    with INVENTED.open(encoding="utf-8") as lines:
        return [(row["comment"], frozenset({row["about"]})) for row in csv.DictReader(lines)]


def many(number: int, seed: int = 0) -> list[tuple[str, frozenset[str]]]:
    """So many different comments, about 36 words each, replicated from real ones with noise."""
    rng = np.random.default_rng(seed)
    source = real()
    made = []
    while len(made) < number:
        wanted, words, themes = int(rng.integers(4, 2 * WORDS)), [], frozenset()
        while len(words) < wanted:
            text, coded = source[int(rng.integers(len(source)))]
            words += [_noisy(word, rng) for word in text.split()]
            themes |= coded
        made.append((" ".join(words), themes))
    return made


def _noisy(word: str, rng: np.random.Generator) -> str:
    if len(word) < 4 or rng.random() > 0.02:
        return word
    at = int(rng.integers(1, len(word) - 1))
    return word[:at] + word[at + 1 :]


def discover(number: int) -> str:
    from consultation.themes.finding.discover import ThemeDiscoverer

    texts = [text for text, _ in many(number)]
    began, before = _now(), _peak()
    found = ThemeDiscoverer().fit(texts)
    return _line("discover", texts, began, before, f"{len(found.candidates_)} candidates")


def assign(number: int) -> str:
    from consultation.themes.coding.assign import ThemeAssigner

    coded = many(CODED, seed=1)
    texts = [text for text, _ in many(number)]
    began, before = _now(), _peak()
    model = ThemeAssigner().fit([text for text, _ in coded], [themes for _, themes in coded])
    learnt = time.perf_counter() - began[0]
    model.predict(texts)
    return _line("assign", texts, began, before, f"of it {learnt:.1f} s to learn from {CODED} codings")


def _line(what: str, texts: list[str], began: tuple[float, float], before: float, remark: str) -> str:
    seconds, spent = (now - then for now, then in zip(_now(), began, strict=True))
    length = np.mean([len(text.split()) for text in texts[:2000]])
    return f"| {what} | {len(texts):,} | {length:.0f} | {seconds:.1f} | {spent:.1f} | {_peak():.2f} | {before:.2f} | {remark} |"


def _now() -> tuple[float, float]:
    return time.perf_counter(), time.process_time()


def _peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", nargs="*", type=int, default=[1_000, 10_000, 100_000])
    parts = {"discover": discover, "assign": assign}
    parser.add_argument("--only", choices=list(parts))
    asked = parser.parse_args()
    print(
        "Comments replicated from real ones with noise."
        if REAL.exists()
        else "Invented comments replicated with noise."
    )
    print(
        "| what | comments | words each | seconds | of CPU | peak GiB | of it before | |\n|---|---|---|---|---|---|---|---|"
    )
    fresh = multiprocessing.get_context("spawn")
    for number in asked.sizes:
        for part in [parts[asked.only]] if asked.only else parts.values():
            with fresh.Pool(1) as pool:  # a process of its own, so that its peak memory is its own
                print(pool.apply(part, (number,)), flush=True)


if __name__ == "__main__":
    main()
