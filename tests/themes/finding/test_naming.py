"""Names say what a group speaks of: things rather than deeds or filler, in one language, and no two alike."""

import numpy as np
import pytest

from consultation.themes.finding.naming import names
from consultation.themes.reading.nouns import is_noun
from consultation.themes.reading.text import read

WAITING = ["Ventetiden er lang", "Jeg venter, og ventetiden øker", "Ventetida er altfor lang", "Lang ventetid"]
PARKING = ["Parkeringen er dyr", "Parkering koster mye", "Dyr parkering", "Finn plass til parkering"]


def named(*groups):
    texts = [text for group in groups for text in group]
    labels = np.repeat(np.arange(len(groups)), [len(group) for group in groups])
    return names(read(texts), labels, len(groups))


def test_a_name_is_what_its_group_says_and_the_others_do_not():
    waiting, parking = named(WAITING, PARKING)
    assert waiting.name.startswith("Ventetid")
    assert parking.name.startswith("Parkering")


def test_both_norwegian_language_forms_count_as_one_word_and_are_shown_once():
    nursing = ["Sykepleieren kom", "Sjukepleiaren kom", "Sykepleiere mangler", "Sjukepleiarane manglar"]
    first = named(nursing, PARKING, WAITING)[0]
    assert first.name.startswith("Sykepleier")
    assert sum("pleia" in term for term in first.terms) == 0
    assert len(set(first.terms)) == len(first.terms)


def test_a_thing_names_better_than_a_deed_that_is_said_as_often():
    letters = ["De sendte brevet", "Send brev", "Brevet ble sendt", "Vi sender brev"]
    assert named(letters, PARKING)[0].name.startswith("Brev")


def test_filler_is_a_name_only_where_nothing_better_is_there():
    food = ["Good food", "The food was good", "Food is better here", "Better food"]
    praise = ["It was good", "Good, good", "All good", "Very good"]
    first, second = named(food, praise)
    assert first.name == "Food"
    assert second.name == "Good"


def test_a_name_keeps_to_the_language_most_of_its_group_write():
    mixed = [*WAITING, *WAITING, "Waiting lists", "Waiting for months"]
    name = named(mixed, PARKING)[0].name
    assert "ventetid" in name.casefold()
    assert "waiting" not in name.casefold()


def test_the_same_letters_in_two_languages_are_two_words():
    norwegian = ["Timen ble avlyst igjen", "Jeg fikk ikke time hos legen", "En time hos legen ble avlyst"]
    english = ["The time was right for us", "It took the time it took", "They gave us the time"]
    reading = read([*norwegian, *english])
    assert {"time", "en:time"} <= set(reading.keys)


def test_no_two_groups_have_the_same_name():
    made = named(WAITING, WAITING[:2], PARKING)
    assert len({one.name for one in made}) == 3


def test_a_group_without_words_has_no_name_and_no_terms():
    made = named(["😀", "..."], PARKING)
    assert (made[0].name, made[0].terms) == ("", ())


def test_a_group_whose_words_nobody_else_shares_still_has_a_name():
    assert named(["Mun háliidan hupmat sámegiela", "They gave me three letters", "En gang til"], PARKING)[0].name


@pytest.mark.parametrize("word", ["plan", "fastlege", "brev", "menneske", "ventetid", "rusbehandling", "smerteklinikk"])
def test_things_are_nouns(word):
    assert is_noun(word)


@pytest.mark.parametrize("word", ["forstå", "skrive", "kreve", "spørre", "redd", "fast", "ulik", "ringe", "registrere"])
def test_deeds_and_properties_are_not(word):
    assert not is_noun(word)
