"""How hard a text is to read: LIX, words per sentence and the percentage of long words."""

import re
from collections.abc import Iterable

import lxml.html

# Names of places and of codes are no sentences that anybody reads from end to end.
UNREAD = {"script", "style", "select", "option", "datalist", "code", "title", "textarea"}
SHORTEST = 4
INLINE = {"a", "abbr", "b", "em", "i", "span", "strong"}


def lix(sentences: Iterable[str]) -> float:
    """Läsbarhetsindex (Björnsson 1968) of these sentences: under 30 very easy, up to 40 easy, over 50 hard."""
    every = [words for sentence in sentences if (words := re.findall(r"[^\W\d_]+", sentence))]
    count = sum(map(len, every))
    return count / len(every) + 100 * sum(len(word) > 6 for words in every for word in words) / count


def sentences(text: str) -> list[str]:
    """The sentences of a text; a colon ends one, as Björnsson counted."""
    return [part for part in re.split(r"[.!?:]+(?=\s|$)|\n", text) if re.search(r"[^\W\d_]", part)]


def shown(tree: lxml.html.HtmlElement) -> list[str]:
    """The sentences of a page's main part and foot; short labels are left out, for they would make any page look easy."""
    parts = (part for place in tree.xpath("//main | //body/footer") for part in _parts(place))
    return [sentence for sentence in sentences("".join(parts)) if len(sentence.split()) >= SHORTEST]


def _parts(element: lxml.html.HtmlElement) -> Iterable[str]:
    if element.tag in UNREAD or not isinstance(element.tag, str) or element.get("hidden") is not None:
        yield element.tail or ""
        return
    edge = "" if element.tag in INLINE else "\n"
    yield edge + re.sub(r"\s+", " ", element.text or "")
    for child in element:
        yield from _parts(child)
        yield ""
    yield edge + re.sub(r"\s+", " ", element.tail or "")
