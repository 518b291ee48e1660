"""What shows a candidate best: typical comments in their own words, and the sentence in each that speaks most of it."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

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
DECIMALS = 6  # of a distance, so that ties are ties whatever order a processor adds in
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


@dataclass(frozen=True)
class Sentences:
    """The sentences of comments, each comment read once; ``lean`` is that of all of them."""

    lean: Lean = UNDECIDED
    _read: dict[str, tuple[str, tuple[Passage, ...], list[list[str]]]] = field(default_factory=dict, repr=False)

    def of(self, text: str) -> tuple[str, tuple[Passage, ...], list[list[str]]]:
        """A text's language, its sentences, at least one, and the lemmas of the words of each."""
        found = self._read.get(text)
        if found is None:
            spoken, spans = language(text, self.lean), tuple(passages(text)) or (Passage(0, 0),)
            found = spoken, spans, [[lemma(word, spoken) for word in words(span.of(text))] for span in spans]
            self._read[text] = found
        return found


def typical(
    texts: Sequence[str],
    members: npt.NDArray[np.intp],
    distances: npt.NDArray[np.float64],
    terms: tuple[str, ...],
    *,
    roles: Sequence[str] = (),
    sentences: Sentences | None = None,
) -> tuple[Example, ...]:
    """Up to five examples among the nearest of a candidate's members: of several roles, and none that repeats another."""
    sentences = sentences or Sentences()
    found = []
    seen: Counter[str] = Counter()
    for place, at in enumerate(_nearest(texts, members, distances, roles)):
        role = roles[at] if roles else ""
        seen[role] += 1
        if place >= LOOKED_AT and (not roles or seen[role] > LOOKED_AT_OF_ROLE):
            continue
        sentence, held = _sentence(texts[at], at, role, terms, sentences)
        if sentence.passage.start < sentence.passage.stop and (held or place < LOOKED_AT):
            found.append(sentence.further(round(float(distances[at]), DECIMALS) - PER_TERM * held))
    return tuple(Example(one.comment, one.passage) for one in _varied(sorted(found, key=lambda one: one.distance)))


def _nearest(
    texts: Sequence[str], members: npt.NDArray[np.intp], distances: npt.NDArray[np.float64], roles: Sequence[str]
) -> list[int]:
    """The members in the order of their distances, those at least that can be looked at."""
    near = distances[members]
    wanted = near <= _until(near, LOOKED_AT)
    if roles:
        of = np.array([roles[at] for at in members.tolist()])
        for role in np.unique(of):
            wanted |= (of == role) & (near <= _until(near[of == role], LOOKED_AT_OF_ROLE))
    return sorted(members[wanted].tolist(), key=lambda at: (round(float(distances[at]), DECIMALS), texts[at]))


def _until(near: npt.NDArray[np.float64], number: int) -> float:
    """A distance within which so many lie, with those that are as near to the last decimal that is looked at."""
    return float(np.partition(near, number - 1)[number - 1]) + 10**-DECIMALS if len(near) > number else np.inf


def _sentence(text: str, at: int, role: str, terms: tuple[str, ...], sentences: Sentences) -> tuple[Sentence, int]:
    """A comment's sentence with most of the first terms in any form, the first of equals; and how many it holds."""
    spoken, spans, lemmas = sentences.of(text)
    wanted = {lemma(term, spoken) for term in terms[:TERMS_COUNT]}
    held = [len(wanted.intersection(said)) for said in lemmas]
    best = held.index(max(held))
    out_of_length = 0.0 if SHORT <= len(lemmas[best]) <= LONG else OUT_OF_LENGTH
    said = _turns_on(spans[best].of(text), lemmas[best], spoken)
    return Sentence(at, spans[best], role if held[best] else "", out_of_length, said), held[best]


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
