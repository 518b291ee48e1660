"""Ballot boxes are emptied by themselves when they hold enough, or when nothing more comes in."""

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest

from consultation.cli.invented import IN_THE_BOX, invented
from consultation.jobs.mixing import mix, mix_all
from consultation.jobs.rhythm import Rhythm, iso_week, today
from consultation.questionnaire.loading import library, load
from consultation.questionnaire.opening import Consultation
from consultation.settings import Settings
from consultation.storage import ballot_box, consultations, responses
from consultation.storage.database import Database
from consultation.storage.keys import KeyMissing, KeyRing
from consultation.usecases.empty_ballot_box import WrongKey
from consultation.usecases.import_responses import import_responses
from consultation.usecases.open_consultation import open_consultation

SLUG = "waiting-times"


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings.read({"CONSULTATION_INSTANCE": str(tmp_path / "instance")})


@pytest.fixture
def database(settings: Settings) -> Iterator[Database]:
    opened = Database(settings.database_url)
    opened.upgrade()
    yield opened
    opened.close()


def opened(settings: Settings, database: Database, *, days: int = 10, slug: str = SLUG) -> Consultation:
    """A consultation that was open for so many days from today, or is over since so many."""
    last = today() + timedelta(days=days)
    with database.transaction() as session:
        return open_consultation(
            session,
            load(library()[SLUG]),
            slug=slug,
            closes_on=last,
            erase_on=last + timedelta(days=365),
            today=last - timedelta(days=30),
            keys=KeyRing(settings.keys),
        )


def put_nine(settings: Settings, database: Database, consultation: Consultation) -> None:
    with database.transaction() as session:
        nine = invented(IN_THE_BOX, consultation.questionnaire)
        assert import_responses(session, consultation, nine, secret=settings.secret_key) == 9


def stored(database: Database, slug: str = SLUG) -> int:
    with database.reading() as session:
        return sum(responses.counts_by_role(session, slug).values())


def test_nine_responses_wait_while_more_may_come(settings, database):
    put_nine(settings, database, opened(settings, database))
    mix_all(settings, database)
    assert stored(database) == 0


def test_a_consultation_whose_last_day_is_over_is_closed_and_mixed_to_the_last(settings, database):
    put_nine(settings, database, opened(settings, database, days=-1))
    mix_all(settings, database)
    assert stored(database) == 9
    with database.reading() as session:
        assert consultations.find(session, SLUG).state == "closed"
        assert ballot_box.waiting(session, SLUG) == 0


def test_the_last_day_itself_is_not_over(settings, database):
    put_nine(settings, database, opened(settings, database, days=0))
    mix_all(settings, database)
    assert stored(database) == 0


def test_one_consultation_without_its_key_stops_no_other(settings, database, caplog):
    put_nine(settings, database, opened(settings, database, days=-1, slug="broken"))
    put_nine(settings, database, opened(settings, database, days=-1))
    (settings.keys / "broken.private").unlink()
    mix_all(settings, database)
    assert stored(database) == 9
    assert "broken" in caplog.text


def test_a_missing_or_wrong_key_is_told_before_the_first_answer_comes(settings, database):
    opened(settings, database)
    private = settings.keys / f"{SLUG}.private"
    private.chmod(0o600)
    private.write_bytes(b"x" * 32)
    with pytest.raises(WrongKey):
        mix(settings, database, SLUG)
    private.unlink()
    with pytest.raises(KeyMissing):
        mix(settings, database, SLUG)


def test_the_week_is_the_iso_week():
    assert iso_week(date(2026, 11, 21)) == "2026-W47"
    assert iso_week(date(2027, 1, 1)) == "2026-W53"


def test_a_demo_mixes_every_few_seconds_and_the_operator_may_choose(tmp_path):
    def rhythm(**settings: str) -> float:
        return Rhythm.of(Settings.read({"CONSULTATION_INSTANCE": str(tmp_path), **settings})).mixing

    assert rhythm(CONSULTATION_DEMO="1") < 10 < rhythm()
    assert rhythm(CONSULTATION_MIXING_SECONDS="2") == 2
