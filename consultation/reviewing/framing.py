"""The frame around every staff page: who is signed in, the same page in other languages, and how it is answered."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask import Response, current_app, g, request, url_for
from flask_security import current_user
from werkzeug.routing import Rule

from consultation.web import pages, security_headers


@dataclass(frozen=True, slots=True)
class Frame:
    """Who is signed in, whether they decide, which page this is, and the same page in other languages."""

    account: str | None
    may_decide: bool
    here: str
    languages: Sequence[tuple[str, str]]


def frame() -> Frame:
    """Return the frame of this request's page."""
    values = {**(request.view_args or {})}
    endpoint = request.endpoint or "reviewing.consultations"
    here = "security.login" if endpoint.startswith("security.") else endpoint
    if request.url_rule is not None and "GET" not in (request.url_rule.methods or ()):
        here = _page_above(request.url_rule)
        values = {name: values[name] for name in _arguments(here) if name in values}
    elif request.method == "GET" and not endpoint.startswith("security."):
        values = {**request.args.to_dict(flat=False), **values}  # what the page is about may stand behind its address
    signed_in = bool(current_user.is_authenticated)
    return Frame(
        current_user.email if signed_in else None,
        signed_in and current_user.has_role("reviewer"),
        endpoint.removeprefix("reviewing."),
        tuple((language, url_for(here, **{**values, "language": language})) for language in ("nb", "nn", "en")),
    )


def text(page: pages.Page) -> str:
    """Return the page as HTML, and let its forms post."""
    security_headers.page_has_form()
    return pages.text_of(page)


def show(page: pages.Page, *, status: int = 200) -> Response:
    """Return the page as a response."""
    return pages.as_response(text(page), status=status)


def language() -> str:
    """Return the language that texts of the questionnaire are shown in."""
    chosen: str = g.get("staff_language", "nb")
    return chosen


def _page_above(posted_to: Rule) -> str:
    """Return the page that a refused decision is shown on: the one whose address begins that of the decision."""
    pages_there = [
        rule
        for rule in current_app.url_map.iter_rules()
        if "GET" in (rule.methods or ())
        and rule.endpoint.startswith("reviewing.")
        and rule.rule.endswith("/")
        and posted_to.rule.startswith(rule.rule)
    ]
    above = max(pages_there, key=lambda rule: len(rule.rule), default=None)
    return above.endpoint if above is not None and "slug" in above.arguments else "reviewing.consultations"


def _arguments(endpoint: str) -> frozenset[str]:
    return frozenset(name for rule in current_app.url_map.iter_rules(endpoint) for name in rule.arguments)
