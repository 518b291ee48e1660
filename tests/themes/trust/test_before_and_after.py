import pytest
from scipy.stats import binomtest

from consultation.themes.trust.before_and_after import Compared, compared, sign_test

WAITING, FOOD = frozenset({"waiting"}), frozenset({"food"})
NOTHING = frozenset[str]()


@pytest.mark.parametrize(("one", "other"), [(0, 0), (3, 3), (0, 6), (12, 4), (1, 40), (500, 560)])
def test_the_sign_test_is_the_exact_binomial_one(one, other):
    expected = binomtest(one, one + other).pvalue if one + other else 1.0
    assert sign_test(one, other) == pytest.approx(expected)


def test_a_machine_that_finds_what_the_other_missed_is_better_for_that_theme_alone():
    truth = dict.fromkeys(range(20), WAITING)
    before = dict.fromkeys(range(20), NOTHING)
    found = compared(truth, before, truth, ["waiting", "food"])
    assert found == (Compared("food", 0, 0, "open"), Compared("waiting", 0, 20, "better"))
    assert compared(truth, truth, before, ["waiting"]) == (Compared("waiting", 20, 0, "worse"),)


def test_a_few_comments_are_no_proof_and_so_the_more_themes_are_looked_at_the_more_it_takes():
    truth = dict.fromkeys(range(7), WAITING)
    before = dict.fromkeys(range(7), NOTHING)
    assert compared(truth, before, truth, ["waiting"])[0].verdict == "better"
    many = compared(truth, before, truth, ["waiting", *map(str, range(30))])
    assert {one.verdict for one in many} == {"open"}


def test_only_what_people_read_and_both_machines_judged_counts():
    truth = {1: WAITING, 2: WAITING, 3: FOOD}
    before, after = {1: NOTHING, 3: FOOD}, {1: WAITING, 2: WAITING}
    assert compared(truth, before, after, ["waiting"]) == (Compared("waiting", 0, 1, "open"),)
