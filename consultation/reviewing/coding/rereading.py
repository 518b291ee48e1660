"""What of the random sample waits to be read again, as the pages of a question say it."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from consultation.privacy.disclosure import coarse
from consultation.reviewing.coding.showing import queue
from consultation.reviewing.pages import At
from consultation.storage.reading import codebooks


@dataclass(frozen=True, slots=True)
class Rereading:
    """How many comments at least, None for under five, and the themes that they were not read for.

    `divided`: some of them were read for themes that have been divided or taken out since.
    """

    at_least: int | None
    themes: Sequence[str]
    divided: bool


def rereading(session: Session, at: At) -> Rereading | None:
    """Return what waits to be read again; None where nothing does."""
    found = queue().again(session, at.slug, at.question)
    if not found:
        return None
    everything = queue().wanted(session, at.slug, at.question).themes
    missed = frozenset[str]().union(*(themes for _, themes in found if themes != everything))
    named = [theme.name for theme in codebooks.current(session, at.slug, at.question).themes if theme.id in missed]
    return Rereading(coarse(len(found)), named, divided=any(themes == everything for _, themes in found))
