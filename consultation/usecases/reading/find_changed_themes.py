"""Find the themes that mean something else by now than when the machine last suggested them."""

from collections.abc import Mapping
from functools import cache

from sqlalchemy.orm import Session

from consultation.storage.reading import codebooks, runs
from consultation.storage.reading.runs import Run
from consultation.themes.book.codebook import Codebook, diff, touched


def find_changed_themes(session: Session, slug: str, question: str) -> frozenset[str]:
    """Return the themes whose suggestions are out of date: reworded, new, or having taken others in; none before a first run.

    A run may have suggested some themes anew and left the others as an earlier run had them: each theme is compared with
    how it was when the last run that was about it began.
    """
    last = runs.latest(session, slug, question, "assign")
    current = codebooks.current(session, slug, question)
    if last is None or (last.parameters.get("themes") is None and _version(last) == current.version):
        return frozenset()
    seen, otherwise = _versions_seen(session, last)
    books = {one.codebook.version: one.codebook for one in codebooks.history(session, slug, question)}

    @cache
    def changed_since(version: int) -> frozenset[str]:
        return _changed(books, version, current)

    return frozenset(theme for theme in current.suggestible() if theme in changed_since(seen.get(theme, otherwise)))


def _versions_seen(session: Session, last: Run) -> tuple[dict[str, int], int]:
    """Return the version of the codebook by which each theme was last suggested, and that of all the others."""
    seen: dict[str, int] = {}
    for run in runs.standing(session, last):
        themes = run.parameters.get("themes")
        if themes is None:
            return seen, _version(run)
        seen = dict.fromkeys(map(str, themes), _version(run)) | seen
    return seen, 0


def _changed(books: Mapping[int, Codebook], version: int, current: Codebook) -> frozenset[str]:
    """The themes that mean something else than in an earlier version, or have taken others in since."""
    decisions = [book.decision for number, book in books.items() if number > version]
    into = {new for one in decisions if one is not None for new in one.moves().values() if new}
    return touched(diff(books.get(version, Codebook()), current)) | into


def _version(run: Run) -> int:
    version = run.parameters.get("codebook_version", 0)
    return version if isinstance(version, int) else 0
