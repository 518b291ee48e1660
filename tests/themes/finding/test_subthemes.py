"""One candidate's comments can be divided again, however few they are, and nothing else changes what comes out."""

import pytest

from consultation.themes.finding.discover import ThemeDiscoverer
from consultation.themes.finding.subthemes import subthemes

WAITING = [
    f"Lang ventetid: operasjonen av {what} ble utsatt, operasjon" for what in ("kneet", "ryggen", "hofta", "foten")
]
LETTERS = [f"Lang ventetid: brevet om {what} kom sent i posten, brev" for what in ("time", "innkalling", "utredning")]
PHONE = [f"Lang ventetid i telefonen hos {who}, telefonkø" for who in ("legen", "poliklinikken", "sentralbordet")]
OWN = [*WAITING, *LETTERS, *PHONE]


def test_sub_themes_are_what_comments_of_one_theme_differ_in(texts):
    everything = [*texts, *OWN]
    inside = range(len(texts), len(everything))
    found = subthemes(everything, inside, 3)
    assert len(found.candidates) == 3
    assert found.comments == tuple(inside)
    groups = [{found.labels[at] for at in part} for part in (range(4), range(4, 7), range(7, 10))]
    assert [len(group) for group in groups] == [1, 1, 1]
    assert len(set.union(*groups)) == 3
    for number, candidate in enumerate(found.candidates):
        assert candidate.size == found.labels.count(number)
        assert all(one.passage.of(everything[one.comment]).strip() for one in candidate.examples)
        assert all(found.labels[found.comments.index(one.comment)] == number for one in candidate.examples)


def test_what_else_was_said_is_irrelevant(texts):
    alone, among = subthemes(OWN, range(len(OWN)), 3), subthemes([*texts, *OWN], range(len(texts), len(texts) + 10), 3)
    assert (alone.labels, alone.distances, alone.far) == (among.labels, among.distances, among.far)
    assert [one.name for one in alone.candidates] == [one.name for one in among.candidates]


def test_a_candidate_of_the_discoverer_can_be_divided_with_its_roles(texts):
    roles = ["patient", "leader"] * (len(texts) // 2)
    found = ThemeDiscoverer(3).fit(texts, roles=roles)
    members = [at for at, label in enumerate(found.labels_.tolist()) if label == 0]
    inside = subthemes(texts, members, roles=roles)
    assert sum(one.size for one in inside.candidates) == len(members)
    assert sum(count for one in inside.candidates for _, count in one.by_role) == len(members)


@pytest.mark.parametrize("count", [0, 1, 2, 7])
def test_a_few_comments_stay_together_unless_more_is_asked_for(count):
    found = subthemes(OWN, range(count))
    assert len(found.candidates) == min(count, 1)
    assert len(found.labels) == count
    assert len(subthemes(OWN, range(count), 3).candidates) == min(count, 3)


def test_positions_outside_and_too_few_roles_are_refused():
    with pytest.raises(ValueError, match="10 comments"):
        subthemes(OWN, [3, 10])
    with pytest.raises(ValueError, match="roles for 1"):
        subthemes(OWN, [3], roles=["patient"])
