"""A question with comments, a codebook of two themes, and people who read: what the machine learns from."""

import secrets
from pathlib import Path

import pytest

from consultation.privacy.anonymise import AnonymousResponse
from consultation.storage import responses
from consultation.storage.database import Database
from consultation.storage.keys import KeyRing
from consultation.storage.reading import codings, suggestions
from consultation.themes.book.codebook import Accept
from consultation.themes.finding.candidates import CandidateTheme
from consultation.usecases.reading.code_comments import code_comments
from consultation.usecases.reading.review_themes import review_themes
from tests.boxes import TODAY, WEEK, Box
from tests.judging import judge

QUESTION, KARI = "better", "kari@example.org"
WAITING = [f"Jeg ventet {at} uker på time og fikk ikke svar på brevet om ventetid." for at in range(2, 26)]
FOOD = [f"Maten på avdelingen var kald, og middagen kom for sent den {at}. dagen." for at in range(1, 25)]
OTHER = [f"Takk til alle sammen, jeg kom i hus {at} gjennom porten." for at in range(1, 13)]
THEMES = (("Ventetid", ("ventet", "ventetid")), ("Mat", ("maten", "middagen")))


def silent(*_progress):
    return None


@pytest.fixture
def on_file(sqlite: Database, tmp_path: Path) -> Box:
    """An open consultation on SQLite alone, where it is the machine and not the database that is looked at."""
    opened = Box(sqlite, KeyRing(tmp_path / "keys"))
    opened.open()
    return opened


def answered(box: Box, comments=(*WAITING, *FOOD, *OTHER)):
    """Let patients have written this."""
    made = [
        AnonymousResponse(
            secrets.token_bytes(16), box.consultation.fingerprint, "patient", "web", {}, {QUESTION: comment}
        )
        for comment in comments
    ]
    with box.database.transaction() as session:
        responses.add_batch(session, box.slug, made, WEEK)


def agreed(box: Box, themes=THEMES):
    """Let the team decide on themes."""
    for name, terms in themes:
        decide(box, Accept(CandidateTheme(name, terms, 16, 0.25, ()), KARI, "ofte nevnt"))


def decide(box: Box, decision):
    with box.database.transaction() as session:
        return review_themes(session, box.slug, QUESTION, decision, decided_on=TODAY)


def corpus(box: Box):
    with box.database.reading() as session:
        return responses.corpus(session, box.slug, QUESTION)


def read(box: Box, most: int, *, spare=frozenset()):
    """Let somebody read so many unread comments as one would, and return which."""
    with box.database.transaction() as session:
        unread = sorted(codings.unread(session, box.slug, QUESTION) - spare)[:most]
        texts = {one.key: one.text for one in responses.corpus(session, box.slug, QUESTION)}
        for key in unread:
            theme = "ventetid" if "vent" in texts[key] else "mat" if "Maten" in texts[key] else None
            found, outcome = ({theme: True}, "coded") if theme else ({}, "none")
            judge(session, key, found, outcome=outcome, by=KARI)
    return unread


def run(box: Box, seed: int = 1, themes=None):
    with box.database.transaction() as session:
        return code_comments(session, box.slug, QUESTION, seed=seed, progress=silent, made_on=TODAY, themes=themes)


def suggested(box: Box):
    """Comment -> its suggestions as they are stored."""
    with box.database.reading() as session:
        found = codings.of(session, codings.every(session, box.slug, QUESTION))
        return {key: one.suggested for key, one in found.items()}


def machine_readings(box: Box):
    with box.database.reading() as session:
        return suggestions.machine_readings(session, codings.every(session, box.slug, QUESTION))
