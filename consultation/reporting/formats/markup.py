"""Writes HTML in which a text can never become an element: everything is escaped unless it was built here."""

from html import escape

VOID = frozenset({"meta"})  # in HTML; nothing in SVG is, so a rect is closed


class Markup(str):
    """HTML that was built by ``element``; any other string is text."""

    __slots__ = ()


def element(name: str, /, *children: str, **attributes: str | None) -> Markup:
    """One element; children that are not ``Markup`` are escaped, attributes always are, those that are None left out.

    A trailing underscore in an attribute's name is dropped (``class_``), others become hyphens (``aria_label``).
    """
    written = "".join(
        f' {key.rstrip("_").replace("_", "-")}="{escape(value, quote=True)}"'
        for key, value in attributes.items()
        if value is not None
    )
    inner = "".join(child if isinstance(child, Markup) else escape(child, quote=False) for child in children)
    return Markup(f"<{name}{written}>") if name in VOID else Markup(f"<{name}{written}>{inner}</{name}>")


def joined(*parts: Markup) -> Markup:
    """Several elements after one another."""
    return Markup("\n".join(parts))
