"""Bokmål and nynorsk do not split a candidate, and it is the reading of nynorsk that keeps them together."""

import csv
from pathlib import Path

import numpy as np
import pytest
from sklearn.metrics import normalized_mutual_info_score

from consultation.themes.finding.discover import ThemeDiscoverer
from consultation.themes.reading import text
from tests.themes.finding.invented_pairs import PAIRS

SIB = Path(__file__).parents[4] / "shared" / "data" / "sib200-nb-nn-train.csv"


def together(number=10):
    """The share of pairs under one candidate, asked for twice as many candidates as there are themes."""
    labels = ThemeDiscoverer(number).fit([one for pair in PAIRS for one in pair]).labels_
    return float(np.mean(labels[::2] == labels[1::2]))


def test_a_comment_and_its_counterpart_lie_under_one_candidate():
    assert together() >= 0.9


def test_they_would_be_split_were_nynorsk_not_read_as_bokmaal(monkeypatch):
    for table in ("BOKMAAL_FOR", "BOKMAAL_FOR_ONLY_IN_NYNORSK"):
        monkeypatch.setattr(text, table, {})
    for rules in ("ENDINGS", "WEAK_ENDINGS", "PARTS"):
        monkeypatch.setattr(text, rules, ())
    text.lemma.cache_clear()
    try:
        assert together() < 0.5
    finally:
        text.lemma.cache_clear()


@pytest.mark.skipif(not SIB.exists(), reason="the paired sentences are not here")
def test_paired_sentences_of_others_lie_together_and_candidates_do_not_tell_the_form():
    with SIB.open(encoding="utf-8") as lines:
        rows = list(csv.DictReader(lines))
    labels = ThemeDiscoverer(7).fit([row["text"] for row in rows]).labels_
    of_pair: dict[str, list[int]] = {}
    for row, label in zip(rows, labels.tolist(), strict=True):
        of_pair.setdefault(row["index_id"], []).append(label)
    assert np.mean([len(set(pair)) == 1 for pair in of_pair.values()]) > 0.75
    assert normalized_mutual_info_score([row["language"] for row in rows], labels) < 0.01
