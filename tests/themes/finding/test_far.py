"""Comments that speak of what hardly anyone else does are marked to be read; distance to a candidate does not tell them."""

import numpy as np

from consultation.themes.finding.far import far
from consultation.themes.finding.placing import Placed
from consultation.themes.reading.text import UNDECIDED

TEXTS = [f"Ventetiden på {number} uker var altfor lang" for number in range(40)]
OWN = "Xylofonen i korridoren skremte barnebarnet"


def placed(texts, held, known, distances=None):
    nothing = np.zeros(len(texts), dtype=np.intp)
    near = np.full(len(texts), 0.2) if distances is None else np.array(distances)
    return Placed(nothing, near, nothing, np.ones(len(texts)), np.array(held), np.array(known))


def test_what_is_held_least_is_marked_however_near_it_lies():
    held = [0.9 - 0.001 * at for at in range(40)] + [0.1]
    marked = far([*TEXTS, OWN], placed([*TEXTS, OWN], held, [4] * 41), UNDECIDED)
    assert marked[40]
    assert marked.sum() == 2  # a twentieth of 41


def test_words_that_nobody_else_uses_count_as_not_shared():
    held = [0.5 - 0.001 * at for at in range(40)] + [0.4635]
    marked = far([*TEXTS, OWN], placed([*TEXTS, OWN], held, [4] * 40 + [1]), UNDECIDED)
    assert marked[40]


def test_a_word_or_two_are_no_view_of_its_own():
    texts = [*TEXTS, "Fantastisk!"]
    assert not far(texts, placed(texts, [0.9] * 40 + [0.1], [4] * 40 + [1]), UNDECIDED)[40]


def test_a_text_far_from_every_candidate_is_marked_whatever_it_holds():
    texts = [*TEXTS, "😀"]
    marked = far(texts, placed(texts, [0.9] * 40 + [0.0], [4] * 40 + [0], [0.2] * 40 + [1.0]), UNDECIDED)
    assert np.flatnonzero(marked).tolist() == [40]


def test_equal_texts_and_none_mark_nothing():
    assert not far(TEXTS, placed(TEXTS, [0.9] * 40, [4] * 40), UNDECIDED).any()
    assert len(far([], placed([], [], []), UNDECIDED)) == 0
