"""The language of a page is in its address and nowhere else; a text that Northern Sámi lacks is bokmål, and marked so."""

from collections.abc import Callable
from pathlib import Path

from babel.support import NullTranslations, Translations
from flask import Flask, g, has_request_context, request
from flask_babel import Babel, get_translations
from markupsafe import Markup

from consultation.questionnaire.wording import LANGUAGES

NAMES = {"nb": "Bokmål", "nn": "Nynorsk", "se": "Davvisámegiella", "en": "English"}
FIRST = "nb"
DOMAINS = ("responding", "reviewing", "report")
CATALOGUES = Path(__file__).resolve().parent.parent / "translations"


def register(app: Flask) -> None:
    """Let every text of a template follow the language of the address."""
    app.config["BABEL_DOMAIN"] = app.config["BABEL_DEFAULT_DOMAIN"] = ";".join(DOMAINS)
    app.config["BABEL_TRANSLATION_DIRECTORIES"] = ";".join([str(CATALOGUES)] * len(DOMAINS))
    app.config["BABEL_DEFAULT_LOCALE"] = "en"
    app.config["BABEL_DEFAULT_TIMEZONE"] = "Europe/Oslo"
    Babel(app, locale_selector=current)  # type: ignore[no-untyped-call]
    fallback = _bokmal()
    app.jinja_env.install_gettext_callables(  # type: ignore[attr-defined]
        gettext=lambda text: _marked(get_translations().ugettext(text), text, fallback.ugettext),
        ngettext=lambda one, many, count: _marked(
            get_translations().ungettext(one, many, count),
            one if count == 1 else many,
            lambda _text: fallback.ungettext(one, many, count),
        ),
        newstyle=True,
    )
    app.jinja_env.filters["plain"] = _plain


def current() -> str:
    """The language of this request's address; bokmål where the address names none."""
    if not has_request_context():
        return FIRST
    if "page_language" not in g:
        parts = request.path.split("/", 3)[1:3]
        g.page_language = next((part for part in parts if part in LANGUAGES), FIRST)
    language: str = g.page_language
    return language


def _bokmal() -> NullTranslations:
    found: NullTranslations = Translations()
    for domain in DOMAINS:
        found.merge(Translations.load(CATALOGUES, ["nb"], domain))  # type: ignore[attr-defined]
    return found


def _marked(translated: str, text: str, in_bokmal: Callable[[str], str]) -> str:
    if translated != text or current() != "se":
        return translated
    return f'<span lang="nb">{in_bokmal(text)}</span>'


def _plain(text: str) -> str:
    """A text for an attribute or a title, where no element may stand."""
    return Markup(text).striptags() if "<" in text else text  # noqa: S704 -- it is stripped, not shown
