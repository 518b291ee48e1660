"""An operator may have comments screened at once, and is told no small number."""

import pytest

HARM = "Jeg har selvmordstanker og får ikke time."


@pytest.fixture
def answered(run, facts, tmp_path):
    """Twenty comments, one of which a rule raises."""
    rows = "".join(f"patient;Det var for lang ventetid, nummer {n}.\n" for n in range(19)) + f"patient;{HARM}\n"
    (tmp_path / "said.csv").write_text(f"r;c\n{rows}")
    run("open", "waiting-times", "--archive", "report")
    run("import", "waiting-times", "said.csv", "--role-column", "r", "--comment-column", "c")
    assert facts("empty-ballot-box", "waiting-times")["mixed"] == 20
    return facts


def test_it_says_that_something_waits_to_be_read_and_no_number_under_five(answered, run):
    told = answered("screen", "waiting-times", "feel-safe")
    assert told["to_read_first"] is True
    (one,) = told["questions"]
    assert one == {
        "question": "feel-safe",
        "whole": True,
        "comments": 20,
        "any_raised": True,
        "raised": None,
        "copies": None,
    }
    said = run("screen", "waiting-times")
    assert "possible harm in fewer than 5 comments" in said.output
    assert "Read first" in said.output
    assert HARM not in said.output


def test_a_question_that_is_not_there_is_refused_with_those_that_are(answered, run):
    assert "feel-safe" in run("screen", "waiting-times", "unknown", code=1).stderr
