"""A page is a dataclass and the template it names; this turns one into bytes, with nothing else in the template's reach."""

import hashlib
import os
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any, ClassVar, Protocol

from flask import Flask, Response, current_app, request
from jinja2 import StrictUndefined
from whitenoise import WhiteNoise
from whitenoise.responders import StaticFile

from consultation.web import filters, languages, security_headers, sizes
from consultation.web.assembled import Assembled, Own

PACKAGE = Path(__file__).resolve().parent.parent
STATIC = "/static"
ANSWER = "Answer"
_IN_PART = frozenset({"HTTP_RANGE", "HTTP_IF_RANGE", "HTTP_IF_NONE_MATCH", "HTTP_IF_MODIFIED_SINCE"})


class _StaticFiles(WhiteNoise):
    """Passes over a compressed copy that is older than its file: whoever edits a style sheet sees it at once."""

    def get_static_file(self, path: str, url: str, stat_cache: dict[str, os.stat_result] | None = None) -> StaticFile:
        known, packed = stat_cache or {}, f"{path}.gz"
        if packed in known and known[packed].st_mtime < known[path].st_mtime:
            known = {path: known[path]}
        return super().get_static_file(path, url, stat_cache=known or None)  # type: ignore[no-any-return, no-untyped-call]

    @staticmethod
    def serve(static_file: StaticFile, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        """The whole file or a refusal, never a part and never "not modified": its address changes with it."""
        whole = {name: value for name, value in environ.items() if name not in _IN_PART}

        def protected(status: str, headers: list[tuple[str, str]], *more: Any) -> object:
            secure = environ["wsgi.url_scheme"] == "https"
            return start_response(status, security_headers.of_static(headers, secure=secure), *more)

        return WhiteNoise.serve(static_file, whole, protected)  # type: ignore[no-any-return, no-untyped-call]


class Page(Protocol):
    """What a template is given: one value, whose fields are all it may use."""

    template: ClassVar[str]


def folder(name: str) -> Path:
    """The folder of templates or static files: beside the package in a checkout, inside it in a wheel."""
    beside = PACKAGE.parent / name
    return beside if (beside.parent / "vendor_hook.py").is_file() else PACKAGE / name


def register(app: Flask) -> None:
    """Set up templates and static files: a missing name is an error, and an address of a file changes with the files."""
    root = folder("static")
    prefix = f"{STATIC}/{_fingerprint(root)}/"
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.jinja_env.globals.pop("config", None)
    app.jinja_env.globals["static_url"] = prefix.__add__
    app.jinja_env.globals["language_names"] = languages.NAMES
    app.jinja_env.filters["markdown"] = filters.markdown
    app.jinja_env.filters["long_date"] = filters.long_date
    app.wsgi_app = _StaticFiles(  # type: ignore[method-assign]
        app.wsgi_app,
        root=str(root),
        prefix=prefix,
        max_age=WhiteNoise.FOREVER,
        allow_all_origins=False,
        immutable_file_test=lambda _path, _url: True,
    )


def render(page: Page, *, status: int = 200, headers: Mapping[str, str] | None = None) -> Response:
    """The page in the language of this request's address."""
    return as_response(text_of(page), status=status, headers=headers)


def text_of(page: Page) -> str:
    """The page as HTML; raises jinja2.UndefinedError where template and dataclass disagree."""
    template = current_app.jinja_env.get_template(page.template)
    return template.render(page=page, page_language=languages.current())


def as_response(
    text: str | bytes | Assembled, *, status: int = 200, headers: Mapping[str, str] | None = None
) -> Response:
    """HTML that was rendered before, as a response; a page in parts goes packed to a browser that unpacks it.

    It has one of few lengths (web/sizes.py), as have the words behind the status of what answers a form: who watches the
    network must not tell from them whether it was taken.
    """
    sent = dict(headers or {})
    answers = request.method == "POST"
    smallest = sizes.SMALLEST_ANSWER if answers else sizes.SMALLEST
    packed = isinstance(text, Assembled) and request.accept_encodings.quality("gzip") > 0
    if not isinstance(text, Assembled):
        text = Assembled([Own(text.encode() if isinstance(text, str) else text)])
    page = text.of_a_size(packed=packed, smallest=smallest)
    if packed:  # no Vary: nobody may keep a page of ours anyway
        sent["Content-Encoding"] = "gzip"
    said = f"{status} {ANSWER}" if answers else status
    return Response(page.packed if packed else page.plain, status=said, headers=sent, mimetype="text/html")


def _fingerprint(root: Path) -> str:
    """Twelve digits that change when any static file does."""
    digest = hashlib.sha256()
    for path in sorted(root.rglob("*")):
        if path.is_file() and path.suffix != ".gz":
            digest.update(path.relative_to(root).as_posix().encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()[:12]
