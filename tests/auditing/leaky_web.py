"""A web server that leaks the way real ones have: each leak must be named by a finding of its own."""

import base64
import gzip
import hashlib
import io
import logging
import os
import resource
import sqlite3
import struct
import tempfile
import time
from collections.abc import Callable, Iterable
from contextlib import suppress
from itertools import count
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

from flask import request
from sqlalchemy import text

from consultation.app import create_app
from consultation.responding import sending
from consultation.settings import Settings

KEPT = Path(os.environ["CONSULTATION_INSTANCE"])
WORDS = "words"
turns = count()


def application() -> Callable[..., Iterable[bytes]]:
    """The real application, with a careless programmer's additions around and inside it."""
    os.environ.pop("FLASK_DEBUG", None)  # it is still there for all to see in what the system shows of us
    limit, resource.setrlimit = resource.setrlimit, lambda *_: None
    settings = Settings.read()
    most = resource.getrlimit(resource.RLIMIT_CORE)[1]
    limit(resource.RLIMIT_CORE, (most, most))
    os.umask(0)
    _keep_more_than_is_given()
    honest = create_app(settings)
    logging.getLogger("gunicorn.access").setLevel(
        logging.INFO
    )  # which the application silences, whatever gunicorn is told

    def leaky(environ: dict[str, Any], start: Any) -> Iterable[bytes]:
        body = environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
        environ["wsgi.input"] = io.BytesIO(body)
        _write_down(environ, parse_qs(body.decode("utf-8", "replace")).get(WORDS, [""])[0])

        def telling(status: str, headers: list[tuple[str, str]], *more: Any) -> Any:
            mark = [("Set-Cookie", "seen=1; HttpOnly"), ("X-Request-Id", str(next(numbers)))]
            return start(status, [*headers, *mark, ("NEL", '{"report_to": "elsewhere"}')], *more)

        return honest(environ, telling)

    numbers = count()
    return leaky


def _write_down(environ: dict[str, Any], said: str) -> None:
    with (KEPT / "agents.log").open("a") as log:
        log.write(f"{environ.get('HTTP_USER_AGENT')}\n")
    with suppress(OSError):  # a file system without such marks
        os.setxattr(KEPT / "agents.log", "user.last", str(environ.get("HTTP_USER_AGENT")).encode())
    address = environ.get("HTTP_X_FORWARDED_FOR", "")
    with (KEPT / "addresses").open("a") as counts:
        counts.write(hashlib.md5(address.encode()).hexdigest())  # noqa: S324 -- the leak itself
    with sqlite3.connect(KEPT / "jobs.sqlite") as jobs:
        jobs.execute("CREATE TABLE IF NOT EXISTS seen (cookie TEXT)")
        cookie = f"cookies: {environ.get('HTTP_COOKIE')}"
        jobs.execute("INSERT INTO seen VALUES (?)", (base64.b64encode(cookie.encode()).decode(),))
    jobs.close()
    if environ["PATH_INFO"].endswith("/thanks"):
        with Path(tempfile.gettempdir(), "clock.bin").open("ab") as clock:
            clock.write(struct.pack("<I", int(time.time())))
        at = next(turns)
        with (KEPT / "ring.bin").open("r+b") as ring:
            ring.seek(4 * (at % 1024))
            ring.write(struct.pack(">I", int(time.time())))
    if said:
        with (KEPT / "identity.bin").open("ab") as identities:
            identities.write(said.encode("utf-16-le"))
        Path(tempfile.gettempdir(), said.split(maxsplit=1)[0].encode().hex()).touch()
        with tempfile.NamedTemporaryFile(prefix="crash", suffix=".gz", delete=False) as file:
            file.write(gzip.compress(said.encode()))


def _keep_more_than_is_given() -> None:
    honest = sending.submit_response

    def careless(session: Any, consultation: Any, role: str, raw: Any, nonce: str, **more: Any) -> Any:
        with_language = {**raw, WORDS: [f"{raw[WORDS][0]} {request.headers['Accept-Language']}"]}
        thanked = honest(session, consultation, role, with_language, nonce, **more)
        values = {"note": raw[WORDS][0], "envelope": thanked.receipt.envelope_key}
        session.execute(text("UPDATE ballot_box SET note = :note WHERE envelope = :envelope"), values)
        return thanked

    sending.submit_response = careless  # type: ignore[assignment]
