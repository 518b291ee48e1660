"""A staff office: the whole application on a SQLite file of its own, with mixed responses, and people who sign in."""

import re
import secrets
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from consultation.app import create_app
from consultation.privacy.anonymise import Channel, anonymise
from consultation.questionnaire.answering import AnswerSheet, check
from consultation.questionnaire.loading import library, load
from consultation.settings import Settings
from consultation.storage import responses
from consultation.storage.database import Database
from consultation.usecases.create_staff_account import create_staff_account
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
        asked = load(library()[SLUG])
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
    from consultation.storage.keys import KeyRing

    environment = {
        "CONSULTATION_INSTANCE": str(place / "instance"),
        "CONSULTATION_DATABASE_URL": url,
        "CONSULTATION_DEMO": "1" if demo else "0",
    }
    settings = Settings.read(environment)
    database = Database(settings.database_url)
    Box(database, KeyRing(settings.keys), SLUG).open(load(library()[SLUG]))
    app = create_app(settings)
    app.testing = True
    return Office(app, database)


@pytest.fixture
def office(request: pytest.FixtureRequest) -> Iterator[Office]:
    """An office with forty patients, twenty relatives and four leaders, where a reviewer is signed in."""
    opened = open_office(request, demo=True)
    opened.answer("patient", written(40))
    opened.answer("next_of_kin", written(20))
    opened.answer("leader", written(4, "ledelsens innspill"))
    opened.hire("reviewer@example.org")
    assert opened.sign_in("reviewer@example.org").status_code == 302
    yield opened
    opened.database.close()


@pytest.fixture
def strict_office(request: pytest.FixtureRequest) -> Iterator[Office]:
    """An empty office that is no demo: it asks for a one-time code, and sends its cookie over https only."""
    opened = open_office(request, demo=False)
    opened.hire("reviewer@example.org")
    yield opened
    opened.database.close()
