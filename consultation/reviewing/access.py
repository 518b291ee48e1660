"""Lets signed-in staff in and nobody else: everything below /staff is closed unless it is named here as open."""

import time
from datetime import timedelta
from typing import Any

from flask import Flask, Response, abort, current_app, g, redirect, request, session, url_for
from flask_security import Security, current_user, logout_user
from flask_wtf import CSRFProtect  # type: ignore[import-untyped, unused-ignore]
from werkzeug.wrappers import Response as AnyResponse

from consultation.questionnaire.wording import LANGUAGES
from consultation.reviewing import framing, session_cookie
from consultation.reviewing.accounts import OneTimeCodes, StaffDatastore
from consultation.reviewing.blueprint import blueprint
from consultation.reviewing.pages import SignedOutPage
from consultation.reviewing.sign_in import (
    CodeForm,
    LostPhoneForm,
    SetUpForm,
    SignInForm,
    SignOutForm,
    render,
    security_settings,
)
from consultation.reviewing.sign_in_limit import SignInLimit
from consultation.settings import Settings
from consultation.web import errors

# OWASP ASVS 5.0, 7.3: a session ends when nothing was done for a while, and in any case after a working day.
LONGEST_SESSION = timedelta(hours=8).total_seconds()
LONGEST_PAUSE = timedelta(minutes=30).total_seconds()
NOTED_EVERY = timedelta(minutes=1).total_seconds()
# Asked by a page on its own: not a sign of anybody at the desk.
BY_ITSELF = frozenset({"reviewing.progress"})

# The only endpoints below /staff that answer without a signed-in account.
OPEN = frozenset({
    "reviewing.start",
    "security.login",
    "security.logout",
    "security.two_factor_setup",
    "security.two_factor_token_validation",
})  # fmt: skip
# Fields that hold what somebody thought about: shown again when the session has ended meanwhile.
WRITTEN = (
    "name", "first_name", "second_name", "definition", "first_definition", "second_definition", "why", "note",
    "includes", "excludes", "examples",
    *(f"{part}_{language}" for part in ("said", "doing") for language in LANGUAGES),
)  # fmt: skip
# Posted by people who decide all day: when the database is away, the page that says so holds every field to send again.
KEPT = frozenset({"reviewing.decide"})
# What a reader may post: questions, not decisions.
ASKING = frozenset({"reviewing.comments", "security.logout"})


def register(app: Flask) -> None:
    """Add the staff pages and their sign-in to the application."""
    settings: Settings = app.extensions["consultation.settings"]
    app.session_interface = session_cookie.StaffOnlySessions()
    app.config.update(session_cookie.cookie_settings(secure=not settings.demo))
    app.config.update(security_settings(settings))
    app.before_request(_keep_what_was_posted)  # before anybody asks the database who this is
    csrf = CSRFProtect(app)
    app.extensions["consultation.sign_in_limit"] = SignInLimit(places_differ=not settings.trusted_proxies)
    _sign_in(app)
    _speak_the_paths_language(app, "security")
    _speak_the_paths_language(app, "reviewing")
    app.before_request(lambda: _admit(csrf))
    app.after_request(_tell_refusals_apart)
    _add_pages()
    app.register_blueprint(blueprint)


def _add_pages() -> None:
    """Each of these puts its own addresses on the blueprint."""
    from consultation.reviewing import (  # noqa: F401
        comments,
        consultations,
        outcomes,
        paper,
        reports,
        themes,
        working,
    )
    from consultation.reviewing.book import codebook, deciding, examples, facets, files, ready, versions  # noqa: F401
    from consultation.reviewing.coding import screen, undoing  # noqa: F401
    from consultation.reviewing.double import agreement, blind, overview, settling  # noqa: F401
    from consultation.reviewing.first import campaigns, rules  # noqa: F401
    from consultation.reviewing.first import reading as read_first  # noqa: F401
    from consultation.reviewing.found import alike, dividing, gathering, lists  # noqa: F401
    from consultation.reviewing.shares import showing as shares  # noqa: F401


def _sign_in(app: Flask) -> None:
    security = Security(
        app,
        StaffDatastore(),
        login_form=SignInForm,
        logout_form=SignOutForm,
        two_factor_verify_code_form=CodeForm,
        two_factor_setup_form=SetUpForm,
        two_factor_rescue_form=LostPhoneForm,
        totp_cls=OneTimeCodes,
        render_template=render,
    )
    security.want_json(lambda _request: False)
    security.login_manager.request_loader(lambda _request: None)  # no sign-in by a token in an address or a header
    security.login_manager.session_protection = None
    # Flask-Login would put a hash of address and browser into the cookie.
    security.login_manager._session_identifier_generator = lambda: ""  # noqa: SLF001


def _speak_the_paths_language(app: Flask, front: str) -> None:
    def take(_endpoint: str | None, values: dict[str, Any] | None) -> None:
        g.staff_language = (values or {}).pop("language", None) or "nb"
        if g.staff_language == "se":
            g.page_language = "nb"  # nobody has put the staff pages into Northern Sámi yet

    def give(_endpoint: str, values: dict[str, Any]) -> None:
        values.setdefault("language", g.get("staff_language", "nb"))

    app.url_value_preprocessors[front].append(take)
    app.url_default_functions[front].append(give)


def _keep_what_was_posted() -> None:
    if request.endpoint in KEPT and request.method == "POST":
        errors.keep(errors.Kept(request.path, tuple(request.form.items(multi=True)), request.form.getlist("note")))


def _admit(csrf: CSRFProtect) -> AnyResponse | None:
    if not session_cookie.is_staff_path(request.path):
        return None
    if (request.endpoint or "").startswith("security.") and request.endpoint not in OPEN:
        abort(404)  # Flask-Security's other pages serve nobody here: the second step is set up once, at first sign-in
    if current_user.is_authenticated:
        _end_an_old_session(time.time())
    if request.endpoint not in OPEN and not current_user.is_authenticated:
        return _to_sign_in()
    if request.method not in {"GET", "HEAD", "OPTIONS"}:
        csrf.protect()
        _refuse_decisions_of_readers()
    if current_user.is_authenticated:
        return _leave_sign_in()
    return None


def _end_an_old_session(now: float) -> None:
    began = session.get("fs_paa", 0.0)
    seen = session.get("seen", began)
    if now - began > LONGEST_SESSION or now - seen > LONGEST_PAUSE:
        logout_user()
        session.pop("seen", None)
    elif now - seen > NOTED_EVERY and request.endpoint not in BY_ITSELF:
        session["seen"] = int(now)


def _to_sign_in() -> AnyResponse:
    language = request.path.removeprefix(session_cookie.STAFF_PATH).strip("/").partition("/")[0]
    g.staff_language = language if language in LANGUAGES else "nb"
    back = request.full_path.rstrip("?") if request.method == "GET" and request.endpoint else None
    place = url_for("security.login", next=back)
    written = [text for name in WRITTEN for text in request.form.getlist(name) if text.strip()]
    if written:
        return framing.show(SignedOutPage(framing.frame(), written), status=403)
    return redirect(place)


def _refuse_decisions_of_readers() -> None:
    signed_in = current_user.is_authenticated
    if signed_in and request.endpoint not in ASKING and not current_user.has_role("reviewer"):
        abort(403)


def _leave_sign_in() -> AnyResponse | None:
    if request.endpoint in {"security.two_factor_setup", "security.two_factor_token_validation"}:
        return redirect(url_for("reviewing.consultations"))
    if request.endpoint == "security.logout" and request.method == "POST":
        current_app.extensions["security"].datastore.sign_out_everywhere(current_user)
    return None


def _tell_refusals_apart(response: Response) -> Response:
    """Flask-Security answers a refused form with 200; a refusal here is 422, or 429 when it came too fast."""
    refused = request.endpoint in OPEN and request.method == "POST" and response.status_code == 200  # noqa: PLR2004
    if refused and g.get("sign_in_refused"):
        response.status_code = 429 if g.sign_in_refused == "too_many" else 422
    return response
