"""Themes are found and the report is written from the command line, and the staff see the jobs."""

import json

import pytest


@pytest.fixture
def answered(run, facts, tmp_path):
    """A consultation with comments that speak of four things."""
    said = (
        "Jeg fikk ingen beskjed mens jeg ventet på time",
        "Legen var ny hver gang, jeg vil ha fast lege",
        "Reisen til sykehuset er altfor lang",
        "Henvisningen ble avvist uten at noen snakket med meg",
    )
    rows = "".join(f"patient;{said[n % 4]}, det var nummer {n} av dem.\n" for n in range(60))
    (tmp_path / "said.csv").write_text(f"r;c\n{rows}")
    run("open", "waiting-times", "--archive", "report")
    run("import", "waiting-times", "said.csv", "--role-column", "r", "--comment-column", "c")
    assert facts("empty-ballot-box", "waiting-times")["mixed"] == 60
    return facts


@pytest.mark.slow
def test_discover_finds_candidates_and_leaves_a_job_that_is_done(answered):
    (job,) = answered("discover", "waiting-times", "feel-safe")["jobs"]
    assert job["state"] == "done"


def test_a_question_with_few_comments_says_so(answered, run):
    refused = run("discover", "waiting-times", "authorities-require", code=1)
    assert "fewer than ten" in refused.output


def test_a_question_that_is_not_there_is_refused_with_those_that_are(answered, run):
    assert "feel-safe" in run("discover", "waiting-times", "unknown", code=1).stderr


def test_assign_without_a_codebook_says_what_comes_first(answered, run):
    assert "Decide on themes first" in run("assign", "waiting-times", "feel-safe", code=1).output


def test_a_job_may_be_left_to_a_worker(answered):
    (job,) = answered("discover", "waiting-times", "feel-safe", "--by-worker")["jobs"]
    assert job["state"] == "waiting"


@pytest.mark.slow
@pytest.mark.parametrize(("format_", "begins"), [("html", b"<!DOCTYPE html>"), ("pdf", b"%PDF-")])
def test_the_report_is_written_once_unless_forced(answered, run, tmp_path, format_, begins):
    out = tmp_path / f"report.{format_}"
    told = answered("report", "waiting-times", "--format", format_, "--out", str(out))
    assert told["bytes"] == out.stat().st_size
    assert out.read_bytes()[:20].lower().startswith(begins.lower())
    assert "--force" in run("report", "waiting-times", "--format", format_, "--out", str(out), code=1).stderr
    run("report", "waiting-times", "--format", format_, "--out", str(out), "--force")


def test_json_is_one_object_and_nothing_else(answered, run):
    json.loads(run("list", "--json").stdout)
