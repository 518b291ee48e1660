"""The configuration of nginx for a site: it passes on what our programs need, and writes nothing of a visit anywhere."""

from collections.abc import Mapping

from consultation.deployment.filling import filled
from consultation.deployment.site import Site

LARGEST_BODY = 256 * 1024
BODY_BUFFER = LARGEST_BODY + 64 * 1024
"""More than the largest body, so that none is ever put in a file."""
REASONS: Mapping[str, tuple[str, ...]] = {
    "unreadable": ("400", "405", "411", "421", "495", "496", "497", "501", "505"),
    "forbidden": ("403",),
    "not_found": ("404", "414"),
    "too_large": ("413",),
    "too_many": ("429",),
    "unanswered": ("500", "502", "503", "504"),
}
"""What nginx answers by itself, and the words for it in templates/error.html."""
HEADERS_TOO_LARGE = "error_page 494 =431 {page};"
A_YEAR = 31_536_000
NO_PAGES = """return 444;
error_page 400 405 408 411 413 414 494 501 505 @nothing;
location @nothing {
    return 444;
}"""


def configuration(site: Site, headers: Mapping[str, str], parts: str) -> str:
    """nginx.conf; `headers` go with every answer that nginx itself gives, `parts` is the address of its style sheets."""
    protecting = {**headers, "Referrer-Policy": "no-referrer", "Strict-Transport-Security": "$secure_for"}
    protected = _added({**protecting, "Cache-Control": "no-store", "Last-Modified": ""})
    for_ever = _added({**protecting, "Cache-Control": f"public, max-age={A_YEAR}, immutable", "Last-Modified": ""})
    secure = "ssl http2"
    values = {
        **_numbers(site),
        "PROTECTED": protected,
        "MODULES": f"load_module {site.headers_more};" if site.headers_more else "# `Server: nginx` stays.",
        "NAMELESS": "more_clear_headers Server;" if site.headers_more else "# no module that takes `Server` away",
        "LISTEN_OTHERS": site.listening(site.port, f"{secure} default_server backlog=4096"),
        "LISTEN_PLAIN_OTHERS": site.listening(site.plain_port, "default_server"),
        "LISTEN": site.listening(site.port, secure),
        "LISTEN_PLAIN": site.listening(site.plain_port),
        "ERROR_PAGES_PUBLIC": _error_pages("public"),
        "ERROR_PAGES_STAFF": _error_pages("staff"),
        "NO_PAGES": NO_PAGES,
        "STAFF_NETWORKS": _staff_networks(site),
    }
    more = {"PAGES": site.pages, "PARTS": parts, "PROTECTED": protected, "PROTECTED_FOR_EVER": for_ever}
    return filled("nginx.conf", {**values, "OWN_PAGES": filled("own_pages.conf", more)})


def _numbers(site: Site) -> dict[str, str]:
    return {
        "RUNNING": site.running,
        "SOCKETS": site.sockets,
        "CREDENTIALS": site.credentials,
        "PROXY_PROCESSES": site.proxy_processes,
        "CONNECTIONS": str(site.connections),
        "LARGEST_BODY": str(LARGEST_BODY),
        "BODY_BUFFER": str(BODY_BUFFER),
        "PATIENCE": str(site.patience),
        "HEAD_PATIENCE": str(site.head_patience),
        "BODY_PATIENCE": str(site.body_patience),
        "PER_NETWORK": str(site.per_network),
        "PUBLIC_HOST": site.public_host,
        "PUBLIC_AT": site.at(site.public_host),
        "STAFF_HOST": site.staff_host,
        "STAFF_AT": site.at(site.staff_host),
    }


def _added(headers: Mapping[str, str]) -> str:
    return "\n".join(f'add_header {name} "{value}" always;' for name, value in headers.items())


def _error_pages(front: str) -> str:
    there = f"/page-errors/{front}/$page_language"
    lines = [f"error_page {' '.join(codes)} {there}/{reason}.html;" for reason, codes in REASONS.items()]
    return "\n".join([*lines, HEADERS_TOO_LARGE.format(page=f"{there}/unreadable.html")])


def _staff_networks(site: Site) -> str:
    if not site.staff_networks:
        return "# Everybody may reach the sign-in; `--staff-network` lets only some networks in."
    return "\n".join([*(f"allow {network};" for network in site.staff_networks), "deny all;"])
