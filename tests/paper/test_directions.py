"""Branching stands in words that name the numbers and the options of the same paper."""

from dataclasses import replace

import pytest

from consultation.paper.form import Around, lay_out
from consultation.questionnaire.conditions import AllOf, Answered, AnyOf, Includes, OneOf
from consultation.questionnaire.parts import Section
from consultation.questionnaire.questions import FreeText
from tests.paper.printing import consultation, every_kind, in_library, nested
from tests.questionnaires import worded


def direction(condition, language="nb"):
    last = FreeText(id="last", text=worded("Mer?"), show_when=condition)
    (part,) = lay_out(consultation(*every_kind(), last), "patient", language, Around()).parts
    only_if = part.questions[-1].only_if
    return [one.text.replace("\u00a0", " ") for one in (only_if.sentence, *only_if.cases)]


SIMPLE = [
    (OneOf("one", ("o0",)), "Svar bare hvis du krysset av for «Ja, det gjorde jeg» på spørsmål 1."),
    (
        OneOf("one", ("o0", "o1", "other")),
        "Svar bare hvis du krysset av for «Ja, det gjorde jeg», «Nei» eller «Noe annet» på spørsmål 1.",
    ),
    (Includes("many", "o1"), "Svar bare hvis du krysset av for «Medisin» på spørsmål 2."),
    (OneOf("scale", ("1", "2")), "Svar bare hvis du krysset av for «1» eller «2» på spørsmål 3."),
    (Answered("words"), "Svar bare hvis du svarte på spørsmål 4."),
    (OneOf("ranking", ("o1/1",)), "Svar bare hvis du satte «Sist» som nummer 1 på spørsmål 9."),
    (OneOf("matrix", ("r1/o0",)), "Svar bare hvis du krysset av for «Maten: Dårlig» på spørsmål 10."),
    (
        AllOf((Answered("words"), Answered("number"))),
        "Svar bare hvis du svarte på spørsmål 4 og du svarte på spørsmål 5.",
    ),
]


@pytest.mark.parametrize(("condition", "sentence"), SIMPLE)
def test_a_rule_is_one_sentence(condition, sentence):
    assert direction(condition) == [sentence]


def test_a_rule_with_rules_in_it_is_a_list_of_cases():
    assert direction(nested(), "nn") == [
        "Svar berre viss minst eitt av desse punkta stemmer:",
        "Du kryssa av for «Ja, det gjorde jeg (nn)» eller «Nei (nn)» på spørsmål 1.",
        "Du kryssa av for «Medisin (nn)» på spørsmål 2 og du svarte på spørsmål 4.",
    ]


def test_all_of_a_list_must_be_true_where_the_rule_says_so():
    rule = AllOf((Answered("words"), AnyOf((Answered("one"), Answered("many")))))
    assert direction(rule) == [
        "Svar bare hvis alt dette stemmer:",
        "Du svarte på spørsmål 4.",
        "Du svarte på spørsmål 1 eller du svarte på spørsmål 2.",
    ]


def test_deeper_rules_keep_their_brackets():
    inner = AnyOf((Answered("one"), AllOf((Answered("many"), Answered("scale")))))
    said = direction(AllOf((Answered("words"), inner)))
    assert said[-1] == ("Du svarte på spørsmål 1 eller (du svarte på spørsmål 2 og du svarte på spørsmål 3).")


def test_a_part_of_the_form_may_have_a_rule_too():
    first = Section("first", worded("Først"), every_kind()[:1])
    second = Section("second", worded("Så"), every_kind()[3:4], show_when=OneOf("one", ("o1",)))
    found = consultation(section=first)
    both = consultation(section=first).questionnaire
    laid_out = lay_out(replace(found, questionnaire=replace(both, sections=(first, second))), "patient", "nb", Around())
    said = laid_out.parts[1].only_if.sentence.text.replace("\u00a0", " ")
    assert said == "Svar på spørsmålene i denne delen bare hvis du krysset av for «Nei» på spørsmål 1."
    assert laid_out.parts[1].questions[0].number == 2


def test_a_reader_of_northern_sami_gets_the_rule_in_bokmaal_around_the_words_on_the_paper():
    asked = next(found for found in in_library() if found.questionnaire.id == "waiting-times")
    rules = [
        question.only_if.sentence
        for part in lay_out(asked, "patient", "se", Around()).parts
        for question in part.questions
        if question.only_if
    ]
    assert rules
    assert {rule.language for rule in rules} == {"nb"}
    assert all("spørsmål" in rule.text for rule in rules)
