"""How much of what may show who somebody is gets marked, and how little else: `pytest -s` prints the README's table."""

import csv
import itertools
import math
import re
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import pytest

from consultation.privacy.marking import Mark, MarkKind, marks
from tests.privacy.labelled_texts import Labelled, read

PARTS = ("fresh", "blind", "unseen", "held_out", "hostile", "tuned")  # the later written, the more honest the figure
KINDS: tuple[MarkKind, ...] = ("name", "address", "rare")
LEAST: dict[object, tuple[float, float]] = {  # recall, precision
    "name": (0.90, 0.85),
    "address": (0.85, 0.85),
    "rare": (0.80, 0.85),
    ("fresh", "name"): (0.70, 0.80),  # with rare names, as nobody's list holds them all
}
UNKNOWN = ("Zorvelin", "Qualmandre", "Trisbekko", "Ulwezan", "Phaidrekk")  # on no list, and like no Norwegian name
REAL = Path(__file__).parents[3] / "shared" / "data" / "nhs-patient-comments.csv"


@dataclass(frozen=True)
class Rate:
    """So many of so many."""

    hits: int
    of: int

    @property
    def share(self) -> float:
        """The share; one of none."""
        return self.hits / self.of if self.of else 1.0

    def __str__(self) -> str:
        low, high = wilson(self.hits, self.of)
        return f"{self.share:5.1%} ({self.hits} of {self.of}; {low:.0%}-{high:.0%})"


def wilson(hits: int, of: int, z: float = 1.96) -> tuple[float, float]:
    """The 95 % interval of a share (Wilson 1927)."""
    if not of:
        return 0.0, 1.0
    middle = (hits + z * z / 2) / (of + z * z)
    half = z / (of + z * z) * math.sqrt(hits * (of - hits) / of + z * z / 4)
    return middle - half, min(1.0, middle + half)


def meets(one: Mark, others: tuple[Mark, ...]) -> bool:
    return any(one.kind == other.kind and one.start < other.stop and other.start < one.stop for other in others)


def rates(sentences: list[Labelled], kind: MarkKind) -> tuple[Rate, Rate]:
    """Return recall over the labelled spans and precision over the marks; an overlap counts as found."""
    found = labelled = right = marked = 0
    for sentence in sentences:
        marks_ = marks(sentence.text)
        spans = [span for span in sentence.spans if span.kind == kind]
        given = [mark for mark in marks_ if mark.kind == kind]
        labelled, marked = labelled + len(spans), marked + len(given)
        found += sum(meets(span, marks_) for span in spans)
        right += sum(meets(mark, sentence.spans) for mark in given)
    return Rate(found, labelled), Rate(right, marked)


@pytest.mark.parametrize("part", PARTS)
@pytest.mark.parametrize("kind", KINDS)
def test_marks_are_found_and_right_in_both_written_forms(part: str, kind: MarkKind):
    both, least = [], LEAST.get((part, kind), LEAST[kind])
    for language in ("nb", "nn"):
        sentences = read(part, language)
        recall, precision = rates(sentences, kind)
        both += sentences
        print(f"\n{part:8} {language} {kind:8} found {recall}   right {precision}", end="")
        assert recall.share >= least[0] - 0.1, language
        assert precision.share >= least[1] - 0.1, language
    recall, precision = rates(both, kind)
    print(f"\n{part:8} both {kind:6} found {recall}   right {precision}")
    assert recall.share >= least[0]
    assert precision.share >= least[1]


def test_the_set_is_large_and_half_of_it_holds_nothing():
    counted = Counter()
    for part in PARTS:
        for language in ("nb", "nn"):
            for sentence in read(part, language):
                counted[part, bool(sentence.spans)] += 1
    whole = sum(counted.values())
    held_out = sum(counted[part, holds] for part in PARTS[:4] for holds in (True, False))
    assert whole >= 500
    for holds in (True, False):
        assert sum(number for (_, spans), number in counted.items() if spans is holds) >= 250
    assert held_out >= 0.4 * whole


def test_no_sentence_stands_in_two_parts():
    parts = [{sentence.text for language in ("nb", "nn") for sentence in read(part, language)} for part in PARTS]
    assert not [one & other for one, other in itertools.combinations(parts, 2) if one & other]


@pytest.mark.parametrize(("parts", "most"), [(("held_out", "tuned"), 0.02), (("blind", "fresh"), 0.08)])
def test_clean_sentences_are_mostly_left_alone_in_both_written_forms(parts: tuple[str, ...], most: float):
    for language in ("nb", "nn"):
        clean = [s.text for part in parts for s in read(part, language) if not s.spans]
        touched = [text for text in clean if marks(text)]
        print(f"\nclean sentences with a mark, {language}, {' and '.join(parts)}: {Rate(len(touched), len(clean))}")
        assert len(touched) <= most * len(clean), touched


def renamed(sentence: Labelled, language: str) -> Labelled:
    """Return the sentence with a name that is on no list in place of each, written as the first was."""
    text, spans, at = "", [], 0
    for number, span in enumerate(sentence.spans):
        name = UNKNOWN[(number + len(sentence.text)) % len(UNKNOWN)]
        original = sentence.text[span.start : span.stop]
        name = name if original[0].isupper() else name.lower()
        text += sentence.text[at : span.start]
        spans.append(Mark("name", len(text), len(text) + len(name)))
        text, at = text + name, span.stop
    return Labelled(text + sentence.text[at:], tuple(spans))


def test_a_name_on_no_list_is_found_where_its_neighbours_give_it_away():
    named = [
        renamed(sentence, language)
        for language in ("nb", "nn")
        for sentence in read("held_out", language)
        if sentence.spans and all(span.kind == "name" for span in sentence.spans)
    ]
    found = Rate(sum(bool(rates([s], "name")[0].hits) for s in named), len(named))
    print(f"\nnames on no list, held-out sentences: found {found}")
    assert found.share >= 0.35


@pytest.mark.skipif(not REAL.is_file(), reason="the comments lie beside the project where they are")
def test_real_comments_are_mostly_left_alone():
    with REAL.open(encoding="utf-8") as file:
        comments = [row["comment"] for row in csv.DictReader(file)]
    touched = [text for text in comments if marks(text)]
    print(f"\nreal English comments with a mark: {Rate(len(touched), len(comments))}")
    assert len(touched) <= 0.01 * len(comments)


def test_the_lists_hold_each_word_once_and_small():
    folder = Path(__file__).parents[2] / "consultation" / "privacy" / "words"
    for path in folder.glob("*.txt"):
        lines = [line for line in path.read_text("utf-8").splitlines() if not line.startswith("#")]
        listed = " ".join(lines).split()
        assert listed == [word.lower() for word in listed], path.name
        assert not [word for word in listed if re.search(r"[0-9\s]", word)], path.name
        assert len(listed) == len(set(listed)), (path.name, [w for w, n in Counter(listed).items() if n > 1])
