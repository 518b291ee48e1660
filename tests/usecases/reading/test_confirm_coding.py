import pytest

from consultation.storage import responses
from consultation.storage.reading import codings, runs, suggestions
from consultation.storage.reading.runs import Run
from consultation.themes.book.codebook import Accept, Suggested
from consultation.themes.finding.candidates import CandidateTheme
from consultation.themes.reading.passages import Passage
from consultation.usecases.reading.confirm_coding import UnknownComment, UnknownTheme, confirm_coding
from consultation.usecases.reading.review_themes import review_themes
from tests.boxes import TODAY
from tests.reviewing.offices import QUESTION, SLUG, office

__all__ = ["office"]

KARI = "kari@example.org"


@pytest.fixture
def comment(office):
    """A comment for which the machine suggests two of three themes."""
    with office.database.transaction() as session:
        for name in ("Svar", "Mat", "Ro"):
            candidate = CandidateTheme(name, (name.casefold(),), 16, 0.25, ())
            review_themes(session, SLUG, QUESTION, Accept(candidate, KARI, "ofte nevnt"), decided_on=TODAY)
        key = responses.corpus(session, SLUG, QUESTION).keys[0]
        made = Run("r1", QUESTION, "assign", 1, {}, {}, "0" * 64, TODAY, 64, 0)
        runs.add(session, SLUG, made)
        proposals = [(key, Suggested(theme, 0.6, "r1", Passage(0, 4))) for theme in ("svar", "mat")]
        suggestions.suggest(session, SLUG, QUESTION, proposals)
    return key


def coded(office, comment):
    with office.database.reading() as session:
        found = codings.of(session, [comment])[comment]
    return {one.theme: one.by for one in found.confirmed}, found.rejected, found.outcome


def confirm(office, comment, outcome, *themes, by=KARI):
    with office.database.transaction() as session:
        confirm_coding(session, SLUG, QUESTION, comment, themes=themes, outcome=outcome, by=by)


def test_what_is_not_confirmed_of_the_suggestions_is_rejected(office, comment):
    confirm(office, comment, "coded", "mat", "ro")
    assert coded(office, comment) == ({"mat": KARI, "ro": KARI}, {"svar"}, "coded")


def test_none_rejects_all_and_undecided_nothing(office, comment):
    confirm(office, comment, "none")
    assert coded(office, comment) == ({}, {"svar", "mat"}, "none")
    confirm(office, comment, "undecided")
    assert coded(office, comment) == ({}, set(), "undecided")


def test_the_last_decision_on_a_comment_counts(office, comment):
    confirm(office, comment, "coded", "mat")
    confirm(office, comment, "coded", "svar", by="ola@example.org")
    assert coded(office, comment) == ({"svar": "ola@example.org"}, {"mat"}, "coded")


def test_what_does_not_exist_cannot_be_coded(office, comment):
    with pytest.raises(UnknownTheme):
        confirm(office, comment, "coded", "pingvin")
    with pytest.raises(UnknownComment):
        confirm(office, bytes(16), "coded", "mat")
    with pytest.raises(ValueError, match="coded"):
        confirm(office, comment, "none", "mat")
    assert coded(office, comment) == ({}, set(), None)
