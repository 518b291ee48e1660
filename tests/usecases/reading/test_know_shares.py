"""What a share rests on: the random sample of its theme, and in full the roles that people read wholly."""

import numpy as np

from consultation.reporting.shares import ALL, EVERYBODY, ROLE
from consultation.themes.reading.corpus import Comment, Corpus
from consultation.usecases.reading.draw_sample import RandomSample
from consultation.usecases.reading.know_shares import know_shares
from consultation.usecases.reading.measure_shares import told_shares

EARLY, LATE = "early", "late"
ROLES = ("patient", "next_of_kin", "leader")


def told(*groups, copies=()):
    """Shares of comments given as (role, number, how many were drawn, speak of both themes, and were picked besides)."""
    comments, drawn, found, judged = [], [], [], {}
    for role, number, chosen, speaking, picked in groups:
        for at in range(number):
            key = len(comments).to_bytes(4, "big")
            comments.append(Comment(key, role, ""))
            drawn.append(at < chosen)
            found.append(at % max(1, chosen or number) < speaking)
            judged |= {key: {EARLY, LATE}} if at < chosen + picked else {}
    flags = np.array(drawn)
    late = flags & (np.cumsum(flags) <= flags.sum() // 2)
    both = np.array([found, found]).T
    sample = RandomSample(Corpus(tuple(comments)), (EARLY, LATE), np.array([flags, late]).T, 0, both, None)
    named = {comments[at].key: 1 for at in copies}
    return told_shares(know_shares(sample, judged, named), {one.role for one in comments}, {})


def test_a_small_role_that_people_read_wholly_is_known_and_counted_among_all():
    few = told(("patient", 400, 200, 60, 0), ("next_of_kin", 20, 2, 1, 0))
    assert few.by(ROLE).shares[EARLY]["next_of_kin"].kind == "withheld"
    assert few.among[EARLY] == ("patient",)
    wholly = told(("patient", 400, 200, 60, 0), ("next_of_kin", 20, 0, 8, 20))
    assert wholly.by(ROLE).shares[EARLY]["next_of_kin"] == wholly.by(ROLE).shares[LATE]["next_of_kin"]
    assert wholly.by(ROLE).shares[EARLY]["next_of_kin"].share == 0.4
    everybody = wholly.by(EVERYBODY).shares[EARLY][ALL]
    assert everybody.kind == "estimated"
    assert everybody.share == round((400 * 0.3 + 8) / 420, 4)
    assert wholly.by(ROLE).looks == 2


def test_one_comment_of_a_role_that_is_not_read_leaves_all_that_were_picked_out():
    found = told(("patient", 400, 200, 60, 0), ("next_of_kin", 20, 0, 8, 19))
    assert found.by(ROLE).shares[EARLY]["next_of_kin"].kind == "withheld"


def test_a_theme_that_was_made_later_says_on_how_many_comments_it_rests():
    found = told(("patient", 400, 203, 60, 0))
    assert found.drawn == 200
    assert found.drawn_by_theme == {LATE: 100}


def test_how_many_were_drawn_counts_no_role_of_a_few():
    assert told(("patient", 400, 203, 60, 0), ("leader", 4, 4, 1, 0)).drawn == 200  # not two hundred and five


def test_a_sum_without_most_who_wrote_is_no_share_over_all():
    most = told(("patient", 300, 100, 3, 0), ("next_of_kin", 100, 80, 30, 0))
    assert most.by(ROLE).shares[EARLY]["next_of_kin"].kind == "estimated"
    assert most.by(EVERYBODY).shares[EARLY][ALL].kind == "withheld"
    some = told(("patient", 300, 100, 30, 0), ("next_of_kin", 100, 80, 3, 0))
    assert some.by(EVERYBODY).shares[EARLY][ALL] == some.by(ROLE).shares[EARLY]["patient"]


def test_two_small_roles_that_hide_each_other_are_counted_among_all():
    found = told(("patient", 400, 200, 60, 0), ("next_of_kin", 60, 30, 3, 0), ("leader", 60, 30, 4, 0))
    assert set(found.among[EARLY]) == set(ROLES)
    assert found.by(ROLE).shares[EARLY]["next_of_kin"].kind == "withheld"
    assert found.by(EVERYBODY).shares[EARLY][ALL].kind == "estimated"


def test_a_large_campaign_is_counted_once_and_one_of_a_few_copies_is_not():
    letter = range(60, 121)  # of two hundred that were drawn, sixty speak of it: none of these
    assert told(("patient", 400, 200, 60, 0), copies=letter).without_copies[EARLY].kind == "estimated"
    assert told(("patient", 400, 200, 60, 0), copies=range(60, 64)).without_copies[EARLY].kind == "withheld"
