"""The codebook of one question: all its themes, and each theme with what can be decided on it."""

from flask import Response, abort, request
from sqlalchemy.orm import Session

from consultation.reviewing import finding, framing
from consultation.reviewing.blueprint import PREFIX, blueprint
from consultation.reviewing.book.again import changed_since_suggested
from consultation.reviewing.book.pages import CodebookPage, ThemePage
from consultation.reviewing.book.showing import (
    decided_shown,
    decisions_on,
    jobs_shown,
    signed_off_shown,
    themes_in_order,
)
from consultation.reviewing.coding.rereading import rereading
from consultation.reviewing.pages import Refused
from consultation.storage.reading import codebooks
from consultation.themes.book.codebook import Codebook
from consultation.web.database import reading

QUESTION = f"{PREFIX}/consultations/<slug>/codebook/<question>/"
THEME = f"{QUESTION}themes/<theme>/"


@blueprint.get(QUESTION)
def codebook(slug: str, question: str) -> Response:
    """Show every theme."""
    with reading() as session:
        return framing.show(codebook_page(session, slug, question))


@blueprint.get(THEME)
def theme(slug: str, question: str, theme: str) -> Response:
    """Show one theme, and what can be decided on it."""
    with reading() as session:
        return framing.show(theme_page(session, slug, question, theme))


def codebook_page(session: Session, slug: str, question: str, refused: Refused | None = None) -> CodebookPage:
    """Return the page of the codebook; or answer 404."""
    at = finding.at(session, slug, question)
    versions = codebooks.history(session, slug, question)
    current = versions[0].codebook if versions else Codebook()
    found, unfinished = jobs_shown(session, at, request.args.get("job"))
    return CodebookPage(
        frame=framing.frame(),
        at=at,
        version=current.version,
        themes=themes_in_order(session, at, current.themes),
        signed_off=signed_off_shown(versions),
        decided=decided_shown(versions, request.args.get("decided")),
        rereading=rereading(session, at),
        again=list(changed_since_suggested(session, at, current).values()),
        jobs=found,
        unfinished=unfinished,
        refused=refused,
    )


def theme_page(session: Session, slug: str, question: str, theme: str, refused: Refused | None = None) -> ThemePage:
    """Return the page of a theme, as it was last where it has left the codebook; or answer 404."""
    at = finding.at(session, slug, question)
    versions = codebooks.history(session, slug, question)
    last = next((one.codebook for one in versions if theme in {known.id for known in one.codebook.themes}), None)
    if last is None:
        abort(404)
    everything = themes_in_order(session, at, last.themes)
    found, unfinished = jobs_shown(session, at, request.args.get("job"))
    return ThemePage(
        frame=framing.frame(),
        at=at,
        version=versions[0].codebook.version,
        gone_since=last.version + 1 if last.version < versions[0].codebook.version else None,
        theme=next(one for one in everything if one.id == theme),
        others=[one for one in everything if one.id != theme],
        decisions=decisions_on(versions, theme),
        decided=decided_shown(versions, request.args.get("decided")),
        again=list(changed_since_suggested(session, at, versions[0].codebook).values()),
        jobs=found,
        unfinished=unfinished,
        refused=refused,
    )
