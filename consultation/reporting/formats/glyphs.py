"""Which letters the PDF's own font can draw, and what stands for one that it cannot."""

import re
import unicodedata
from functools import cache

from consultation.reporting.lettering import printable

# Libertinus Serif as typst embeds it. PDF/UA refuses a letter without a glyph, so what is not here is named instead.
_DRAWN = (
    r"\n\u0020-\u007e\u00a0-\u00ac\u00ae-\u02ff\u0370-\u0377\u037a-\u037f\u0384-\u038a\u038c\u038e-\u03a1\u03a3-\u0482\u048a-\u04ff"
    r"\u1e00-\u1eff\u2010-\u2027\u2030-\u2040\u2044\u2070\u2071\u2074-\u208e\u20a0-\u20bf\u2116\u2122\u2126\u2150\u2151\u2153-\u215e"
    r"\u2190-\u2193\u2202\u2206\u220f\u2211\u2212\u221a\u221e\u2248\u2260\u2264\u2265"
)
_NOT_DRAWN = re.compile(f"[^{_DRAWN}]+")


def with_glyphs(text: str) -> str:
    """The text in letters that can be drawn; an emoji gives its name in brackets, another script the script's name."""
    return _NOT_DRAWN.sub(lambda found: _named(found[0]), printable(text))


@cache
def _named(letters: str) -> str:
    names: dict[str, None] = {}
    for letter in letters:
        name = unicodedata.name(letter, "").lower()
        category = unicodedata.category(letter)
        if category == "Zs":
            names[" "] = None
        elif category[0] == "L" and name:
            names[f"[{name.split()[0]}]"] = None
        elif category[0] in "SPN" and not name.startswith("variation"):
            names[f"[{name or '?'}]"] = None
    return "".join(names)
