"""A site with one planted fault of each kind, shown to nobody without its cookie: a scanner that finds nothing here is broken."""

import logging
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from flask import Flask, redirect, request
from markupsafe import escape
from werkzeug.serving import make_server
from werkzeug.wrappers import Response

from tests.running import free_port
from tests.scans.openapi import HEADERS
from tests.scans.target import Form, Target

START, DOOR = "/nb/", "/nb/door"
COOKIE = ("__Secure-canary", "let-in")
"""Named as our staff's cookie is: a scanner that loses it on the way sees the door, and none of what is planted."""
FRONT = """<!doctype html><html lang="nb"><title>Canary</title><a href="/nb/echo?words=a">echo</a>
<a href="/nb/onwards?next=/nb/">onwards</a><a href="/nb/count?role=patient">count</a>
<form method="post" action="/nb/find"><input name="words" value="a"><button>Find</button></form>
<form method="post" action="/nb/weeks"><input name="weeks" value="1"><button>Send</button></form>"""
FORMS = (
    Form("POST", "/nb/find", (("words", "waited"),)),
    Form("POST", "/nb/weeks", (("weeks", "1"),)),
    Form("POST", "/nb/words", (("words", "waited"),)),
)
GETS = (START, "/nb/echo?words=a", "/nb/onwards?next=/nb/", "/nb/count?role=patient")


def faulty() -> Flask:  # noqa: C901 -- each planted fault is a page of its own
    """The application: markup that is not escaped, SQL put together by hand, a redirect to anywhere, a number not checked."""
    app = Flask("canary")
    app.logger.disabled = logging.getLogger("werkzeug").disabled = True
    stored = sqlite3.connect(":memory:", check_same_thread=False)
    stored.executescript(
        "CREATE TABLE comment (role TEXT, words TEXT); INSERT INTO comment VALUES ('patient', 'waited'), ('leader', 'met');"
    )
    alone = threading.Lock()

    def asked(statement: str) -> list[str]:
        with alone:
            return [str(row) for row in stored.execute(statement).fetchall()]

    @app.before_request
    def let_in() -> Response | None:
        return None if request.path == DOOR or request.cookies.get(COOKIE[0]) == COOKIE[1] else redirect(DOOR)

    @app.after_request
    def with_headers(answer: Response) -> Response:
        for name in HEADERS:
            answer.headers.setdefault(name, "planted")
        return answer

    @app.get(DOOR)
    def door() -> Response:
        closed = Response("<!doctype html><title>Door</title><p>Closed.</p>", content_type="text/html")
        closed.set_cookie(COOKIE[0], "shut-out", path="/nb/", secure=True)
        return closed

    @app.get(START)
    def front() -> str:
        return FRONT

    @app.get("/nb/echo")
    def echo() -> str:
        return f"<!doctype html><title>Echo</title><p>{request.args.get('words', '')}</p>"

    @app.get("/nb/onwards")
    def onwards() -> Response:
        return redirect(request.args.get("next", START))

    @app.get("/nb/count")
    def count() -> str:
        return "".join(asked(f"SELECT words FROM comment WHERE role = '{request.args.get('role', '')}'"))  # noqa: S608 -- planted

    @app.post("/nb/find")
    def find() -> str:
        return str(escape(asked(f"SELECT role FROM comment WHERE words = '{request.form.get('words', '')}'")))  # noqa: S608 -- planted

    @app.post("/nb/words")
    def words() -> str:
        sent = request.form.getlist("words")
        assert sent, "left out"
        assert len(sent) == 1, "twice"
        assert "\0" not in sent[0], "as PostgreSQL answers"
        assert len(sent[0]) < 1_000_000, "too long for a row"
        return str(len(request.get_data().decode("utf-8")))

    @app.post("/nb/weeks")
    def weeks() -> str:
        return str(int(request.form.get("weeks", "0")))

    return app


@contextmanager
def canary() -> Iterator[Target]:
    """The faulty site, served on a port of its own."""
    server = make_server("127.0.0.1", free_port(), faulty(), threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield Target(f"http://127.0.0.1:{server.server_port}", START, GETS, FORMS, "=".join(COOKIE))
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
