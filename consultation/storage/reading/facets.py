"""What people noted of comments beside their themes, as true counts: nothing of this is shown before `privacy.disclosure` has seen it."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from consultation.storage.reading.codings import comments_of
from consultation.storage.tables import ConfirmationRow, FacetRow

Value = tuple[str, str]
"""A facet and one of its values."""


@dataclass(frozen=True, slots=True)
class Noted:
    """How many comments each value was noted for: of all comments of a question, and of those confirmed for each theme."""

    all: Mapping[Value, int]
    themes: Mapping[str, Mapping[Value, int]]


def noted(session: Session, slug: str, question: str) -> Noted:
    """Count what people noted of a question's comments; no machine ever notes a facet."""
    said, found = FacetRow, ConfirmationRow
    here = said.comment.in_(comments_of(slug, question))
    whole = session.execute(select(said.facet, said.value, func.count()).where(here).group_by(said.facet, said.value))
    divided = session.execute(
        select(found.theme, said.facet, said.value, func.count())
        .join(found, found.comment == said.comment)
        .where(here, found.agreed)
        .group_by(found.theme, said.facet, said.value)
    )
    themes: dict[str, dict[Value, int]] = {}
    for theme, facet, value, count in divided:
        themes.setdefault(theme, {})[facet, value] = count
    return Noted({(facet, value): count for facet, value, count in whole}, themes)
