"""Themes by role as a report may tell them, and the report itself to take along."""

from flask import Response, abort

from consultation import clock
from consultation.reporting.catalogue import Catalogue
from consultation.reporting.measured import out_of_date
from consultation.reporting.report import Report
from consultation.reporting.themes import confirmed_table, suggested_table
from consultation.reviewing import finding, framing
from consultation.reviewing.blueprint import PREFIX, blueprint
from consultation.reviewing.covering import coverage_shown
from consultation.reviewing.pages import SummaryPage, Told
from consultation.usecases.compose_report import compose_report
from consultation.web.database import reading

KINDS = {"html": "text/html", "pdf": "application/pdf"}


@blueprint.get(f"{PREFIX}/consultations/<slug>/summary/")
def summary(slug: str) -> Response:
    """Show the themes of every question by role, people's decisions and the machine's suggestions well apart."""
    composed = _composed(slug)
    words = Catalogue(framing.language())
    questions = [
        Told(
            question.id,
            question.asked.text,
            confirmed_table(question, words),
            suggested_table(question, words),
            out_of_date(question.run.stale if question.run else (), words),
            coverage_shown(question.coverage, dict(question.asked.roles), framing.language()),
        )
        for question in composed.in_words
    ]
    return framing.show(SummaryPage(framing.frame(), slug, composed.title, questions))


@blueprint.get(f"{PREFIX}/consultations/<slug>/report.<any(html, pdf):kind>")
def report(slug: str, kind: str) -> Response:
    """Give the report as a file; typst is loaded only here, and takes about as long as a page."""
    composed = _composed(slug)
    language = framing.language()
    if kind == "html":
        from consultation.reporting.formats import html

        content = html.write(composed, language)
    else:
        from consultation.reporting.formats import pdf

        content = pdf.write(composed, language)
    return Response(
        content,
        mimetype=KINDS[kind],
        headers={"Content-Disposition": f'attachment; filename="{slug}-{language}.{kind}"'},
    )


def _composed(slug: str) -> Report:
    with reading() as session:
        if finding.consultation(session, slug).state == "draft":
            abort(404)
        return compose_report(session, slug, today=clock.today(), language=framing.language())
