"""Puts everything together, and is the only place where everything meets."""

from collections.abc import Callable
from contextlib import suppress
from typing import Any

from flask import Flask, request
from werkzeug.middleware.proxy_fix import ProxyFix

from consultation.responding import routes
from consultation.settings import BadSetting, Settings
from consultation.storage.database import Database, StorageFailed
from consultation.web import (
    database,
    errors,
    health,
    hosts,
    languages,
    limits,
    pages,
    quiet_log,
    security_headers,
    separated,
)

LARGEST_BODY = 256 * 1024


def create_app(settings: Settings) -> Flask:
    """Return the web application of one instance, with the fronts that its settings ask for.

    Brings the database to the newest schema where that is ours to do. A database that is down is no reason not to start:
    until it answers, every page that needs it is the one for 503. Raises BadSetting for one front alone that has more
    power than it needs, and where the schema is another and only the owner may change it.
    """
    separated.refuse_keys(settings)
    app = Flask("consultation", static_folder=None, template_folder=str(pages.folder("templates")))
    app.extensions["consultation.settings"] = settings
    app.config["SECRET_KEY"] = settings.secret("sessions")
    app.config["MAX_CONTENT_LENGTH"] = app.config["MAX_FORM_MEMORY_SIZE"] = LARGEST_BODY
    app.url_map.strict_slashes = True
    _open(app, settings)
    quiet_log.register(app)
    hosts.register(app, settings)
    languages.register(app)
    pages.register(app)
    errors.register(app)
    app.register_blueprint(health.blueprint)
    if settings.front in {"both", "public"}:
        app.register_blueprint(routes.blueprint)
    if settings.front in {"both", "staff"}:
        _staff(app)
    security_headers.register(app)
    proxies = settings.trusted_proxies
    limits.register(app, proxies)
    if proxies:  # never for the client's address: only web/limits.py looks at it, and forgets it
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=0, x_proto=proxies, x_host=proxies)  # type: ignore[method-assign]
    return app


def _open(app: Flask, settings: Settings) -> None:
    stored = Database(settings.database_url)
    try:
        with suppress(StorageFailed):
            separated.bring_up(settings, stored)
    except BadSetting:
        stored.close()
        raise
    database.register(app, stored)


def _staff(app: Flask) -> None:
    """Add the staff pages, so that nothing of their sign-in runs when somebody asks for a public page."""
    from consultation.reviewing import access, session_cookie

    def on_staff_pages(hook: Callable[[], Any]) -> Callable[[], Any]:
        return lambda: hook() if session_cookie.is_staff_path(request.path) else None

    everywhere = app.before_request_funcs.pop(None, [])
    access.register(app)
    app.before_request_funcs[None] = [*everywhere, *map(on_staff_pages, app.before_request_funcs[None])]
