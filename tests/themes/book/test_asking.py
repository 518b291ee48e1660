"""A reading counts for the themes that the codebook asked for when the comment was read, and for no other."""

import pytest

from consultation.themes.book.asking import Asking
from consultation.themes.book.codebook import (
    Accept,
    Codebook,
    Describe,
    Drop,
    Merge,
    NewTheme,
    Rename,
    Retire,
    Revive,
    Split,
)
from consultation.themes.finding.candidates import CandidateTheme

KARI = "kari@example.org"


def accept(name):
    return Accept(CandidateTheme(name, (name,), 16, 0.25, ()), KARI)


def asking(*decisions):
    versions = [Codebook()]
    for decision in decisions:
        versions.append(versions[-1].decide(decision))
    return Asking.of(reversed(versions))


def test_a_theme_is_asked_for_from_the_version_on_that_made_it():
    asked = asking(accept("mat"), accept("tolk"))
    assert [asked.themes(version) for version in range(3)] == [frozenset(), {"mat"}, {"mat", "tolk"}]


def test_by_a_version_that_nobody_knows_a_reading_counts_for_nothing():
    asked = asking(accept("mat"))
    assert asked.themes(0) == asked.themes(7) == frozenset()


@pytest.mark.parametrize(
    "decision", [Rename("mat", "Måltider", KARI, "klarere"), Describe("mat", KARI, "klarere", definition="Alt om mat")]
)
def test_other_words_for_a_theme_ask_for_the_same(decision):
    assert asking(accept("mat"), decision).themes(1) == {"mat"}


def test_while_a_theme_rests_nobody_is_asked_for_it():
    asked = asking(accept("mat"), Retire("mat", KARI, "hviler"), accept("tolk"), Revive("mat", KARI, "igjen"))
    assert [asked.themes(version) for version in range(1, 5)] == [{"mat"}, frozenset(), {"tolk"}, {"mat", "tolk"}]


def test_merged_themes_were_asked_for_where_both_were():
    asked = asking(accept("mat"), accept("drikke"), Merge("mat", ("drikke",), KARI, "ett"))
    assert [asked.themes(version) for version in range(1, 4)] == [frozenset(), {"mat"}, {"mat"}]


def test_who_did_not_speak_of_the_whole_does_not_speak_of_a_part():
    parts = (NewTheme("Frokost"), NewTheme("Middag"))
    asked = asking(accept("mat"), accept("tolk"), Split("mat", parts, KARI, "to ting"))
    assert [asked.themes(version) for version in (1, 2, 3)] == [
        {"frokost", "middag"}, {"frokost", "middag", "tolk"}, {"frokost", "middag", "tolk"},
    ]  # fmt: skip
    assert [asked.themes(version, anew=True) for version in (1, 2, 3)] == [
        frozenset(), {"tolk"}, {"frokost", "middag", "tolk"},
    ]  # fmt: skip


def test_a_part_that_is_divided_again_was_asked_for_with_the_first_whole():
    asked = asking(
        accept("mat"),
        Split("mat", (NewTheme("Kald mat"), NewTheme("Dyr mat")), KARI, "to ting"),
        Split("kald-mat", (NewTheme("Frokost"), NewTheme("Middag")), KARI, "to til"),
    )
    assert asked.themes(1) == {"dyr-mat", "frokost", "middag"}
    assert asked.themes(2, anew=True) == {"dyr-mat"}


def test_a_theme_that_is_gone_is_asked_for_by_nobody():
    assert asking(accept("mat"), accept("tolk"), Drop("mat", KARI, "dekkes")).themes(2) == {"tolk"}


def test_the_order_in_which_versions_come_does_not_matter():
    versions = [Codebook()]
    for decision in (accept("mat"), accept("tolk")):
        versions.append(versions[-1].decide(decision))
    assert Asking.of(versions) == Asking.of(reversed(versions))
