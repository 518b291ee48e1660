"""A desk with work on it: a codebook, comments that a machine has read, and a reviewer who sends what a browser would."""

import re
import shutil
import time
from collections.abc import Iterator, Sequence
from hashlib import blake2b
from html import unescape
from pathlib import Path

import pytest
from werkzeug.test import TestResponse

from consultation.storage import responses, staff
from consultation.storage.reading import readings, runs, suggestions
from consultation.storage.reading.readings import Decided
from consultation.storage.reading.runs import Run
from consultation.storage.reading.suggestions import MachineReading
from consultation.themes.book.codebook import Adopt, AdoptedTheme, NewTheme, Suggested
from consultation.themes.reading.passages import Passage, passages
from consultation.themes.reading.text import word_spans
from consultation.usecases.reading.review_themes import review_themes
from consultation.web.database import EXTENSION
from tests.boxes import TODAY
from tests.databases import on_postgres
from tests.reviewing.offices import QUESTION, SLUG, WORDS, Office, open_office_at, token

KARI = "kari@example.org"
ME = "reviewer@example.org"
NOBODYS = "$argon2id$v=19$m=65536,t=3,p=1$c29tZXNhbHQ$nobodys"
NAMES = ("Svar", "Mat", "Ro", "Folk")
DESK = f"coding/{QUESTION}/"
HIDDEN = re.compile(r'<input type="hidden" name="(comment|seen|skipped|shown|passages|undo)" value="([^"]*)"')
TICKED = re.compile(r'name="themes" value="([^"]+)"[^>]* checked')


def on(request: pytest.FixtureRequest, kind: str, place: Path) -> str:
    """The address of a new database of one kind, for as long as the place is there."""
    if kind == "PostgreSQL":
        return on_postgres(request)
    shutil.copy(request.getfixturevalue("migrated_file"), place / "consultation.sqlite")
    return f"sqlite:///{place / 'consultation.sqlite'}"


def staffed(place: Path, url: str, comments: int = 30) -> Iterator[Office]:
    """An office with four themes, where a machine suggests two of them for each comment, and somebody at the desk."""
    opened = open_office_at(place, url, demo=True)
    opened.answer("patient", [f"{WORDS[at % 4].capitalize()}. Det var nummer {at}." for at in range(comments)])
    adopt(opened)
    suggest(opened)
    yield seat(opened, ME)
    opened.app.extensions[EXTENSION].close()
    opened.database.close()


def seat(office: Office, email: str, role: str = "reviewer") -> Office:
    """Give somebody a new browser in which they are signed in: no password, whose checking is slow and tried elsewhere."""
    at_it = Office(office.app, office.database, signed_in_as=email)
    uniquifier = blake2b(email.encode()).hexdigest()[:32]
    with office.database.transaction() as session:
        if staff.find_by_email(session, email) is None:
            staff.add(session, staff.Account(email, NOBODYS, uniquifier, (role,)))
    with at_it.client.session_transaction("/staff/en/") as cookie:
        cookie.update({"_user_id": uniquifier, "_fresh": True, "fs_paa": time.time(), "seen": int(time.time())})
    return at_it


def adopt(office: Office, names: Sequence[str] = NAMES, definition: str = "") -> None:
    """Put these themes into the codebook; the id of each is its name in small letters."""
    themes = tuple(AdoptedTheme(name.casefold(), NewTheme(name, definition)) for name in names)
    with office.database.transaction() as session:
        review_themes(session, SLUG, QUESTION, Adopt(themes, "a list", KARI, "to begin with"), decided_on=TODAY)


def suggest(office: Office, themes: Sequence[str] = ("svar", "mat")) -> None:
    """Let a machine suggest these for every comment, each for a sentence and by a word of it."""
    with office.database.transaction() as session:
        run = runs.next_key(session, SLUG, QUESTION, "assign")
        runs.add(session, SLUG, Run(run, QUESTION, "assign", 1, {}, {}, "0" * 64, TODAY, 64, 0))
        made, read = [], []
        for turn, comment in enumerate(responses.corpus(session, SLUG, QUESTION)):
            parts, words = passages(comment.text), word_spans(comment.text)
            read.append((comment.key, MachineReading(run, "suggested", turn, "uncertain")))
            for at, theme in enumerate(themes):
                part = parts[at % len(parts)]
                within = tuple(Passage(*word) for word in words if part.start <= word[0] < part.stop)[1:3]
                made.append((comment.key, Suggested(theme, 0.8 - 0.3 * at, run, part, within)))
        suggestions.suggest(session, SLUG, QUESTION, made)
        suggestions.read_by_machine(session, SLUG, QUESTION, read)


def sent_with(shown: TestResponse) -> dict[str, list[str]]:
    """What the form on a page sends although nobody touches it."""
    fields: dict[str, list[str]] = {"csrf_token": [token(shown)]}
    desk = shown.text.partition('<form class="coding__desk"')[2]
    for name, value in HIDDEN.findall(desk):
        fields.setdefault(name, []).append(unescape(value))
    return fields


def send(office: Office, shown: TestResponse, where: str = DESK, **fields: object) -> TestResponse:
    """Send the form of a page, with more in it."""
    return office.client.post(office.at(where), data={**sent_with(shown), **fields})


def follow(office: Office, answer: TestResponse) -> TestResponse:
    """The page that a decision leads to."""
    assert answer.status_code == 303, answer.text
    return office.get(answer.headers["Location"])


def undo(office: Office, shown: TestResponse) -> TestResponse:
    """Press "undo" on a page."""
    sealed = dict(HIDDEN.findall(shown.text.partition('<form class="coding__desk"')[0]))["undo"]
    return office.client.post(office.at(f"{DESK}undo"), data={"undo": sealed, "csrf_token": token(shown)})


def comment_on(shown: TestResponse) -> str:
    """The comment on the desk, verbatim."""
    text = shown.text.partition('class="comment__text coding__text"')[2].partition("</p>")[0]
    return unescape("".join(re.findall(r'<span data-start="\d+"[^>]*>([^<]*)</span>', text)))


def ticked(shown: TestResponse) -> list[str]:
    """The themes that stand ticked."""
    return TICKED.findall(shown.text)


def decided(office: Office, text: str) -> Decided:
    """What is stored on the comment with these words."""
    with office.database.reading() as session:
        [key] = [comment.key for comment in responses.corpus(session, SLUG, QUESTION) if comment.text == text]
        return readings.of(session, key)
