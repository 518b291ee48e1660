"""The report as an accessible PDF (PDF/UA-1 and PDF/A-2a): respondents' words are given to typst as data, never as markup.

Tagged, with title, language and reading order, fonts of typst's own only, and the report's date instead of a clock:
equal reports give equal bytes.
"""

import json

from consultation.reporting.blocks import Document
from consultation.reporting.formats.glyphs import with_glyphs
from consultation.reporting.formats.template import template
from consultation.reporting.formats.values import values
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
        sys_inputs={"document": json.dumps(values(document, with_glyphs), ensure_ascii=True)},
    )
    written = compiler.compile(format="pdf", pdf_standards=["ua-1", "a-2a"])
    if not isinstance(written, bytes):  # several files come only from formats with pages as files
        raise TypeError("typst gave no single PDF.")
    return written
