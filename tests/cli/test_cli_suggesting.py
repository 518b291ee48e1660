"""What was suggested is told on the command line: rounded, with what is promised and with all that repeats it."""

import json

import pytest

from consultation.storage.database import Database
from consultation.themes.book.codebook import Accept
from consultation.themes.finding.candidates import CandidateTheme
from consultation.usecases.reading.review_themes import review_themes
from tests.boxes import TODAY
from tests.cli.test_cli_theming import answered

__all__ = ["answered"]

SLUG, QUESTION = "waiting-times", "feel-safe"


def agree(instance):
    database = Database(f"sqlite:///{instance / 'consultation.sqlite'}")
    with database.transaction() as session:
        for name, terms in (("Fast lege", ("lege", "legen")), ("Reise", ("reisen", "sykehuset"))):
            decision = Accept(CandidateTheme(name, terms, 15, 0.25, ()), "kari@example.org", "ofte nevnt")
            review_themes(session, SLUG, QUESTION, decision, decided_on=TODAY)
    database.close()


@pytest.mark.slow
def test_what_was_suggested_is_told_and_every_run_with_all_that_repeats_it(answered, run, instance):
    assert "no run yet" in run("runs", SLUG, QUESTION).output
    agree(instance)
    (job,) = answered("assign", SLUG, QUESTION, "--seed", "7")["jobs"]
    told = job["suggested"]
    assert (job["state"], job["run"], told["seed"]) == ("done", told["run"], 7)
    counts = {one["name"]: one["suggested_at_least"] for one in told["themes"]}
    assert counts["Fast lege"] >= 15 <= counts["Reise"]
    assert all(count % 5 == 0 for count in [*counts.values(), *told["outcomes_at_least"].values()] if count)
    assert told["right_9_times_in_10_from_percent"] is None, "nobody has read anything"
    assert (told["taught_by_at_least"], told["comments_at_least"]) == (None, 60)
    lines = run("assign", SLUG, QUESTION, "--seed", "7").output
    assert f"Reise: at least {counts['Reise']}; no line can be promised yet" in lines
    assert "det var nummer" not in lines
    again, first = answered("runs", SLUG)["runs"]
    assert [again["run"][-1], first["run"][-1]] == ["2", "1"]
    assert {key: value for key, value in again.items() if key != "run"} == {
        key: value for key, value in first.items() if key != "run"
    }
    assert (first["seed"], len(first["input_hash"]), first["parameters"]["codebook_version"]) == (7, 64, 2)
    assert "scikit-learn" in first["versions"]
    assert "taught_by" not in json.dumps(first), "a true count"
    assert first["input_hash"] in run("runs", SLUG, QUESTION).output
    assert "feel-safe" in run("runs", SLUG, "unknown", code=1).stderr


def test_where_nobody_has_answered_assign_says_so(run, instance):
    run("open", SLUG, "--archive", "report")
    agree(instance)
    assert "There is no comment yet." in run("assign", SLUG, QUESTION, code=1).output
