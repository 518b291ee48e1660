"""What is shown follows from what was answered before, the same for server, browser and paper."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from questionnaire_samples import asking, plain_with, question, questionnaire_of, words

from consultation.questionnaire.answering import AnswerSheet, check
from consultation.questionnaire.branching import AllOf, Answered, AnyOf, Condition, Includes, OneOf, in_words, shown

YES = {"question": "a", "one_of": ["yes"]}
CHAIN = asking(
    question("a", "single_choice"),
    question("b", "single_choice", show_when=YES),
    question("c", "multiple_choice", show_when={"question": "b", "answered": True}),
    question(
        "d",
        show_when={"all": [{"question": "c", "includes": "red"}, {"any": [YES, {"question": "b", "one_of": ["no"]}]}]},
    ),
)
VALUES = st.lists(st.sampled_from(["yes", "no", "red", "green", "", "nonsense"]), max_size=3)


def ids(raw):
    return [asked.id for asked in shown(CHAIN, raw)]


def evaluate(rule, given):
    """The rule as a browser would evaluate its plain data, written anew from the words of the file alone."""
    if "all" in rule:
        return all(evaluate(part, given) for part in rule["all"])
    if "any" in rule:
        return any(evaluate(part, given) for part in rule["any"])
    values = given.get(rule["question"], [])
    if "one_of" in rule:
        return any(value in rule["one_of"] for value in values)
    return rule["includes"] in values if "includes" in rule else bool(values)


def test_a_question_is_shown_only_when_its_condition_holds():
    assert ids({}) == ["a"]
    assert ids({"a": ["no"]}) == ["a"]
    assert ids({"a": ["yes"]}) == ["a", "b"]
    assert ids({"a": ["yes"], "b": ["no"]}) == ["a", "b", "c"]
    assert ids({"a": ["yes"], "b": ["no"], "c": ["green", "red"]}) == ["a", "b", "c", "d"]


def test_a_chain_falls_together_when_its_first_link_is_hidden():
    assert ids({"b": ["yes"], "c": ["red"], "d": ["text"]}) == ["a"]


def test_blank_is_not_answered():
    assert ids({"a": ["yes"], "b": ["", " \x00"]}) == ["a", "b"]


@given(st.dictionaries(st.sampled_from("abcdx"), VALUES))
def test_a_hidden_question_never_yields_an_answer(raw):
    visible = set(ids(raw))
    outcome = check(CHAIN, raw)
    if isinstance(outcome, AnswerSheet):
        assert {*outcome.answers, *outcome.comments} <= visible
    else:
        assert {problem.question for problem in outcome.problems} <= visible | {""}


@given(st.dictionaries(st.sampled_from("abcd"), VALUES))
def test_the_plain_rule_shows_the_same_questions_as_the_server(raw):
    given_so_far, visible = {}, []
    for asked in CHAIN.questions:
        if asked.show_when is None or evaluate(asked.show_when.as_rule(), given_so_far):
            visible.append(asked.id)
            given_so_far[asked.id] = [value for value in raw.get(asked.id, []) if value.strip()]
    assert visible == ids(raw)


def test_a_hidden_section_hides_all_its_questions():
    second = {"id": "second", "title": words("Second"), "show_when": YES, "questions": [question("z", required=True)]}
    plain = plain_with(question("a", "single_choice"))
    plain["sections"].append(second)
    asked = questionnaire_of(plain).for_role("patient")
    assert isinstance(check(asked, {"a": ["no"], "z": ["hidden"]}), AnswerSheet)
    assert [one.id for one in shown(asked, {"a": ["yes"]})] == ["a", "z"]


@pytest.mark.parametrize("condition", [OneOf("a", ("yes", "no")), Includes("c", "red"), Answered("b")])
def test_a_rule_says_which_questions_it_looks_at(condition):
    assert isinstance(condition, Condition)
    both = AllOf((condition, AnyOf((condition, Answered("d")))))
    assert both.questions == (*condition.questions, "d")


def test_a_rule_can_be_said_in_words_for_paper():
    (_, b, _, d) = CHAIN.questions
    assert in_words(b.show_when, CHAIN, "nb").text == "Svar bare hvis du svarte «yes» på «What about a?»."
    assert in_words(d.show_when, CHAIN, "en").text == (
        "Answer only if you answered “red (en)” to “What about c? (en)” and "
        "(you answered “yes (en)” to “What about a? (en)” or you answered “no (en)” to “What about b? (en)”)."
    )
    assert in_words(d.show_when, CHAIN, "se").language == "nb"
