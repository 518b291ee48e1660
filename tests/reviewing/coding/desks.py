"""A desk with work on it: a codebook, comments that a machine has read, and a reviewer who sends what a browser would."""

import re
from collections.abc import Iterator, Sequence
from html import unescape

import pytest
from werkzeug.test import TestResponse

from consultation.storage import readings, responses, runs, suggestions
from consultation.storage.readings import Decided
from consultation.storage.runs import Run
from consultation.storage.suggestions import MachineReading
from consultation.themes.book.codebook import Adopt, AdoptedTheme, NewTheme, Suggested
from consultation.themes.reading.passages import Passage, passages
from consultation.themes.reading.text import word_spans
from consultation.usecases.review_themes import review_themes
from consultation.web.database import EXTENSION
from tests.boxes import TODAY
from tests.reviewing.offices import QUESTION, SLUG, WORDS, Office, open_office, token

KARI = "kari@example.org"
ME = "reviewer@example.org"
NAMES = ("Svar", "Mat", "Ro", "Folk")
DESK = f"coding/{QUESTION}/"
HIDDEN = re.compile(r'<input type="hidden" name="(comment|seen|skipped|shown|passages|undo)" value="([^"]*)"')
TICKED = re.compile(r'name="themes" value="([^"]+)"[^>]* checked')


def staffed(request: pytest.FixtureRequest, url: str = "") -> Iterator[Office]:
    """An office on a database with four themes, where a machine suggests two of them for each of thirty comments."""
    opened = open_office(request, demo=True, url=url)
    opened.answer("patient", [f"{WORDS[at % 4].capitalize()}. Det var nummer {at}." for at in range(30)])
    adopt(opened)
    suggest(opened)
    opened.hire(ME)
    assert opened.sign_in(ME).status_code == 302
    yield opened
    opened.app.extensions[EXTENSION].close()
    opened.database.close()


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
