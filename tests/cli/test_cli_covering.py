"""Every command that tells of a question tells how far its reading has come, and by role; nobody is given away."""

from tests.cli.test_cli_theming import answered

__all__ = ["answered"]

SLUG, QUESTION = "waiting-times", "feel-safe"
LINE = "60+ comments: <5 read by a person, <5 only suggested by a machine, 60+ under no theme yet"


def test_shares_and_runs_tell_how_far_the_reading_has_come(answered, run):
    for command in ("shares", "runs"):
        assert LINE in run(command, SLUG).output
        assert f"patient: {LINE}" in run(command, SLUG).output
    (told,) = [one for one in answered("shares", SLUG)["questions"] if one["question"] == QUESTION]
    assert told["coverage"]["by_role"]["patient"]["comments_at_least"] == 60
    assert (told["coverage"]["read_at_least"], told["coverage"]["below"]) == (None, 5)
    assert answered("runs", SLUG, QUESTION)["coverage"][QUESTION] == told["coverage"]


def test_where_nobody_has_written_nothing_is_told(answered, run):
    assert "too few to tell how far the reading has come" in run("shares", SLUG).output
