import pytest

from consultation.storage import jobs
from consultation.storage.database import StorageFailed
from consultation.storage.reading import codings
from consultation.themes.book.codebook import Accept, Describe, Drop, Merge, Move, Retire
from consultation.themes.finding.candidates import CandidateTheme
from consultation.usecases.reading.ask_to_learn_again import THE_MACHINE, ask_to_learn_again, due
from tests.judging import judge
from tests.usecases.reading.taught import KARI, QUESTION, agreed, answered, decide, on_file, read, run

__all__ = ["on_file"]


@pytest.fixture
def team(on_file):
    """A team whose machine has suggested once, taught by ten codings."""
    return learnt(on_file)


def learnt(box):
    answered(box)
    agreed(box)
    read(box, 10)
    run(box)
    return box


def ask(box):
    with box.database.transaction() as session:
        key = ask_to_learn_again(session, box.slug, QUESTION)
        return None if key is None else jobs.find(session, key)


def test_the_first_time_a_person_asks(on_file):
    answered(on_file)
    agreed(on_file)
    read(on_file, 20)
    assert ask(on_file) is None


def test_it_pays_after_ten_more_codings_and_is_asked_for_once(team):
    assert ask(team) is None
    read(team, 9)
    assert ask(team) is None
    read(team, 1)
    asked = ask(team)
    assert (asked.kind, asked.arguments, asked.requested_by) == (
        "assign", {"question": QUESTION, "seed": 1}, THE_MACHINE,
    )  # fmt: skip
    assert ask(team) is None, "one waits"
    with team.database.transaction() as session:
        jobs.fail(session, jobs.claim(session, asked.key, now=1.0), "broken")
    assert ask(team) is None, "what stopped is for a person to ask again"


def test_two_workers_that_look_at_the_same_moment_ask_for_one_job(box):
    learnt(box)
    read(box, 10)
    with box.database.reading() as session:
        found = due(session, box.slug, QUESTION)
    ask(box)
    with pytest.raises(StorageFailed), box.database.transaction() as session:
        jobs.request(session, "assign", box.slug, {"question": QUESTION}, THE_MACHINE, key=found.key)


def test_a_theme_that_is_new_or_means_something_else_is_suggested_anew_alone(team):
    decide(team, Move("mat", None, KARI, "foran", before="ventetid"))
    assert ask(team) is None, "another order is no other meaning"
    decide(team, Describe("mat", KARI, "klarere", definition="Frokost og middag"))
    decide(team, Accept(CandidateTheme("Takk", ("takk",), 12, 0.2, ()), KARI, "ofte sagt"))
    with team.database.reading() as session:
        assert due(session, team.slug, QUESTION).themes == ("mat", "takk")
    run(team, themes=["mat", "takk"])
    assert ask(team) is None
    read(team, 9)
    assert ask(team) is None
    read(team, 1)
    assert "themes" not in ask(team).arguments, "what the other themes were taught by still counts"


def test_a_theme_that_changed_before_another_was_suggested_anew_is_not_forgotten(team):
    decide(team, Describe("mat", KARI, "klarere", definition="Frokost og middag"))
    decide(team, Describe("ventetid", KARI, "klarere", definition="Fra henvisning til time"))
    run(team, themes=["ventetid"])
    with team.database.reading() as session:
        assert due(session, team.slug, QUESTION).themes == ("mat",)
    run(team, themes=["mat"])
    assert ask(team) is None


def test_to_read_again_for_a_later_theme_pays_like_reading_on(team):
    decide(team, Accept(CandidateTheme("Takk", ("takk",), 12, 0.2, ()), KARI, "ofte sagt"))
    run(team)
    assert ask(team) is None
    with team.database.transaction() as session:
        for comment, found in codings.found(session, team.slug, QUESTION).items():
            judge(
                session,
                comment,
                dict.fromkeys(found.themes, True),
                outcome="coded" if found.themes else "none",
                by=KARI,
            )
    assert ask(team) is not None


def test_a_theme_that_took_in_another_is_suggested_anew_and_one_that_went_needs_nothing(team):
    decide(team, Accept(CandidateTheme("Kost", ("kost",), 12, 0.2, ()), KARI, "ofte sagt"))
    run(team)
    decide(team, Merge("mat", ("kost",), KARI, "hører sammen"))
    assert ask(team).arguments["themes"] == ["mat"]
    run(team)
    decide(team, Drop("mat", KARI, "for vidt"))
    assert ask(team) is None
    decide(team, Retire("ventetid", KARI, "for vidt"))
    assert ask(team) is None, "nothing is left to suggest"
