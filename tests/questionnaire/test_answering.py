"""The one door from raw strings to answers: whatever comes, it opens or says why not, and never falls."""

from hypothesis import given
from hypothesis import strategies as st
from questionnaire_samples import asking, plain_with, question, questionnaire_of, words

from consultation.questionnaire.answering import AnswerSheet, Problem, Rejected, check
from consultation.questionnaire.kinds import DECLINED
from consultation.questionnaire.loading import library, load
from consultation.questionnaire.questions import FreeText, Matrix, Place, Ranking
from tests.questionnaires import every_kind

LIBRARY = [*(load(path) for path in library().values()), every_kind()]
EVERY = [questionnaire.for_role(role.id) for questionnaire in LIBRARY for role in questionnaire.roles]
FIELDS = sorted({field for asked in EVERY for one in asked.questions for field in one.fields()})
KNOWN = sorted({value for asked in EVERY for one in asked.questions for value in one.condition_values()})
VALUE = st.text(st.characters(), max_size=40) | st.sampled_from(
    [*KNOWN, DECLINED, "1", "2", "badly", "helse-vest", "helse-bergen", "12", "2026-03"]
)
RAW = st.dictionaries(st.sampled_from(FIELDS) | st.text(max_size=5), st.lists(VALUE, max_size=3), max_size=12)


@given(st.sampled_from(EVERY), RAW)
def test_any_raw_mapping_becomes_a_sheet_or_problems_and_never_an_error(asked, raw):
    outcome = check(asked, raw)
    if isinstance(outcome, Rejected):
        assert outcome.problems
        fields = {field for one in asked.questions for field in one.fields()} | {""}
        assert {problem.field for problem in outcome.problems} <= fields
    else:
        assert outcome.answers or outcome.comments
        assert {*outcome.comments} <= {words.id for words in asked.free_texts}
        assert not any(isinstance(asked.question(name), FreeText) for name in outcome.answers)


@given(st.sampled_from(EVERY), RAW)
def test_a_sheet_read_back_as_a_form_gives_the_same_sheet(asked, raw):
    sheet = check(asked, raw)
    if isinstance(sheet, AnswerSheet):
        again = {name: [text] for name, text in sheet.comments.items()}
        for name, answer in sheet.answers.items():
            again |= as_filled_in(asked.question(name), answer)
        assert check(asked, again) == sheet


def as_filled_in(question, answer):
    """The fields that an answer would stand in."""
    if isinstance(question, Place):
        return dict(zip(question.fields(), ([part] for part in answer.split("/")), strict=False))
    if answer != (DECLINED,) and isinstance(question, Ranking):
        return {f"{question.id}.{option}": [str(place)] for place, option in enumerate(answer, 1)}
    if answer != (DECLINED,) and isinstance(question, Matrix):
        return {f"{question.id}.{key.partition('/')[0]}": [key.partition("/")[2]] for key in answer}
    return {question.id: list(answer) if isinstance(answer, tuple) else [str(answer)]}


@given(st.text(st.characters(codec="utf-8"), min_size=1, max_size=300))
def test_a_comment_is_never_cut(text):
    outcome = check(asking(question("q", max_length=100)), {"q": [text]})
    if isinstance(outcome, Rejected):
        assert [problem.code for problem in outcome.problems] in (["too_long"], ["nothing_answered"])
    else:
        assert len(outcome.comments["q"]) <= 100


def test_closed_answers_and_comments_are_kept_apart():
    asked = asking(question("q"), question("s", "scale"), question("m", "multiple_choice"))
    raw = {"q": ["Ventet\r\nlenge"], "s": ["4"], "m": ["blue", "red"], "_nonce": ["x"], "role": ["leader"]}
    assert check(asked, raw) == AnswerSheet("patient", {"s": 4, "m": ("red", "blue")}, {"q": "Ventet\nlenge"})


def test_every_missing_required_answer_is_told_at_once():
    asked = asking(question("a", required=True), question("b", "scale", required=True), question("c"))
    assert check(asked, {"c": ["x"]}) == Rejected((Problem("a", "a", "required"), Problem("b", "b", "required")))


def test_an_entirely_empty_answer_is_told_once_and_belongs_to_no_question():
    assert check(asking(question("a")), {"a": [" "], "other": ["x"]}) == Rejected(
        (Problem("", "", "nothing_answered"),)
    )


def test_on_the_way_only_the_sections_asked_for_are_checked():
    plain = plain_with(question("a", required=True))
    plain["sections"].append({"id": "second", "title": words("Second"), "questions": [question("b", required=True)]})
    asked = questionnaire_of(plain).for_role("patient")
    assert check(asked, {"a": ["x"]}, sections=["first"]) == AnswerSheet("patient", {}, {"a": "x"})
    assert check(asked, {"a": ["x"]}, sections=["second"]) == Rejected((Problem("b", "b", "required"),))
    assert check(asked, {"a": ["x"]}) == Rejected((Problem("b", "b", "required"),))
    assert check(asking(question("a")), {}, sections=["first"]) == AnswerSheet("patient", {}, {})


def test_a_question_for_another_role_is_an_unknown_field():
    roles = [{"id": "patient", "name": words("P")}, {"id": "leader", "name": words("L")}]
    plain = plain_with(question("a"), question("b", roles=["leader"]), roles=roles)
    asked = questionnaire_of(plain).for_role("patient")
    assert check(asked, {"a": ["x"], "b": ["y"]}) == AnswerSheet("patient", {}, {"a": "x"})


def test_a_problem_never_repeats_what_was_written():
    asked = asking(question("q", "number"), question("m", "month"), question("c", "single_choice"))
    outcome = check(asked, {"q": ["secret"], "m": ["secret"], "c": ["secret"]})
    assert isinstance(outcome, Rejected)
    assert len(outcome.problems) == 3
    assert "secret" not in repr(outcome)


def test_a_bare_string_is_one_value():
    assert check(asking(question("q", "single_choice")), {"q": "yes"}) == AnswerSheet("patient", {"q": "yes"}, {})
