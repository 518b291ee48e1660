"""The staff session lives in a cookie that no public page reads, sets or is ever sent."""

from typing import Any

from flask import Flask, Request, Response
from flask.sessions import SecureCookieSession, SecureCookieSessionInterface, SessionMixin

STAFF_PATH = "/staff"


def is_staff_path(path: str) -> bool:
    """Say whether a path belongs to the staff pages."""
    return path == STAFF_PATH or path.startswith(STAFF_PATH + "/")


class StaffOnlySessions(SecureCookieSessionInterface):
    """Flask's signed session below /staff; anywhere else an empty one that is thrown away.

    Whatever an extension does to the session while a public page is made, nothing of it leaves the process.
    """

    def open_session(self, app: Flask, request: Request) -> SecureCookieSession | None:
        """Read the session of a staff page; a public page gets an empty one."""
        if is_staff_path(request.path):
            return super().open_session(app, request)
        return SecureCookieSession()

    def save_session(self, app: Flask, session: SessionMixin, response: Response) -> None:
        """Write the session of a staff page; a public page's response is left as it is."""
        from flask import request

        if is_staff_path(request.path):
            super().save_session(app, session, response)

    def get_cookie_path(self, app: Flask) -> str:  # noqa: ARG002 -- Flask's own contract
        """Return the only path that the cookie is sent to."""
        return STAFF_PATH


def cookie_settings(*, secure: bool) -> dict[str, Any]:
    """Return Flask's settings for the staff cookie: not for scripts, not for other sites, gone with the browser."""
    return {
        "SESSION_COOKIE_NAME": "__Secure-staff" if secure else "staff",
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "SESSION_COOKIE_SECURE": secure,
        "SESSION_REFRESH_EACH_REQUEST": False,
    }
