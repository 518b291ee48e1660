"""What the codebook was in any version, and what differs between any two, in words."""

from collections.abc import Mapping, Sequence

from flask import Response, abort, request
from sqlalchemy.orm import Session

from consultation.reviewing import finding, framing
from consultation.reviewing.blueprint import blueprint
from consultation.reviewing.book.codebook import QUESTION
from consultation.reviewing.book.pages import ChangeShown, ComparePage, HistoryPage, VersionPage
from consultation.reviewing.book.showing import themes_in_order
from consultation.reviewing.book.told import versions_shown
from consultation.reviewing.forms import number
from consultation.reviewing.pages import At
from consultation.storage.reading import codebooks
from consultation.storage.reading.codebooks import Version
from consultation.themes.book.codebook import Change, Codebook, diff
from consultation.themes.book.differences import Added, Moved, Removed, Reordered, Retired, Revived, Reworded
from consultation.themes.book.quoted import in_words
from consultation.usecases.reading.quote_examples import quote_examples
from consultation.web.database import reading


@blueprint.get(f"{QUESTION}history")
def history(slug: str, question: str) -> Response:
    """Show every decision, the newest first."""
    with reading() as session:
        at = finding.at(session, slug, question)
        versions = versions_shown(codebooks.history(session, slug, question))
    return framing.show(HistoryPage(framing.frame(), at, versions))


@blueprint.get(f"{QUESTION}versions/<int:version>/")
def version(slug: str, question: str, version: int) -> Response:
    """Show the codebook as it was in one version."""
    with reading() as session:
        at = finding.at(session, slug, question)
        versions = codebooks.history(session, slug, question)
        here = next((at for at, one in enumerate(versions) if one.codebook.version == version), None)
        if here is None:
            abort(404)
        page = VersionPage(
            frame=framing.frame(),
            at=at,
            version=versions_shown(versions)[here],
            newest=versions[0].codebook.version,
            themes=themes_in_order(session, at, versions[here].codebook.themes),
            changes=changes_shown(session, at, _of(versions, version - 1), versions[here].codebook),
        )
    return framing.show(page)


@blueprint.get(f"{QUESTION}compare/")
def compare(slug: str, question: str) -> Response:
    """Show what differs between two versions; where none are named, since the one before the newest."""
    with reading() as session:
        at = finding.at(session, slug, question)
        versions = codebooks.history(session, slug, question)
        newest = versions[0].codebook.version if versions else 0
        new = number(request.args.get("new"))
        new = newest if new is None else new
        old = number(request.args.get("old"))
        old = max(0, new - 1) if old is None else old
        if not (0 <= old <= newest and 0 <= new <= newest):
            abort(404)
        old, new = min(old, new), max(old, new)
        page = ComparePage(
            frame=framing.frame(),
            at=at,
            versions=range(newest + 1),
            old=old,
            new=new,
            changes=changes_shown(session, at, _of(versions, old), _of(versions, new)),
            decisions=[one for one in versions_shown(versions) if old < one.version <= new],
        )
    return framing.show(page)


def changes_shown(session: Session, at: At, old: Codebook, new: Codebook) -> list[ChangeShown]:
    """Return every difference, with the names that themes have in the newer version, or had last."""
    words = quote_examples(session, at.slug, at.question, (*old.themes, *new.themes))
    before, after = (Codebook(themes=in_words(one.themes, words)) for one in (old, new))
    names = {theme.id: theme.name for theme in (*before.themes, *after.themes)}
    return [_shown(change, names) for change in diff(before, after)]


def _shown(change: Change, names: Mapping[str, str]) -> ChangeShown:
    match change:
        case Added(theme=theme):
            told = ChangeShown("added", theme.name, new=[theme.definition] if theme.definition else [])
        case Removed(theme=theme):
            told = ChangeShown("removed", theme.name, gone=[theme.definition] if theme.definition else [])
        case Reworded(theme=one, field=field, gone=gone, new=new):
            told = ChangeShown("reworded", names[one], field, _said(gone), _said(new))
        case Moved(theme=one, old_parent=old, new_parent=new):
            above = ([names[parent]] if parent else [] for parent in (old, new))
            told = ChangeShown("moved", names[one], "", *above)
        case Reordered(theme=one):
            told = ChangeShown("reordered", names[one])
        case Retired(theme=one):
            told = ChangeShown("retired", names[one])
        case Revived(theme=one):
            told = ChangeShown("revived", names[one])
    return told


def _said(words: Sequence[str]) -> list[str]:
    return [one for one in words if one]


def _of(versions: Sequence[Version], wanted: int) -> Codebook:
    return next((one.codebook for one in versions if one.codebook.version == wanted), Codebook())
