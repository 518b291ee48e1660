"""The same options for several rows: whole or in part, and each row counted as a question of its own."""

import pytest
from questionnaire_samples import asking, option, plain_with, question, words

from consultation.questionnaire.answering import Rejected, check
from consultation.questionnaire.building import build
from consultation.questionnaire.questions import Problem

BOTH = {"q.wait": ["bad"], "q.staff": ["good"]}


def matrix(**more):
    (only,) = asking(question("q", "matrix", **more)).questions
    return only


def test_the_answer_is_what_was_chosen_in_each_row():
    assert matrix().read(BOTH) == ("wait/bad", "staff/good")
    assert matrix().read({"q.staff": ["good"]}) == ("staff/good",)
    assert matrix().read({}) is None


def test_a_required_one_wants_every_row_and_says_which_is_left():
    asked = asking(question("q", "matrix", required=True), question("r"))
    assert asked.questions[0].read({"q.wait": ["bad"]}) == Problem("q", "q.staff", "row_left")
    assert check(asked, {"r": ["x"]}) == Rejected((Problem("q", "q.wait", "required"),))


def test_a_required_row_is_wanted_only_of_those_who_begin():
    asked = matrix(rows=[option("wait"), {**option("staff"), "required": True}])
    assert asked.read({"q.wait": ["bad"]}) == Problem("q", "q.staff", "row_left")
    assert asked.read({"q.staff": ["bad"]}) == ("staff/bad",)
    assert asked.read({}) is None


@pytest.mark.parametrize(("values", "code"), [(["bad", "good"], "several_answers"), (["wait"], "not_an_option")])
def test_a_row_that_cannot_be_read_is_told_at_its_field(values, code):
    assert matrix().read({"q.wait": ["bad"], "q.staff": values}) == Problem("q", "q.staff", code)


def test_it_can_be_declined_as_a_whole_but_not_answered_besides():
    asked = matrix(may_decline=True, required=True)
    assert asked.read({"q": ["_declined"]}) == ("_declined",)
    assert asked.read({"q": ["_declined"], **BOTH}) == Problem("q", "q", "declined_and_more")
    assert asked.display(("_declined",), "en") == "I do not want to answer"


def test_it_is_shown_a_line_for_each_row():
    assert matrix().display(("wait/bad", "staff/good"), "en") == "wait (en): bad (en)\nstaff (en): good (en)"
    assert matrix().label("gone/bad", "en").text == "gone/bad"


def test_each_row_is_counted_as_a_choice_of_its_own():
    asked = matrix(may_decline=True)
    wait, staff = asked.counted()
    assert (wait.id, staff.text.in_("nb").text) == ("q.wait", "What about q? – staff")
    answers = [("wait/bad", "staff/good"), ("staff/good",), ("_declined",)]
    of_wait = [part for answer in answers if (part := asked.answer_to(wait, answer)) is not None]
    assert (of_wait, dict(wait.summarise(of_wait))) == (["bad"], {"bad": 1, "good": 0})
    assert dict(asked.summarise(answers)) == {
        "wait/bad": 1, "wait/good": 0, "staff/bad": 0, "staff/good": 2, "_declined": 1,
    }  # fmt: skip


def test_a_condition_may_look_at_one_row():
    asked = asking(question("q", "matrix"), question("why", show_when={"question": "q", "includes": "wait/bad"}))
    assert asked.questions[1].show_when.holds({"q": asked.questions[0].given(BOTH)})
    assert not asked.questions[1].show_when.holds({"q": asked.questions[0].given({"q.staff": ["bad"]})})


@pytest.mark.parametrize(
    "rows", [[option("wait")], [option("wait"), option("wait")], [option("wait"), option("other")]]
)
def test_rows_are_at_least_two_each_once_and_none_named_other(rows):
    (flaw,) = build(plain_with(question("q", "matrix", rows=rows))).flaws
    assert flaw.remedy


def test_an_unknown_key_of_a_row_is_a_mistake():
    (flaw,) = build(plain_with(question("q", "matrix", rows=[option("a"), {**option("b"), "requird": True}]))).flaws
    assert flaw.remedy == "did you mean `required`?"
    assert words("x")
