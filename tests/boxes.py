"""An open consultation with its ballot box, to put responses in and to empty."""

import secrets
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest

from consultation.jobs.mixing import destroy_superseded
from consultation.questionnaire.definition import Questionnaire
from consultation.questionnaire.opening import Consultation
from consultation.storage import ballot_box, consultations, responses
from consultation.storage.database import Database
from consultation.storage.keys import KeyRing
from consultation.usecases.close_consultation import close_consultation
from consultation.usecases.empty_ballot_box import empty_ballot_box
from consultation.usecases.open_consultation import open_consultation
from consultation.usecases.submit_response import Thanked, submit_response
from tests.questionnaires import small_questionnaire

TODAY = date(2026, 11, 21)
LAST_DAY = date(2026, 12, 24)
WEEK = "2026-W47"


@dataclass
class Box:
    """One consultation's ballot box, used as the system uses it."""

    database: Database
    keys: KeyRing
    slug: str = "waiting"

    def open(self, questionnaire: Questionnaire | None = None) -> Consultation:
        """Open the consultation, or open it again."""
        with self.database.transaction() as session:
            return open_consultation(
                session,
                questionnaire or small_questionnaire(),
                slug=self.slug,
                closes_on=LAST_DAY,
                erase_on=date(2027, 12, 24),
                today=TODAY,
                keys=self.keys,
                archive="report",
            )

    def close(self) -> None:
        """Close it."""
        with self.database.transaction() as session:
            assert close_consultation(session, self.slug, today=LAST_DAY)

    @property
    def private_key(self) -> bytes:
        """The key that opens what is put now."""
        return self.keys.private(self.slug, self.consultation.public_key)

    @property
    def consultation(self) -> Consultation:
        """The consultation as it stands."""
        with self.database.reading() as session:
            found = consultations.find(session, self.slug)
        assert found is not None
        return found

    def put(self, comment: str, role: str = "patient", nonce: str | None = None) -> Thanked:
        """Answer as a respondent does, and be thanked."""
        raw = {"better": [comment], "waited": ["yes"], "helped": ["call", "visit"]}
        consultation = self.consultation
        with self.database.transaction() as session:
            thanked = submit_response(session, consultation, role, raw, nonce or secrets.token_hex(16), today=TODAY)
        assert isinstance(thanked, Thanked)
        return thanked

    def empty(self, *, closing: bool = False, week: str = WEEK) -> int:
        """Empty the box as the worker does."""
        with self.database.transaction() as session:
            mixed = empty_ballot_box(session, self.slug, keys=self.keys, closing=closing, week=week)
        destroy_superseded(self.database, self.keys, self.slug)
        assert ballot_box.empty_physically(self.database)
        return mixed

    def waiting(self) -> int:
        """How many envelopes lie in the box."""
        with self.database.reading() as session:
            return ballot_box.waiting(session, self.slug)

    def comments(self, question: str = "better") -> list[str]:
        """What is stored of one question, sorted."""
        with self.database.reading() as session:
            return sorted(responses.corpus(session, self.slug, question).texts)


@pytest.fixture
def box(database: Database, tmp_path: Path) -> Box:
    """An open consultation, on each kind of database."""
    opened = Box(database, KeyRing(tmp_path / "keys"))
    opened.open()
    return opened
