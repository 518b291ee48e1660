"""A double coding from the command line: drawn, followed and measured."""

from uuid import uuid4

import pytest

from consultation.settings import Settings
from consultation.storage import staff
from consultation.storage.database import Database
from consultation.storage.reading import double_codings, runs
from consultation.themes.book.codebook import Accept, Retire
from consultation.themes.finding.candidates import CandidateTheme
from consultation.usecases.reading.adjudicate import compare_codings, finish
from consultation.usecases.reading.code_blind import code_blind
from consultation.usecases.reading.draw_double_coding import cancel_double_coding
from consultation.usecases.reading.review_themes import review_themes
from tests.boxes import TODAY

SLUG, QUESTION = "waiting-times", "feel-safe"
KARI, OLA = "kari@example.org", "ola@example.org"
SAID = {"vente": "Jeg fikk vente lenge på time", "reise": "Reisen til sykehuset er altfor lang"}


@pytest.fixture
def database(run, instance, tmp_path):
    """Forty answered comments, a codebook of two themes, and two reviewers."""
    rows = "".join(f"patient;{list(SAID.values())[n % 2]}, det var nummer {n} av dem.\n" for n in range(40))
    (tmp_path / "said.csv").write_text(f"r;c\n{rows}")
    run("open", SLUG, "--archive", "report")
    run("import", SLUG, "said.csv", "--role-column", "r", "--comment-column", "c")
    run("empty-ballot-box", SLUG)
    opened = Database(Settings.read({"CONSULTATION_INSTANCE": str(instance)}).database_url)
    with opened.transaction() as session:
        for name in ("Vente", "Reise"):
            candidate = CandidateTheme(name, (name.casefold(),), 20, 0.5, ())
            review_themes(session, SLUG, QUESTION, Accept(candidate, KARI, "ofte nevnt"), decided_on=TODAY)
        for email in (KARI, OLA):
            staff.add(session, staff.Account(email, None, uuid4().hex, ("reviewer",)))
    yield opened
    opened.close()


def code(database):
    with database.transaction() as session:
        sample = double_codings.newest(session, SLUG, QUESTION)
        for key, text in runs.texts(session, double_codings.drawn(session, sample.key)).items():
            theme = next(theme for theme, said in SAID.items() if said in text)
            for by in sample.coders:
                code_blind(session, SLUG, QUESTION, key, themes=[theme], outcome="coded", by=by)
        compare_codings(session, SLUG, QUESTION)
        finish(session, SLUG, QUESTION)


def test_a_sample_is_drawn_followed_and_measured(database, facts, run):
    coding = ("double-coding", SLUG, QUESTION)
    assert facts(*coding)["sample"] is None
    assert "Nothing has been measured" in run(*coding, "--result", code=1).stderr
    drawn = facts(*coding, "--draw", "20", "--coders", f"{KARI}, {OLA}")["sample"]
    assert (drawn["state"], drawn["comments"], drawn["drawn_from_unread"]) == ("coding", 20, 40)
    assert [one["done"] for one in drawn["coders"]] == ["not_begun"] * 2
    assert "coded by two people" in run(*coding, "--measure", code=1).stderr
    code(database)
    assert "has coded everything" in run(*coding).output
    told = facts(*coding, "--measure")
    assert told["groups"][0]["between"][0]["alpha"]["value"] == 1.0
    assert (told["coders"], told["out_of_date"]) == ([KARI, OLA], "")
    assert facts(*coding, "--result") == told
    printed = run(*coding, "--result").output
    assert "first and second on at least 20 comments: alpha 1.00" in printed
    assert "at 0.70 they disagree 30 %" in " ".join(printed.split())


def test_what_is_kept_for_the_next_sample_and_what_is_not_measured_is_told(database, facts, run):
    coding = ("double-coding", SLUG, QUESTION)
    drawing = ("--draw", "20", "--coders", f"{KARI},{OLA}")
    assert facts(*coding, *drawing)["kept_for_the_next"] is None
    with database.transaction() as session:
        cancel_double_coding(session, SLUG, QUESTION)
    assert facts(*coding)["kept_for_the_next"] == {"comments": 20}
    assert "at least 20 comments of a sample that was taken away are kept" in run(*coding).output
    facts(*coding, *drawing)
    with database.transaction() as session:
        review_themes(session, SLUG, QUESTION, Retire("reise", KARI, "ferdig"), decided_on=TODAY)
    code(database)
    assert "Not measured, out of use: Reise." in run(*coding, "--measure").output


def test_what_cannot_be_drawn_is_said_plainly(database, run):
    for words, said in (
        (("--draw", "20"), "Name two coders"),
        (("--draw", "7", "--coders", f"{KARI},{OLA}"), "in fives"),
        (("--draw", "45", "--coders", f"{KARI},{OLA}"), "At least 40 are unread"),
        (("--draw", "20", "--coders", f"{KARI},nobody@example.org"), "nobody@example.org cannot code"),
    ):
        assert said in run("double-coding", SLUG, QUESTION, *words, code=1).stderr
    assert "feel-safe" in run("double-coding", SLUG, "unknown", code=1).stderr
