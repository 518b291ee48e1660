"""What is on no list can be written beside a choice, and to decline is an answer; neither is ever mixed up or lost."""

import pytest
from questionnaire_samples import asking, option, plain_with, question, questionnaire_of, words

from consultation.questionnaire.answering import AnswerSheet, Rejected, check
from consultation.questionnaire.building import build

SEVERAL = question("q", "multiple_choice", other=True, may_decline=True)
ONE = question("q", "single_choice", other=True, may_decline=True)


def sheet(asked, raw):
    outcome = check(
        asking(asked), {name: [values] if isinstance(values, str) else values for name, values in raw.items()}
    )
    assert isinstance(outcome, AnswerSheet), outcome
    return outcome.answers.get("q"), dict(outcome.comments)


def problem(asked, raw):
    outcome = check(
        asking(asked), {name: [values] if isinstance(values, str) else values for name, values in raw.items()}
    )
    assert isinstance(outcome, Rejected)
    (only,) = outcome.problems
    assert only.question == "q"
    return only.field, only.code


def test_words_beside_a_choice_are_a_comment_beside_it_and_not_instead_of_it():
    assert sheet(SEVERAL, {"q": ["blue", "other"], "q.other": "The lift"}) == (
        ("blue", "other"),
        {"q.other": "The lift"},
    )
    assert sheet(ONE, {"q": "other", "q.other": "The lift"}) == ("other", {"q.other": "The lift"})


def test_words_without_the_choice_count_as_choosing_it():
    assert sheet(SEVERAL, {"q.other": "The lift"}) == (("other",), {"q.other": "The lift"})
    assert sheet(SEVERAL, {"q": "red", "q.other": "The lift"}) == (("red", "other"), {"q.other": "The lift"})
    assert sheet(ONE, {"q.other": "The lift"}) == ("other", {"q.other": "The lift"})


def test_words_beside_another_option_of_a_single_choice_leave_it_and_are_kept():
    assert sheet(ONE, {"q": "yes", "q.other": "But late"}) == ("yes", {"q.other": "But late"})


def test_the_choice_without_words_is_an_answer():
    assert sheet(ONE, {"q": "other"}) == ("other", {})
    assert problem(question("q", "single_choice"), {"q": "other"}) == ("q", "not_an_option")


def test_words_that_are_too_long_are_told_at_their_own_field():
    assert problem(ONE, {"q.other": "x" * 1001}) == ("q.other", "too_long")


def test_words_beside_a_choice_are_not_read_where_none_are_asked_for():
    assert sheet(question("q", "single_choice"), {"q": "yes", "q.other": "The lift"}) == ("yes", {})


def test_a_questionnaire_may_word_the_choice_itself():
    own = question(
        "q", "single_choice", other=True, options=[option("yes"), {"id": "other", "text": words("Elsewhere")}]
    )
    (asked,) = asking(own).questions
    assert [(each.id, each.text.in_("nb").text) for each in asked.choices] == [("yes", "yes"), ("other", "Elsewhere")]


def test_to_decline_is_an_answer_counted_apart():
    assert sheet(ONE, {"q": "_declined"}) == ("_declined", {})
    assert sheet(SEVERAL, {"q": "_declined"}) == (("_declined",), {})
    assert sheet({**ONE, "required": True}, {"q": "_declined"}) == ("_declined", {})
    (asked,) = asking(SEVERAL).questions
    assert list(asked.summarise([("red",), ("_declined",), ("other",)]).items()) == [
        ("red", 1), ("green", 0), ("blue", 0), ("other", 1), ("_declined", 1),
    ]  # fmt: skip
    assert asked.display(("_declined",), "nn") == "Eg vil ikkje svare"


@pytest.mark.parametrize("asked", [ONE, SEVERAL])
@pytest.mark.parametrize("more", [{"q": ["_declined"], "q.other": "The lift"}, {"q": ["_declined", "other"]}])
def test_to_decline_and_to_answer_is_a_problem_that_only_the_respondent_can_solve(asked, more):
    expected = "several_answers" if asked is ONE and len(more["q"]) > 1 else "declined_and_more"
    assert problem(asked, more) == ("q", expected)


@pytest.mark.parametrize("kind", ["single_choice", "multiple_choice", "scale", "ranking", "matrix"])
def test_nobody_can_decline_where_that_is_not_offered(kind):
    outcome = check(asking(question("q", kind), question("r")), {"q": ["_declined"], "r": ["x"]})
    assert isinstance(outcome, Rejected) or "q" not in outcome.answers


def test_a_scale_can_be_declined():
    asked = question("q", "scale", may_decline=True)
    assert sheet(asked, {"q": "_declined"}) == ("_declined", {})
    (scale,) = asking(asked).questions
    assert scale.summarise([1, "_declined"])["_declined"] == 1
    assert scale.label("_declined", "en").text == "I do not want to answer"


def test_what_people_write_is_listed_in_one_place_in_order_with_its_role():
    asked = asking(question("a"), {**SEVERAL, "roles": ["patient"]}, question("c"))
    assert (
        [one.id for one in asked.free_texts]
        == ["a", "q.other", "c"]
        == [one.id for one in asked.questionnaire.free_texts]
    )
    beside = asked.free_texts[1]
    assert beside.beside
    assert beside.asks("patient")
    assert not beside.asks("leader")
    assert beside.text.in_("nn").text == "What about q? (nn) – Noko anna"


def test_a_condition_may_look_at_other_but_not_at_declining():
    looking = {"question": "q", "one_of": ["other"]}
    asked = questionnaire_of(plain_with(ONE, question("more", show_when=looking))).for_role("patient")
    assert "more" in check(asked, {"q.other": ["The lift"], "more": ["x"]}).comments
    (flaw,) = build(plain_with(ONE, question("more", show_when={"question": "q", "one_of": ["_declined"]}))).flaws
    assert flaw.message == "'_declined' is not an answer to 'q'"
