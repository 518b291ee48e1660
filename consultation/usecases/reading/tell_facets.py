"""Tell how many comments each value of a facet was noted for, as far as a number may be shown."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy.orm import Session

from consultation.privacy.disclosure import coarse
from consultation.storage.reading.facets import Value, noted


@dataclass(frozen=True, slots=True)
class FacetsTold:
    """Value -> how many comments at least: of all, and of those confirmed for each theme; nothing where it is fewer than five.

    There are no sums: with one, what is withheld could be worked out.
    """

    all: Mapping[Value, int]
    themes: Mapping[str, Mapping[Value, int]]


def tell_facets(session: Session, slug: str, question: str) -> FacetsTold:
    """Return what people noted beside the themes of a question, rounded down to fives, none under five."""
    counts = noted(session, slug, question)
    themes = {theme: _shown(of_theme) for theme, of_theme in counts.themes.items()}
    return FacetsTold(_shown(counts.all), {theme: known for theme, known in themes.items() if known})


def _shown(counts: Mapping[Value, int]) -> dict[Value, int]:
    return {value: known for value, count in sorted(counts.items()) if (known := coarse(count)) is not None}
