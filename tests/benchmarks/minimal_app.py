"""The least that could take an answer: Flask, SQLAlchemy, five pages and one insert; what it costs is the measure for ours.

Its five pages are one short template that Jinja compiles once; no page reads the database; one text is stored as it came, in one
row, and thanked for when it is on disk (write-ahead log, synchronous = FULL, as ours). It has no translations, no check of what
comes in, no headers of its own and no encryption: all of that is what the consultation's journey may cost beyond it.
"""

import os
from collections.abc import Mapping

from flask import Flask, render_template, request
from jinja2 import DictLoader
from sqlalchemy import String, create_engine, event
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column
from sqlalchemy.schema import CreateTable

PAGE = """<!DOCTYPE html><html lang="nb"><title>{{ title }}</title><main data-page="{{ title }}"><h1>{{ title }}</h1>
{% for name, value in fields.items() %}<input type="hidden" name="{{ name }}" value="{{ value }}">{% endfor %}
<form method="post" action="/{{ next }}"><textarea name="feel-safe"></textarea><button>Send</button></form></main>"""


class Table(DeclarativeBase):
    """One table."""


class Answer(Table):
    """One answer."""

    __tablename__ = "answer"
    id: Mapped[int] = mapped_column(primary_key=True)
    text: Mapped[str] = mapped_column(String)


def create_app() -> Flask:
    """Return the application; its file is named by the environment."""
    app = Flask(__name__)
    app.jinja_loader = DictLoader({"page.html": PAGE})
    engine = create_engine(f"sqlite:///{os.environ['MINIMAL_FILE']}")

    @event.listens_for(engine, "connect")
    def prepare(connection, _record):
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = FULL")

    with engine.begin() as connection:  # every process of the server comes here
        connection.execute(CreateTable(Answer.__table__, if_not_exists=True))

    def page(title: str, fields: Mapping[str, str] | None = None) -> str:
        return render_template("page.html", title=title, fields=fields or {}, next="thanks")

    @app.get("/")
    def home() -> str:
        return page("home")

    @app.get("/consultation")
    def consultation() -> str:
        return page("consultation")

    @app.get("/form")
    def form() -> str:
        return page("questionnaire")

    @app.post("/check")
    def check() -> str:
        return page("check", request.form)

    @app.post("/thanks")
    def thanks() -> str:
        with Session(engine) as session:
            session.add(Answer(text=request.form["feel-safe"]))
            session.commit()
        return page("thanks")

    return app
