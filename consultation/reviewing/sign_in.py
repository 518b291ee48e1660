"""Flask-Security as we let it work: password and one-time code, our words and pages, and nothing kept of who signed in when."""

from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any

from flask import current_app, g, request
from flask_security import LoginForm
from flask_security.forms import LogoutForm, TwoFactorRescueForm, TwoFactorSetupForm, TwoFactorVerifyCodeForm
from flask_security.utils import validate_redirect_url
from markupsafe import Markup
from wtforms import StringField

from consultation.reviewing import framing, pages
from consultation.reviewing.blueprint import PREFIX
from consultation.reviewing.sign_in_limit import SignInLimit
from consultation.settings import Settings
from consultation.usecases import create_staff_account
from consultation.web import languages

_: Callable[[str], str] = (
    str  # marks a text for translation; Flask-Security looks it up in our catalogue when it shows it
)

SECOND_STEP = "/second-step"
REFUSED = _("E-mail or password is wrong. Check both, and try again.")
TOO_MANY = _("Too many attempts. Wait five minutes, then try again.")
WRONG_CODE = _("The code is wrong or has been used. Wait for the next one, and try again.")


class SignInForm(LoginForm):
    """E-mail and password; the answer never tells whether there is such an account."""

    email: StringField = StringField()  # type: ignore[assignment]
    remember: None = None  # type: ignore[assignment]

    def validate(self, **kwargs: Any) -> bool:
        """Check the password unless there were too many attempts just now."""
        limit: SignInLimit = current_app.extensions["consultation.sign_in_limit"]
        place, account = request.remote_addr or "", self.email.data or ""
        if not limit.allows(place, account):
            g.sign_in_refused = "too_many"
            return False
        if not validate_redirect_url(self.next.data or ""):
            self.next.data = ""  # a crooked link is no wrong password
        if super().validate(**kwargs):
            limit.succeeded(place, account)
            return True
        limit.failed(place, account)
        g.sign_in_refused = "wrong"
        return False


class CodeForm(TwoFactorVerifyCodeForm):
    """The six digits; guessing them is slowed down as guessing passwords is."""

    def validate(self, **kwargs: Any) -> bool:
        """Check the code unless there were too many attempts just now."""
        limit: SignInLimit = current_app.extensions["consultation.sign_in_limit"]
        place, account = request.remote_addr or "", f"code {self.user.email if self.user else ''}"
        if not limit.allows(place, account):
            g.sign_in_refused = "too_many"
            return False
        self.code.data = "".join((self.code.data or "").split())
        if super().validate(**kwargs):
            limit.succeeded(place, account)
            return True
        limit.failed(place, account)
        g.sign_in_refused = "wrong"
        return False


class SetUpForm(TwoFactorSetupForm):
    """There is one method, an authenticator app, so there is nothing to choose."""

    setup: StringField = StringField()  # type: ignore[assignment]


class LostPhoneForm(TwoFactorRescueForm):
    """Never shown: who has lost the phone asks the operator."""

    help_setup: StringField = StringField()  # type: ignore[assignment]


class SignOutForm(LogoutForm):
    """Nothing but the token against foreign forms."""


def security_settings(settings: Settings) -> dict[str, Any]:
    """Return Flask's and Flask-Security's settings: what is not named here is switched off or never reached."""
    key = settings.secret("totp secrets").hex()
    return {
        "WTF_CSRF_CHECK_DEFAULT": False,  # `access` checks every post below /staff itself; public forms have no session
        "WTF_CSRF_TIME_LIMIT": None,  # as long as the session, so that nobody loses what they wrote
        "SECURITY_URL_PREFIX": PREFIX,
        "SECURITY_STATIC_FOLDER": None,
        "SECURITY_LOGIN_URL": "/sign-in",
        "SECURITY_LOGOUT_URL": "/sign-out",
        "SECURITY_TWO_FACTOR_SETUP_URL": f"{SECOND_STEP}/set-up",
        "SECURITY_TWO_FACTOR_TOKEN_VALIDATION_URL": SECOND_STEP,
        "SECURITY_POST_LOGIN_VIEW": "reviewing.consultations",
        "SECURITY_POST_LOGOUT_VIEW": "security.login",
        "SECURITY_LOGIN_USER_TEMPLATE": "reviewing/sign_in.html",
        "SECURITY_TWO_FACTOR_SETUP_TEMPLATE": "reviewing/set_up_second_step.html",
        "SECURITY_TWO_FACTOR_VERIFY_CODE_TEMPLATE": "reviewing/second_step.html",
        "SECURITY_PASSWORD_SCHEMES": ["argon2"],
        "SECURITY_PASSWORD_SINGLE_HASH": ["argon2"],
        "SECURITY_PASSWORD_HASH_PASSLIB_OPTIONS": {
            "argon2__time_cost": create_staff_account.PASSES,
            "argon2__memory_cost": create_staff_account.MEMORY // 1024,
            "argon2__parallelism": 1,
        },
        "SECURITY_RETURN_GENERIC_RESPONSES": True,
        "SECURITY_FLASH_MESSAGES": False,
        "SECURITY_FRESHNESS": timedelta(minutes=-1),
        "SECURITY_TRACKABLE": False,
        "SECURITY_TWO_FACTOR": True,
        "SECURITY_TWO_FACTOR_REQUIRED": not settings.demo,
        "SECURITY_TWO_FACTOR_ENABLED_METHODS": ["authenticator"],
        "SECURITY_TWO_FACTOR_RESCUE_EMAIL": False,
        "SECURITY_TWO_FACTOR_AUTHENTICATOR_VALIDITY": 30,
        "SECURITY_TOTP_SECRETS": {"1": key},
        "SECURITY_TOTP_ISSUER": "Consultation",
        "SECURITY_I18N_DOMAIN": "reviewing",
        "SECURITY_I18N_DIRNAME": [str(languages.CATALOGUES)],
        "SECURITY_MSG_GENERIC_AUTHN_FAILED": (REFUSED, "error"),
        "SECURITY_MSG_TWO_FACTOR_INVALID_TOKEN": (WRONG_CODE, "error"),
    }


def render(template: str, **context: Any) -> str:
    """Make one of Flask-Security's pages in our look."""
    refused = g.get("sign_in_refused")
    match template:
        case "reviewing/sign_in.html":
            return framing.text(
                pages.SignInPage(framing.frame(), context["login_user_form"], _refusal(refused, REFUSED))
            )
        case "reviewing/second_step.html":
            form = context["two_factor_verify_code_form"]
            return framing.text(pages.SecondStepPage(framing.frame(), form, _refusal(refused, WRONG_CODE)))
        case "reviewing/set_up_second_step.html":
            return framing.text(_set_up(context))
    raise LookupError(template)


def _set_up(context: Mapping[str, Any]) -> pages.SetUpSecondStepPage:
    return pages.SetUpSecondStepPage(
        framing.frame(),
        Markup(context["authr_qrcode"]) if "authr_qrcode" in context else None,  # noqa: S704 -- drawn by us  # nosec B704
        context.get("authr_key"),
    )


def _refusal(refused: str | None, wrong: str) -> str | None:
    return TOO_MANY if refused == "too_many" else wrong if refused else None
