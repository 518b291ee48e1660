"""Nothing that is told of shares lets one reckon a share whose own number is withheld."""

from consultation.reporting.composing import by_role
from consultation.reporting.shares import Differs, Grouped, Share
from consultation.reporting.shares_within import kept_within


def test_no_group_is_compared_with_a_rest_that_a_withheld_share_is_part_of():
    counts = by_role(["mat"], {"mat": {"a": 40, "b": 30, "c": 3}}, dict.fromkeys("abc", 90), exclusive=False)
    shares = {"mat": {group: Share("counted", share=0.4) for group in "abc"}}
    differences = tuple(Differs("mat", group, "", 10.0, 1.0, 19.0, 0.2, stands=True) for group in "abc")
    kept = kept_within(Grouped("role", tuple("abc"), shares, differences, looks=3), counts)
    assert kept.shares["mat"]["c"].kind == "withheld"
    assert kept.differences == ()


def test_a_rest_without_what_is_withheld_is_told():
    counts = by_role(["mat"], {"mat": {"a": 40, "b": 30, "c": 3, "d": 2}}, dict.fromkeys("abcd", 90), exclusive=False)
    known = {group: Share("counted", share=0.4) for group in "ab"}
    shares = {"mat": known | {group: Share("withheld") for group in "cd"}}
    differences = (Differs("mat", "a", "", 10.0, 1.0, 19.0, 0.2, stands=True),)
    grouped = Grouped("role", tuple("abcd"), shares, differences, looks=1)
    assert kept_within(grouped, counts).shares["mat"]["b"].kind == "counted"
    assert kept_within(grouped, counts).differences == differences
