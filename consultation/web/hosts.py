"""Each front under its own host alone, where the operator has given both one: a page of one host has no power over the other's."""

from flask import Flask, request
from werkzeug.exceptions import NotFound

from consultation.settings import Settings, host_of

STAFF = "/staff"
FOR_THE_MACHINE_ROOM = frozenset({"/healthz", "/readyz"})
"""Asked for by programs beside us, which know no name of ours."""


def register(app: Flask, settings: Settings) -> None:
    """Answer with 404 what is asked for under another front's host, or under none of ours; and every staff path of a public front.

    Where both fronts run together, both addresses must be given for that. A staff front alone is bound to its own; a public
    one alone answers under any host, as its address has always been what is printed, and no more. Which host was asked
    for, the trusted proxies say.
    """
    public, staff = host_of(settings.public_address), host_of(settings.staff_address)

    def is_ours(host: str, *, of_staff: bool) -> bool:
        if settings.front == "public":
            return not of_staff
        if not staff or (settings.front == "both" and not public):
            return True
        return host == (staff if of_staff or settings.front == "staff" else public)

    def refuse_strange_hosts() -> None:
        if request.path in FOR_THE_MACHINE_ROOM:
            return
        of_staff = request.path == STAFF or request.path.startswith(f"{STAFF}/")
        if not is_ours(host_of(f"{request.scheme}://{request.host}"), of_staff=of_staff):
            raise NotFound

    app.before_request(refuse_strange_hosts)
