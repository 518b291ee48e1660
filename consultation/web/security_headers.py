"""Every response, also a refusal, tells the browser to trust nothing but this site and to keep nothing."""

from wsgiref.headers import Headers

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
A_YEAR = "max-age=31536000"


def register(app: Flask) -> None:
    """Put the headers on every response of the application."""

    @app.after_request
    def protect(response: Response) -> Response:
        response.headers.extend(ALWAYS)  # nobody else sets them; setting would search all headers for each
        if request.is_secure:
            response.headers["Strict-Transport-Security"] = A_YEAR
        response.headers["Referrer-Policy"] = "same-origin" if g.get("has_form") else "no-referrer"
        response.headers.setdefault("Cache-Control", "no-store")
        return response


def on_static(headers: Headers, *_file: object) -> None:
    """Put on a static file what WhiteNoise does not: it is served outside the application."""
    for name, value in (*ALWAYS.items(), ("Referrer-Policy", "no-referrer")):
        headers[name] = value


def page_has_form() -> None:
    """Say that this page posts: under `no-referrer` its browser would send `Origin: null`, as an attacker's page does."""
    g.has_form = True
