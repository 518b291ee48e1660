"""What people noted beside the themes, by theme: how many comments are about which step of the pathway, and in which tone."""

from collections.abc import Mapping, Sequence

from flask import Response
from sqlalchemy.orm import Session

from consultation.reporting.numbers import whole
from consultation.reviewing import finding, framing
from consultation.reviewing.blueprint import blueprint
from consultation.reviewing.book.codebook import QUESTION
from consultation.reviewing.book.pages import FacetNoted, FacetsPage, NotedFor
from consultation.reviewing.book.ready import language
from consultation.storage.reading import codebooks
from consultation.storage.reading.facets import Value
from consultation.themes.book.library import Facet, ready_facets
from consultation.themes.book.theme import Theme, in_order
from consultation.usecases.compose_report import confirmed_counts
from consultation.usecases.reading.tell_facets import FacetsTold, tell_facets
from consultation.web.database import reading


@blueprint.get(f"{QUESTION}facets/")
def facets(slug: str, question: str) -> Response:
    """Show one table for each facet."""
    with reading() as session:
        return framing.show(_page(session, slug, question))


def _page(session: Session, slug: str, question: str) -> FacetsPage:
    at = finding.at(session, slug, question)
    themes = codebooks.current(session, slug, question).themes
    told = tell_facets(session, slug, question, confirmed_counts(session, slug, question))
    shown = [_table(facet, themes, told) for facet in ready_facets(language())]
    return FacetsPage(framing.frame(), at, shown)


def _table(facet: Facet, themes: Sequence[Theme], told: FacetsTold) -> FacetNoted:
    """One row for all comments, then one for each theme that at least one number can be shown of."""
    values = [(facet.id, value.id) for value in facet.values]
    rows = [(theme, depth, _said(told.themes.get(theme.id, {}), values)) for theme, depth in in_order(themes)]
    return FacetNoted(
        facet.id,
        facet.name,
        facet.definition,
        [(value.name, value.definition) for value in facet.values],
        _said(told.all, values),
        [NotedFor(theme.id, theme.name, depth, numbers) for theme, depth, numbers in rows if any(numbers)],
        [theme.name for theme, _, numbers in rows if not any(numbers)],
    )


def _said(told: Mapping[Value, int], values: Sequence[Value]) -> list[str | None]:
    return [whole(told[value], framing.language()) if value in told else None for value in values]
