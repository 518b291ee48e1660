"""What lies between two candidates is counted and shown in its own words."""

import numpy as np

from consultation.themes.finding.between import overlaps
from consultation.themes.finding.candidates import CandidateTheme
from consultation.themes.finding.discover import ThemeDiscoverer
from consultation.themes.finding.placing import Placed

TEXTS = ["Lang ventetid", "Dyr parkering", "Jeg ventet en time på parkering", "Noe ganske annet", "Dyr parkering igjen"]
CANDIDATES = (
    CandidateTheme("Ventetid", ("ventetid", "vente"), 3, 0.6, ()),
    CandidateTheme("Parkering", ("parkering",), 2, 0.4, ()),
)


def lying(next_distances):
    return Placed(
        np.array([0, 1, 0, 0, 1]),
        np.array([0.1, 0.1, 0.3, 0.9, 0.2]),
        np.array([1, 0, 1, 1, 0]),
        np.array(next_distances),
        np.ones(5),
        np.full(5, 3),
    )


def test_a_text_that_is_nearly_as_near_to_another_candidate_lies_between_the_two():
    (found,) = overlaps(TEXTS, lying([0.9, 0.8, 0.35, 0.91, 0.9]), np.array([0, 0, 0, 1, 0], dtype=bool), CANDIDATES)
    assert (found.first, found.second, found.size, found.share) == (0, 1, 1, 0.5)
    (example,) = found.examples
    assert example.passage.of(TEXTS[example.comment]) == "Jeg ventet en time på parkering"


def test_a_text_far_from_all_lies_nowhere_and_clear_candidates_share_nothing():
    nothing = np.zeros(5, dtype=bool)
    assert overlaps(TEXTS, lying([0.9, 0.8, 0.9, 1.0, 0.9]), nothing, CANDIDATES) == ()
    far = np.array([0, 0, 0, 1, 0], dtype=bool)
    assert overlaps(TEXTS, lying([0.9, 0.8, 0.9, 0.9, 0.9]), far, CANDIDATES) == ()


def test_comments_about_two_things_lie_between_their_candidates():
    waiting = [f"Ventetiden på {place} er lang" for place in ("time", "svar", "utredning", "operasjon", "plass")]
    food = [f"Maten på {place} var kald" for place in ("avdelingen", "sengeposten", "sykehuset", "rommet", "kvelden")]
    both = ["Maten på rommet var kald, og ventetiden på mat er lang"]
    found = ThemeDiscoverer(2).fit([*waiting, *food, *both])
    (between,) = found.between_
    assert [one.comment for one in between.examples] == [10]
    assert (between.first, between.second, between.size) == (0, 1, 1)


def test_one_candidate_has_nothing_beside_it():
    assert ThemeDiscoverer(1).fit(TEXTS).between_ == ()
    assert ThemeDiscoverer().fit(["Det samme"] * 20).between_ == ()
