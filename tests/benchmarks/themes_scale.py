"""Time, CPU time and peak memory of finding themes in 1k, 10k, 100k and 1M comments, and of suggesting them, on two cores.

No comment is a real one: each is put together from several real ones, with letters left out at random. That keeps the
vocabulary growing as in real life, but themes are not more varied. A million are put together for minutes before the
clock begins. ``--sizes 100000 --only discover`` measures one.
"""

import argparse
import csv
import multiprocessing
import os
import resource
import time
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from tests.benchmarks.figures import Figure

HERE = Path(__file__)
REAL = HERE.parents[3] / "shared" / "data" / "nhs-patient-comments.csv"
INVENTED = HERE.parents[1] / "themes" / "invented-comments.csv"
WORDS = 36  # at least this many on average, as comments to open questions have; they end where a real one ends
CODED = 2_000
CORES = 2
SIZES = {"discover": (1_000, 10_000, 100_000, 1_000_000), "assign": (1_000, 10_000, 100_000)}
AIMS = {
    ("discover", 100_000): ("under 60", "under 2"),
    ("discover", 1_000_000): ("under 600", "under 6"),
}


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


@dataclass(frozen=True)
class Cost:
    """What one fit took: seconds and GiB, those that there were before it too."""

    what: str
    comments: int
    words: float
    seconds: float
    spent: float
    peak: float
    before: float
    remark: str

    def row(self) -> str:
        cells = f"{self.words:.0f} | {self.seconds:.1f} | {self.spent:.1f} | {self.peak:.2f} | {self.before:.2f}"
        return f"| {self.what} | {self.comments:,} | {cells} | {self.remark} |"

    def figures(self) -> list[Figure]:
        """Seconds and memory, where something is aimed at."""
        if (self.what, self.comments) not in AIMS:
            return []
        seconds, memory = AIMS[self.what, self.comments]
        of = f"{self.what}, {self.comments:,} comments, replicated with noise"
        return [Figure(f"{of}: seconds", self.seconds, aim=seconds), Figure(f"{of}: GiB", self.peak, aim=memory)]


def discover(number: int) -> Cost:
    from consultation.themes.finding.discover import ThemeDiscoverer

    texts = [text for text, _ in many(number)]
    began, before = _now(), _peak()
    found = ThemeDiscoverer().fit(texts)
    return _cost("discover", texts, began, before, f"{len(found.candidates_)} candidates")


def assign(number: int) -> Cost:
    from consultation.themes.coding.assign import ThemeAssigner

    coded = many(CODED, seed=1)
    texts = [text for text, _ in many(number)]
    began, before = _now(), _peak()
    model = ThemeAssigner().fit([text for text, _ in coded], [themes for _, themes in coded])
    learnt = time.perf_counter() - began[0]
    model.predict(texts)
    return _cost("assign", texts, began, before, f"of it {learnt:.1f} s to learn from {CODED} codings")


def _cost(what: str, texts: list[str], began: tuple[float, float], before: float, remark: str) -> Cost:
    seconds, spent = (now - then for now, then in zip(_now(), began, strict=True))
    words = float(np.mean([len(text.split()) for text in texts[:2000]]))
    return Cost(what, len(texts), words, seconds, spent, _peak(), before, remark)


def _on_two_cores() -> None:
    os.sched_setaffinity(0, sorted(os.sched_getaffinity(0))[:CORES])


def _now() -> tuple[float, float]:
    return time.perf_counter(), time.process_time()


def _peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20


def main() -> list[Figure]:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", nargs="*", type=int)
    parts = {"discover": discover, "assign": assign}
    parser.add_argument("--only", choices=list(parts))
    asked, _ = parser.parse_known_args()  # what else stands there names the measurements to run
    print(
        "Comments replicated from real ones with noise."
        if REAL.exists()
        else "Invented comments replicated with noise."
    )
    print(
        "| what | comments | words each | seconds | of CPU | peak GiB | of it before | |\n|---|---|---|---|---|---|---|---|"
    )
    fresh = multiprocessing.get_context("spawn")
    figures = []
    for name in [asked.only] if asked.only else parts:
        for number in asked.sizes or SIZES[name]:
            with fresh.Pool(1, _on_two_cores) as pool:  # a process of its own, so that its peak memory is its own
                cost = pool.apply(parts[name], (number,))
            print(cost.row(), flush=True)
            figures += cost.figures()
    return figures


if __name__ == "__main__":
    main()
