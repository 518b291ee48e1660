from sqlalchemy import select

from consultation.storage import responses
from consultation.storage.tables import CommentRow
from consultation.storage.taking_back import take_out
from consultation.usecases.reading import find_alike as finding
from consultation.usecases.reading.find_alike import find_alike
from tests.reviewing.found.one_office import kept, office
from tests.reviewing.offices import QUESTION, SLUG

__all__ = ["kept", "office"]


def asked(session) -> bytes:
    return responses.corpus(session, SLUG, QUESTION).keys[0]


def test_what_was_learnt_is_asked_again_without_being_learnt_again(office, monkeypatch):
    with office.database.reading() as session:
        first = find_alike(session, SLUG, QUESTION, asked(session))
        monkeypatch.setattr(finding, "_learnt", None)
        assert find_alike(session, SLUG, QUESTION, asked(session)) == first
    assert [one.score for one in first] == sorted((one.score for one in first), reverse=True)


def test_what_was_learnt_beforehand_is_what_would_be_learnt_when_somebody_asks(office, monkeypatch):
    with office.database.reading() as session:
        first = find_alike(session, SLUG, QUESTION, asked(session))
        finding._memory._learnt = None
        finding.learn_beforehand(session, SLUG, QUESTION)
        monkeypatch.setattr(finding, "_learnt", None)
        assert find_alike(session, SLUG, QUESTION, asked(session)) == first


def test_a_comment_that_was_withdrawn_is_forgotten_at_the_next_question(office):
    with office.database.transaction() as session:
        first = find_alike(session, SLUG, QUESTION, asked(session))
        gone = first[0].comment
        take_out(session, SLUG, session.scalar(select(CommentRow.response).where(CommentRow.key == gone)))
    with office.database.reading() as session:
        again = find_alike(session, SLUG, QUESTION, asked(session))
        assert gone not in {one.comment for one in again}
        assert find_alike(session, SLUG, QUESTION, gone) == ()
    assert gone not in finding._memory._learnt.places


def test_a_comment_to_another_question_has_nothing_like_it(office):
    with office.database.reading() as session:
        assert find_alike(session, SLUG, "feel-safe", asked(session)) == ()
