"""A staff office: the whole application on a SQLite file of its own, with mixed responses, and people who sign in."""

import re
import secrets
import shutil
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from consultation.app import create_app
from consultation.privacy.anonymise import Channel, anonymise
from consultation.questionnaire.answering import AnswerSheet, check
from consultation.questionnaire.definition import Questionnaire
from consultation.questionnaire.loading import library, load
from consultation.settings import Settings
from consultation.storage import responses
from consultation.storage.database import Database
from consultation.storage.keys import KeyRing
from consultation.usecases.create_staff_account import create_staff_account
from consultation.web.database import EXTENSION
from tests.boxes import Box
from tests.databases import on_sqlite

SLUG = "waiting-times"
QUESTION = "authorities-require"  # what every role is asked
PASSWORD = "a-long-password-of-the-tests"
WORDS = ("venting på svar", "flere folk på jobb", "bedre mat og ro", "noen som ringer tilbake")


@dataclass
class Office:
    """The application, its database, and a browser for whoever is signed in."""

    app: Flask
    database: Database
    signed_in_as: str = ""
    client: FlaskClient = field(init=False)

    def __post_init__(self) -> None:
        self.client = self.app.test_client()

    def answer(self, role: str, comments: list[str], **closed: str) -> None:
        """Store mixed responses of one role, one per comment."""
        asked = questionnaire()
        stored = []
        for comment in comments:
            raw = {QUESTION: [comment]} | {name: [value] for name, value in closed.items()}
            sheet = check(asked.for_role(role), raw)
            assert isinstance(sheet, AnswerSheet), sheet
            given = anonymise(sheet, definition=asked.fingerprint(), channel=Channel.web, nonce=secrets.token_hex(16))
            stored.append(given.response)
        with self.database.transaction() as session:
            responses.add_batch(session, SLUG, stored, "2026-W47")

    def hire(self, email: str, role: str = "reviewer") -> None:
        """Give somebody an account."""
        with self.database.transaction() as session:
            create_staff_account(session, email, roles=[role], password=PASSWORD)

    def sign_in(self, email: str, password: str = PASSWORD, **more: str) -> TestResponse:
        """Sign in with a fresh browser."""
        self.client = self.app.test_client()
        self.signed_in_as = email
        return self.post("/staff/en/sign-in", {"email": email, "password": password, **more})

    def get(self, path: str) -> TestResponse:
        """Open a page."""
        return self.client.get(path)

    def post(self, path: str, form: Mapping[str, object], *, page: str | None = None) -> TestResponse:
        """Send a form with the token of the page that it stands on."""
        shown = self.client.get(page or (path if "sign-in" in path else "/staff/en/jobs/"))
        return self.client.post(path, data={**form, "csrf_token": token(shown)})

    @staticmethod
    def at(rest: str, language: str = "en") -> str:
        """An address below the consultation."""
        return f"/staff/{language}/consultations/{SLUG}/{rest}"


@cache
def questionnaire() -> Questionnaire:
    """What the consultation asks; read once, for it cannot change."""
    return load(library()[SLUG])


def token(shown: TestResponse) -> str:
    """The token in a page's first form."""
    found = re.search(r'name="csrf_token" value="([^"]+)"', shown.text)
    assert found, shown.text
    return found[1]


def written(number: int, theme: str = "") -> list[str]:
    """So many different comments."""
    return [
        f"{theme or WORDS[at % 4]}, og det var nummer {chr(97 + at % 26)}{chr(97 + at // 26)}" for at in range(number)
    ]


def open_office(request: pytest.FixtureRequest, *, demo: bool, url: str = "") -> Office:
    """A new office with one open consultation and nobody in it."""
    return open_office_at(request.getfixturevalue("tmp_path"), url or on_sqlite(request), demo=demo)


def open_office_at(place: Path, url: str, *, demo: bool) -> Office:
    """The same with its files in a place of one's own."""
    settings = _settings(place, url, demo=demo)
    database = Database(settings.database_url)
    Box(database, KeyRing(settings.keys), SLUG).open(questionnaire())
    return _application(settings, database)


def _settings(place: Path, url: str, *, demo: bool) -> Settings:
    return Settings.read(
        {
            "CONSULTATION_INSTANCE": str(place / "instance"),
            "CONSULTATION_DATABASE_URL": url,
            "CONSULTATION_DEMO": "1" if demo else "0",
        }
    )


def _application(settings: Settings, database: Database) -> Office:
    app = create_app(settings)
    app.testing = True
    return Office(app, database)


def furnish(place: Path) -> None:
    """Make the files of an office, beside an empty database that is there, with people in it: to be copied."""
    opened = open_office_at(place, f"sqlite:///{place / 'consultation.sqlite'}", demo=True)
    opened.answer("patient", written(40))
    opened.answer("next_of_kin", written(20))
    opened.answer("leader", written(4, "ledelsens innspill"))
    opened.hire("reviewer@example.org")
    opened.app.extensions[EXTENSION].close()
    opened.database.close()


@pytest.fixture
def office(furnished: Path, tmp_path: Path) -> Iterator[Office]:
    """An office of this test's own with forty patients, twenty relatives and four leaders, where a reviewer is signed in."""
    place = shutil.copytree(furnished, tmp_path / "office")
    settings = _settings(place, f"sqlite:///{place / 'consultation.sqlite'}", demo=True)
    opened = _application(settings, Database(settings.database_url))
    assert opened.sign_in("reviewer@example.org").status_code == 302
    yield opened
    opened.app.extensions[EXTENSION].close()
    opened.database.close()


@pytest.fixture
def strict_office(request: pytest.FixtureRequest) -> Iterator[Office]:
    """An empty office that is no demo: it asks for a one-time code, and sends its cookie over https only."""
    opened = open_office(request, demo=False)
    opened.hire("reviewer@example.org")
    yield opened
    opened.database.close()
