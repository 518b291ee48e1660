"""Every word that is asked on a screen stands on paper too, with room to answer and what one must know before."""

import pytest

from consultation.paper.form import Around, lay_out
from consultation.questionnaire.definition import UnknownRole
from consultation.questionnaire.questions import Matrix, MultipleChoice, Place, Ranking, Scale, SingleChoice
from consultation.questionnaire.signposts import standing
from tests.paper.printing import consultation, form, in_library, squeezed, words_of

EVERYTHING = [
    (found, role.id, language)
    for found in in_library()
    for role in found.questionnaire.roles
    for language in found.questionnaire.languages
]


def texts_of(question, language):
    yield question.text
    if question.help:
        yield question.help
    match question:
        case SingleChoice() | MultipleChoice():
            yield from (option.text for option in question.choices)
        case Ranking():
            yield from (option.text for option in question.options)
        case Matrix():
            yield from (part.text for part in (*question.rows, *question.options))
        case Scale():
            yield from (question.low_label, question.high_label)
        case Place():
            yield from (region.text for region in question.regions)
            if question.level == "trust":
                yield from (trust.text for region in question.regions for trust in region.trusts)


@pytest.mark.parametrize(("found", "role", "language"), EVERYTHING, ids=lambda value: getattr(value, "slug", value))
def test_every_question_and_every_option_stands_on_paper(found, role, language):
    drawn = words_of(form(found, role, language))
    asked = found.questionnaire.for_role(role)
    missing = [
        text.in_(language).text
        for question in asked.questions
        for text in texts_of(question, language)
        if squeezed(text.in_(language).text) not in drawn
    ]
    assert missing == []
    for number, question in enumerate(asked.questions, 1):
        assert squeezed(f"{number}.{question.text.in_(language).text}") in drawn


@pytest.mark.parametrize(("found", "role", "language"), EVERYTHING, ids=lambda value: getattr(value, "slug", value))
def test_every_question_with_a_condition_says_it(found, role, language):
    parts = lay_out(found, role, language, Around()).parts
    asked = found.questionnaire.for_role(role)
    drawn = words_of(form(found, role, language))
    printed = [question for part in parts for question in part.questions]
    for question, laid_out in zip(asked.questions, printed, strict=True):
        assert (question.show_when is None) == (laid_out.only_if is None)
        if laid_out.only_if:
            said = [laid_out.only_if.sentence, *laid_out.only_if.cases]
            assert all(squeezed(one.text) in drawn for one in said)


def test_who_asks_why_until_when_and_what_happens_are_told_first():
    drawn = words_of(form(consultation()))
    for told in ("Direktoratet", "31. desember 2026", "Vi vil vite mer.", "Vi skriver en rapport.", "slettet senest"):
        assert squeezed(told) in drawn
    assert drawn.index("Vivilvitemer.") < drawn.index("1.Ett?")


def test_how_to_stay_unknown_is_told_before_the_questions_and_help_with_its_numbers():
    for language, warning in (("nb", "Ikke skriv navn"), ("nn", "Ikkje skriv namn"), ("en", "Do not write names")):
        drawn = words_of(form(in_library()[0], "patient", language))
        assert drawn.index(squeezed(warning)) < drawn.index(squeezed("1.") + squeezed(first_question(language)))
        for post in standing():
            assert squeezed(post.name.in_(language).text) in drawn


def first_question(language):
    return in_library()[0].questionnaire.for_role("patient").questions[0].text.in_(language).text


def test_where_the_form_comes_back_to_is_what_staff_wrote_or_a_line():
    written = words_of(form(consultation(), hand_in="Kassen i gangen\nPostboks 1"))
    assert written.count("Kassenigangen") == 2  # on what people keep, and on what they hand in
    assert "Postboks1" in written
    assert lay_out(consultation(), "patient", "nb", Around(hand_in=" \n ")).hand_in.where == ()


def test_what_must_be_answered_is_said_in_words():
    drawn = words_of(form(consultation()))
    assert "Ett?(Måsvarespå)" in drawn
    assert drawn.count("(Måsvarespå)") == 1
    assert squeezed("Der det står «Må svares på», trenger vi et svar.") in drawn


def test_where_nothing_must_be_answered_one_chooses():
    assert squeezed("Du vel sjølv kva spørsmål du vil svare på.") in words_of(form(in_library()[0], "patient", "nn"))


def test_pages_are_counted_in_the_readers_language():
    for language, counted in (("nb", "Side3av"), ("nn", "Side3av"), ("en", "Page3of"), ("se", "Siidu3/")):
        assert counted in words_of(form(in_library()[0], "patient", language))


def test_the_easy_read_texts_are_printed_where_they_are_wanted():
    easy = [found for found in in_library() if "nb" in found.questionnaire.easy_languages]
    for found in easy:
        assert words_of(form(found, "patient", "nb-lett")) != words_of(form(found, "patient", "nb"))


def test_a_role_that_is_not_asked_has_no_form():
    with pytest.raises(UnknownRole):
        form(consultation(), "leader")
