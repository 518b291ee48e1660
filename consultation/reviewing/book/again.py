"""Which themes the machine should look at again: those that have changed in meaning since it last suggested just them."""

from collections.abc import Sequence

from sqlalchemy.orm import Session

from consultation.reviewing.pages import At
from consultation.storage.reading import runs
from consultation.storage.reading.codebooks import Version
from consultation.themes.book.codebook import Codebook, diff, touched


def changed_since_suggested(session: Session, at: At, versions: Sequence[Version]) -> dict[str, str]:
    """Return id -> name of the newest version's themes whose suggestions are out of date; none while there are none at all.

    A run may have suggested some themes anew and left the others as an earlier run had them: each theme is compared with
    how it was when the last run that was about it began.
    """
    newest = versions[0].codebook if versions else Codebook()
    seen, otherwise = _versions_seen(session, at)
    if otherwise is None:
        return {}
    books = {one.codebook.version: one.codebook for one in versions}
    changed = {known: touched(diff(books.get(known, Codebook()), newest)) for known in {*seen.values(), otherwise}}
    return {theme.id: theme.name for theme in newest.themes if theme.id in changed[seen.get(theme.id, otherwise)]}


def _versions_seen(session: Session, at: At) -> tuple[dict[str, int], int | None]:
    """Return the version of the codebook by which each theme was last suggested, and that of all the others."""
    seen: dict[str, int] = {}
    run = runs.latest(session, at.slug, at.question, "assign")
    while run is not None:
        version, themes = run.parameters.get("codebook_version"), run.parameters.get("themes")
        if not isinstance(version, int):
            break
        if themes is None:
            return seen, version
        seen = dict.fromkeys(map(str, themes), version) | seen
        stem, _, number = run.key.rpartition("/")
        run = runs.find(session, f"{stem}/{int(number) - 1}")
    return seen, None
