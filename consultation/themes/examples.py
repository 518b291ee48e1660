"""What shows a candidate best: typical comments in their own words, and the sentence in each that speaks most of it."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from consultation.themes.candidates import Example
from consultation.themes.passages import Passage, passages
from consultation.themes.text import language, lemma, words

EXAMPLES = 5
LOOKED_AT = 60  # nearest comments among which examples are chosen
TERMS_COUNT = 4  # the first terms of a candidate weigh when sentences are compared
SHORT, LONG = 5, 35  # words; shorter says little, longer is not read
PER_TERM = 0.08  # how much nearer a term makes a sentence seem
OUT_OF_LENGTH = 0.25  # how much further away a too short or too long sentence seems


def typical(
    texts: Sequence[str], members: npt.NDArray[np.intp], distances: npt.NDArray[np.float64], terms: tuple[str, ...]
) -> tuple[Example, ...]:
    """Up to five examples among the nearest of a candidate's members, no two with the same words."""
    by_nearness = sorted(members.tolist(), key=lambda at: (round(float(distances[at]), 6), texts[at]))
    ranked = []
    for at in by_nearness[:LOOKED_AT]:
        passage, held = _telling(texts[at], terms)
        length = len(words(passage.of(texts[at])))
        penalty = 0.0 if SHORT <= length <= LONG else OUT_OF_LENGTH
        ranked.append((round(float(distances[at]), 6) + penalty - PER_TERM * held, texts[at], at, passage))
    chosen: dict[str, Example] = {}
    for _, text, at, passage in sorted(ranked, key=lambda one: one[:2]):
        said = " ".join(words(passage.of(text)))
        if passage.start < passage.stop and said not in chosen and len(chosen) < EXAMPLES:
            chosen[said] = Example(at, passage)
    return tuple(chosen.values())


def plain_name(different: Sequence[str], labels: npt.NDArray[np.intp], group: int) -> str:
    """A name for texts without any word: what they show, else a dash."""
    shown = (" ".join(different[at].split())[:24] for at in np.flatnonzero(labels == group).tolist())
    return next((text for text in shown if text), "–")


def _telling(text: str, terms: tuple[str, ...]) -> tuple[Passage, int]:
    """The sentence that holds most of the first terms in any form, the first of equals, and how many it holds."""
    spoken = language(text)
    wanted = {lemma(term, spoken) for term in terms[:TERMS_COUNT]}
    spans = passages(text) or (Passage(0, 0),)
    held = [len(wanted & {lemma(word, spoken) for word in words(span.of(text))}) for span in spans]
    best = held.index(max(held))
    return spans[best], held[best]
