"""What `import` understood, refused and stored."""

import resource
import sqlite3
import subprocess
import sys
from contextlib import closing

import pytest

OPTIONS = ("--role-column", "Rolle", "--comment-column", "Kommentar")


@pytest.fixture
def opened(run):
    run("open", "waiting-times", "--archive", "report")
    return run


@pytest.fixture
def good(tmp_path):
    path = tmp_path / "good.csv"
    rows = "".join(f"Pårørende;Vi ventet {n} uker på svar\n" for n in range(12))
    path.write_bytes(f"Rolle;Kommentar\n{rows}".encode("cp1252"))
    return path.name


@pytest.fixture
def mixed(tmp_path):
    path = tmp_path / "mixed.csv"
    path.write_text("Rolle,Kommentar\npatient,Bra\nklovn,Hei\npatient,\n")
    return path.name


def in_the_box(instance) -> int:
    with closing(sqlite3.connect(instance / "consultation.sqlite")) as database:
        return database.execute("select count(*) from ballot_box").fetchone()[0]


def test_a_dry_run_shows_what_was_understood_and_writes_nothing(opened, facts, instance, good):
    told = facts("import", "waiting-times", good, *OPTIONS, "--dry-run")
    assert (told["encoding"], told["delimiter"], told["rows"], told["responses"]) == ("cp1252", ";", 12, 12)
    assert told["roles"] == {"next_of_kin": {"Pårørende": 12}}
    assert told["destinations"]["Kommentar"]["next_of_kin"] == "feel-safe"
    shown = opened("import", "waiting-times", good, *OPTIONS, "--dry-run").output
    for word in ("cp1252", "semicolon", "12 rows", "Kommentar -> next_of_kin: feel-safe", "'Pårørende' 12"):
        assert word in shown
    assert in_the_box(instance) == 0


def test_good_rows_go_in_and_bad_ones_are_told(opened, facts, instance, mixed):
    told = facts("import", "waiting-times", mixed, *OPTIONS)
    assert [problem["line"] for problem in told["problems"]] == [3, 4]
    assert told["stored"] == 1
    assert in_the_box(instance) == 1


def test_strict_stores_nothing_where_a_row_is_bad(opened, instance, mixed):
    assert "--strict" in opened("import", "waiting-times", mixed, *OPTIONS, "--strict", code=1).stderr
    assert in_the_box(instance) == 0


def test_the_same_file_twice_is_in_the_box_once(opened, instance, good):
    for _ in range(2):
        opened("import", "waiting-times", good, *OPTIONS)
    assert in_the_box(instance) == 12


def test_an_unknown_column_is_refused_with_those_there_are(opened, good):
    refused = opened("import", "waiting-times", good, "--role", "patient", "--comment-column", "Tekst", code=1)
    assert "Rolle, Kommentar" in refused.stderr


def test_either_a_role_or_its_column_must_be_given(opened, good):
    opened("import", "waiting-times", good, "--comment-column", "Kommentar", code=2)
    opened("import", "waiting-times", good, *OPTIONS, "--role", "patient", code=2)


@pytest.mark.slow
def test_thousands_of_rows_go_in(opened, facts, instance, tmp_path, long):
    many = 20_000 if long else 4_000
    rows = "".join(f"patient;Jeg ventet i {n} dager\n" for n in range(many))
    (tmp_path / "many.csv").write_text(f"Rolle;Kommentar\n{rows}")
    assert facts("import", "waiting-times", "many.csv", *OPTIONS)["stored"] == many
    assert facts("empty-ballot-box", "waiting-times")["mixed"] == many


def test_a_disk_that_fills_up_meanwhile_is_told_plainly_and_the_import_begun_again(opened, facts, instance, tmp_path):
    many = tmp_path / "many.csv"
    many.write_text("Rolle,Kommentar\n" + "".join(f"patient,{n} hemmelige ord om ventetid\n" for n in range(700)))
    words = ["--instance", str(instance), "import", "waiting-times", str(many), *OPTIONS]
    stopped = subprocess.run(
        [sys.executable, "-m", "consultation.cli", *words],
        capture_output=True, text=True, check=False,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (300_000, 300_000)),
    )  # fmt: skip
    assert stopped.returncode == 1
    assert "is the disk full?" in stopped.stderr
    assert "Traceback" not in stopped.stderr
    assert "hemmelige" not in stopped.stderr + stopped.stdout
    facts("import", "waiting-times", str(many), *OPTIONS)
    assert in_the_box(instance) == 700
