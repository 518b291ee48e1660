"""Tell how many comments each value of a facet was noted for, as far as a number may be shown."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from sqlalchemy.orm import Session

from consultation.privacy.disclosure import SafeTable, coarse
from consultation.privacy.quoting import SMALLEST_GROUP
from consultation.reporting.tables import shown
from consultation.storage.reading.facets import Value, noted
from consultation.storage.reading.matching import sizes_by_role


@dataclass(frozen=True, slots=True)
class FacetsTold:
    """Value -> how many comments at least: of all, and of those confirmed for each theme; nothing where it is fewer than five.

    There are no sums: with one, what is withheld could be worked out. For the same reason no role of under ten comments is
    counted, and for a theme only those whose own number the report tells: less that, the rest would be what a few said.
    """

    all: Mapping[Value, int]
    themes: Mapping[str, Mapping[Value, int]]


def tell_facets(session: Session, slug: str, question: str, told: SafeTable) -> FacetsTold:
    """Return what people noted beside the themes of a question, rounded down to fives, none under five.

    ``told`` is the report's table of confirmed themes.
    """
    counts = noted(session, slug, question)
    large = {role for role, size in sizes_by_role(session, slug, question).items() if size >= SMALLEST_GROUP}
    themes = {
        theme: _shown(of_theme, {role for role in large if shown(told, theme, role)})
        for theme, of_theme in counts.themes.items()
        if theme in told.rows
    }
    return FacetsTold(_shown(counts.all, large), {theme: known for theme, known in themes.items() if known})


def _shown(counts: Mapping[Value, Mapping[str, int]], roles: Collection[str]) -> dict[Value, int]:
    sums = {value: sum(by_role.get(role, 0) for role in roles) for value, by_role in sorted(counts.items())}
    return {value: known for value, count in sums.items() if (known := coarse(count)) is not None}
