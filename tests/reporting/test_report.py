"""A report takes only what came through the doors of privacy."""

from dataclasses import replace

import pytest

from consultation.privacy.disclosure import CountTable
from consultation.reporting.summary import NotPublishable, ThemesByRole, ToldTheme
from tests.reporting.composed import quoted, report, themes_by_role

SIZES = {"patient": 400, "leader": 60}
COUNTS = {"Ventetid": {"patient": 120, "leader": 20}}
TRUE_COUNTS = CountTable(("Ventetid",), ("patient",), ((3,),), (400,))


def test_true_counts_are_not_publishable():
    with pytest.raises(NotPublishable, match="SafeTable"):
        ThemesByRole((ToldTheme("a", "A", ""),), TRUE_COUNTS)
    with pytest.raises(NotPublishable, match="SafeTable"):
        replace(report(SIZES), responses=TRUE_COUNTS)


def test_a_text_that_is_no_quote_is_not_publishable():
    with pytest.raises(NotPublishable, match="Quote"):
        ToldTheme("a", "A", "", ("Det tok lang tid.",))
    assert ToldTheme("a", "A", "", (quoted("Det tok lang tid."),)).quotes[0].text == "Det tok lang tid."


def test_a_plain_number_is_no_coverage_and_no_channel():
    summary = report(SIZES).in_words[0]
    with pytest.raises(NotPublishable, match="Rounded"):
        replace(summary.coverage, read=20)
    with pytest.raises(NotPublishable, match="Rounded"):
        replace(report(SIZES), channels=(("web", 20),))


def test_a_report_cannot_be_changed_and_equal_ones_are_equal():
    told = report(SIZES, confirmed=themes_by_role(COUNTS, SIZES))
    assert told == report(SIZES, confirmed=themes_by_role(COUNTS, SIZES))
    with pytest.raises(AttributeError):
        told.slug = "another"
