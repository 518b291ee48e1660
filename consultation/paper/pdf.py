"""Forms, posters and cards as accessible PDF; typst is loaded when the first one is asked for."""

from collections.abc import Callable
from dataclasses import fields, is_dataclass
from datetime import date
from typing import Any

from consultation.paper.sheets import Form
from consultation.reporting.formats.glyphs import with_glyphs
from consultation.reporting.formats.template import template
from consultation.reporting.formats.typesetting import set_in_type


def form(sheets: Form) -> bytes:
    """The form as PDF (PDF/UA-1 and PDF/A-2a), without a clock: every copy has the same bytes."""
    return set_in_type(template("form.typ", "paper"), plain(sheets, with_glyphs))


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
