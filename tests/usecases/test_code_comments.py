import pytest

from consultation.storage import codings, responses, runs
from consultation.themes.book.codebook import Accept, Drop
from consultation.themes.finding.candidates import CandidateTheme
from consultation.usecases.code_comments import NoCodebook, code_comments, keep, propose
from consultation.usecases.review_themes import review_themes
from tests.boxes import TODAY
from tests.reviewing.offices import QUESTION, SLUG, office

__all__ = ["office"]

ANSWER = CandidateTheme("Svar", ("svar", "venting"), 16, 0.25, ())
FOOD = CandidateTheme("Mat", ("mat", "ro"), 16, 0.25, ())


def silent(*_progress):
    return None


@pytest.fixture
def agreed(office):
    """An office whose team has agreed on two themes."""
    with office.database.transaction() as session:
        for candidate in (ANSWER, FOOD):
            review_themes(
                session, SLUG, QUESTION, Accept(candidate, "kari@example.org", "ofte nevnt"), decided_on=TODAY
            )
    return office


def test_without_a_theme_there_is_nothing_to_suggest(office):
    with office.database.transaction() as session, pytest.raises(NoCodebook):
        code_comments(session, SLUG, QUESTION, seed=1, progress=silent, made_on=TODAY)


def test_a_described_codebook_alone_gives_suggestions_with_their_evidence(agreed):
    with agreed.database.transaction() as session:
        run = code_comments(session, SLUG, QUESTION, seed=1, progress=silent, made_on=TODAY)
    with agreed.database.reading() as session:
        corpus = responses.corpus(session, SLUG, QUESTION)
        found = codings.of(session, corpus.keys)
        assert runs.latest(session, SLUG, QUESTION, "assign") == run
    made = [(comment.text, one) for comment in corpus for one in found[comment.key].suggested]
    assert made
    for text, one in made:
        assert one.run == run.key
        assert 0 <= one.score <= 1
        assert one.passage.of(text).strip()
    about_food = [one.theme for text, one in made if "mat" in text.split()]
    assert about_food
    assert set(about_food) == {"mat"}


def test_what_people_read_is_not_suggested_again_and_teaches(agreed):
    with agreed.database.transaction() as session:
        code_comments(session, SLUG, QUESTION, seed=1, progress=silent, made_on=TODAY)
        read = responses.corpus(session, SLUG, QUESTION).keys[:6]
        for at, key in enumerate(read):
            codings.decide(session, key, {"mat": at % 2 == 0}, outcome="coded", by="kari@example.org")
        run = code_comments(session, SLUG, QUESTION, seed=1, progress=silent, made_on=TODAY)
        found = codings.of(session, read)
    assert run.key.endswith("/2")
    assert run.parameters["taught_by"] == 6
    assert all(not one.suggested for one in found.values())


def test_a_theme_dropped_while_the_machine_worked_is_not_suggested(agreed):
    with agreed.database.reading() as session:
        proposal = propose(session, SLUG, QUESTION, seed=1, progress=silent, made_on=TODAY)
    with agreed.database.transaction() as session:
        review_themes(session, SLUG, QUESTION, Drop("mat", "kari@example.org", "for vidt"), decided_on=TODAY)
        keep(session, proposal)
        found = codings.of(session, responses.corpus(session, SLUG, QUESTION).keys)
    assert {one.theme for each in found.values() for one in each.suggested} <= {"svar"}
