"""More like this: comments that speak of the same come first, whatever the order, and the machine's misses become themes."""

import numpy as np
import pytest

from consultation.themes.finding.likeness import Likeness


@pytest.fixture(scope="module")
def likeness(texts):
    return Likeness.between(texts)


def of(theme, about):
    return [at for at, one in enumerate(about) if one == theme]


def test_comments_about_the_same_come_first(likeness, about):
    for theme in sorted(set(about)):
        own = of(theme, about)
        found = likeness.to_comments(own[:3], most=5)
        assert sum(about[one.comment] == theme for one in found) >= 4
        assert not set(own[:3]) & {one.comment for one in found}


def test_scores_fall_and_stay_between_nothing_and_the_same(likeness, texts):
    scores = [one.score for one in likeness.to_comments([0], most=1000)]
    assert scores == sorted(scores, reverse=True)
    assert all(0 < score <= 1 for score in scores)
    (first,) = likeness.to_text(texts[7], most=1)
    assert (first.comment, first.score) == (7, pytest.approx(1))


def test_the_hits_of_a_search_are_ranked_among_themselves(likeness, about):
    hits = [3, 20, 40, 60]
    found = likeness.to_comments([0], among=hits)
    assert {one.comment for one in found} <= set(hits)
    ranked = [one.comment for one in likeness.to_comments([0], most=1000) if one.comment in hits]
    assert [one.comment for one in found] == ranked
    assert likeness.to_comments([0], among=[]) == ()


def test_a_description_in_either_form_of_norwegian_finds_the_comments(likeness, texts):
    nynorsk, bokmaal = (
        likeness.to_text("parkering ved sjukehuset", most=4),
        likeness.to_text("parkering ved sykehuset", most=4),
    )
    assert [one.comment for one in nynorsk] == [one.comment for one in bokmaal]
    assert all("arkering" in texts[one.comment] for one in nynorsk[:2])


def test_order_is_irrelevant_and_equal_comments_are_equally_alike(texts):
    given = [*texts, texts[5]]
    turned = np.random.default_rng(2).permutation(len(given)).tolist()
    one = Likeness.between(given).to_comments([0, 1], most=1000)
    mixed = [given[at] for at in turned]
    other = Likeness.between(mixed).to_comments([turned.index(0), turned.index(1)], most=1000)
    assert [(given[found.comment], found.score) for found in one] == [
        (mixed[found.comment], found.score) for found in other
    ]
    score = {found.comment: found.score for found in one}
    assert score[5] == score[len(texts)]


def test_a_theme_of_these_is_named_by_what_they_say_and_the_others_do_not(likeness, texts, about):
    own = of("parkering", about) or [at for at, text in enumerate(texts) if "parker" in text.casefold()]
    roles = ["patient", "leader"] * (len(texts) // 2)
    made = likeness.theme_of(own, roles=roles)
    assert "parkering" in made.name.casefold()
    assert (made.size, made.stability) == (len(own), None)
    assert sum(count for _, count in made.by_role) == len(own)
    assert {one.comment for one in made.examples} <= set(own)
    assert all(one.passage.of(texts[one.comment]) for one in made.examples)


def test_a_theme_can_be_made_of_one_comment_or_of_all(likeness, texts):
    assert likeness.theme_of([4]).size == 1
    assert likeness.theme_of([4]).name
    assert likeness.theme_of(range(len(texts))).share == 1


@pytest.mark.parametrize("wrong", [[], [-1], [10_000]])
def test_positions_that_are_none_are_refused(wrong, likeness):
    with pytest.raises(ValueError, match="comment"):
        likeness.to_comments(wrong)
    with pytest.raises(ValueError, match="comment"):
        likeness.theme_of(wrong)


@pytest.mark.parametrize("given", [["", "😀"], ["og", "i"], ["Ventetid"], ["Ventetid"] * 30, ["a" * 9000, "😀" * 900]])
def test_the_oddest_comments_are_ranked_too(given):
    likeness = Likeness.between(given)
    assert all(one.comment != 0 for one in likeness.to_comments([0]))
    assert likeness.theme_of([0]).size == 1
    assert Likeness.between([]).to_text("ventetid") == ()
