"""What a team takes from a file or a ready codebook: the themes it chose, each below the nearest chosen one it lay below."""

from collections.abc import Collection, Sequence

from consultation.themes.book.acts import AdoptedTheme, NewTheme
from consultation.themes.book.theme import Theme, in_order


def adopted(themes: Sequence[Theme], chosen: Collection[str] | None = None) -> tuple[AdoptedTheme, ...]:
    """The chosen themes (ids; None: all) as the decision ``Adopt`` takes them, parents before what lies below them."""
    parents = {theme.id: theme.parent for theme in themes}
    wanted = set(parents) if chosen is None else set(chosen)

    def nearest(parent: str | None) -> str | None:
        while parent is not None and parent not in wanted:
            parent = parents.get(parent)
        return parent

    return tuple(
        AdoptedTheme(
            theme.id,
            NewTheme(theme.name, theme.definition, theme.includes, theme.excludes, theme.examples),
            nearest(theme.parent),
            theme.sign,
            theme.retired,
            theme.guid,
        )
        for theme, _ in in_order(themes)
        if theme.id in wanted
    )


def there_already(themes: Sequence[Theme], codebook: Sequence[Theme]) -> frozenset[str]:
    """The ids of the themes whose name a codebook has already, whatever its letters' case."""
    names = {theme.name.casefold() for theme in codebook}
    return frozenset(theme.id for theme in themes if theme.name.casefold() in names)
