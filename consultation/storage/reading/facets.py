"""What people noted of comments beside their themes, as true counts: nothing of this is shown before `privacy.disclosure` has seen it."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from consultation.storage.tables import CommentRow, ConfirmationRow, FacetRow, ResponseRow

Value = tuple[str, str]
"""A facet and one of its values."""


@dataclass(frozen=True, slots=True)
class Noted:
    """How many comments of each role each value was noted for: of all of a question, and of those confirmed for each theme."""

    all: Mapping[Value, Mapping[str, int]]
    themes: Mapping[str, Mapping[Value, Mapping[str, int]]]


def noted(session: Session, slug: str, question: str) -> Noted:
    """Count what people noted of a question's comments; no machine ever notes a facet."""
    whole: dict[Value, dict[str, int]] = {}
    themes: dict[str, dict[Value, dict[str, int]]] = {}
    here = (
        select(FacetRow.facet, FacetRow.value, ResponseRow.role, func.count())
        .join(CommentRow, CommentRow.key == FacetRow.comment)
        .join(ResponseRow, ResponseRow.key == CommentRow.response)
        .where(ResponseRow.consultation == slug, CommentRow.question == question)
        .group_by(FacetRow.facet, FacetRow.value, ResponseRow.role)
    )
    for facet, value, role, count in session.execute(here):
        whole.setdefault((facet, value), {})[role] = count
    found = ConfirmationRow
    divided = here.join(found, found.comment == FacetRow.comment).where(found.agreed)
    for facet, value, role, count, theme in session.execute(divided.add_columns(found.theme).group_by(found.theme)):
        themes.setdefault(theme, {}).setdefault((facet, value), {})[role] = count
    return Noted(whole, themes)
