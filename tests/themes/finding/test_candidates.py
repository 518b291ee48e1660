"""Candidates travel as plain values, and those that were kept before more was measured are still read."""

import json

import pytest

from consultation.themes.finding.candidates import CandidateTheme, Example
from consultation.themes.finding.discover import ThemeDiscoverer
from consultation.themes.reading.passages import Passage

PLAIN = CandidateTheme("Ventetid", ("ventetid", "uker"), 12, 0.24, (Example(3, Passage(0, 9)),))
MEASURED = CandidateTheme("Mat", ("mat",), 5, 0.1, (), 0.75, (("leader", 2), ("patient", 3)))


@pytest.mark.parametrize("candidate", [PLAIN, MEASURED])
def test_a_candidate_comes_back_as_it_went(candidate):
    assert CandidateTheme.from_json(json.loads(json.dumps(candidate.as_json(), sort_keys=True))) == candidate


def test_a_candidate_from_before_is_read_and_written_as_it_was():
    old = {"name": "Ventetid", "terms": ["ventetid", "uker"], "size": 12, "share": 0.24, "examples": [[3, 0, 9]]}
    assert CandidateTheme.from_json(old) == PLAIN
    assert PLAIN.as_json() == old


@pytest.mark.parametrize(
    "change", [{"size": "12"}, {"stability": "high"}, {"by_role": {"patient": "two"}}, {"name": 1}]
)
def test_what_is_no_candidate_is_refused(change):
    with pytest.raises(ValueError, match="not a candidate"):
        CandidateTheme.from_json({**MEASURED.as_json(), **change})


def test_roles_are_counted_in_every_candidate_and_stability_is_a_share(texts):
    roles = ["patient" if at % 3 else "leader" for at in range(len(texts))]
    found = ThemeDiscoverer(5).fit(texts, roles=roles)
    for candidate in found.candidates_:
        assert sum(count for _, count in candidate.by_role) == candidate.size
        assert 0 < candidate.stability <= 1
        assert CandidateTheme.from_json(json.loads(json.dumps(candidate.as_json()))) == candidate
    totals = [sum(dict(one.by_role).get(role, 0) for one in found.candidates_) for role in ("leader", "patient")]
    assert totals == [roles.count("leader"), roles.count("patient")]
    assert ThemeDiscoverer(5).fit(texts).candidates_[0].by_role == ()
