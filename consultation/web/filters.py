"""The asker's own texts may use a little Markdown; what comes out is safe HTML, cleaned twice."""

from datetime import date
from functools import lru_cache

import bleach
import nh3
from babel.dates import format_date
from markdown_it import MarkdownIt
from markupsafe import Markup

# Two independent cleaners: bleach is what the design asked for and has reached its end of life, nh3 is maintained.
TAGS = frozenset({"p", "ul", "ol", "li", "strong", "em", "a", "br"})
_markdown = MarkdownIt("commonmark", {"html": False, "breaks": False}).disable(
    ["image", "heading", "lheading", "code", "fence"]
)


@lru_cache(maxsize=2048)
def markdown(text: str) -> Markup:
    """Turn the asker's Markdown into paragraphs, lists, emphasis and links; nothing else gets through."""
    once = bleach.clean(
        _markdown.render(text), tags=TAGS, attributes={"a": ["href"]}, protocols={"https", "http", "tel"}, strip=True
    )
    twice = nh3.clean(
        once,
        tags=set(TAGS),
        attributes={"a": {"href"}},
        url_schemes={"https", "http", "tel"},
        link_rel="noreferrer noopener",
    )
    return Markup(twice)  # noqa: S704 -- this is the one place that makes it safe


# CLDR's order for Northern Sámi is not what is written in Norway; the month stands first, in the genitive.
_SAMI_MONTHS = (
    "ođđajagimánu", "guovvamánu", "njukčamánu", "cuoŋománu", "miessemánu", "geassemánu",
    "suoidnemánu", "borgemánu", "čakčamánu", "golggotmánu", "skábmamánu", "juovlamánu",
)  # fmt: skip


@lru_cache(maxsize=512)
def long_date(day: date, language: str) -> str:
    """A day as a person writes it: 2. juli 2026, where no line ends between the day and the month."""
    if language == "se":
        return f"{_SAMI_MONTHS[day.month - 1]} {day.day}. b. {day.year}"
    return format_date(day, "long", locale="en_GB" if language == "en" else language).replace(" ", "\u00a0", 1)
