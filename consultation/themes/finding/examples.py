"""What shows a candidate best: typical comments in their own words, and the sentence in each that speaks most of it."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from consultation.themes.finding.candidates import Example
from consultation.themes.reading.passages import Passage, passages
from consultation.themes.reading.text import UNDECIDED, Lean, is_stop_word, language, lemma, words

EXAMPLES = 5
LOOKED_AT = 60  # nearest comments among which examples are chosen
LOOKED_AT_OF_ROLE = 10  # of every role, so that one that writes little is seen too
TERMS_COUNT = 4  # the first terms of a candidate weigh when sentences are compared
SHORT, LONG = 5, 35  # words; shorter says little, longer is not read
PER_TERM = 0.08  # how much nearer a term makes a sentence seem
OUT_OF_LENGTH = 0.25  # how much further away a too short or too long sentence seems
ROLE_SHOWN = 0.1  # the same, for every example of the same role that is chosen already
SAID_ALREADY = 0.2  # the same, for a sentence that says all that a chosen one says
ALIKE = 0.6  # share of words from which a sentence says the same again and is left out


@dataclass(frozen=True, slots=True)
class Sentence:
    """A comment's most telling sentence, how far it seems from its candidate, and the words it turns on.

    ``role`` is empty where the sentence holds none of the candidate's terms: a role is no reason to show it.
    """

    comment: int
    passage: Passage
    role: str
    distance: float
    said: frozenset[str]

    def further(self, distance: float) -> "Sentence":
        """The same, so much further away."""
        return replace(self, distance=self.distance + distance)

    def likeness(self, other: "Sentence") -> float:
        """The share of words that both turn on, 0 to 1 (Jaccard)."""
        return len(self.said & other.said) / (len(self.said | other.said) or 1)


def typical(
    texts: Sequence[str],
    members: npt.NDArray[np.intp],
    distances: npt.NDArray[np.float64],
    terms: tuple[str, ...],
    *,
    roles: Sequence[str] = (),
    lean: Lean = UNDECIDED,
) -> tuple[Example, ...]:
    """Up to five examples among the nearest of a candidate's members: of several roles, and none that repeats another."""
    nearest = sorted(members.tolist(), key=lambda at: (round(float(distances[at]), 6), texts[at]))
    found = []
    seen: Counter[str] = Counter()
    for place, at in enumerate(nearest):
        role = roles[at] if roles else ""
        seen[role] += 1
        if place >= LOOKED_AT and (not roles or seen[role] > LOOKED_AT_OF_ROLE):
            continue
        sentence, held = _sentence(texts[at], at, role, terms, language(texts[at], lean))
        if sentence.passage.start < sentence.passage.stop and (held or place < LOOKED_AT):
            found.append(sentence.further(round(float(distances[at]), 6) - PER_TERM * held))
    return tuple(Example(one.comment, one.passage) for one in _varied(sorted(found, key=lambda one: one.distance)))


def _sentence(text: str, at: int, role: str, terms: tuple[str, ...], spoken: str) -> tuple[Sentence, int]:
    """A comment's most telling sentence, and how many of the first terms it holds."""
    passage, held, lemmas = _telling(text, terms, spoken)
    out_of_length = 0.0 if SHORT <= len(lemmas) <= LONG else OUT_OF_LENGTH
    return Sentence(at, passage, role if held else "", out_of_length, _turns_on(passage.of(text), lemmas, spoken)), held


def _varied(ranked: list[Sentence]) -> list[Sentence]:
    """The nearest first, then each time the one that adds most for its distance."""
    chosen: list[Sentence] = []
    while len(chosen) < EXAMPLES:
        ranked = [one for one in ranked if all(one.likeness(other) < ALIKE for other in chosen)]
        if not ranked:
            break
        chosen.append(min(ranked, key=lambda one: _cost(one, chosen)))
    return chosen


def _cost(one: Sentence, chosen: list[Sentence]) -> float:
    same_role = sum(one.role == other.role for other in chosen) if one.role else len(chosen)
    return one.distance + ROLE_SHOWN * same_role + SAID_ALREADY * max(map(one.likeness, chosen), default=0)


def _turns_on(sentence: str, lemmas: list[str], spoken: str) -> frozenset[str]:
    """The lemmas of a sentence's content words; all its words, or what it shows, where it has none."""
    return frozenset(one for one in lemmas if not is_stop_word(one, spoken)) or frozenset(lemmas or [sentence])


def plain_name(different: Sequence[str], labels: npt.NDArray[np.intp], group: int) -> str:
    """A name for texts without any word: what they show, else a dash."""
    shown = (" ".join(different[at].split())[:24] for at in np.flatnonzero(labels == group).tolist())
    return next((text for text in shown if text), "–")


def _telling(text: str, terms: tuple[str, ...], spoken: str) -> tuple[Passage, int, list[str]]:
    """The sentence that holds most of the first terms in any form, the first of equals; how many, and its words' lemmas."""
    wanted = {lemma(term, spoken) for term in terms[:TERMS_COUNT]}
    spans = passages(text) or (Passage(0, 0),)
    lemmas = [[lemma(word, spoken) for word in words(span.of(text))] for span in spans]
    held = [len(wanted.intersection(said)) for said in lemmas]
    best = held.index(max(held))
    return spans[best], held[best], lemmas[best]
