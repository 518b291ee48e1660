from datetime import date

import pytest
from sqlalchemy import event, text

from consultation.questionnaire.opening import Consultation
from consultation.storage import consultations
from consultation.storage.consultations import UnknownDefinition
from consultation.storage.database import StorageFailed
from tests.questionnaires import small_questionnaire


def draft(slug, version=1, **more):
    questionnaire = small_questionnaire()
    given = {"state": "draft", "opened_on": None, "closes_on": None, "erase_on": None} | more
    return Consultation(slug=slug, questionnaire=questionnaire, fingerprint=questionnaire.fingerprint(),
                        version=version, public_key=bytes(32), **given)  # fmt: skip


def add(database, consultation):
    with database.transaction() as session:
        consultations.freeze(session, consultation.slug, consultation.questionnaire)
        consultations.add(session, consultation)


def test_what_is_added_is_found_and_listed_by_name(database):
    for slug in ("waiting", "pain", "asthma"):
        add(database, draft(slug))
    with database.reading() as session:
        assert consultations.find(session, "pain") == draft("pain")
        assert [one.slug for one in consultations.all_(session)] == ["asthma", "pain", "waiting"]
        assert consultations.find(session, "nothing") is None


def test_the_second_look_costs_one_statement_and_gives_the_same_questionnaire(box):
    first = box.consultation
    statements = []
    event.listen(box.database._engine, "before_cursor_execute", lambda *given: statements.append(given[2]))
    again = box.consultation
    (looked,) = [statement for statement in statements if statement != "BEGIN"]
    assert again.questionnaire is first.questionnaire
    assert "body" not in looked


def test_an_unknown_definition_is_refused(database):
    with database.reading() as session, pytest.raises(UnknownDefinition):
        consultations.definition(session, "f" * 64)


@pytest.mark.parametrize(
    "impossible",
    [
        {"state": "open"},
        {"state": "half open"},
        {"state": "open", "opened_on": date(2026, 1, 1), "closes_on": date(2026, 2, 1), "erase_on": date(2026, 2, 1)},
    ],
    ids=["open without dates", "unknown state", "erased when it closes"],
)
def test_the_database_itself_refuses_what_cannot_be(database, impossible):
    with pytest.raises(StorageFailed, match="IntegrityError"):
        add(database, draft("waiting", **impossible))


def test_a_consultation_cannot_have_a_definition_that_was_never_frozen(database):
    with pytest.raises(StorageFailed, match="IntegrityError"), database.transaction() as session:
        consultations.add(session, draft("waiting"))


def test_a_frozen_definition_is_kept_word_for_word(box):
    with box.database.reading() as session:
        assert session.scalar(text("SELECT body FROM definition")) == small_questionnaire().as_json()
