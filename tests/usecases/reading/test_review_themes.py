import pytest

from consultation.storage import responses
from consultation.storage.reading import codebooks, codings
from consultation.storage.reading.codebooks import DecidedMeanwhile
from consultation.themes.book.codebook import Accept, CannotDecide, Drop, Merge
from consultation.themes.finding.candidates import CandidateTheme
from consultation.usecases.reading.review_themes import review_themes
from tests.boxes import TODAY
from tests.judging import judge, taught
from tests.reviewing.offices import QUESTION, SLUG, office

__all__ = ["office"]

WAITING = CandidateTheme("Ventetid", ("vente", "uker"), 20, 0.5, ())
FOOD = CandidateTheme("Mat", ("mat",), 10, 0.25, ())


def accepted(session, *candidates):
    for candidate in candidates:
        review_themes(session, SLUG, QUESTION, Accept(candidate, "kari@example.org", "leste tjue"), decided_on=TODAY)


def test_each_decision_is_a_version_with_who_and_why(office):
    with office.database.transaction() as session:
        accepted(session, WAITING, FOOD)
        newest, first = codebooks.history(session, SLUG, QUESTION)
    assert (newest.codebook.version, first.codebook.version) == (2, 1)
    assert first.decided_by == "kari@example.org"
    assert first.codebook.decision.why == "leste tjue"
    assert first.codebook.decision.candidate == WAITING


def test_a_decision_that_does_not_fit_changes_nothing(office):
    with office.database.transaction() as session:
        accepted(session, WAITING)
    with pytest.raises(CannotDecide), office.database.transaction() as session:
        accepted(session, WAITING)
    with office.database.reading() as session:
        assert codebooks.current(session, SLUG, QUESTION).version == 1


def test_two_who_decide_at_once_do_not_overwrite_each_other(office):
    with office.database.transaction() as session:
        accepted(session, WAITING)
        before = codebooks.current(session, SLUG, QUESTION)
        accepted(session, FOOD)
        late = before.decide(Drop("ventetid", "ola@example.org", "for vagt"))
        with pytest.raises(DecidedMeanwhile):
            codebooks.add(session, SLUG, QUESTION, late, on=codebooks.history(session, SLUG, QUESTION)[0].decided_on)


def test_merging_moves_what_people_confirmed_and_dropping_frees_it(office):
    with office.database.transaction() as session:
        accepted(session, WAITING, FOOD)
        both, one = responses.corpus(session, SLUG, QUESTION).keys[:2]
        judge(session, both, {"ventetid": True, "mat": True}, outcome="coded", by="kari@example.org")
        judge(session, one, {"ventetid": True, "mat": False}, outcome="coded", by="kari@example.org")
        review_themes(
            session, SLUG, QUESTION, Merge("mat", ("ventetid",), "kari@example.org", "det samme"), decided_on=TODAY
        )
        found = codings.of(session, [both, one])
        assert [[coding.theme for coding in found[key].confirmed] for key in (both, one)] == [["mat"], ["mat"]]
        review_themes(session, SLUG, QUESTION, Drop("mat", "kari@example.org", "for vidt"), decided_on=TODAY)
        assert taught(session, SLUG, QUESTION) == {}
        assert {both, one} <= codings.unread(session, SLUG, QUESTION)
