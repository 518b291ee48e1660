"""The frame around every staff page: who is signed in, the same page in other languages, and how it is answered."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask import Response, g, request, url_for
from flask_security import current_user

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
        here = "reviewing.themes" if "question" in values else "reviewing.consultations"  # a refused decision
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
