"""Reads the forms of a page as a browser without script does: where each is sent to, and what stands in it already."""

from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import urljoin, urlsplit

Pairs = list[tuple[str, str]]
_CHECKED = {"checkbox", "radio"}
_BUTTONS = {"submit", "button", "image", "reset", "file"}


@dataclass
class Form:
    """One form: its absolute address, its fields in order, and where its page says that it stands."""

    action: str
    here: str
    fields: Pairs = field(default_factory=list)

    def filled_in(self, answers: dict[str, str]) -> Pairs:
        """What is sent when these fields are answered and all others are left as they are."""
        return [(name, value) for name, value in self.fields if name not in answers] + list(answers.items())

    def value(self, name: str) -> str:
        """What stands in a field; empty where there is none."""
        return next((value for own, value in self.fields if own == name), "")


class _Reader(HTMLParser):
    def __init__(self, address: str) -> None:
        super().__init__(convert_charrefs=True)
        self.address = address
        self.forms: list[Form] = []
        self._open: Form | None = None
        self._area: tuple[str, list[str]] | None = None
        self._select = ""

    def _begins(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            here = urljoin(self.address, given.get("data-here", ""))
            self._open = Form(urljoin(self.address, given.get("action", "")), here)
            self.forms.append(self._open)
        elif self._open is not None and "disabled" not in given:
            self._field(tag, given, self._open)

    def _field(self, tag: str, given: dict[str, str], form: Form) -> None:
        name, kind = given.get("name", ""), given.get("type", "text")
        if tag == "textarea":
            self._area = (name, [])
        elif tag == "select":
            self._select = name
        elif tag == "option" and self._select and "selected" in given:
            form.fields.append((self._select, given.get("value", "")))
        elif tag == "input" and name and kind not in _BUTTONS and (kind not in _CHECKED or "checked" in given):
            form.fields.append((name, given.get("value", "on" if kind in _CHECKED else "")))

    def _says(self, data: str) -> None:
        if self._area is not None:
            self._area[1].append(data)

    def _ends(self, tag: str) -> None:
        if tag == "form":
            self._open = None
        elif tag == "select":
            self._select = ""
        elif tag == "textarea" and self._area is not None:
            if self._open is not None and self._area[0]:
                self._open.fields.append((self._area[0], "".join(self._area[1]).removeprefix("\n")))
            self._area = None

    # What the parser calls them.
    handle_starttag, handle_data, handle_endtag = _begins, _says, _ends


def forms(page: str, address: str) -> list[Form]:
    """Every form on the page of this address."""
    reader = _Reader(address)
    reader.feed(page)
    return reader.forms


def form_towards(ending: str, page: str, address: str) -> Form | None:
    """The form that is sent to an address with this ending, if the page has one."""
    found = (form for form in forms(page, address) if urlsplit(form.action).path.rstrip("/").endswith(ending))
    return next(found, None)
