"""Agreement per theme and group: the machine is one coder of several, respondents are drawn, nothing ends in a nan."""

import math

import numpy as np
import pytest
from sklearn.metrics import f1_score

from consultation.themes.trust.agreement import DoubleCoding, Measured, agreement, alpha, masi
from consultation.themes.trust.unsaid import CannotBeSaid, Why

A, B, NONE = frozenset("a"), frozenset("b"), frozenset()
THEMES = "abc"


def _coded(truth, rng, careful):
    wrong = rng.random(truth.shape) > careful
    return [
        frozenset(np.array(list(THEMES))[row].tolist()) for row in np.where(wrong, rng.random(truth.shape) < 0.3, truth)
    ]


def _double(comments=200, respondents=80, seed=1):
    rng = np.random.default_rng(seed)
    truth = rng.random((comments, 3)) < (0.4, 0.2, 0.05)
    codings = {name: _coded(truth, rng, careful) for name, careful in (("kari", 0.95), ("ola", 0.9), ("machine", 0.7))}
    return DoubleCoding(codings, rng.integers(0, respondents, comments).tolist())


def _flags(coded):
    return np.array([[theme in one for theme in THEMES] for one in coded])


def test_f1_and_alpha_are_those_of_other_ways_of_computing_them():
    double = _double()
    found = agreement(double, ("kari", "ola"), rounds=50)
    kari, ola = double.codings["kari"], double.codings["ola"]
    assert found.micro.value == pytest.approx(f1_score(_flags(kari), _flags(ola), average="micro"))
    assert found.macro.value == pytest.approx(f1_score(_flags(kari), _flags(ola), average="macro"))
    assert found.alpha.value == pytest.approx(alpha(list(zip(kari, ola, strict=True)), masi))
    for at, theme in enumerate(found.themes):
        assert theme.f1.value == pytest.approx(f1_score(_flags(kari)[:, at], _flags(ola)[:, at]))
        pairs = zip(_flags(kari)[:, at].tolist(), _flags(ola)[:, at].tolist(), strict=True)
        assert theme.alpha.value == pytest.approx(alpha(list(pairs)))


def test_the_machine_is_one_coder_more_on_the_same_comments():
    pairs = [("kari", "ola"), ("kari", "machine"), ("ola", "machine")]
    people, *machine = [agreement(_double(), pair, rounds=20).alpha.value for pair in pairs]
    assert people > max(machine)


def test_some_of_the_comments_are_measured_for_themselves():
    double = _double(60)
    patients = agreement(double.only(range(0, 60, 2)), ("kari", "ola"), rounds=20)
    assert patients.comments == 30
    assert patients.alpha.value == pytest.approx(
        alpha(list(zip(double.codings["kari"][::2], double.codings["ola"][::2], strict=True)), masi)
    )


def test_comments_that_a_coder_did_not_judge_do_not_count_and_none_is_an_answer():
    codings = {"kari": [A, NONE, A, None, B] * 9, "ola": [A, NONE, B, A, None] * 9}
    found = agreement(DoubleCoding(codings, range(45)), ("kari", "ola"))
    assert (found.comments, found.respondents) == (27, 27)
    assert found.micro.value == pytest.approx(2 * 1 / 4)
    assert found.alpha.value == pytest.approx(alpha([(A, A), (NONE, NONE), (A, B)] * 9, masi))


def test_a_theme_of_the_codebook_that_nobody_found_is_named_without_a_number():
    found = agreement(_double(), ("kari", "ola"), themes=["rare"], rounds=20)
    (rare,) = [one for one in found.themes if one.theme == "rare"]
    assert rare.alpha == CannotBeSaid(Why.NO_VARIATION)
    assert rare.f1 == CannotBeSaid(Why.NOBODY_FOUND)


@pytest.mark.parametrize(
    ("codings", "respondents", "why"),
    [
        ({"kari": [], "ola": []}, [], Why.ONE_CODER),
        ({"kari": [A, B], "ola": [None, None]}, [1, 2], Why.ONE_CODER),
        ({"kari": [A, A], "ola": [A, A]}, [1, 2], Why.NO_VARIATION),
        ({"kari": [A, B, A], "ola": [A, B, B]}, [1, 1, 1], Why.ONE_RESPONDENT),
        ({"kari": [A, B], "ola": [A, B]}, [1, 1], Why.ONE_RESPONDENT),
        ({"kari": [A], "ola": [B]}, [1], Why.ONE_RESPONDENT),
    ],
)
def test_what_cannot_be_said_is_not_said(codings, respondents, why):
    assert agreement(DoubleCoding(codings, respondents), ("kari", "ola")).alpha == CannotBeSaid(why)


def test_a_theme_that_hangs_on_one_respondent_has_no_interval():
    codings = {"kari": [B, *[A] * 40], "ola": [A | B, *[A] * 40]}
    found = agreement(DoubleCoding(codings, range(41)), ("kari", "ola"))
    assert {one.theme: one.alpha for one in found.themes}["b"].low < 0.95
    assert {one.theme: one.alpha for one in found.themes}["a"] == CannotBeSaid(Why.UNSTEADY)


def test_full_agreement_on_few_comments_is_not_certainty():
    few, many = (agreement(DoubleCoding({"k": [A, B] * n, "o": [A, B] * n}, range(2 * n)), "ko") for n in (5, 200))
    assert few.alpha.value == many.alpha.value == many.micro.high == 1
    assert few.alpha.low < 0.6
    assert few.micro.low < 0.9
    assert min(many.alpha.low, many.micro.low) > 0.95
    never = agreement(DoubleCoding({"k": [A, B] * 5, "o": [B, A] * 5}, range(10)), "ko")
    assert never.micro.value == 0 < never.micro.high


def test_copies_of_a_respondents_comments_make_no_interval_narrower():
    """Drawing comments instead would: each comment ten times over would look like ten times as much evidence."""
    double = _double(60, 60)
    ten = DoubleCoding({name: list(coded) * 10 for name, coded in double.codings.items()}, [*double.respondents] * 10)
    once, often = (agreement(one, ("kari", "ola")) for one in (double, ten))
    assert once.micro.value == often.micro.value
    assert (often.micro.low, often.micro.high) == pytest.approx((once.micro.low, once.micro.high), abs=0.02)


def test_the_order_of_comments_and_the_names_of_respondents_change_nothing():
    double = _double()
    other = np.random.default_rng(3).permutation(200).tolist()
    shuffled = double.only(other)
    renamed = DoubleCoding(shuffled.codings, [f"r{one}" for one in shuffled.respondents])
    assert agreement(double, ("kari", "ola"), rounds=200) == agreement(renamed, ("kari", "ola"), rounds=200)


def test_intervals_hold_the_true_agreement_in_about_95_of_100_samples():
    whole = _double(8_000, 4_000, seed=5)
    pairs = [
        list(zip(*(_flags(whole.codings[name])[:, at].tolist() for name in ("kari", "ola")), strict=True))
        for at in (0, 1)
    ]
    truth, held = [alpha(each) for each in pairs], []
    for seed in range(40):
        places = np.random.default_rng(seed).choice(8_000, 150, replace=False).tolist()
        found = agreement(whole.only(places), ("kari", "ola"), rounds=300)
        held += [found.themes[at].alpha.low <= truth[at] <= found.themes[at].alpha.high for at in (0, 1)]
    assert 0.88 <= np.mean(held) <= 1


def test_codings_of_other_comments_are_refused():
    with pytest.raises(ValueError, match="2 codings of 1 comments"):
        DoubleCoding({"kari": [A, B]}, [1])


def test_one_coder_alone_or_none_agrees_with_nobody():
    for codings in ({}, {"kari": [A, B]}):
        found = agreement(DoubleCoding(codings, [1, 2]), tuple(codings), rounds=20)
        assert found.alpha == found.micro == CannotBeSaid(Why.ONE_CODER)


def test_nothing_is_ever_a_nan():
    for seed in range(40):
        rng = np.random.default_rng(seed)
        comments = int(rng.integers(0, 12))
        choices = [None, NONE, A, B, A | B]
        codings = {name: [choices[at] for at in rng.integers(0, 5, comments)] for name in "kom"}
        double = DoubleCoding(codings, rng.integers(0, 4, comments).tolist())
        for found in (agreement(double, coders, rounds=50) for coders in ("ko", "km", "om", "kom")):
            for one in (found.alpha, found.micro, found.macro, *(x for t in found.themes for x in (t.alpha, t.f1))):
                if isinstance(one, Measured):
                    assert all(map(math.isfinite, (one.value, one.low, one.high)))
                    assert one.low <= one.value <= one.high
