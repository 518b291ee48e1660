"""Questions that ask who someone is are refused, those that only sound a little like it are not."""

import pytest
from questionnaire_samples import option, plain_with, question, words

from consultation.questionnaire.building import build
from consultation.questionnaire.safety import SMALLEST_UNIT, refusals


def refused(*questions, **role):
    plain = plain_with(*questions)
    plain["roles"][0] = {"id": "patient", "name": words("Patient"), **role}
    built = build(plain)
    assert built.flaws == []
    return [(flaw.where, flaw.message) for flaw in refusals(built.roles, built.sections[0].questions)]


def asking_in(language, text, kind="free_text", **more):
    return question("q", kind, **{"text": {language: text}, **more})


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("nb", "Hva heter du?"),
        ("nb", "Hva er navnet ditt?"),
        ("nb", "Fullt navn"),
        ("nb", "Navn:"),
        ("nn", "Kva heiter du?"),
        ("nn", "Kva er namnet ditt?"),
        ("nn", "Etternamn"),
        ("en", "What is your name?"),
        ("en", "First name"),
        ("se", "Mii lea du namma?"),
        ("nb", "E-post"),
        ("nb", "Hva er e-postadressen din?"),
        ("nn", "Skriv e-posten din"),
        ("en", "Your email"),
        ("en", "E-mail address"),
        ("nb", "Fødselsnummer (11 siffer)"),
        ("nb", "Oppgi personnummeret ditt"),
        ("en", "National identity number"),
        ("nb", "Hvilket telefonnummer kan vi nå deg på?"),
        ("nb", "Mobil"),
        ("en", "Phone number"),
        ("nb", "Hva er adressen din?"),
        ("nb", "Hvor bor du?"),
        ("nn", "Kvar bur du?"),
        ("nb", "Hva er postnummeret der du bor?"),
        ("en", "Home address"),
        ("nb", "Når er du født?"),
        ("nn", "Når er du fødd?"),
        ("nn", "Når blei du født?"),
        ("nb", "Hva er journalnummeret ditt?"),
        ("nb", "Fødselsdato"),
        ("nb", "Hvilket fødselsår har du?"),
        ("en", "What is your date of birth?"),
        ("nb", "Hvor gammel er du?"),
        ("nn", "Kor gammal er du?"),
        ("en", "How old are you?"),
        ("nb", "Last opp brevet fra sykehuset"),
        ("en", "Please upload your letter"),
    ],
)
def test_a_question_for_identity_is_refused_in_every_language(language, text):
    assert refused(asking_in(language, text)) != []


@pytest.mark.parametrize(
    "text",
    [
        "Hva bør myndighetene kreve?",
        "Var brevet eller e-posten du fikk lett å forstå?",
        "Fikk du vite navnet på den som hadde ansvar for deg?",
        "Ble du ringt på telefon da timen ble flyttet?",
        "Hvordan virker adresseregisteret inn på henvisningen?",
        "Hvordan var oppfølgingen etter fødselen?",
        "Hva betyr alder for hvem som får hjelp?",
        "Hva kan sykehuset kalle dette tilbudet?",
        "Hvordan er avdelingene organisert?",
        "Hva står i vedlegget du fikk?",
    ],
)
def test_a_question_that_only_mentions_such_a_thing_is_not_refused(text):
    assert refused(asking_in("nb", text)) == []


def test_a_reminder_not_to_write_names_is_not_a_question_for_names():
    helped = asking_in("nb", "Hva skjedde?", help={"nb": "Ikke skriv fullt navn eller fødselsnummer. Skriv kort."})
    assert refused(helped) == []
    for text in ("Skriv også fullt navn.", "Skriv fullt navn, ikke bare fornavn."):
        asked = asking_in("nb", "Hva skjedde?", help={"nb": text})
        assert refused(asked) == [("q", "the question asks for a name")]


def test_an_age_may_be_asked_in_bands_but_not_exactly():
    bands = [option("under-40"), option("over-40")]
    assert refused(asking_in("nb", "Hvor gammel er du?", "single_choice", options=bands)) == []
    assert refused(asking_in("nb", "Hvor gammel er du?", "number")) != []
    assert refused(asking_in("nb", "Når ble du født?", "month")) != []


def test_an_id_or_an_easy_text_that_asks_for_identity_is_refused_too():
    assert refused(question("fnr")) != []
    assert refused(question("q", text={"nb": "Hva?", "easy": {"nb": "Hva heter du?"}})) != []


@pytest.mark.parametrize("kind", ["upload", "email", "date", "file"])
def test_a_kind_of_question_that_asks_for_identity_does_not_exist_and_it_says_why(kind):
    (flaw,) = build(plain_with(question("q", kind))).flaws
    assert flaw.message == f"a question of kind {kind!r} asks who someone is"


@pytest.mark.parametrize("kind", ["place", "service_type"])
@pytest.mark.parametrize(
    ("people", "fine"), [(None, False), (1, False), (SMALLEST_UNIT - 1, False), (SMALLEST_UNIT, True)]
)
def test_a_role_with_too_few_people_in_a_unit_may_not_be_asked_for_the_unit(kind, people, fine):
    role = {} if people is None else {"people_per_unit": people}
    found = refused(question("q", kind), **role)
    assert [where for where, _ in found] == ([] if fine else ["role patient"])


@pytest.mark.parametrize("text", ["Hvilken avdeling jobber du på?", "Kva avdeling er du på?", "Which small ward?"])
def test_a_choice_of_wards_counts_as_a_unit(text):
    assert [where for where, _ in refused(asking_in("nb", text, "single_choice"))] == ["role patient"]


def test_a_unit_in_own_words_is_refused_whatever_the_role():
    assert [where for where, _ in refused(asking_in("nb", "Hvilket sykehus gjelder det?"), people_per_unit=999)] == [
        "q"
    ]


def test_a_role_that_is_not_asked_for_a_unit_need_not_say_how_many_it_has():
    assert refused(question("q")) == []


def test_words_beside_a_choice_are_judged_as_the_text_they_are():
    ages = {"text": {"nb": "Hvor gammel er du?"}, "options": [option("young"), option("old")]}
    assert refused(question("q", "single_choice", **ages)) == []
    assert refused(question("q", "single_choice", other=True, **ages))[0][0] == "q"
    where = {"text": {"nb": "Hvilket sykehus gjelder det?"}, "options": [option("a"), option("b")]}
    assert refused(question("q", "single_choice", **where), people_per_unit=100) == []
    (flaw,) = refused(question("q", "single_choice", other=True, **where), people_per_unit=100)
    assert "lets people write which unit" in flaw[1]
    named = {"id": "other", "text": words("Navnet ditt")}
    assert refused(question("q", "single_choice", other=True, options=[option("a"), named]))[0][1].endswith("a name")
    assert refused(question("q", "matrix", rows=[option("a"), {"id": "b", "text": words("E-postadressen din")}]))
