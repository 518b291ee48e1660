"""The one table from what went wrong to a plain page in the person's language; what they wrote stays in that page."""

import re
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from typing import ClassVar

from flask import Flask, Response, current_app, g, request
from werkzeug.exceptions import HTTPException, MethodNotAllowed, NotFound, RequestEntityTooLarge, TooManyRequests
from werkzeug.sansio.response import Response as AnyResponse

from consultation.storage.database import StorageFailed, Unacceptable, Unavailable
from consultation.web import languages, pages, quiet_log, security_headers
from consultation.web.cross_origin import ForeignOrigin

Pairs = Sequence[tuple[str, str]]
"""Form fields as they came: (name, value)."""

# What went wrong -> (status, the words for it in templates/error.html). The first class that fits counts.
TABLE: tuple[tuple[type[BaseException], int, str], ...] = (
    (ForeignOrigin, 403, "foreign_origin"),
    (Unacceptable, 400, "unreadable"),
    (StorageFailed, 503, "unavailable"),
    (OSError, 503, "unavailable"),
)
BY_STATUS = {
    400: "unreadable",
    401: "forbidden",
    403: "forbidden",
    404: "not_found",
    405: "not_found",
    410: "gone",
    413: "too_large",
    414: "not_found",
    415: "unreadable",
    422: "unreadable",
    429: "too_many",
    431: "too_large",
    503: "unavailable",
}
STAFF = "/staff/"
DRAINED = 8 * 1024 * 1024
SORRY = 503
_PIECE = 64 * 1024
_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f]")


@dataclass(frozen=True, slots=True)
class Kept:
    """What a person wrote: where to send it again, every field, and the texts they may want to copy."""

    action: str
    fields: Pairs = field(repr=False)
    texts: Sequence[str] = field(repr=False)


@dataclass(frozen=True, slots=True)
class ErrorPage:
    """Says what happened and what to do, in plain words; holds the person's own text where there is any."""

    template: ClassVar[str] = "error.html"
    reason: str
    home: str
    kept: Kept | None = None
    details: dict[str, str] = field(default_factory=dict)
    signposted: bool = True


def register(app: Flask) -> None:
    """Answer every error of the application with such a page."""
    app.register_error_handler(Exception, answer)
    app.before_request(_refuse_control_characters)


def keep(kept: Kept) -> None:
    """Remember what was posted, so that no error on the way loses it."""
    g.kept = kept


def keeps() -> bool:
    """Whether something was posted that must not be lost."""
    kept: Kept | None = g.get("kept")
    return kept is not None and bool(kept.fields)


def keep_texts(is_text: Callable[[str, str], bool]) -> None:
    """Of what was posted, show the fields, told by name and value, that hold a person's words as far as is known now."""
    kept: Kept | None = g.get("kept")
    if kept is not None:
        g.kept = replace(kept, texts=[value for name, value in kept.fields if is_text(name, value)])


def page(reason: str, status: int, **details: str) -> Response:
    """The page for a refusal that a front has foreseen."""
    kept = g.get("kept")
    if kept is not None:
        security_headers.page_has_form()
    fronts = current_app.blueprints
    staff = "reviewing" in fronts and (request.path.startswith(STAFF) or "responding" not in fronts)
    home = f"{STAFF if staff else '/'}{languages.current()}/"
    return pages.render(ErrorPage(reason, home, kept, details, signposted=not staff), status=status)


def _refuse_control_characters() -> None:
    """No page of ours has one in its address, no database need be asked for it, and no header may repeat it."""
    if _CONTROL.search(request.path):
        raise NotFound


def answer(error: Exception) -> AnyResponse:
    """The page for whatever was raised; what is no error, such as a redirect, goes its way."""
    status, reason = _found(error)
    if isinstance(error, RequestEntityTooLarge):
        _drain()
    if reason == "bug" or (status == SORRY and not isinstance(error, Unavailable | HTTPException)):
        quiet_log.bug(error)
    if isinstance(error, HTTPException) and error.code is not None and error.code < 400:  # noqa: PLR2004 -- a redirect
        return error.get_response()
    response = page("gone_meanwhile" if reason == "not_found" and keeps() else reason, status)
    if isinstance(error, HTTPException):
        _keep_headers(error, response)
    return response


def _found(error: Exception) -> tuple[int, str]:
    for kind, status, reason in TABLE:
        if isinstance(error, kind):
            return status, reason
    code = getattr(error, "code", None)  # the web server's own errors have one too, such as for a body in broken pieces
    if isinstance(code, int):
        return code, BY_STATUS.get(code, "unreadable" if code < 500 else "bug")  # noqa: PLR2004
    return 500, "bug"


def _keep_headers(error: HTTPException, response: Response) -> None:
    if isinstance(error, MethodNotAllowed) and error.valid_methods:
        response.headers["Allow"] = ", ".join(sorted(error.valid_methods))
    if isinstance(error, TooManyRequests) and error.retry_after is not None:
        response.headers["Retry-After"] = str(error.retry_after)


def _drain() -> None:
    """Read what is too large and forget it: a browser that is cut off while it sends shows no page at all."""
    stream, left = request.environ["wsgi.input"], DRAINED
    with suppress(OSError):
        while left > 0 and (piece := stream.read(min(_PIECE, left))):
            left -= len(piece)
