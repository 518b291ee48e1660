"""A codebook on the desk, and what a reviewer's browser does with it."""

import io
import re
from html import unescape

from consultation.storage.reading import codebooks, runs
from consultation.themes.book.codebook import Adopt, AdoptedTheme, NewTheme
from consultation.usecases.reading.review_themes import review_themes
from tests.boxes import TODAY
from tests.reviewing.offices import QUESTION, SLUG

NAMES = ("Ventetid", "Mat", "Ro", "Brev")


def begun(office, names=NAMES):
    """A codebook of these themes, in version 1."""
    themes = tuple(AdoptedTheme(name.casefold(), NewTheme(name)) for name in names)
    with office.database.transaction() as session:
        review_themes(session, SLUG, QUESTION, Adopt(themes, "et utkast", "kari@example.org"), decided_on=TODAY)


def suggested(office, version, themes):
    """A run of the machine by this version of the codebook: over all themes, or over these alone."""
    with office.database.transaction() as session:
        key = runs.next_key(session, SLUG, QUESTION, "assign")
        parameters = {"codebook_version": version, "themes": themes}
        runs.add(
            session, SLUG, runs.Run(key, QUESTION, "assign", 1, parameters, {}, "", TODAY, comments=0, not_covered=0)
        )


def book(office):
    with office.database.reading() as session:
        return codebooks.current(session, SLUG, QUESTION)


def page(office, rest="", language="en"):
    return office.get(office.at(f"codebook/{QUESTION}/{rest}", language))


def act(office, theme, kind, **form):
    return office.post(office.at(f"codebook/{QUESTION}/themes/{theme}/{kind}"), {"why": "leste femti", **form})


def said(answer) -> str:
    """What a page says, without its elements."""
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", answer.text)).split())


def upload(office, name: str, body: bytes):
    return office.post(office.at(f"codebook/{QUESTION}/files/"), {"file": (io.BytesIO(body), name)})


def hidden(answer, name: str) -> str:
    return re.search(rf'name="{name}" value="([^"]*)"', answer.text)[1]
