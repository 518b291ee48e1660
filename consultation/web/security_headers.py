"""Every response, also a refusal, tells the browser to trust nothing but this site and to keep nothing."""

from collections.abc import Sequence

from flask import Flask, Response, g, request

CONTENT_SECURITY_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types 'none'"
)
NOTHING_OF_THE_DEVICE = ", ".join(
    f"{feature}=()"
    for feature in (
        "accelerometer", "autoplay", "camera", "display-capture", "encrypted-media", "fullscreen", "geolocation",
        "gyroscope", "magnetometer", "microphone", "midi", "payment", "picture-in-picture", "publickey-credentials-get",
        "screen-wake-lock", "usb", "xr-spatial-tracking",
    )
)  # fmt: skip
ALWAYS = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": NOTHING_OF_THE_DEVICE,
}
HSTS, A_YEAR = "Strict-Transport-Security", "max-age=31536000"
_OF_A_FILE = frozenset({"ETag", "Last-Modified"})


def register(app: Flask) -> None:
    """Put the headers on every response of the application."""

    @app.after_request
    def protect(response: Response) -> Response:
        response.headers.extend(ALWAYS)  # nobody else sets them; setting would search all headers for each
        if request.is_secure:
            response.headers[HSTS] = A_YEAR
        response.headers["Referrer-Policy"] = "same-origin" if g.get("has_form") else "no-referrer"
        response.headers["Cache-Control"] = "no-store"  # a library says `no-store=True`, which no cache understands
        return response


def of_static(headers: Sequence[tuple[str, str]], *, secure: bool) -> list[tuple[str, str]]:
    """The headers of a static file, or of the refusal of one, which WhiteNoise serves outside the application.

    It goes without the file's own time and mark: they would tell when this machine was set up.
    """
    kept = [(name, value) for name, value in headers if name not in _OF_A_FILE]
    if all(name != "Cache-Control" for name, _ in kept):
        kept.append(("Cache-Control", "no-store"))
    return [*kept, *ALWAYS.items(), ("Referrer-Policy", "no-referrer"), *([(HSTS, A_YEAR)] if secure else [])]


def page_has_form() -> None:
    """Say that this page posts: under `no-referrer` its browser would send `Origin: null`, as an attacker's page does."""
    g.has_form = True
