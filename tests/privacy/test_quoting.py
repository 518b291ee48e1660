import pytest
from hypothesis import given
from hypothesis import strategies as st

from consultation.privacy.quoting import Quote, Reason, Withheld, quote

TEXT = "Jeg ventet i 14 måneder."


def test_a_passage_is_quoted_word_for_word_with_the_role_only():
    assert quote(TEXT, role="patient", group_size=10) == Quote(TEXT, "patient")


@given(st.integers(-5, 9))
def test_nobody_is_quoted_from_a_group_of_fewer_than_ten(size):
    assert quote(TEXT, role="leader", group_size=size) == Withheld(Reason.small_group)


def test_the_group_may_be_asked_to_be_larger_and_never_smaller():
    assert quote(TEXT, role="leader", group_size=19, minimum=20) == Withheld(Reason.small_group)
    with pytest.raises(ValueError, match="fewer than ten"):
        quote(TEXT, role="leader", group_size=100, minimum=9)


@pytest.mark.parametrize("text", ["Ring 912 34 567", "Jeg er 15.03.85 10190.", "kari at epost dot no"])
def test_a_passage_with_something_identifying_is_not_quoted_and_not_mended(text):
    assert quote(text, role="patient", group_size=400) == Withheld(Reason.identifier)


@pytest.mark.parametrize("text", ["", "   ", "…", "[…]"])
def test_a_passage_without_a_word_is_no_quote(text):
    assert quote(text, role="patient", group_size=400) == Withheld(Reason.empty)


def test_a_passage_that_was_scrubbed_before_keeps_its_mark():
    assert quote("Ring meg på […] i dag.", role="patient", group_size=10) == Quote("Ring meg på […] i dag.", "patient")
