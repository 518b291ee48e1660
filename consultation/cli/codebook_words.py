"""A codebook, and what differs between two versions of it, as a person reads them in a terminal."""

from collections.abc import Mapping, Sequence

from consultation.themes.book.codebook import Change, Theme
from consultation.themes.book.differences import Added, Moved, Removed, Reordered, Retired, Revived, Reworded
from consultation.themes.book.library import ready_facets
from consultation.themes.book.theme import in_order


def shown(version: int, themes: Sequence[Theme]) -> str:
    """The themes in their order, each below the one it lies below, with all that defines them."""
    if not themes:
        return f"Version {version}: the codebook is empty."
    lines = [f"Version {version}, {len(themes)} themes"]
    for theme, depth in in_order(themes):
        space = "   " * depth
        lines.append(f"{space}[{theme.sign}] {theme.name} ({theme.id}){' - retired' if theme.retired else ''}")
        lines += [f"{space}     {theme.definition}"] if theme.definition else []
        for label in ("includes", "excludes", "examples"):
            words = getattr(theme, label)
            lines += [f"{space}     {label}: {'; '.join(words)}"] if words else []
    return "\n".join(lines)


def facets_in_words(rows: Sequence[tuple[str, Mapping[tuple[str, str], int]]]) -> str:
    """What was noted beside the themes: of all comments and of each theme, as far as there is a number to show."""
    lines = ["At least so many comments that people have read, rounded down to fives; fewer than five are not shown."]
    for facet in ready_facets("en"):
        lines.append(facet.name)
        for name, told in rows:
            known = [f"{value.name} {told[place]}" for value in facet.values if (place := (facet.id, value.id)) in told]
            lines += [f"   {name}: {', '.join(known)}"] if known else []
    return "\n".join(lines)


def change_in_words(change: Change, names: Mapping[str, str]) -> str:
    """One difference as a sentence."""
    match change:
        case Added(theme=theme):
            said = f"{theme.name}: new theme"
        case Removed(theme=theme):
            said = f"{theme.name}: no longer in the codebook"
        case Reworded(theme=one, field=field, gone=gone, new=new):
            words = [f"- {words}" for words in gone if words] + [f"+ {words}" for words in new if words]
            said = "\n".join([f"{names[one]}: {field}", *(f"    {line}" for line in words)])
        case Moved(theme=one, old_parent=old, new_parent=new):
            above = [f"below {names[parent]!r}" if parent else "the top" for parent in (old, new)]
            said = f"{names[one]}: moved from {above[0]} to {above[1]}"
        case Reordered(theme=one):
            said = f"{names[one]}: stands elsewhere in the order"
        case Retired(theme=one):
            said = f"{names[one]}: retired"
        case Revived(theme=one):
            said = f"{names[one]}: taken into use again"
    return said
