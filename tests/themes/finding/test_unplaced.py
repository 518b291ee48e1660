"""Not one comment is dropped: what fits nowhere is a list, the few who say the same stand together, and none is filtered out."""

import numpy as np
import pytest

from consultation.themes.finding.discover import ThemeDiscoverer
from consultation.themes.finding.unplaced import unplaced

LOOP = [
    "Teleslynga på venterommet virker ikke",
    "Teleslyngen på venterommet er ødelagt",
    "Venterommet mangler teleslynge",
]
DOG = ["Førerhunden min fikk ikke bli med inn", "Ta imot førerhunder i akuttmottaket"]
ALONE = ["Xylofonen i korridoren skremte barnebarnet"]


def test_two_to_five_voices_stand_together_before_those_who_are_alone(texts):
    everything = [*texts, *LOOP, *DOG, *ALONE]
    listed = unplaced(everything, range(len(texts), len(everything)))
    said = [{everything[at] for at in voices.comments} for voices in listed]
    assert said == [set(LOOP), set(DOG), set(ALONE)]


def test_every_given_comment_is_listed_once(texts):
    given = [*texts, *texts[:9], "", "😀", "og"]
    listed = [at for voices in unplaced(given, range(len(given))) for at in voices.comments]
    assert sorted(listed) == list(range(len(given)))


def test_comments_without_words_come_last_and_equal_ones_stand_together():
    given = ["😀", "Teleslynga virker ikke", "", "Teleslynga virker ikke", "Førerhunden fikk ikke bli med"]
    assert [voices.comments for voices in unplaced(given, range(5))] == [(1, 3), (4,), (2,), (0,)]


def test_each_next_is_the_least_like_those_before():
    given = ["Dyr parkering", "Parkering koster penger", "Parkering mangler skilt", "Maten kald", "Sykehuset støyer"]
    order = [voices.comments[0] for voices in unplaced(given, range(5))]
    assert set(order[:3]) >= {3, 4}


def test_order_and_other_comments_are_irrelevant(texts):
    everything = [*LOOP, *ALONE, *DOG, *texts[:20]]
    turned = np.random.default_rng(1).permutation(len(everything)).tolist()
    one = [{everything[at] for at in voices.comments} for voices in unplaced(everything, range(len(everything)))]
    mixed = [everything[at] for at in turned]
    assert one == [{mixed[at] for at in voices.comments} for voices in unplaced(mixed, range(len(mixed)))]


@pytest.mark.parametrize("given", [[], [""], ["😀", "😀"], ["og i å", "på"], ["Jeg"] * 50])
def test_the_oddest_lists_are_read_too(given):
    listed = [at for voices in unplaced(given, range(len(given))) for at in voices.comments]
    assert sorted(listed) == list(range(len(given)))
    assert unplaced(given, []) == ()


def test_a_comment_in_words_of_its_own_is_far_and_listed(texts):
    everything = [*texts, *ALONE]
    far = np.flatnonzero(ThemeDiscoverer().fit(everything).far_).tolist()
    assert (len(texts),) in [voices.comments for voices in unplaced(everything, far)]
