"""What is planned comes true when it is carried out."""

import numpy as np
import pytest

from consultation.themes.trust.prevalence import AtLeast, AtMost, Counted, Estimated, prevalence
from consultation.themes.trust.stopping import ToRead, more_to_read
from consultation.themes.trust.unsaid import CannotBeSaid, Why
from tests.themes.trust.populations import scored, themed

NOBODY = CannotBeSaid(Why.NOBODY_READ)


@pytest.mark.parametrize("machine", [None, "good"])
def test_reading_as_many_more_gives_about_the_width_that_was_asked_for(machine):
    rng, reached = np.random.default_rng(1), []
    truth = themed(3000, 0.2)
    for _ in range(20):
        scores, order = None if machine is None else scored(truth, machine, rng), rng.permutation(3000)
        first = prevalence(np.isin(np.arange(3000), order[:150]), truth, scores=scores)
        plan = more_to_read(first, 0.05)
        after = prevalence(np.isin(np.arange(3000), order[: 150 + plan.more]), truth, scores=scores)
        assert plan.width <= 0.05
        reached.append(after.high - after.low)
    assert np.mean(reached) == pytest.approx(0.05, rel=0.06)


def test_before_anything_is_read_the_plan_is_enough_for_every_share():
    plan = more_to_read(NOBODY, 0.1, comments=5000)
    assert 350 <= plan.more <= 370  # the well-known 384 of five points either way, less for a finite whole
    for share in (0.02, 0.2, 0.5, 0.9):
        drawn = np.isin(np.arange(5000), np.random.default_rng(2).choice(5000, plan.more, replace=False))
        found = prevalence(drawn, themed(5000, share))
        assert found.high - found.low <= 0.101


def test_a_good_machine_saves_reading():
    rng, truth = np.random.default_rng(3), themed(3000, 0.2)
    drawn = np.isin(np.arange(3000), rng.choice(3000, 200, replace=False))
    alone, helped = prevalence(drawn, truth), prevalence(drawn, truth, scores=scored(truth, "good", rng))
    assert more_to_read(helped, 0.04).more < more_to_read(alone, 0.04).more / 2


@pytest.mark.parametrize("known", [AtMost(0.06, 3000, 50, 50.8), AtLeast(0.94, 3000, 50, 50.8)])
def test_a_theme_of_nobody_or_everybody_can_be_planned_for(known):
    assert 0 < more_to_read(known, 0.02).more < 3000


def test_a_width_that_only_reading_everything_gives_says_so():
    known = Estimated(0.2, 0.1, 0.3, 400, 60, 0.0, 70.0)
    assert more_to_read(known, 0.0001) == ToRead(340, 0.0, all_read=True)


def test_nothing_more_is_read_where_it_is_known_closely_enough():
    assert more_to_read(Counted(0.2, 400), 0.01).more == 0
    assert more_to_read(Estimated(0.2, 0.1, 0.3, 400, 60, 0.0, 70.0), 0.5).more == 0


@pytest.mark.parametrize("why", [Why.NO_COMMENTS, Why.FEW_RESPONDENTS, Why.NOBODY_READ])
def test_without_comments_there_is_no_plan(why):
    assert more_to_read(CannotBeSaid(why), 0.05) == CannotBeSaid(why)


@pytest.mark.parametrize("width", [0, -1, float("nan")])
def test_an_interval_without_width_is_refused(width):
    with pytest.raises(ValueError, match="some width"):
        more_to_read(NOBODY, width, comments=10)
