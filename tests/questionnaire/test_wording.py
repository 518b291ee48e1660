"""Which language a reader gets, and that it is always said."""

import pytest

from consultation.questionnaire.wording import (
    FALLBACK,
    LANGUAGES,
    READINGS,
    Worded,
    Wording,
    is_easy,
    language_of,
    reading,
)


def test_a_reader_gets_their_own_language_when_it_is_there():
    wording = Wording({"nb": "Ja", "nn": "Jo", "se": "Juo", "en": "Yes"})
    assert [wording.in_(language).text for language in LANGUAGES] == ["Ja", "Jo", "Juo", "Yes"]


@pytest.mark.parametrize(
    ("asked", "there", "given"),
    [
        ("se", ("en", "nn", "nb"), "nb"),
        ("se", ("en", "nn"), "nn"),
        ("nn", ("en", "nb"), "nb"),
        ("en", ("se", "nn"), "nn"),
    ],
)
def test_a_missing_language_falls_back_in_a_named_order_and_says_which_it_is(asked, there, given):
    assert Wording({language: language.upper() for language in there}).in_(asked) == Worded(given.upper(), given)


def test_every_language_has_a_fallback_over_all_languages():
    assert {language: sorted(order) for language, order in FALLBACK.items()} == {
        language: sorted(LANGUAGES) for language in LANGUAGES
    }


def test_an_unknown_language_still_gets_a_text():
    assert Wording({"en": "Yes"}).in_("fr") == Worded("Yes", "en")


def test_the_easy_variant_is_given_only_in_the_very_language_asked_for():
    wording = Wording({"nb": "Vanskelig", "nn": "Vanskeleg"}, easy={"nb": "Lett"})
    assert wording.in_("nb-lett") == Worded("Lett", "nb")
    assert wording.in_("nn-lett") == Worded("Vanskeleg", "nn")
    assert wording.in_("se-lett") == Worded("Vanskelig", "nb")
    assert wording.in_("nb") == Worded("Vanskelig", "nb")


def test_a_reading_is_a_language_or_its_easy_variant_and_always_tells_its_language():
    assert [language_of(one) for one in READINGS] == [*LANGUAGES, *LANGUAGES]
    assert [is_easy(one) for one in READINGS] == [False] * 4 + [True] * 4
    assert reading("nn", easy=True) == "nn-lett"
    assert reading("nn-lett", easy=True) == "nn-lett"
    assert reading("nn-lett", easy=False) == "nn"


def test_a_wording_without_words_or_in_an_unknown_language_is_refused():
    with pytest.raises(ValueError, match="at least one"):
        Wording({})
    with pytest.raises(ValueError, match="unknown language: no"):
        Wording({"no": "Ja"})


def test_the_law_misses_both_forms_of_norwegian_but_no_other_language():
    assert Wording({"nb": "Ja", "nn": " "}).missing == ("nn",)
    assert Wording({"nb": "Ja", "nn": "Jo"}).missing == ()
