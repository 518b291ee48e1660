"""Every word is shown where it was written, however it was typed."""

import unicodedata
from itertools import pairwise

import pytest

from consultation.themes.coding.positions import written_words
from consultation.themes.reading.text import words

TEXTS = [
    "Eg venta på legen, så på time.",
    unicodedata.normalize("NFD", "Å få hjelp på Ås: pårørende ble hørt"),
    "Die Straße og ﬁsk på ΑΣ",
    "😀 mat 👩‍👩‍👧 10,5 % don't – l’eau",
    "x" * 300 + " kort",
    "각각 각",
    "",
    "  \n ",
    "\ud83d mat",
]


@pytest.mark.parametrize("text", TEXTS)
def test_the_written_words_are_the_words_that_were_read(text):
    spans = written_words(text)
    read_again = [unicodedata.normalize("NFC", span.of(text)).casefold()[:50] for span in spans]
    assert read_again == words(text)
    assert all(one.stop <= other.start for one, other in pairwise(spans))


def test_a_letter_that_falls_apart_in_small_letters_gives_its_place_to_what_became_of_it():
    assert words("İstanbul") == ["i", "stanbul"]
    assert [span.of("İstanbul") for span in written_words("İstanbul")] == ["İ", "stanbul"]
