"""Reads a finished report as a curious reader would: every number in HTML, and every letter in the PDF."""

import io
import re
from dataclasses import dataclass, field
from html.parser import HTMLParser

import pikepdf

VOID = {"meta"}  # a browser nests what follows an unclosed rect in it, and draws neither


@dataclass
class Cell:
    """What stands in a table cell, and how long its bar is."""

    text: str = ""
    bar: str | None = None


@dataclass
class Read(HTMLParser):
    """One HTML report: its cells, its texts outside tables, its elements in order."""

    cells: list[Cell] = field(default_factory=list)
    prose: list[str] = field(default_factory=list)
    elements: list[tuple[str, dict[str, str | None]]] = field(default_factory=list)
    open: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__(convert_charrefs=True)

    def handle_starttag(self, name, attributes):
        self.elements.append((name, dict(attributes)))
        if name == "td":
            self.cells.append(Cell())
        if name == "rect" and dict(attributes).get("class") == "part":
            self.cells[-1].bar = dict(attributes)["width"]
        if name not in VOID:
            self.open.append(name)

    def handle_endtag(self, name):
        assert self.open.pop() == name

    def handle_data(self, text):
        if "td" in self.open:
            self.cells[-1].text += text
        elif "style" not in self.open:
            self.prose.append(text)


def html(content: bytes) -> Read:
    """Read an HTML report; every element must be closed where it was opened."""
    read = Read()
    read.feed(content.decode())
    read.close()
    assert read.open == []
    return read


def numbers(text: str) -> list[int]:
    """The whole numbers in a text, with their groups of thousands put together; percentages are left out."""
    joined = re.sub(r"(?<=\d)[\s,](?=\d{3}(?!\d))", "", text)
    return [int(found) for found in re.findall(r"(?<![\d.,])\d+(?![\d]|\s?%|[.,]\d)", joined)]


def pdf_text(content: bytes) -> str:
    """Every letter that a PDF draws, page by page, found through its fonts' own tables."""
    with pikepdf.open(io.BytesIO(content)) as document:
        return "\n".join(_page_text(page) for page in document.pages)


def _page_text(page: pikepdf.Page) -> str:
    fonts = {name: _letters(font) for name, font in page.Resources.Font.items()}
    drawn, letters = [], {}
    for operands, operator in pikepdf.parse_content_stream(page):
        match str(operator):
            case "Tf":
                letters = fonts[str(operands[0])]
            case "TJ":
                codes = b"".join(bytes(one) for one in operands[0] if isinstance(one, pikepdf.String))
                drawn.append(_decoded(codes, letters))
            case "Tj":
                drawn.append(_decoded(bytes(operands[0]), letters))
            case "ET":
                drawn.append("\n")
    return "".join(drawn)


def _decoded(codes: bytes, letters: dict[int, str]) -> str:
    return "".join(letters.get(int.from_bytes(codes[at : at + 2]), "�") for at in range(0, len(codes), 2))


def _letters(font: pikepdf.Object) -> dict[int, str]:
    table = bytes(font.ToUnicode.read_bytes()).decode("latin-1")
    found = {}
    for block in re.findall(r"beginbfchar(.*?)endbfchar", table, re.DOTALL):
        found |= {int(code, 16): _text(value) for code, value in re.findall(r"<(\w+)>\s*<(\w+)>", block)}
    for block in re.findall(r"beginbfrange(.*?)endbfrange", table, re.DOTALL):
        for first, last, value in re.findall(r"<(\w+)>\s*<(\w+)>\s*<(\w+)>", block):
            start = int(value, 16)
            found |= {code: chr(start + code - int(first, 16)) for code in range(int(first, 16), int(last, 16) + 1)}
    return found


def _text(value: str) -> str:
    return bytes.fromhex(value).decode("utf-16-be")
