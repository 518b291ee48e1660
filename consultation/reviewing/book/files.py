"""The codebook as a file: out for a spreadsheet or another program, and in, after a look at what was understood of it."""

import zlib
from base64 import b64decode, b64encode
from dataclasses import dataclass
from typing import Any, Literal

from flask import Response, redirect, request, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response as AnyResponse

from consultation.reviewing import finding, framing
from consultation.reviewing.blueprint import blueprint
from consultation.reviewing.book.codebook import QUESTION
from consultation.reviewing.book.deciding import refused, taken
from consultation.reviewing.book.forms import AdoptForm, FileForm
from consultation.reviewing.book.pages import FilesPage, MistakeShown, PreviewPage
from consultation.reviewing.book.showing import offered
from consultation.reviewing.forms import LONGEST_NAME
from consultation.reviewing.pages import Refused
from consultation.storage.reading import codebooks
from consultation.themes.book.choosing import adopted
from consultation.themes.book.codebook import Adopt, Codebook, Theme
from consultation.themes.book.files import themes_from_file
from consultation.themes.book.mistakes import Mistake, Mistakes
from consultation.usecases.reading.exchange_codebook import exchange_codebook
from consultation.web.database import reading

FILES = f"{QUESTION}files/"
LARGEST = 160 * 1024
"""Bytes of a file that is taken here: it must fit into the next form, and into what one request may hold."""
MOST_MISTAKES = 50
TYPES: dict[str, str] = {"csv": "text/csv; charset=utf-8", "qdc": "application/xml"}


@dataclass(frozen=True, slots=True)
class _File:
    """A file that was understood: its name, what it holds as the next form carries it, and its themes."""

    name: str
    packed: str
    themes: tuple[Theme, ...]


@blueprint.get(FILES)
def codebook_files(slug: str, question: str) -> Response:
    """Show where the codebook goes out and comes in."""
    return framing.show(_files(slug, question))


@blueprint.get(f"{FILES}download.<any(csv, qdc):ending>")
def codebook_file(slug: str, question: str, ending: Literal["csv", "qdc"]) -> Response:
    """Send the codebook as a file; an empty one is none that another program would read."""
    with reading() as session:
        finding.at(session, slug, question, covered=False)
        if ending == "qdc" and not codebooks.current(session, slug, question).themes:
            return framing.show(_files(slug, question, [Mistake(1, "no_theme")]), status=422)
        body = exchange_codebook(session, slug, question, ending)
    answer = Response(body, content_type=TYPES[ending])
    answer.headers["Content-Disposition"] = f'attachment; filename="codebook.{ending}"'
    return answer


@blueprint.post(FILES)
def look_into_file(slug: str, question: str) -> AnyResponse:
    """Show what was understood of a file, or every mistake in it; nothing is stored."""
    sent = FileForm().file.data if "file" in request.files else None
    name = str(sent.filename or "")[:LONGEST_NAME] if sent else ""
    body = sent.read(LARGEST + 1) if sent else b""
    try:
        themes = _understood(name, body)
    except Mistakes as wrong:
        return framing.show(_files(slug, question, wrong.mistakes, name), status=422)
    with reading() as session:
        return framing.show(_preview(session, slug, question, _File(name, _packed(body), themes)))


@blueprint.post(f"{FILES}adopt")
def adopt_file(slug: str, question: str) -> AnyResponse:
    """Take in the ticked themes of the file that was looked at."""
    form = AdoptForm()
    name, packed = form.name.data or "", form.file.data or ""
    try:
        themes = _understood(name, _unpacked(packed))
    except Mistakes as wrong:
        return framing.show(_files(slug, question, wrong.mistakes, name), status=422)

    def make(_session: Session, _current: Codebook, sent: Any, by: str) -> Adopt:
        return Adopt(adopted(themes, sent.themes.data or ()), name, by, sent.why.data or "")

    made = taken(slug, question, form, make)
    if isinstance(made, Codebook):
        return redirect(url_for("reviewing.codebook", slug=slug, question=question, decided=made.version), 303)
    with reading() as session:
        page = _preview(session, slug, question, _File(name, packed, themes), refused("adopt", "", form, made))
        return framing.show(page, status=422)


def _understood(name: str, body: bytes) -> tuple[Theme, ...]:
    """The themes of a file that was sent. Raises Mistakes."""
    if not name:
        raise Mistakes([Mistake(1, "no_file")])
    if len(body) > LARGEST:
        raise Mistakes([Mistake(1, "file_is_too_large_here", str(LARGEST // 1024))])
    return themes_from_file(body)


def _files(slug: str, question: str, mistakes: tuple[Mistake, ...] | list[Mistake] = (), name: str = "") -> FilesPage:
    with reading() as session:
        at = finding.at(session, slug, question)
        themes = len(codebooks.current(session, slug, question).themes)
    shown = [MistakeShown(one.line, one.code, one.what) for one in mistakes[:MOST_MISTAKES]]
    return FilesPage(framing.frame(), at, themes, name, shown, max(0, len(mistakes) - MOST_MISTAKES))


def _preview(session: Session, slug: str, question: str, file: _File, refused: Refused | None = None) -> PreviewPage:
    at = finding.at(session, slug, question)
    current = codebooks.current(session, slug, question)
    ticked = refused.written.get("themes") or () if refused else None
    themes = offered(file.themes, current, ticked)
    return PreviewPage(framing.frame(), at, file.name, file.packed, themes, current.version, refused)


def _packed(body: bytes) -> str:
    return b64encode(zlib.compress(body, 9)).decode("ascii")


def _unpacked(packed: str) -> bytes:
    """What was packed, and never much more than may be sent. Raises Mistakes."""
    try:
        return zlib.decompressobj().decompress(b64decode(packed, validate=True), LARGEST + 1)
    except (ValueError, zlib.error):
        raise Mistakes([Mistake(1, "no_file")]) from None
