"""What gunicorn starts: the web application of the instance that the environment names, without a name of its own or of visitors."""

import importlib
import socket
import sys
from typing import Any

from gunicorn import util  # type: ignore[import-untyped]
from gunicorn.arbiter import Arbiter  # type: ignore[import-untyped]
from gunicorn.glogging import Logger  # type: ignore[import-untyped]
from gunicorn.http import wsgi  # type: ignore[import-untyped]

from consultation.settings import BadSetting, Settings
from consultation.web import quiet_log, security_headers

TARGET = f"{__name__}:web_application()"
RECORDS = (
    "accesslog", "logconfig", "logconfig_dict", "logconfig_json", "syslog", "statsd_host", "dogstatsd_tags", "capture_output"
)  # fmt: skip
"""Of gunicorn's settings, those by which visits would be written down, or counted by the second."""
# For what never becomes a request: nothing is known of it, also not its language.
NO_REQUEST = """<!DOCTYPE html>
<html lang="nb">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Noe er ikke som det skal</title>
</head>
<body>
<main data-page="error">
<h1>Vi forstår ikke dette</h1>
<p>Nettleseren din sendte noe som vi ikke kan lese. Ingenting er lagret. Gå tilbake og prøv igjen.</p>
<p lang="nn">Nettlesaren din sende noko som vi ikkje kan lese. Ingenting er lagra. Gå tilbake og prøv igjen.</p>
<p lang="en">Your browser sent something that we cannot read. Nothing has been stored. Go back and try again.</p>
</main>
</body>
</html>
"""


def web_application() -> Any:
    """The application, called for by name: it stands above the commands and may import them, not they it."""
    try:
        return importlib.import_module("consultation.app").create_app(Settings.read())
    except BadSetting as bad:
        sys.stderr.write(f"{bad}\n")  # gunicorn would log its class alone, and start another worker
        sys.exit(Arbiter.WORKER_BOOT_ERROR)


class QuietLog(Logger):  # type: ignore[misc]
    """Gunicorn's log without addresses of people and pages: its warnings hold the former, its exceptions the latter."""

    def setup(self, cfg: Any) -> None:
        """Set up; raise BadSetting where the command, its environment or a gunicorn.conf.py asks for a record of visits."""
        asked = [name for name in RECORDS if cfg.settings[name].value != cfg.settings[name].default]
        if cfg.loglevel.lower() in {"debug", "info"} and cfg.loglevel != cfg.settings["loglevel"].default:
            asked.append("loglevel")
        if asked:
            raise BadSetting(f"gunicorn's {', '.join(asked)} would record who answers and when. Leave it out.")
        super().setup(cfg)

    def access(self, *_: Any, **__: Any) -> None:
        """Never a line per visit."""

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


def tell_plainly(visitor: socket.socket, status: int, reason: str, _complaint: str) -> None:
    """Answer what never became a request; gunicorn's own page would repeat it, in English and without our headers."""
    page = NO_REQUEST.encode()
    headers = {
        "Connection": "close",
        "Content-Type": "text/html; charset=utf-8",
        "Content-Length": str(len(page)),
        **security_headers.ALWAYS,
        "Referrer-Policy": "no-referrer",
        "Cache-Control": "no-store",
    }
    lines = [f"HTTP/1.1 {status} {reason}", *(f"{name}: {value}" for name, value in headers.items()), "", ""]
    util.write_nonblock(visitor, "\r\n".join(lines).encode("latin-1") + page)


util.write_error = tell_plainly
