"""What gunicorn starts: the web application of the instance that the environment names, without a name of its own or of visitors."""

import importlib
import sys
from typing import Any

from gunicorn.glogging import Logger  # type: ignore[import-untyped]
from gunicorn.http import wsgi  # type: ignore[import-untyped]

from consultation.settings import Settings
from consultation.web import quiet_log

TARGET = f"{__name__}:web_application()"


def web_application() -> Any:
    """The application, called for by name: it stands above the commands and may import them, not they it."""
    return importlib.import_module("consultation.app").create_app(Settings.read())


class QuietLog(Logger):  # type: ignore[misc]
    """Gunicorn's log without addresses of people and pages: its warnings hold the former, its exceptions the latter."""

    def warning(self, *_: Any, **__: Any) -> None:
        """Drop it: `Invalid request from ip=...`."""

    def exception(self, *_: Any, **__: Any) -> None:
        """Log what went wrong in our program and where, never what was asked for."""
        error = sys.exc_info()[1]
        if error is not None:
            quiet_log.bug(error)


class Nameless(wsgi.Response):  # type: ignore[misc]
    """An answer that does not tell which server gave it; gunicorn has no setting for that."""

    def default_headers(self) -> list[str]:
        """Gunicorn's own headers but `Server`."""
        return [header for header in super().default_headers() if not header.startswith("Server:")]


wsgi.Response = Nameless
