"""Which themes the machine should look at again, by their names."""

from sqlalchemy.orm import Session

from consultation.reviewing.pages import At
from consultation.themes.book.codebook import Codebook
from consultation.usecases.reading.find_changed_themes import find_changed_themes


def changed_since_suggested(session: Session, at: At, codebook: Codebook) -> dict[str, str]:
    """Return id -> name of the codebook's themes whose suggestions are out of date; none while there are none at all."""
    changed = find_changed_themes(session, at.slug, at.question)
    return {theme.id: theme.name for theme in codebook.themes if theme.id in changed}
