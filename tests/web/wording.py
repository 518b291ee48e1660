"""Finds every text of the respondent's templates that a catalogue must have."""

from pathlib import Path

from babel.messages.extract import extract
from jinja2.ext import babel_extract

ROOT = Path(__file__).resolve().parents[2]
OPTIONS = {"trimmed": "true", "silent": "false", "newstyle_gettext": "true"}


def templates() -> list[Path]:
    """Return the templates whose texts are in the `responding` catalogue."""
    own = [ROOT / "templates" / "layout.html", ROOT / "templates" / "error.html"]
    return own + sorted((ROOT / "templates" / "responding").rglob("*.html"))


def msgids() -> list[str]:
    """Return every text once, in the order of the templates."""
    found: dict[str, None] = {}
    for path in templates():
        with path.open("rb") as file:
            for _line, message, _comments, _context in extract(babel_extract, file, options=OPTIONS):
                for text in message if isinstance(message, tuple) else (message,):
                    found[text] = None
    return list(found)
