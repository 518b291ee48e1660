"""Two addresses for the machine room: the process lives, and it can reach its database."""

from flask import Blueprint, Response

from consultation.web.database import reading

blueprint = Blueprint("health", __name__)


@blueprint.get("/healthz")
def alive() -> Response:
    """Answer that the process lives."""
    return Response("ok\n", mimetype="text/plain")


@blueprint.get("/readyz")
def ready() -> Response:
    """Answer that the database can be reached; without it this is the page for 503."""
    with reading() as session:
        session.connection()
    return Response("ok\n", mimetype="text/plain")
