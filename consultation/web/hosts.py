"""Each front under its own host alone, where the operator has given both one: a page of one host has no power over the other's."""

from flask import Flask, request
from werkzeug.exceptions import NotFound

from consultation.settings import Settings, host_of

STAFF = "/staff"
FOR_THE_MACHINE_ROOM = frozenset({"/healthz", "/readyz"})
"""Asked for by programs beside us, which know no name of ours."""


def register(app: Flask, settings: Settings) -> None:
    """Answer with 404 what is asked for under another front's host, or under none of ours.

    With one address given, only that front's pages are bound to their host, where it runs alone: the respondents' has
    always been what is printed, and nothing else. Which host was asked for, the trusted proxies say.
    """
    public, staff = host_of(settings.public_address), host_of(settings.staff_address)
    if not staff or (settings.front == "both" and not public):
        return

    def refuse_strange_hosts() -> None:
        if request.path in FOR_THE_MACHINE_ROOM:
            return
        asked = host_of(f"{request.scheme}://{request.host}")
        of_staff = request.path == STAFF or request.path.startswith(f"{STAFF}/")
        if (settings.front == "staff" or of_staff) and asked != staff:
            raise NotFound
        if settings.front == "both" and not of_staff and asked != public:
            raise NotFound

    app.before_request(refuse_strange_hosts)
