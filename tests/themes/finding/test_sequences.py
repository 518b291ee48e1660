"""What one text covers of all others at a stroke is what comparing them one by one would say."""

import random

import numpy as np
import pytest

from consultation.themes.finding.campaigns import find_campaigns
from consultation.themes.finding.sequences import table_of
from consultation.themes.finding.shingles import covered_by
from tests.benchmarks.campaigns import merged


def test_likeness_to_a_text_is_the_smaller_share_of_either_covered_by_the_other():
    chance = random.Random(1)
    letter = [chance.randrange(12) for _ in range(30)]
    texts = [letter, letter[:20] + [chance.randrange(40) for _ in range(10)], letter[15:] + letter[:15], letter * 2]
    texts += [[chance.randrange(40) for _ in range(chance.randrange(3, 40))] for _ in range(40)]
    table = table_of([np.array(text) for text in texts], np.ones(len(texts), dtype=np.int64))
    for at in (0, 1, 3, 10):
        expected = [min(np.mean(covered_by(text, texts[at])), np.mean(covered_by(texts[at], text))) for text in texts]
        assert table.likeness_to(at).tolist() == pytest.approx(expected)


def test_copies_of_a_large_letter_and_of_a_small_one_are_told_apart():
    small = "Vi ber om at fødestua i {} får jordmor hele døgnet, også når veien er stengt av snø og ras på vinteren."
    texts = [*merged(600), *(small.format(place) for place in ("Odda", "Lærdal", "Rjukan"))]
    random.Random(2).shuffle(texts)
    found = find_campaigns(texts)
    assert [(group.kind, group.number) for group in found.groups] == [("campaign", 600), ("campaign", 3)]
