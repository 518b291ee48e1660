"""Forms, posters and cards as accessible PDF; typst is loaded when the first one is asked for."""

import re
from collections.abc import Callable
from dataclasses import fields, is_dataclass
from datetime import date
from textwrap import wrap
from typing import Any

from consultation.paper.sheets import Form, Poster
from consultation.reporting.formats.glyphs import with_glyphs
from consultation.reporting.formats.template import template
from consultation.reporting.formats.typesetting import set_in_type

PAPERS = {"a3": "a3", "a4": "a4", "card": "a6", "cards": "a4 of four"}
"""What a poster is printed on: A3, A4, one card of A6, or four of them on a sheet of A4 with marks to cut by."""

LONGEST_WORD = 30
_ENDLESS = re.compile(rf"\S{{{LONGEST_WORD + 11},}}")


def form(sheets: Form) -> bytes:
    """The form as PDF (PDF/UA-1 and PDF/A-2a), without a clock: every copy has the same bytes."""
    return set_in_type(template("form.typ", "paper"), plain(sheets, _fit))


def poster(sheet: Poster, paper: str) -> bytes:
    """The poster as PDF on one page of one of PAPERS; the same poster gives the same bytes.

    Raises:
        KeyError: there is no such paper.
    """
    return set_in_type(
        template("poster.typ", "paper"), {**plain(sheet, _fit), "code": sheet.code, "paper": PAPERS[paper]}
    )


def _fit(text: str) -> str:
    """In letters that can be drawn, and where a word is wider than any line, with places to break it."""
    return _ENDLESS.sub(lambda word: "\u200b".join(wrap(word[0], LONGEST_WORD)), with_glyphs(text))


def plain(part: object, fit: Callable[[str], str]) -> Any:
    """The part as dictionaries with their kind, lists, numbers and texts; every text passes through ``fit``."""
    if isinstance(part, str):
        return fit(part)
    if isinstance(part, date):
        return [part.year, part.month, part.day]
    if isinstance(part, tuple):
        return [plain(item, fit) for item in part]
    if is_dataclass(part):
        values = {field.name: plain(getattr(part, field.name), fit) for field in fields(part)}
        return {"kind": type(part).__name__.lower(), **values}
    return part
