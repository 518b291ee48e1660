"""Themes by role as a report may tell them, and the report itself to take along."""

from flask import Response, abort

from consultation.reporting.blocks import Table
from consultation.reporting.catalogue import Catalogue, Said
from consultation.reporting.report import Report
from consultation.reporting.summary import FreeTextSummary, ThemesByRole
from consultation.reporting.tables import told
from consultation.reviewing import finding, framing
from consultation.reviewing.blueprint import PREFIX, blueprint
from consultation.reviewing.pages import SummaryPage, Told
from consultation.usecases.compose_report import compose_report
from consultation.web import clock
from consultation.web.database import reading

KINDS = {"html": "text/html", "pdf": "application/pdf"}


@blueprint.get(f"{PREFIX}/consultations/<slug>/summary/")
def summary(slug: str) -> Response:
    """Show the themes of every question by role, people's decisions and the machine's suggestions well apart."""
    composed = _composed(slug)
    words = Catalogue(framing.language())
    questions = [_told(question, composed, words) for question in composed.in_words]
    title = composed.title
    return framing.show(SummaryPage(framing.frame(), slug, title, questions))


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


def _told(question: FreeTextSummary, composed: Report, words: Catalogue) -> Told:
    return Told(
        id=question.id,
        text=question.asked.text,
        confirmed=_table(question.confirmed, composed, words, machine=False),
        suggested=_table(question.suggested, composed, words, machine=True),
    )


def _table(themes: ThemesByRole | None, composed: Report, words: Catalogue, *, machine: bool) -> Table | None:
    if themes is None:
        return None
    caption = (
        words.say("Suggested by a machine: respondents under each theme, by role")
        if machine
        else words.say("Confirmed by people: respondents who speak of each theme, by role")
    )
    names = {theme.id: Said(theme.name, "") for theme in themes.themes} | dict(composed.roles)
    return told(themes.counts, words, caption=caption, corner=words.say("Theme"), names=names, machine=machine)
