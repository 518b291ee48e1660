# ruff: noqa: ERA001, F821, F841, PTH123, S608, S704, SIM115, UP031 -- broken on purpose
"""Lines that break each rule of sent.yml, or must not: `semgrep --test` reads the comments above them."""

import logging

import click
from flask import redirect, request, send_file, url_for
from markupsafe import Markup, escape
from sqlalchemy import select, text

log = logging.getLogger(__name__)


@blueprint.get("/<role>")
def by_part_of_the_address(session, role: str):
    # ruleid: sent-words-in-sql
    session.execute(text("SELECT * FROM response WHERE role = '" + role + "'"))
    # ok: sent-words-in-sql
    session.execute(select(Response).where(Response.role == role))
    # ruleid: sent-words-in-markup
    page = Markup(f"<b>{role}</b>")
    # ruleid: sent-words-name-a-file
    form = open(f"forms/{role}.pdf", "rb")
    # ruleid: sent-words-in-a-log
    log.warning("nobody is a %s", role)
    return page, form


@blueprint.post("/find")
def by_form(session):
    words = request.form["words"]
    # ruleid: sent-words-in-sql
    found = session.execute(text(f"SELECT * FROM comment WHERE text LIKE '%{words}%'"))
    # ok: sent-words-in-sql
    session.execute(text("SELECT * FROM comment WHERE text LIKE :words"), {"words": words})
    # ruleid: sent-words-in-sql
    session.connection().exec_driver_sql("DELETE FROM comment WHERE text = '%s'" % words)
    # ruleid: sent-words-in-markup
    said = Markup("<p>" + words + "</p>")
    # ok: sent-words-in-markup
    kept = Markup("<p>" + escape(words) + "</p>")
    # ruleid: sent-words-in-a-log
    click.echo(words)
    # ruleid: sent-words-in-a-log
    log.error("could not keep %r", request.form.to_dict())
    # ruleid: sent-words-name-a-file
    return send_file(words)


@blueprint.get("/onwards")
def onwards():
    after = request.args.get("next", "/")
    if after == "/":
        # ok: sent-words-say-where-to-go
        return redirect(url_for("front", after=after))
    # ruleid: sent-words-say-where-to-go
    return redirect(after, 303)


def answered(answer):
    # ruleid: sent-words-say-where-to-go
    answer.headers["Location"] = request.headers["Referer"]
    # ok: sent-words-in-a-log
    log.error("could not keep an answer")
    return answer
