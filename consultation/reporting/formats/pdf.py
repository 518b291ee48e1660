"""The report as an accessible PDF (PDF/UA-1 and PDF/A-2a): respondents' words are given to typst as data, never as markup.

Tagged, with title, language and reading order, fonts of typst's own only, and the report's date instead of a clock:
equal reports give equal bytes.
"""

import json
from collections.abc import Callable
from dataclasses import asdict

from consultation.reporting.blocks import Apart, Block, Document
from consultation.reporting.formats.glyphs import with_glyphs
from consultation.reporting.formats.template import template
from consultation.reporting.report import Report
from consultation.reporting.telling import tell


def write(report: Report, language: str) -> bytes:
    """The report as PDF; equal reports give equal bytes."""
    return _set(tell(report, language))


def _set(document: Document) -> bytes:
    import typst

    compiler = typst.Compiler(
        input=template("report.typ").encode(),
        ignore_system_fonts=True,
        sys_inputs={"document": json.dumps(_values(document), ensure_ascii=True)},
    )
    written = compiler.compile(format="pdf", pdf_standards=["ua-1", "a-2a"])
    if not isinstance(written, bytes):  # pragma: no cover -- several files come only from formats with pages as files
        raise TypeError("typst gave no single PDF.")
    return written


def _values(document: Document) -> object:
    made = document.made_on
    return _fit(
        {
            "title": asdict(document.title),
            "kicker": asdict(document.kicker),
            "subtitle": asdict(document.subtitle),
            "language": document.language,
            "year": made.year,
            "month": made.month,
            "day": made.day,
            "facts": asdict(document.facts)["lines"],
            "contents": asdict(document.contents),
            "blocks": [_block(block) for block in document.blocks],
        },
        with_glyphs,
    )


def _block(block: Block) -> dict[str, object]:
    if isinstance(block, Apart):
        return {"kind": "apart", "label": asdict(block.label), "blocks": [_block(inner) for inner in block.blocks]}
    return {"kind": type(block).__name__.lower(), **asdict(block)}


def _fit(value: object, fit: Callable[[str], str]) -> object:
    """The same value with every text in it fit to print."""
    match value:
        case str():
            return fit(value)
        case dict():
            return {key: _fit(one, fit) for key, one in value.items()}
        case list() | tuple():
            return [_fit(one, fit) for one in value]
    return value
