"""The asker's own Markdown as paragraphs and lists for paper: emphasis becomes plain, a link shows its address."""

from collections.abc import Sequence

from markdown_it import MarkdownIt
from markdown_it.token import Token

from consultation.paper.sheets import Items, Paragraph, Prose
from consultation.questionnaire.wording import Worded

_markdown = MarkdownIt("commonmark", {"html": False}).disable(["image", "heading", "lheading", "code", "fence"])


def prose(text: Worded | None) -> Prose:
    """The paragraphs and lists of a text, in order; nothing for no text."""
    if text is None:
        return ()
    blocks: list[Paragraph | Items] = []
    items: list[Worded] | None = None
    for token in _markdown.parse(text.text):
        match token.type:
            case "bullet_list_open" | "ordered_list_open":
                items = [] if items is None else items
            case "bullet_list_close" | "ordered_list_close" if token.level == 0:
                blocks.append(Items(tuple(items or ())))
                items = None
            case "inline":
                words = Worded(_plain(token.children or ()), text.language)
                if items is None:
                    blocks.append(Paragraph(words))
                else:
                    items.append(words)
    return tuple(blocks)


def _plain(tokens: Sequence[Token]) -> str:
    written: list[str] = []
    address = ""
    for token in tokens:
        match token.type:
            case "text" | "code_inline":
                written.append(token.content)
            case "softbreak":
                written.append(" ")
            case "hardbreak":
                written.append("\n")
            case "link_open":
                address = str(token.attrGet("href") or "")
            case "link_close" if address and address not in written[-1:]:
                written.append(f" ({address})")
    return "".join(written)
