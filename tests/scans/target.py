"""What is given to a scanner: an address, the forms that stand on its pages, and a way in for those who have signed in."""

from dataclasses import dataclass, field
from urllib.parse import urlencode, urljoin, urlsplit

import lxml.html

SECRET = ("csrf_token", "_nonce", "_made", "_padding", "_asked")
"""Fields that a form carries for itself: a scanner that changed them would meet the one refusal again and again."""

LONG = 8


@dataclass(frozen=True)
class Form:
    """A form as it stands on a page: where it goes, what it would send as it is, and what may be chosen."""

    method: str
    path: str
    fields: tuple[tuple[str, str], ...]
    choices: dict[str, tuple[str, ...]] = field(default_factory=dict, compare=False)
    kinds: dict[str, str] = field(default_factory=dict, compare=False)

    @property
    def body(self) -> str:
        """What is sent when nothing is changed, one value for each name."""
        return urlencode(dict(self.fields))

    @property
    def own_words(self) -> list[str]:
        """The names of what a person fills in; of a long form one of each kind, for they meet the same code."""
        names = [name for name, _ in self.fields if name not in SECRET]
        if len(names) <= LONG:
            return names
        return list(
            {name if self._hidden(name) else self.kinds.get(name, name): name for name in reversed(names)}.values()
        )

    def _hidden(self, name: str) -> bool:
        return self.kinds.get(name) == "hidden"


@dataclass(frozen=True)
class Target:
    """One site under a scanner's eyes; `gets` are addresses of which each stands for a kind of page."""

    address: str
    start: str
    gets: tuple[str, ...] = ()
    forms: tuple[Form, ...] = ()
    cookie: str = ""
    excluded: tuple[str, ...] = ()

    @property
    def left_alone(self) -> list[str]:
        """Names of fields that need not be attacked."""
        attacked = {name for form in self.forms for name in form.own_words}
        return sorted({*SECRET, *(name for form in self.forms for name, _ in form.fields)} - attacked)

    def url(self, path: str) -> str:
        """The whole address of a path."""
        return self.address + path


def forms_on(tree: lxml.html.HtmlElement, url: str) -> list[Form]:
    """The forms of a page, each with a value for every field; a button that sends it elsewhere makes another form of it."""
    found = []
    for form in tree.forms:
        fields, choices, kinds = _fields(form)
        for button in (None, *form.xpath(".//button[@formaction]"), *_outside(tree, form)):
            there = urljoin(url, (button.get("formaction") if button is not None else form.get("action")) or url)
            pressed = [button] if button is not None else form.xpath(".//button[@name][not(@formaction)]")[:1]
            own = {each.get("name"): each.get("value", "") for each in pressed if each.get("name")}
            found.append(Form(str(form.method), urlsplit(there).path, tuple({**fields, **own}.items()), choices, kinds))
    return found


def _outside(tree: lxml.html.HtmlElement, form: lxml.html.FormElement) -> list[lxml.html.HtmlElement]:
    """Buttons that stand elsewhere on the page and send this form."""
    return [each for each in tree.xpath("//button[@form][@formaction]") if each.get("form") == form.get("id")]


def _fields(form: lxml.html.FormElement) -> tuple[dict[str, str], dict[str, tuple[str, ...]], dict[str, str]]:
    fields: dict[str, str] = {}
    choices: dict[str, tuple[str, ...]] = {}
    kinds: dict[str, str] = {}
    for each in form.inputs:
        kind, name = str(each.get("type", each.tag)), each.get("name")
        if not name or kind in {"submit", "button", "file"}:
            continue
        kinds[name] = f"{kind} {each.get('inputmode', '')}".strip()
        offered = [str(value) for value in getattr(each, "value_options", ())]
        if kind in {"radio", "checkbox"}:
            offered = [*choices.get(name, ()), str(each.get("value", "on"))]
        if offered:
            choices[name] = tuple(dict.fromkeys(offered))
        value = "" if kind in {"radio", "checkbox"} else each.value
        fields[name] = fields.get(name) or str(value or next(iter(choices.get(name, ())), ""))
    return fields, choices, kinds
