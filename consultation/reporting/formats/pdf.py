"""The report as an accessible PDF (PDF/UA-1 and PDF/A-2a): respondents' words are given to typst as data, never as markup."""

from consultation.reporting.formats.glyphs import with_glyphs
from consultation.reporting.formats.template import template
from consultation.reporting.formats.typesetting import set_in_type
from consultation.reporting.formats.values import values
from consultation.reporting.report import Report
from consultation.reporting.telling import tell


def write(report: Report, language: str) -> bytes:
    """The report as PDF, dated by the report and not by a clock; equal reports give equal bytes."""
    return set_in_type(template("report.typ"), values(tell(report, language), with_glyphs))
