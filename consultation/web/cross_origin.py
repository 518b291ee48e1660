"""A public form is accepted from this site's own pages only, without any cookie: the browser itself says where a post comes from."""

from flask import Request
from werkzeug.exceptions import Forbidden


class ForeignOrigin(Forbidden):
    """The post did not come from one of our pages."""


def refuse_foreign_post(request: Request) -> None:
    """Raise ForeignOrigin unless the browser says that one of our own pages sends this.

    `Sec-Fetch-Site` decides where the browser sends it; else `Origin` must be ours. `Origin: null` alone is never enough, since a
    sandboxed or `data:` page sends it too. A client that sends neither header is no browser of the last ten years, holds no
    cookie of ours and acts for nobody but itself: it may answer.
    """
    site = request.headers.get("Sec-Fetch-Site")
    origin = request.headers.get("Origin")
    ours = site == "same-origin" if site is not None else origin is None or origin.partition("://")[2] == request.host
    if not ours:
        raise ForeignOrigin
