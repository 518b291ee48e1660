"""Whatever is posted becomes raw answers of this questionnaire, or nothing; it never raises and never cuts."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from consultation.privacy import receipts
from consultation.questionnaire.loading import library, load
from consultation.responding.binding import Posted

PATIENT = load(library()["waiting-times"]).for_role("patient")


def test_only_fields_of_the_questionnaire_come_through():
    form = Posted.of(
        [("feel-safe", "Ja"), ("what-matters", "til ledere"), ("is_admin", "1"), ("place.rhf", "helse-vest")]
    )
    assert dict(form.answers(PATIENT)) == {"feel-safe": ("Ja",), "place.rhf": ("helse-vest",)}


def test_an_unknown_nonce_is_replaced_by_a_new_one():
    ours = receipts.new_nonce()
    assert Posted.of([("_nonce", ours)]).nonce == ours
    for forged in ("", "x", ours.upper() + "x", "0" * 31, "../../etc/passwd"):
        made = Posted.of([("_nonce", forged)]).nonce
        assert made != forged
        assert receipts.is_nonce(made)


@settings(max_examples=200, deadline=None)
@given(st.lists(st.tuples(st.text(max_size=20), st.text(alphabet=st.characters(), max_size=200)), max_size=30))
def test_any_text_can_be_put_on_a_page(pairs):
    form = Posted.of([*pairs, ("feel-safe", "\ud800 \x00 æ"), ("feel-safe", "\r\n")])
    for name, value in form.pairs:
        (name + value).encode()
        assert "\x00" not in name + value
        assert "\r" not in value
    assert "æ" in form.answers(PATIENT)["feel-safe"][0]
    form.kept("/").texts  # noqa: B018 -- it must not raise


def test_what_is_visible_is_never_dropped():
    text = "Ett ord – «to» & <tre> 🙂 č\u0301 123"
    assert Posted.of([("feel-safe", text)]).answers(PATIENT)["feel-safe"] == (text,)


@pytest.mark.parametrize("word", ["ventetid", "Ventetid", "kort tekst"])
def test_a_text_is_kept_for_the_person_whatever_its_length(word):
    assert ("feel-safe", word) in Posted.of([("feel-safe", word)]).kept("/x").fields


def test_what_was_posted_is_not_shown_where_values_are_printed():
    form = Posted.of([("feel-safe", "Min historie")])
    assert "historie" not in repr((form, form.kept("/nb/")))
