"""What an import would store is known before anything is stored, line by line."""

import pytest

from consultation.questionnaire.loading import library, load
from consultation.usecases.plan_import import ImportColumns, ImportPlan, ImportRefused, plan_import
from consultation.usecases.recognise_csv import recognise_csv

QUESTIONNAIRE = load(library()["waiting-times"])


def planned(text: str, *comments: str, role: str | None = None, respondent: str | None = None) -> ImportPlan:
    pairs = tuple((name, question or None) for name, _, question in (c.partition("=") for c in comments or ("c",)))
    columns = ImportColumns(pairs, role_column=None if role else "r", role=role, respondent=respondent)
    return plan_import(recognise_csv(text.encode()), QUESTIONNAIRE, columns)


def comments(plan: ImportPlan) -> list[dict[str, str]]:
    return [dict(one.sheet.comments) for one in plan.responses]


@pytest.mark.parametrize("said", ["next_of_kin", "NEXT OF KIN", "Pårørende", "pårørande", " Next of kin "])
def test_a_role_is_known_by_its_id_and_by_its_name_in_any_language(said):
    plan = planned(f"r;c\n{said};Vent litt\n")
    assert [one.sheet.role for one in plan.responses] == ["next_of_kin"]


def test_a_comment_goes_to_the_roles_own_first_free_text_question():
    plan = planned("r;c\npatient;A\nleader;B\n")
    assert comments(plan) == [{"feel-safe": "A"}, {"what-matters": "B"}]
    assert plan.destinations["c"]["leader"] == "what-matters"


def test_more_comment_columns_take_the_next_questions_and_named_ones_their_own():
    plan = planned("r;c;d;e\npatient;A;B;\nleader;A;B;C\n", "c", "d=authorities-require", "e")
    assert comments(plan)[0] == {"feel-safe": "A", "authorities-require": "B"}
    assert comments(plan)[1] == {"what-matters": "A", "authorities-require": "B", "arrange-pathway": "C"}


def test_every_problem_is_told_with_its_line_and_good_rows_still_go_in():
    long = "x" * 10_001
    plan = planned(f"r;c\npatient;Bra\nklovn;Hei\npatient; \n;Hei\npatient;{long}\npatient;a;b\n")
    assert [(problem.line, problem.column) for problem in plan.problems] == [
        (3, "r"),
        (4, "c"),
        (5, "r"),
        (6, "feel-safe"),
        (7, ""),
    ]
    assert all(problem.message and problem.remedy for problem in plan.problems)
    assert long not in str(plan.problems)
    assert len(plan.responses) == 2


def test_a_comment_for_a_question_that_the_role_is_not_asked_is_a_problem_of_its_row():
    plan = planned("r;c\npatient;A\nleader;B\n", "c=feel-safe")
    assert [problem.line for problem in plan.problems] == [3]
    assert comments(plan) == [{"feel-safe": "A"}]


def test_rows_of_one_respondent_become_one_response_with_paragraphs():
    plan = planned(
        "r;who;c\npatient;1;A\npatient;2;B\npatient;1;C\nleader;1;D\npatient;;E\npatient;;F\n", respondent="who"
    )
    assert comments(plan) == [
        {"feel-safe": "A\n\nC"},
        {"feel-safe": "B"},
        {"what-matters": "D"},
        {"feel-safe": "E"},
        {"feel-safe": "F"},
    ]
    assert plan.responses[0].lines == (2, 4)


def test_identical_comments_of_different_rows_are_all_kept_and_told_apart():
    plan = planned("r;c\npatient;Vent\npatient;Vent\nleader;Vent\npatient;Vent\n")
    assert [one.occurrence for one in plan.responses] == [0, 1, 0, 2]


def test_one_role_may_be_given_for_the_whole_file():
    plan = planned("c;x\nHei;1\n", role="Pasient")
    assert plan.roles == {"patient": {"patient": 1}}


@pytest.mark.parametrize(
    ("ask", "says"),
    [
        (lambda: planned("r;x\npatient;A\n"), "no column c"),
        (lambda: planned("r;c\npatient;A\n", "c=unknown"), "feel-safe"),
        (lambda: planned("x;c\n1;A\n", role="klovn"), "no role"),
        (lambda: planned("r;c\npatient;A\n", "c", "c"), "twice"),
        (lambda: planned("r;c\npatient;A\n", "c=waited"), "No free-text question"),
    ],
)
def test_columns_that_do_not_fit_are_refused_with_what_there_is(ask, says):
    with pytest.raises(ImportRefused, match=says):
        ask()


def test_a_row_with_bytes_that_are_no_text_is_told():
    rows = "".join(f"patient,Vi måtte vente på svar {number}\n" for number in range(9))
    content = f"role,comment\n{rows}".encode() + b"patient,hei p\xe5 deg\n"
    columns = ImportColumns((("comment", None),), role_column="role")
    plan = plan_import(recognise_csv(content), QUESTIONNAIRE, columns)
    assert [(problem.line, "no text" in problem.message) for problem in plan.problems] == [(11, True)]
    assert len(plan.responses) == 10


def test_words_beside_a_choice_come_only_from_a_column_that_names_them():
    plan = planned("r;c;d;e\npatient;A;B;C\n", "c", "d=worked-badly.other", "e")
    assert comments(plan) == [{"feel-safe": "A", "worked-badly.other": "B", "authorities-require": "C"}]
    with pytest.raises(ImportRefused):
        planned("r;c;d;e\npatient;A;B;C\n", "c", "d", "e", "e")
    (only,) = plan.responses
    assert only.sheet.answers == {}
