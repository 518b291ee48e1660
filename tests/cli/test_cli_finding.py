"""What the machine found is told on the command line: rounded, with what repeats it, and without a comment."""

import pytest

from tests.cli.test_cli_theming import answered

__all__ = ["answered"]


@pytest.mark.slow
def test_what_was_found_is_told_when_it_is_found_afterwards_and_divided(answered, run):
    (job,) = answered("discover", "waiting-times", "feel-safe", "--seed", "3")["jobs"]
    (told,) = answered("candidates", "waiting-times")["questions"]
    assert told == job["found"]
    assert told["seed"] == 3
    assert len(told["input_hash"]) == 64
    assert told["comments_at_least"] == 60
    assert all(one["at_least"] % 5 == 0 for one in told["candidates"] if one["at_least"])
    assert all(0 <= one["stability"] <= 1 for one in told["candidates"])
    number = max(told["candidates"], key=lambda one: one["at_least"] or 0)["number"]
    (divided,) = answered("candidates", "waiting-times", "feel-safe", "--within", str(number))["questions"]
    assert divided["candidates"][number]["within"]
    lines = run("candidates", "waiting-times", "feel-safe").output
    assert "feel-safe: at least 60 comments, " in lines
    assert "of them fit nowhere." in lines
    assert "stability 0." in lines or "stability 1." in lines
    assert "det var nummer" not in lines


def test_where_nothing_was_found_that_is_said_and_what_is_not_there_is_refused(answered, run):
    assert "feel-safe: the machine has found nothing yet" in run("candidates", "waiting-times", "feel-safe").output
    few = run("candidates", "waiting-times", "what-matters").output
    assert "what-matters: there are fewer than ten comments. The machine begins when there are more." in few
    assert "Ask it: discover waiting-times feel-safe." in run("candidates", "waiting-times").output
    assert "feel-safe" in run("candidates", "waiting-times", "unknown", code=1).stderr
    assert "There is no candidate 3" in run("candidates", "waiting-times", "feel-safe", "--within", "3", code=1).stderr
    assert "Name the one question" in run("candidates", "waiting-times", "--within", "3", code=1).stderr


@pytest.mark.parametrize(
    ("comments", "said"),
    [
        (["Kortere ventetid på sykehuset vårt nå."] * 30, "they are all of a kind, so there is one candidate"),
        (["\U0001f600", "\U0001f621", "\U0001f44d\U0001f44d"] * 10, "there are only signs or small words"),
    ],
)
def test_where_nothing_parts_the_comments_that_is_said(run, tmp_path, comments, said):
    run("open", "waiting-times", "--archive", "report")
    rows = "".join(f"Pasient;{one}\n" for one in comments)
    (tmp_path / "alike.csv").write_text(f"Rolle;Kommentar\n{rows}", encoding="utf-8")
    run("import", "waiting-times", "alike.csv", "--role-column", "Rolle", "--comment-column", "Kommentar")
    run("empty-ballot-box", "waiting-times")
    assert said in run("discover", "waiting-times", "feel-safe").output
    divided = run("candidates", "waiting-times", "feel-safe", "--within", "0").output
    assert said in divided
    assert "The machine found nothing that parts these comments." in divided
