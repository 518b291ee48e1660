"""The asker's own texts may use a little Markdown; what comes out is safe HTML, cleaned twice."""

from datetime import date
from functools import lru_cache

import bleach
import nh3
from markdown_it import MarkdownIt
from markupsafe import Markup

from consultation.questionnaire.days import day_in_words

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
    return Markup(twice)  # noqa: S704 -- this is the one place that makes it safe  # nosec B704


@lru_cache(maxsize=512)
def long_date(day: date, language: str) -> str:
    """A day as a person writes it: 2. juli 2026, where no line ends between the day and the month."""
    written = day_in_words(day, language)
    return written if language == "se" else written.replace(" ", "\u00a0", 1)
