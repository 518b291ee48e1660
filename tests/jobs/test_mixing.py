"""Ballot boxes are emptied by themselves when they hold enough, or when nothing more comes in."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from consultation.cli.invented import IN_THE_BOX, invented
from consultation.clock import today
from consultation.jobs.mixing import destroy_superseded, mix, mix_all
from consultation.jobs.rhythm import Rhythm
from consultation.jobs.worker import Worker
from consultation.privacy import receipts
from consultation.privacy.anonymise import Channel, anonymise
from consultation.privacy.sealing import SealedResponse, seal
from consultation.questionnaire.loading import library, load
from consultation.questionnaire.opening import Consultation
from consultation.settings import Settings
from consultation.storage import ballot_box, consultations, responses
from consultation.storage.database import Database
from consultation.storage.keys import KeyMissing, KeyRing
from consultation.usecases import empty_ballot_box as emptying
from consultation.usecases.change_key import change_key
from consultation.usecases.empty_ballot_box import empty_ballot_box
from consultation.usecases.import_responses import import_responses
from consultation.usecases.open_consultation import open_consultation
from consultation.usecases.submit_response import submit_response

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
            archive="report",
        )


def key_file(settings: Settings, slug: str = SLUG) -> Path:
    (path,) = (settings.keys / slug).glob("*.private")
    return path


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
    key_file(settings, "broken").unlink()
    mix_all(settings, database)
    assert stored(database) == 9
    assert "broken" in caplog.text


def test_a_missing_or_wrong_key_is_told_before_the_first_answer_comes(settings, database):
    opened(settings, database)
    private = key_file(settings)
    private.write_bytes(b"x" * 32)
    with pytest.raises(KeyMissing, match="does not hold"):
        mix(settings, database, SLUG)
    private.unlink()
    with pytest.raises(KeyMissing):
        mix(settings, database, SLUG)


def test_a_demo_mixes_every_few_seconds_and_the_operator_may_choose(tmp_path):
    def rhythm(**settings: str) -> float:
        return Rhythm.of(Settings.read({"CONSULTATION_INSTANCE": str(tmp_path), **settings})).mixing

    assert rhythm(CONSULTATION_DEMO="1") < 10 < rhythm()
    assert rhythm(CONSULTATION_MIXING_SECONDS="2") == 2


def written_ahead(settings: Settings) -> int:
    """Bytes in the write-ahead log, where what left the box would still lie in order of arrival."""
    log = settings.instance / "consultation.sqlite-wal"
    return log.stat().st_size if log.exists() else 0


def put_broken(database: Database, consultation: Consultation) -> None:
    with database.transaction() as session:
        ballot_box.put(session, consultation.slug, SealedResponse(envelope=b"e" * 16, sealed=b"no envelope of ours"))


def test_what_was_only_set_aside_leaves_the_box_physically_too(settings, database):
    consultation = opened(settings, database)
    put_nine(settings, database, consultation)
    put_broken(database, consultation)
    assert mix(settings, database, SLUG) == 0
    assert written_ahead(settings) == 0


def test_repeats_that_are_thrown_away_at_closing_leave_the_box_physically_too(settings, database):
    consultation = opened(settings, database, days=-1)
    put_nine(settings, database, consultation)
    mix_all(settings, database)
    with database.transaction() as session:
        key = consultations.find(session, SLUG).public_key
        consultations.replace(session, replace(consultation, public_key=key))
        again = invented(IN_THE_BOX, consultation.questionnaire)
        sheet = anonymise(again[0].sheet, definition=consultation.fingerprint, channel=Channel.paper, nonce="a" * 32)
        responses.add_batch(session, SLUG, [sheet.response], "2026-W47")
        ballot_box.put(session, SLUG, seal(sheet.response, sheet.receipt.envelope_key, key))
    mix_all(settings, database)
    assert stored(database) == 10
    assert written_ahead(settings) == 0


def test_a_box_is_not_cleared_for_nothing(settings, database):
    put_nine(settings, database, opened(settings, database))
    before = written_ahead(settings)
    assert before > 0
    mix_all(settings, database)
    assert written_ahead(settings) == before


def test_a_worker_clears_at_its_start_what_a_killed_one_had_mixed_but_not_cleared(settings, database):
    consultation = opened(settings, database, days=-1)
    put_nine(settings, database, consultation)
    with database.transaction() as session:
        consultations.close(session, SLUG, on=today())
    with database.transaction() as session:
        assert empty_ballot_box(session, SLUG, keys=KeyRing(settings.keys), closing=True, week="2026-W47") == 9
    assert written_ahead(settings) > 0
    Worker(settings, Rhythm.of(settings)).mix()
    assert written_ahead(settings) == 0


def test_a_key_that_may_not_be_read_stops_no_other_consultation(settings, database, caplog):
    put_nine(settings, database, opened(settings, database, days=-1, slug="broken"))
    put_nine(settings, database, opened(settings, database, days=-1))
    key = key_file(settings, "broken")
    key.unlink()
    key.mkdir()
    mix_all(settings, database)
    assert stored(database) == 9
    assert "broken" in caplog.text


def test_what_a_reader_kept_from_being_cleared_is_cleared_in_a_later_round(settings, database, monkeypatch):
    monkeypatch.setattr("consultation.jobs.clearing.TRIES", 1)
    put_nine(settings, database, opened(settings, database, days=-1))
    worker = Worker(settings, Rhythm.of(settings))
    worker.mix()
    put_nine(settings, database, opened(settings, database, days=-1, slug="another"))
    with database.reading() as session:
        assert ballot_box.waiting(session, "another") == 9
        worker.mix()
        assert stored(database, "another") == 9
        assert written_ahead(settings) > 0
    worker.mix()
    assert written_ahead(settings) == 0


def test_an_older_installation_goes_on_with_its_one_key_and_gives_it_up_at_the_first_mixing(settings, database):
    put_nine(settings, database, opened(settings, database, days=-1))
    old = settings.keys / f"{SLUG}.private"
    private = key_file(settings).rename(old).read_bytes()
    key = settings.keys / SLUG
    key.rmdir()
    (settings.keys / f"{SLUG}.public").write_bytes(b"p" * 32)
    mix_all(settings, database)
    assert stored(database) == 9
    assert private not in {path.read_bytes() for path in settings.keys.rglob("*") if path.is_file()}
    assert sorted(path.name for path in settings.keys.iterdir()) == [SLUG]


class Killed(BaseException):
    """The mixer is gone."""


def killed_at_each(count: int, monkeypatch) -> None:
    """From now on, whoever has made so many slow names is killed before the next."""
    real, made = receipts.slow_names, [0]

    def make(asked, slug):
        made[0] += len(asked)
        if made[0] > count:
            made[0] = 0
            raise Killed
        return real(asked, slug)

    monkeypatch.setattr(receipts, "slow_names", make)


def names_beside(settings: Settings) -> list[Path]:
    return sorted((settings.keys / SLUG).glob("*.names"))


def test_a_mixer_that_is_killed_more_often_than_its_names_take_gets_on_all_the_same(settings, database, monkeypatch):
    put_many(database, opened(settings, database), 31)
    monkeypatch.setattr(emptying, "KEPT_AT_ONCE", 4)
    killed_at_each(8, monkeypatch)
    kept = []
    for _ in range(4):
        try:
            assert mix(settings, database, SLUG) == 31
        except Killed:
            kept.append(len(names_beside(settings)))
            assert stored(database) == 0
    assert kept == [2, 4, 6]
    assert stored(database) == 31
    assert names_beside(settings) == []
    with database.reading() as session:
        assert ballot_box.waiting(session, SLUG) == 0


def test_kept_names_go_with_the_key_that_opens_them_and_are_of_no_use_to_another(settings, database, monkeypatch):
    consultation = opened(settings, database)
    put_many(database, consultation, 12)
    monkeypatch.setattr(emptying, "KEPT_AT_ONCE", 4)
    killed_at_each(8, monkeypatch)
    with pytest.raises(Killed):
        mix(settings, database, SLUG)
    ring, (first, _) = KeyRing.of(settings), names_beside(settings)
    private = ring.private(SLUG, consultation.public_key)
    assert len(ring.kept_names(SLUG, private)) == 8
    first.write_bytes(b"something else")
    assert len(ring.kept_names(SLUG, private)) == 4
    with database.transaction() as session:
        change_key(session, SLUG, keys=ring)
    assert len(names_beside(settings)) == 2
    destroy_superseded(database, ring, SLUG)
    assert names_beside(settings) == []


def test_an_old_key_that_is_a_link_goes_and_the_operator_is_told_of_what_stays(settings, database, caplog, tmp_path):
    put_nine(settings, database, opened(settings, database, days=-1))
    key = key_file(settings)
    key.symlink_to(key.rename(tmp_path / "on-another-volume"))
    mix_all(settings, database)
    assert stored(database) == 9
    assert not key.is_symlink()
    assert "do it yourself" in caplog.text


def put_many(database: Database, consultation: Consultation, count: int) -> None:
    """Give so many answers on the web, with a receipt each: those of a file have none, and need no slow name."""
    with database.transaction() as session:
        for number in range(count):
            raw, nonce = {"feel-safe": [f"another answer, {number}"]}, receipts.new_nonce()
            submit_response(session, consultation, "patient", raw, nonce, today=today())
