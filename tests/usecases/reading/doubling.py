"""A question with comments, a codebook of three themes, and two people who code a sample of it."""

import secrets
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from uuid import uuid4

import pytest

from consultation.privacy.anonymise import Channel, anonymise
from consultation.questionnaire.answering import AnswerSheet, check
from consultation.questionnaire.loading import library, load
from consultation.storage import responses, staff
from consultation.storage.database import Database
from consultation.storage.keys import KeyRing
from consultation.storage.reading import codings, double_codings
from consultation.storage.reading.double_codings import Sample
from consultation.themes.book.codebook import Accept, Decision
from consultation.themes.finding.candidates import CandidateTheme
from consultation.usecases.reading.adjudicate import compare_codings
from consultation.usecases.reading.code_blind import code_blind
from consultation.usecases.reading.draw_double_coding import draw_double_coding
from consultation.usecases.reading.review_themes import review_themes
from tests.boxes import TODAY, Box
from tests.databases import Postgres, on_sqlite
from tests.reviewing.offices import QUESTION, SLUG

KARI, OLA, MONA = "kari@example.org", "ola@example.org", "mona@example.org"
SAID = {
    "vente": "Jeg ventet {} uker på time, og ventetiden var altfor lang.",
    "mat": "Maten på avdelingen var kald og kom for sent dag {}.",
    "folk": "Det var for få folk på jobb, bare {} pleiere på hele kvelden.",
}
_numbers = count()
Coder = Callable[[str], tuple[str, list[str]]]


def silent(*_progress: object) -> None:
    """Whoever waits for nobody."""


@dataclass
class Doubled:
    """The database with the question, and what the team does with it."""

    database: Database

    def hire(self, email: str, *roles: str, active: bool = True) -> None:
        """Give somebody an account without the minute that a password takes."""
        with self.database.transaction() as session:
            staff.add(session, staff.Account(email, None, uuid4().hex, roles or ("reviewer",), active))

    def answer(self, role: str, comments: list[str]) -> None:
        """Store mixed responses of one role, one per comment."""
        asked = load(library()[SLUG])
        stored = []
        for comment in comments:
            sheet = check(asked.for_role(role), {QUESTION: [comment]})
            assert isinstance(sheet, AnswerSheet), sheet
            given = anonymise(sheet, definition=asked.fingerprint(), channel=Channel.web, nonce=secrets.token_hex(16))
            stored.append(given.response)
        with self.database.transaction() as session:
            responses.add_batch(session, SLUG, stored, "2026-W47")

    def review(self, decision: Decision) -> None:
        """Decide on the codebook."""
        with self.database.transaction() as session:
            review_themes(session, SLUG, QUESTION, decision, decided_on=TODAY)

    def draw(self, size: int = 20, coders: tuple[str, str] = (KARI, OLA)) -> Sample:
        """Draw a sample."""
        with self.database.transaction() as session:
            return draw_double_coding(session, SLUG, QUESTION, size=size, coders=coders, by=MONA, on=TODAY)

    def texts(self) -> dict[bytes, str]:
        """Every comment."""
        with self.database.reading() as session:
            return {one.key: one.text for one in responses.corpus(session, SLUG, QUESTION)}

    def drawn(self) -> dict[bytes, str]:
        """The comments of the newest sample."""
        with self.database.reading() as session:
            sample = double_codings.newest(session, SLUG, QUESTION)
            keys = double_codings.drawn(session, sample.key) if sample else frozenset()
        return {key: text for key, text in self.texts().items() if key in keys}

    def newest(self) -> Sample | None:
        """The newest sample."""
        with self.database.reading() as session:
            return double_codings.newest(session, SLUG, QUESTION)

    def code(self, by: str, judge: Coder) -> None:
        """Let somebody code the whole sample."""
        drawn = self.drawn()
        with self.database.transaction() as session:
            for key, text in drawn.items():
                outcome, themes = judge(text)
                code_blind(session, SLUG, QUESTION, key, themes=themes, outcome=outcome, by=by)  # type: ignore[arg-type]

    def compare(self) -> Sample:
        """Close the coding."""
        with self.database.transaction() as session:
            return compare_codings(session, SLUG, QUESTION)

    def coded(self, key: bytes) -> tuple[dict[str, str], str | None]:
        """What the team's coding of a comment is: theme -> who, and the outcome."""
        with self.database.reading() as session:
            found = codings.of(session, [key])[key]
        return {one.theme: one.by for one in found.confirmed}, found.outcome


def plainly(text: str) -> tuple[str, list[str]]:
    """Find what a comment says."""
    themes = [theme for theme, said in SAID.items() if said[:9] in text]
    return ("coded", themes) if themes else ("none", [])


def carelessly(text: str) -> tuple[str, list[str]]:
    """Find everything but the food."""
    outcome, themes = plainly(text)
    return ("none", []) if themes == ["mat"] else (outcome, themes)


def said(number: int) -> list[str]:
    """So many comments, evenly of the three things."""
    return [list(SAID.values())[at % 3].format(at) for at in range(number)]


_made: dict[str, str] = {}  # by kind of database: one that the team is in already, to be copied


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def doubled(request: pytest.FixtureRequest) -> Iterator[Doubled]:
    """Thirty patients and thirty relatives, three themes, and three reviewers, on each kind of database."""
    yield from _copied(request, request.param)


@pytest.fixture
def doubled_here(request: pytest.FixtureRequest) -> Iterator[Doubled]:
    """The same on SQLite alone."""
    yield from _copied(request, "sqlite")


def _copied(request: pytest.FixtureRequest, kind: str) -> Iterator[Doubled]:
    keys: Path = request.getfixturevalue("tmp_path") / "keys"
    if kind == "sqlite":
        if kind not in _made:
            folder: Path = request.getfixturevalue("tmp_path_factory").mktemp("doubled")
            _made[kind] = str(shutil.copy(request.getfixturevalue("migrated_file"), folder / "team.sqlite"))
            _put_in(f"sqlite:///{_made[kind]}", keys)
        url = on_sqlite(request)
        shutil.copy(_made[kind], url.removeprefix("sqlite:///"))
    else:
        server: Postgres = request.getfixturevalue("postgres")
        if kind not in _made:
            _made[kind] = "doubled"
            _put_in(server.create(_made[kind]), keys)
        url = server.create(f"doubled{next(_numbers)}", template=_made[kind])
    database = Database(url)
    yield Doubled(database)
    database.close()


def _put_in(url: str, keys: Path) -> None:
    database = Database(url)
    _team(database, keys)
    database.close()


def _team(database: Database, keys: Path) -> None:
    Box(database, KeyRing(keys), SLUG).open(load(library()[SLUG]))
    made = Doubled(database)
    for email in (KARI, OLA, MONA):
        made.hire(email)
    made.answer("patient", said(30))
    made.answer("next_of_kin", said(30))
    for theme, words in (("Vente", "ventetid"), ("Mat", "kald mat"), ("Folk", "få folk på jobb")):
        made.review(Accept(CandidateTheme(theme, (words,), 20, 0.3, ()), MONA, "ofte nevnt"))
