"""What may be ticked: every theme of the codebook, in its place and with its key, whatever comment lies on the desk."""

from collections.abc import Collection, Mapping, Sequence
from functools import cache

from consultation.questionnaire.wording import REQUIRED_LANGUAGES
from consultation.reviewing.coding.pages import Choice, Suggestion
from consultation.themes.book.codebook import Codebook, Suggested
from consultation.themes.book.library import LANGUAGES, Facet, ready_facets
from consultation.themes.book.theme import in_order

# Letters that do nothing else on the desk: n, p, s and u are taken.
KEYS = "123456789abcdefghijklmoqrtvwxyz"
LIKELY, POSSIBLE = 0.75, 0.45


def choices(
    codebook: Codebook, suggested: Sequence[Suggested], ticked: Collection[str], late: Collection[str] = ()
) -> list[Choice]:
    """Return the themes in the codebook's order; a retired one only where it is ticked already.

    `late` are those that were made when somebody had read the comment.

    Hands learn where a theme is: so neither its place nor its key depends on what a machine suggests. Themes beyond the
    last key have none, and are found by their names.
    """
    in_use = [(theme, depth) for theme, depth in in_order(codebook.themes) if not theme.retired]
    retired = [(theme, depth) for theme, depth in in_order(codebook.themes) if theme.retired and theme.id in ticked]
    keys = {theme.id: key for (theme, _), key in zip(in_use, KEYS, strict=False)}
    said = {one.theme: Suggestion(round(one.score * 100), in_words(one.score)) for one in suggested}
    return [
        Choice(
            theme=theme.id,
            key=keys.get(theme.id, ""),
            sign=theme.sign,
            name=theme.name,
            definition=theme.definition,
            depth=depth,
            retired=theme.retired,
            suggestion=said.get(theme.id),
            chosen=theme.id in ticked,
            late=theme.id in late,
        )
        for theme, depth in (*in_use, *retired)
    ]


def signs(offered: Sequence[Choice]) -> Mapping[str, tuple[str, str]]:
    """Return theme -> what stands for it in the text, which is its key where it has one, and its name."""
    return {one.theme: (one.key or one.sign, one.name) for one in offered}


def in_words(score: float) -> str:
    """Return a score in a word: "likely", "possible" or "unsure"."""
    return "likely" if score >= LIKELY else "possible" if score >= POSSIBLE else "unsure"


@cache
def facets(language: str) -> tuple[Facet, ...]:
    """Return what may be said of a comment beside its themes."""
    return ready_facets(language if language in LANGUAGES else REQUIRED_LANGUAGES[0])


def known_facets(chosen: Mapping[str, str], language: str) -> bool:
    """Say whether each is a value that its facet has."""
    values = {facet.id: {value.id for value in facet.values} for facet in facets(language)}
    return all(value in values.get(facet, ()) for facet, value in chosen.items())
