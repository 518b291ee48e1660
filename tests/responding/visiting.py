"""A respondent without script: reads pages of the real application, fills in the forms that stand there, presses their buttons."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlencode, urlsplit

import lxml.html
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.serving import make_server
from werkzeug.wsgi import LimitedStream

from consultation import clock
from consultation.app import create_app
from consultation.jobs.mixing import mix_all
from consultation.privacy import form_age
from consultation.questionnaire.definition import Questionnaire
from consultation.questionnaire.loading import library, load
from consultation.settings import Settings
from consultation.storage.keys import KeyRing
from consultation.usecases.open_consultation import open_consultation
from consultation.web import database

Answers = dict[str, str | list[str]]


def site(instance: Path) -> Flask:
    """Return the public front of a new instance in which every consultation of the library is open."""
    app = create_app(Settings.read({"CONSULTATION_INSTANCE": str(instance), "CONSULTATION_FRONT": "public"}))
    for slug, path in library().items():
        open_(app, load(path), slug)
    return app


def open_(app: Flask, questionnaire: Questionnaire, slug: str) -> None:
    """Open one more consultation."""
    today, settings = clock.today(), app.extensions["consultation.settings"]
    with app.app_context(), database.transaction() as session:
        open_consultation(
            session,
            questionnaire,
            slug=slug,
            closes_on=today + timedelta(30),
            erase_on=today + timedelta(400),
            today=today,
            keys=KeyRing(settings.keys),
            archive="report",
        )


def looked_into(app: Flask) -> None:
    """Look into the ballot boxes as the worker does."""
    with app.app_context():
        mix_all(app.extensions["consultation.settings"], app.extensions[database.EXTENSION])


@contextmanager
def serving(app: Flask) -> Iterator[str]:
    """Put a site behind a real socket until the end of the block; its address."""

    def bounded(environ: dict[str, Any], start: Any) -> Any:
        """Let nobody read beyond a request's end, as no real server does."""
        environ["wsgi.input"] = LimitedStream(environ["wsgi.input"], int(environ.get("CONTENT_LENGTH") or 0))
        return app(environ, start)

    server = make_server("127.0.0.1", 0, bounded, threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


def grown_old(app: Flask, consultation: str, seconds: float = 60) -> str:
    """The mark of a form that was made so long ago: what a form carries whose reader took their time."""
    secret = app.extensions["consultation.settings"].secret("form age")
    return form_age.mark(secret, consultation=consultation, now=time.time() - seconds)


@dataclass
class Visitor:
    """One visit: the page that is shown, and every cookie that any answer tried to set."""

    client: FlaskClient
    status: int = 0
    address: str = ""
    html: str = ""
    headers: dict[str, str] = field(default_factory=dict)
    cookies: list[str] = field(default_factory=list)
    hasty: bool = False
    """Whether they send at once; else every form that they send was opened a minute ago."""

    @property
    def tree(self) -> lxml.html.HtmlElement:
        """The page's elements."""
        return lxml.html.document_fromstring(self.html, base_url=f"http://localhost{self.address}")

    @property
    def page(self) -> str:
        """What `<main data-page>` says."""
        return str(self.tree.xpath("//main/@data-page")[0])

    @property
    def text(self) -> str:
        """What a person reads in the main part."""
        return " ".join(self.tree.xpath("//main")[0].text_content().split())

    @property
    def form(self) -> lxml.html.FormElement:
        """The form that carries the answers."""
        return self.tree.get_element_by_id("answers")

    @property
    def fields(self) -> list[tuple[str, str]]:
        """What a browser would send: unlike lxml it drops a line feed that comes first in a text field."""
        texts = {area.get("name") for area in self.tree.xpath("//textarea")}
        return [(name, value.removeprefix("\n") if name in texts else value) for name, value in self.form.form_values()]

    def written(self, name: str) -> str:
        """What stands in one field."""
        return dict(self.fields)[name]

    def goes_to(self, address: str) -> "Visitor":
        """Open an address."""
        return self._shows(self.client.get(address), address)

    def fills_in(self, answers: Answers, button: str = "") -> "Visitor":
        """Fill in fields and press the button of this text, or else the form's own first button in the main part."""
        pairs = [(name, value) for name, value in self.fields if name not in answers]
        for name, value in answers.items():
            pairs += [(name, each) for each in ([value] if isinstance(value, str) else value)]
        buttons = self.tree.xpath(
            "//main//form[@id='answers']//button[@type='submit'] | //header//button[@form='answers']"
        )
        own = "self::*[not(@formaction)]/ancestor::main"
        pressed = next(b for b in buttons if (b.text_content() == button if button else b.xpath(own)))
        if pressed.get("name"):
            pairs.append((pressed.get("name"), pressed.get("value", "")))
        return self.posts(pressed.get("formaction") or self.form.get("action"), pairs)

    def posts(self, address: str, pairs: list[tuple[str, str]]) -> "Visitor":
        """Send form fields from a page of this site."""
        address = urlsplit(address).path
        if not self.hasty:
            old = grown_old(self.client.application, address.split("/")[2])
            pairs = [*(pair for pair in pairs if pair[0] != "_made"), ("_made", old)]
        headers = {"Origin": "http://localhost", "Sec-Fetch-Site": "same-origin"}
        body = urlencode(pairs)
        form = "application/x-www-form-urlencoded"
        return self._shows(self.client.post(address, data=body, headers=headers, content_type=form), address)

    def _shows(self, answer: object, address: str) -> "Visitor":
        self.status, self.address = answer.status_code, address  # type: ignore[attr-defined]
        self.html, self.headers = answer.get_data(as_text=True), dict(answer.headers)  # type: ignore[attr-defined]
        self.cookies += answer.headers.getlist("Set-Cookie")  # type: ignore[attr-defined]
        return self
