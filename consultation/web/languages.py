"""The language of a page is in its address and nowhere else; a text that Northern Sámi lacks is bokmål, and marked so."""

from collections.abc import Callable
from functools import cache
from pathlib import Path

from babel.support import Translations
from flask import Flask, g, has_request_context, request
from flask_babel import Babel, Domain
from markupsafe import Markup

from consultation.questionnaire.wording import READINGS, language_of

NAMES = {"nb": "Bokmål", "nn": "Nynorsk", "se": "Davvisámegiella", "en": "English"}
FIRST = "nb"
DOMAINS = (
    "responding",
    "kinds",
    "guarding",
    "receipts",
    "proving",
    "drafting",
    "around",
    "stored",
    "deploying",
    "reviewing",
    "found",
    "first",
    "shares",
    "book",
    "coding",
    "double",
    "working",
    "report",
)
CATALOGUES = Path(__file__).resolve().parent.parent / "translations"


def register(app: Flask) -> None:
    """Let every text of a template follow the language of the address."""
    app.config["BABEL_DOMAIN"] = app.config["BABEL_DEFAULT_DOMAIN"] = ";".join(DOMAINS)
    app.config["BABEL_TRANSLATION_DIRECTORIES"] = ";".join([str(CATALOGUES)] * len(DOMAINS))
    app.config["BABEL_DEFAULT_LOCALE"] = "en"
    app.config["BABEL_DEFAULT_TIMEZONE"] = "Europe/Oslo"
    babel = Babel(app, locale_selector=current)  # type: ignore[no-untyped-call]
    babel.domain_instance = _Spoken(domain=app.config["BABEL_DOMAIN"])  # type: ignore[no-untyped-call]
    app.jinja_env.globals.update(_texts())
    app.jinja_env.filters["plain"] = _plain


def current() -> str:
    """The language of this request's address; bokmål where the address names none."""
    if not has_request_context():
        return FIRST
    language: str | None = g.get("page_language")
    if language is None:
        parts = request.path.split("/", 3)[1:3]
        g.page_language = language = language_of(next((part for part in parts if part in READINGS), FIRST))
    return language


class _Spoken(Domain):
    """What code, rather than a template, says its texts with: bokmål, never English, for what Northern Sámi lacks."""

    def get_translations(self) -> Translations:
        found: Translations = super().get_translations()  # type: ignore[no-untyped-call]
        if current() == "se" and found._fallback is None:  # noqa: SLF001 -- there is no other way to ask
            found.add_fallback(_catalogue(FIRST))
        return found


def _texts() -> dict[str, Callable[..., Markup]]:
    """What a template says its texts with; a text is looked up once, because every page of a respondent says dozens."""
    catalogue = cache(_catalogue)

    @cache
    def pattern(language: str, text: str) -> Markup:
        return _marked(language, text, lambda spoken: catalogue(spoken).ugettext(text))

    @cache
    def whole(language: str, text: str) -> Markup:
        return pattern(language, text) % {}

    def gettext(text: str, /, **named: object) -> Markup:
        return pattern(current(), text) % named if named else whole(current(), text)

    def ngettext(one: str, many: str, count: int, /, **named: object) -> Markup:
        said = one if count == 1 else many
        text = _marked(current(), said, lambda spoken: catalogue(spoken).ungettext(one, many, count))
        return text % {"num": count, **named}

    return {"_": gettext, "gettext": gettext, "ngettext": ngettext}


def _catalogue(language: str) -> Translations:
    found = Translations()
    for domain in DOMAINS:
        part = Translations.load(CATALOGUES, [language], domain)
        if isinstance(part, Translations):  # a front's catalogue may be missing in a language
            found.merge(part)
            found.plural = part.plural  # which merging forgets, and without which Northern Sámi has no form for two
    return found


def _marked(language: str, text: str, say: Callable[[str], str]) -> Markup:
    """The text in this language; what Northern Sámi lacks in bokmål, and marked so. Translators may write markup."""
    said = say(language)
    if said == text and language == "se":
        said = f'<span lang="nb">{say(FIRST)}</span>'
    return Markup(said)  # noqa: S704 -- our own words; what is put into them is escaped  # nosec B704


def _plain(text: str) -> str:
    """A text for an attribute or a title, where no element may stand."""
    return Markup(text).striptags() if "<" in text else text  # noqa: S704 -- it is stripped, not shown  # nosec B704
