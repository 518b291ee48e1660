"""Finds every text of the respondent's front, in its templates and its code, that the catalogues must have."""

import re
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract, extract_python
from babel.messages.pofile import read_po
from jinja2.ext import babel_extract

from consultation.web import languages

ROOT = Path(__file__).resolve().parents[2]
GUARD = "guard.js: "
OPTIONS = {"trimmed": "true", "silent": "false", "newstyle_gettext": "true"}
RESPONDENTS = frozenset(
    ("responding", "kinds", "guarding", "receipts", "proving", "drafting", "around", "stored", "deploying")
)
DOMAINS = tuple(domain for domain in languages.DOMAINS if domain in RESPONDENTS)


def templates() -> list[Path]:
    """Return the templates that a respondent sees."""
    own = [ROOT / "templates" / "layout.html", ROOT / "templates" / "error.html"]
    return own + sorted((ROOT / "templates" / "responding").rglob("*.html"))


def modules() -> list[Path]:
    """Return the modules of the respondent's front, and those whose texts it shows."""
    shown = [ROOT / "consultation" / "privacy" / "rooms.py", *(ROOT / "consultation" / "privacy").glob("stored*.py")]
    return [*sorted((ROOT / "consultation" / "responding").rglob("*.py")), *sorted(shown)]


def msgids() -> list[str]:
    """Return every text once, in the order of the templates and modules."""
    found: dict[str, None] = {}
    for path, method in [
        *((path, babel_extract) for path in templates()),
        *((path, extract_python) for path in modules()),
    ]:
        with path.open("rb") as file:
            for _line, message, _comments, _context in extract(method, file, options=OPTIONS):
                for text in message if isinstance(message, tuple) else (message,):
                    found[text] = None
    return [*found, *(text for text in said_by_script() if text not in found)]


def said_by_script() -> Iterator[str]:
    """Yield the texts that the guard's script says, under names that stand in it; vendor_hook.py hands them to it."""
    script = "".join(path.read_text("utf-8") for path in (ROOT / "static" / "js" / "guard").glob("*.js"))
    for message in messages("nb"):
        names = [comment.removeprefix(GUARD) for comment in message.auto_comments if comment.startswith(GUARD)]
        if any(re.search(rf'say\.{name}\b|"{name}"', script) for name in names):
            yield from ids(message)


def catalogues(language: str) -> dict[str, Catalog]:
    """Return the respondents' catalogues of a language, by domain, as far as they have been written."""
    found = {}
    for domain in DOMAINS:
        path = languages.CATALOGUES / language / "LC_MESSAGES" / f"{domain}.po"
        if path.is_file():
            with path.open("rb") as file:
                found[domain] = read_po(file, locale=language)
    return found


def messages(language: str) -> Iterator[Message]:
    """Yield every text of those catalogues."""
    for catalogue in catalogues(language).values():
        yield from (message for message in catalogue if message.id)


def ids(message: Message) -> tuple[str, ...]:
    """Return the English text, or both where it has a plural."""
    return message.id if isinstance(message.id, tuple) else (message.id,)


def strings(message: Message) -> tuple[str, ...]:
    """Return the translation in each of its forms."""
    return message.string if isinstance(message.string, tuple) else (message.string,)
