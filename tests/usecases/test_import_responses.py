"""Imported input is scrubbed, sealed and mixed like any other, and stored once however often it comes."""

from collections import Counter
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from consultation.jobs.mixing import mix
from consultation.privacy.anonymise import Channel
from consultation.questionnaire.loading import library, load
from consultation.questionnaire.opening import Consultation
from consultation.settings import Settings
from consultation.storage import ballot_box, consultations, responses
from consultation.storage.database import Database
from consultation.storage.keys import KeyRing
from consultation.usecases.close_consultation import close_consultation
from consultation.usecases.import_responses import NotOpen, import_responses
from consultation.usecases.open_consultation import open_consultation
from consultation.usecases.plan_import import ImportColumns, PlannedResponse, plan_import
from consultation.usecases.recognise_csv import recognise_csv
from tests.boxes import TODAY

SLUG = "waiting-times"
ROWS = 60


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings.read({"CONSULTATION_INSTANCE": str(tmp_path / "instance")})


@pytest.fixture
def database(settings: Settings) -> Iterator[Database]:
    opened = Database(settings.database_url)
    opened.upgrade()
    yield opened
    opened.close()


@pytest.fixture
def consultation(settings: Settings, database: Database) -> Consultation:
    with database.transaction() as session:
        return open_consultation(
            session,
            load(library()[SLUG]),
            slug=SLUG,
            closes_on=date(2027, 1, 1),
            erase_on=date(2028, 1, 1),
            today=date(2026, 11, 21),
            keys=KeyRing(settings.keys),
            archive="report",
        )


def planned(consultation: Consultation, text: str) -> tuple[PlannedResponse, ...]:
    columns = ImportColumns((("c", None),), role_column="r")
    return plan_import(recognise_csv(text.encode()), consultation.questionnaire, columns).responses


def file(rows: int = ROWS) -> str:
    """Some rows are word for word the same, as real ones are."""
    return "r;c\n" + "".join(f"patient;Kommentar {row // 2}\n" for row in range(rows))


def put(settings: Settings, database: Database, consultation: Consultation, what: tuple[PlannedResponse, ...]) -> int:
    with database.transaction() as session:
        return import_responses(session, consultation, what, secret=settings.secret_key)


def stored(database: Database) -> Counter[str]:
    with database.reading() as session:
        return Counter(comment.text for comment in responses.corpus(session, SLUG, "feel-safe"))


EXPECTED = Counter({f"Kommentar {number}": 2 for number in range(ROWS // 2)})


def test_every_row_is_stored_once_also_those_in_the_same_words(settings, database, consultation):
    assert put(settings, database, consultation, planned(consultation, file())) == ROWS
    assert mix(settings, database, SLUG) == ROWS
    assert stored(database) == EXPECTED


@pytest.mark.parametrize("mixed_between", [False, True])
def test_the_same_file_twice_stores_nothing_twice(settings, database, consultation, mixed_between):
    put(settings, database, consultation, planned(consultation, file()))
    if mixed_between:
        mix(settings, database, SLUG)
    again = put(settings, database, consultation, planned(consultation, file()))
    assert again == 0
    mix(settings, database, SLUG)
    assert stored(database) == EXPECTED


@pytest.mark.parametrize("at", [1, 17, 50])
def test_an_import_that_was_broken_off_is_made_whole_by_starting_again(settings, database, consultation, at):
    put(settings, database, consultation, planned(consultation, file())[:at])
    mix(settings, database, SLUG)
    put(settings, database, consultation, planned(consultation, file()))
    mix(settings, database, SLUG)
    assert stored(database) == EXPECTED


def test_a_transaction_that_fails_leaves_nothing(settings, database, consultation):
    def killed() -> None:
        with database.transaction() as session:
            import_responses(session, consultation, planned(consultation, file()), secret=settings.secret_key)
            raise InterruptedError

    with pytest.raises(InterruptedError):
        killed()
    with database.reading() as session:
        assert ballot_box.waiting(session, SLUG) == 0


def test_rows_in_another_order_are_the_same_responses(settings, database, consultation):
    head, *rows = file().splitlines()
    put(settings, database, consultation, planned(consultation, "\n".join([head, *reversed(rows)])))
    put(settings, database, consultation, planned(consultation, file()))
    mix(settings, database, SLUG)
    assert stored(database) == EXPECTED


def test_another_instance_gives_other_envelopes(database, consultation):
    one = planned(consultation, "r;c\npatient;Hei\n")
    for secret in (b"a" * 32, b"b" * 32):
        with database.transaction() as session:
            import_responses(session, consultation, one, secret=secret)
    with database.reading() as session:
        assert ballot_box.waiting(session, SLUG) == 2


def test_what_must_never_be_stored_is_scrubbed_before_it_is_sealed(settings, database, consultation):
    text = "r;c\n" + "patient;Ring meg på 91234567 eller ola@example.org\n" * 10
    put(settings, database, consultation, planned(consultation, text))
    mix(settings, database, SLUG)
    (comment,) = stored(database)
    assert "91234567" not in comment
    assert "ola@example.org" not in comment


def test_the_channel_is_noted(settings, database, consultation):
    some = planned(consultation, file(10))
    with database.transaction() as session:
        import_responses(session, consultation, some, secret=settings.secret_key, channel=Channel.paper)
    mix(settings, database, SLUG)
    with database.outside_transactions() as connection:
        found = connection.exec_driver_sql("SELECT DISTINCT channel FROM response").scalars().all()
    assert found == ["paper"]


def test_nothing_goes_into_a_consultation_that_is_closed(settings, database, consultation):
    some = planned(consultation, file(10))
    with database.transaction() as session:
        close_consultation(session, SLUG, today=TODAY)
    with database.reading() as session:
        closed = consultations.find(session, SLUG)
    with pytest.raises(NotOpen, match="closed"):
        put(settings, database, closed, some)
