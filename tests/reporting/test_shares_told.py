"""Shares in words say no more than is known, and no less: ends under one per cent, points under one, groups by their names."""

import pytest

from consultation.reporting.catalogue import Catalogue, Said
from consultation.reporting.shares import ALL, EVERYBODY, ROLE, Differs, Grouped, Share, Shares
from consultation.reporting.shares_told import (
    differences_told,
    group_told,
    points_told,
    share_in_short,
    share_told,
    shares_table,
)

EN, NB, NN = (Catalogue(language) for language in ("en", "nb", "nn"))
PATIENT, KIN = Said("Patient", "en"), Said("Next of kin", "en")
ROLES = {"patient": PATIENT, "next_of_kin": KIN}


def estimated(share, low, high):
    return Share("estimated", share=share, low=low, high=high)


@pytest.mark.parametrize(
    ("share", "words", "told"),
    [
        (estimated(0.02, 0.004, 0.04), EN, "(under 1–4%)"),
        (estimated(0.02, 0.004, 0.04), NB, "(under 1–4\N{NO-BREAK SPACE}%)"),
        (estimated(0.005, 0.001, 0.009), EN, "(under 1%)"),
        (estimated(0.97, 0.93, 0.995), EN, "(93–over 99%)"),
        (estimated(0.01, 0.0, 0.04), EN, "(0–4%)"),
    ],
)
def test_no_end_of_an_interval_that_is_not_nothing_is_written_as_nothing(share, words, told):
    assert share_told(share, words).share.text == told


def test_one_end_is_told_as_an_end_also_in_short():
    assert share_told(Share("at_most", high=0.004), EN).text.text == "at most 1%"
    assert share_in_short(Share("at_most", high=0.06), EN) == "≤\N{NO-BREAK SPACE}6%"
    assert share_in_short(Share("at_least", low=0.94), EN) == "≥\N{NO-BREAK SPACE}94%"
    assert share_in_short(Share("withheld"), EN) == ""


def test_points_have_as_many_decimals_as_it_takes():
    assert points_told((12.4, 5.2, 19.9), EN) == ("12", "5", "20")
    assert points_told((0.8, 0.3, 1.3), NB) == ("0,8", "0,3", "1,3")
    assert points_told((-0.42, -0.81, -0.02), EN, signed=True) == ("−0.42", "−0.81", "−0.02")
    assert points_told((3.0, 0.0, 6.1), EN, signed=True) == ("+3", "0", "+6")


def test_a_group_without_a_name_is_not_called_all_others():
    assert group_told("", ROLES, EN) == "the other groups that are shown, taken together"
    assert group_told("elsewhere", ROLES, EN) == "elsewhere"
    differs = Differs("mat", "patient", "elsewhere", 0.6, 0.2, 1.0, 0.3, stands=True)
    grouped = Grouped("place", ("patient", "elsewhere"), {"mat": {}}, (differs,), looks=1)
    (sentence,) = differences_told(grouped, {"mat": "Mat"}, ROLES, EN)
    assert "0.6 percentage points more in “Patient” than in “elsewhere”" in sentence.text


def shares(**more):
    told = {"mat": {"patient": estimated(0.3, 0.2, 0.4), "next_of_kin": Share("withheld")}}
    told |= {"ro": {role: estimated(0.3, 0.2, 0.4) for role in ROLES}}
    grouped = Grouped(ROLE, tuple(ROLES), told)
    everybody = Grouped(EVERYBODY, (ALL,), {theme: {ALL: estimated(0.3, 0.2, 0.4)} for theme in told})
    return Shares(100, None, 0, 0, (everybody, grouped), {}, **more), grouped


@pytest.mark.parametrize("words", [EN, NB, NN])
def test_the_table_says_whom_all_leaves_out_and_what_rests_on_fewer_comments(words):
    among = {"mat": ("patient",), "ro": tuple(ROLES)}
    measured, grouped = shares(among=among, drawn_by_theme={"ro": 40, "mat": None})
    names = [("mat", "Mat"), ("ro", "Ro")]
    note = shares_table(measured, grouped, names, ROLES, words, roles=ROLES).note.text
    expected = {
        "en": "For Mat, “All” does not count “Next of kin”",
        "nb": "For Mat er «Alle» uten",
        "nn": "For Mat er «Alle» utan",
    }
    assert expected[words.language] in note
    assert "Next of kin" in note
    assert "40" in note
    assert "Ro" in note


def test_a_role_that_no_share_over_all_counts_is_named_once():
    measured, grouped = shares(among=dict.fromkeys(("mat", "ro"), ("patient",)))
    note = shares_table(measured, grouped, [("mat", "Mat"), ("ro", "Ro")], ROLES, EN, roles=ROLES).note.text
    assert note.count("Next of kin") == 1


def test_where_no_share_with_campaigns_once_is_told_there_is_no_column_of_them():
    measured, grouped = shares()
    names = [("mat", "Mat"), ("ro", "Ro")]
    for kind, columns in (("withheld", 3), ("counted", 4)):
        alone = Shares(100, None, 0, 0, measured.grouped, {"mat": Share(kind, share=0.1), "ro": Share("withheld")})
        assert len(shares_table(alone, grouped, names, ROLES, EN, roles=ROLES).columns) == columns
