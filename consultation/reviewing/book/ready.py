"""Ready codebooks to start from: looked at in any of their languages, and taken in whole or by the ticked themes."""

from typing import Any

from flask import Response, abort, redirect, request, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response as AnyResponse

from consultation.reviewing import finding, framing
from consultation.reviewing.blueprint import blueprint
from consultation.reviewing.book.codebook import QUESTION
from consultation.reviewing.book.deciding import refused, taken
from consultation.reviewing.book.forms import AdoptForm
from consultation.reviewing.book.pages import Facet, ReadyListPage, ReadyPage
from consultation.reviewing.book.showing import offered
from consultation.reviewing.pages import Refused
from consultation.storage.reading import codebooks
from consultation.themes.book.choosing import adopted
from consultation.themes.book.codebook import Adopt, Codebook
from consultation.themes.book.library import LANGUAGES, ReadyCodebook, ready_codebook, ready_codebooks, ready_facets
from consultation.web.database import reading

READY = f"{QUESTION}ready/"


@blueprint.get(READY)
def ready_list(slug: str, question: str) -> Response:
    """Show which codebooks and facets come with the software."""
    written_in = language()
    with reading() as session:
        at = finding.at(session, slug, question)
    books = [(name, ready_codebook(name, written_in)) for name in ready_codebooks()]
    page = ReadyListPage(
        framing.frame(),
        at,
        [(name, book.title, book.note, len(book.themes)) for name, book in books],
        [
            Facet(facet.name, facet.definition, [(value.name, value.definition) for value in facet.values])
            for facet in ready_facets(written_in)
        ],
    )
    return framing.show(page)


@blueprint.get(f"{READY}<name>/")
def ready(slug: str, question: str, name: str) -> Response:
    """Show one codebook that comes with the software."""
    with reading() as session:
        return framing.show(_page(session, slug, question, name, request.args.get("in")))


@blueprint.post(f"{READY}<name>/adopt")
def adopt_ready(slug: str, question: str, name: str) -> AnyResponse:
    """Take in the ticked themes."""
    form = AdoptForm()
    book = _book(name, form.written_in.data)

    def make(_session: Session, _current: Codebook, sent: Any, by: str) -> Adopt:
        return Adopt(adopted(book.themes, sent.themes.data or ()), book.title, by, sent.why.data or "")

    made = taken(slug, question, form, make)
    if isinstance(made, Codebook):
        return redirect(url_for("reviewing.codebook", slug=slug, question=question, decided=made.version), 303)
    with reading() as session:
        page = _page(session, slug, question, name, form.written_in.data, refused=refused("adopt", "", form, made))
        return framing.show(page, status=422)


def _page(
    session: Session, slug: str, question: str, name: str, written_in: str | None, *, refused: Refused | None = None
) -> ReadyPage:
    at = finding.at(session, slug, question)
    book = _book(name, written_in)
    current = codebooks.current(session, slug, question)
    ticked = refused.written.get("themes") or () if refused else None
    return ReadyPage(
        frame=framing.frame(),
        at=at,
        name=name,
        title=book.title,
        note=book.note,
        written_in=language(written_in),
        themes=offered(book.themes, current, ticked),
        version=current.version,
        refused=refused,
    )


def _book(name: str, written_in: str | None) -> ReadyCodebook:
    if name not in ready_codebooks():
        abort(404)
    return ready_codebook(name, language(written_in))


def language(asked: str | None = None) -> str:
    """Return the language to show a codebook in: the one asked for, or the page's, where it is there in that."""
    here = framing.language()
    return asked if asked in LANGUAGES else here if here in LANGUAGES else LANGUAGES[0]
