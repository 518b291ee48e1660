"""Two addresses for the machine room: the process lives, and it can work with its database."""

from flask import Blueprint, Response

from consultation.web.database import check_schema

blueprint = Blueprint("health", __name__)


@blueprint.get("/healthz")
def alive() -> Response:
    """Answer that the process lives."""
    return Response("ok\n", mimetype="text/plain")


@blueprint.get("/readyz")
def ready() -> Response:
    """Answer that the database can be reached and has the schema of this program; without it this is the page for 503."""
    check_schema()
    return Response("ok\n", mimetype="text/plain")
