"""The report as one self-contained, accessible HTML file: no script, nothing fetched, the same bytes each time."""

from functools import cache

from consultation.reporting.blocks import (
    Apart,
    Block,
    Cell,
    Document,
    Facts,
    Heading,
    Items,
    Line,
    Paragraph,
    Plain,
    Quotations,
    Quoted,
    Table,
)
from consultation.reporting.catalogue import Said
from consultation.reporting.formats.markup import Markup, element, joined
from consultation.reporting.formats.template import template
from consultation.reporting.lettering import printable
from consultation.reporting.report import Report
from consultation.reporting.telling import tell

NOTHING = Markup("")


def write(report: Report, language: str) -> bytes:
    """The report as UTF-8 HTML; equal reports give equal bytes."""
    return _Page(tell(report, language)).html().encode()


class _Page:
    """Writes one document; headings are numbered for the table of contents as they come."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self._contents: list[tuple[str, Heading]] = []

    def html(self) -> str:
        document = self._document
        body = joined(*map(self._block, document.blocks))
        head = element(
            "head",
            element("meta", charset="utf-8"),
            element("meta", name="viewport", content="width=device-width, initial-scale=1"),
            element("meta", name="robots", content="noindex"),
            element("title", printable(document.title.text)),
            element("style", Markup(template("report.css"))),
        )
        top = element(
            "header",
            self._text("p", document.kicker, class_="kicker"),
            self._text("h1", document.title),
            self._text("p", document.subtitle, class_="subtitle"),
            self._facts(document.facts),
        )
        page = element("body", joined(top, self._navigation(), element("main", body)))
        return "<!doctype html>\n" + element("html", joined(head, page), lang=document.language) + "\n"

    def _text(self, name: str, said: Said, /, **attributes: str | None) -> Markup:
        return element(name, printable(said.text), lang=self._lang(said), **attributes)

    def _lang(self, said: Said) -> str | None:
        return None if said.language == self._document.language else said.language

    def _navigation(self) -> Markup:
        chapters = [
            element("li", element("a", printable(heading.text.text), href=f"#{anchor}", lang=self._lang(heading.text)))
            for anchor, heading in self._contents
            if heading.level == 2  # noqa: PLR2004 -- chapters only
        ]
        heading = self._text("h2", self._document.contents, id="contents")
        return element("nav", heading, element("ol", *chapters), aria_labelledby="contents")

    def _block(self, block: Block) -> Markup:
        match block:
            case Apart(label, blocks):
                inner = joined(*map(self._plain, blocks))
                return element("section", self._text("p", label, class_="mark"), inner, class_="machine")
            case _:
                return self._plain(block)

    def _plain(self, block: Plain) -> Markup:
        match block:
            case Heading():
                anchor = f"part-{len(self._contents) + 1}"
                self._contents.append((anchor, block))
                return self._text(f"h{block.level}", block.text, id=anchor)
            case Paragraph(text, quiet):
                return self._text("p", text, class_="quiet" if quiet else None)
            case Items(items):
                return element("ul", *(self._text("li", item) for item in items))
            case Facts():
                return self._facts(block)
            case Table():
                return self._table(block)
            case Quotations(quotes):
                return element("div", *map(self._quote, quotes), class_="quotes")

    def _facts(self, facts: Facts) -> Markup:
        pairs = (element("div", self._text("dt", name), self._text("dd", value)) for name, value in facts.lines)
        return element("dl", *pairs)

    def _quote(self, quote: Quoted) -> Markup:
        return element(
            "figure",
            element("blockquote", self._text("p", quote.text)),
            self._text("figcaption", quote.role),
            class_="quote",
        )

    def _table(self, table: Table) -> Markup:
        columns = [
            element(
                "th",
                self._text("span", column.label),
                self._text("small", column.size) if column.size else NOTHING,
                scope="col",
                role="columnheader",
            )
            for column in table.columns
        ]
        head = element("tr", self._text("th", table.corner, scope="col", role="columnheader"), *columns, role="row")
        body = element("tbody", *(self._row(row, table) for row in table.rows), role="rowgroup")
        note = self._text("p", table.note, class_="quiet") if table.note else NOTHING
        whole = element(
            "table",
            self._text("caption", table.caption),
            element("thead", head, role="rowgroup"),
            body,
            role="table",
            class_="suggested" if table.machine else None,
        )
        return joined(whole, note)

    def _row(self, row: Line, table: Table) -> Markup:
        cells = [
            self._cell(cell, printable(column.label.text))
            for cell, column in zip(row.cells, table.columns, strict=True)
        ]
        return element("tr", self._text("th", row.label, scope="row", role="rowheader"), *cells, role="row")

    def _cell(self, cell: Cell, column: str) -> Markup:
        share = self._text("span", cell.share, class_="share") if cell.share else NOTHING
        return element(
            "td",
            self._text("span", cell.text, class_="count" if cell.shown else "withheld"),
            Markup(" "),
            share,
            NOTHING if cell.percent is None else _bar(cell.percent),
            role="cell",
            data_column=column,
        )


@cache
def _bar(percent: int) -> Markup:
    """A bar of 0 to 100; it only repeats the number beside it, so it is silent to a screen reader."""
    return element(
        "svg",
        element("rect", width="100", height="6", class_="whole"),
        element("rect", width=str(percent), height="6", class_="part"),
        viewBox="0 0 100 6",
        preserveAspectRatio="none",
        class_="bar",
        aria_hidden="true",
    )
