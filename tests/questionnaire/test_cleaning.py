"""What is taken out of a text, and that nothing else is."""

import unicodedata
from time import thread_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consultation.questionnaire.cleaning import clean, length

ANY_TEXT = st.text(st.characters(), max_size=200) | st.text(
    st.characters(codec="utf-8") | st.sampled_from("\ud83d\ude00\udc00\u0301\u0327\r\n\x00\u202e\u2067\ufeff"),
    max_size=80,
)


@given(ANY_TEXT)
def test_any_text_becomes_text_that_every_encoding_can_hold(text):
    cleaned = clean(text)
    cleaned.encode("utf-8")
    assert unicodedata.is_normalized("NFC", cleaned)
    assert not any(unicodedata.category(c) == "Cc" and c not in "\n\t" for c in cleaned)
    assert not set(cleaned) & set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufffe\uffff")


@given(ANY_TEXT)
def test_cleaning_twice_is_cleaning_once(text):
    assert clean(clean(text)) == clean(text)


@given(st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cn", "Mn")), max_size=60))
def test_ordinary_text_is_only_normalised_and_trimmed(text):
    for character in "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u2028\u2029":
        text = text.replace(character, "")
    assert clean(text) == unicodedata.normalize("NFC", text).strip()


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("a\x00b", "ab"),
        ("a\r\nb\rc\nd", "a\nb\nc\nd"),
        ("å", "å"),
        ("\ud83d\ude00", "😀"),
        ("a\ud83db", "a\ufffdb"),
        ("\udc00", "\ufffd"),
        ("gnp.\u202etxt", "gnp.txt"),
        ("čđŋšŧž ÆØÅ", "čđŋšŧž ÆØÅ"),
        ("👩‍👩‍👧 x", "👩‍👩‍👧 x"),
        (" \t\n", ""),
        ("\x1b[31mrød", "[31mrød"),
    ],
)
def test_these_texts_are_kept_like_this(typed, kept):
    assert clean(typed) == kept


def test_a_letter_with_a_mark_and_a_line_end_count_as_one_each():
    assert length(clean("a\u030a\r\nb")) == 3


def test_a_flood_of_combining_marks_takes_no_longer_than_other_text():
    def seconds(text: str) -> float:
        """Of our own work: what other programs do meanwhile does not count."""
        started = thread_time()
        clean(text)
        return thread_time() - started

    flood, other = "a" + "\u0301\u0327" * 60_000, "é" + "\u0101\u0159" * 60_000
    assert min(seconds(flood) for _ in range(3)) < 60 * min(seconds(other) for _ in range(3))
