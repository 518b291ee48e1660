"""What is compared of a comment is the same however its letters are encoded, and whichever way it is read."""

import random
import unicodedata

import pytest

from consultation.themes.finding.compared import Comparing

LETTERS = (
    "Hei, vi krever at fødestua får være åpen hele året. Det haster nå.\nMed vennlig hilsen\nKari Nordmann",
    "Kjære helseminister! Når det er 120 km til sykehuset, er 3 timer for lenge. MVH Ola",
    "God dag! Takk for muligheten til å svare. Vi vil ha lege i 2027.",
    "Dear Minister, please keep the ward open. I've waited 12 weeks.\nKind regards\nMary",
    "Loven sier: «Pasienten har rett til et verdig tilbud i hele landet, uansett bosted.» Det gjelder også oss.",
    "Til helseforetaket:\nVi vil ha ambulansen tilbake. Den sto 40 minutter unna.",
    "Avdelingen stengte kl. 15.30 den 1. mai. Ingen tok telefonen på nr. 12 34 56 78.",
)


def _otherwise(letter: str, chance: random.Random) -> str:
    """A letter encoded in another way that nobody sees, or hardly."""
    ways = [letter, letter.upper(), unicodedata.normalize("NFD", letter)]
    if letter.isascii() and letter.isalpha():
        ways += [chr(ord(letter) + 0xFEE0), letter + "\u00ad", "\u200b" + letter]
    if letter.isdigit():
        ways.append(chance.choice("0123456789"))
    return chance.choice(ways) if chance.random() < 0.1 else letter


@pytest.mark.parametrize("text", LETTERS)
def test_the_same_letters_in_another_encoding_are_the_same_words(text):
    chance, comparing = random.Random(1), Comparing(1)
    expected = comparing.of(text)
    for _ in range(300):
        other = "".join(_otherwise(letter, chance) for letter in text)
        assert comparing.words(comparing.of(other)) == comparing.words(expected), other


@pytest.mark.parametrize(
    ("text", "compared"),
    [
        (LETTERS[0], "vi krever at fødestua får være åpen hele året det haster nå"),
        (LETTERS[2], "takk for muligheten til å svare vi vil ha lege i 0"),
        (LETTERS[4], "loven sier det gjelder også oss"),
        (LETTERS[6], "avdelingen stengte kl 0 0 den 0 mai ingen tok telefonen på nr 0 0 0 0"),
        ("Hilsen til Ola", "hilsen til ola"),  # nothing else is there
    ],
)
def test_greeting_signature_and_long_quotation_are_no_part_of_it_and_figures_are_alike(text, compared):
    comparing = Comparing(3)
    assert " ".join(comparing.words(comparing.of(text))) == compared
    assert comparing.of(text) == comparing.of(text)
