"""deployment: writes what systemd, nginx and PostgreSQL need to run an installation that keeps its promise."""

import gzip
import hashlib
import importlib
import re
import secrets
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click

from consultation.cli.instance import Refused
from consultation.deployment.proxy import REASONS
from consultation.deployment.site import BadSite, Site
from consultation.deployment.writing import everything

_LINKED = re.compile(r'(?:href|src)="/static/[0-9a-f]+/([^"]+)"')
_DRAWN = re.compile(rb"url\(([\w./-]+)\)")
NOT_EMPTY = "{} holds something else already. Name a directory that is new, empty, or written by this command."
MARK = "INSTALL"


@click.command("deployment")
@click.argument("directory", type=click.Path(path_type=Path, file_okay=False))
@click.option("--public-host", required=True, help="The host of the respondents' pages. Choose a neutral name.")
@click.option("--staff-host", required=True, help="The host of the staff's pages: another one.")
@click.option(
    "--staff-network", "staff_networks", multiple=True, help="Lets only this network reach the staff's pages."
)
@click.option(
    "--program", default="/opt/consultation/bin", show_default=True, help="Where python and consultation lie."
)
@click.option("--database", default="postgresql:///consultation?host=/run/postgresql", show_default=True)
@click.option("--certificate", default="/etc/consultation/tls/certificate.pem", show_default=True)
@click.option("--private-key", default="/etc/consultation/tls/private.pem", show_default=True)
@click.option("--passphrase", default="", help="The file with the passphrase of the ballot boxes' private keys.")
@click.option("--contact", default="", help="Where people tell what does not work for them.")
@click.option("--address", default="", help="Listen on this address alone; without it, on all of IPv4 and IPv6.")
@click.option("--port", type=click.IntRange(1, 65535), default=443, show_default=True)
@click.option("--plain-port", type=click.IntRange(1, 65535), default=80, show_default=True)
@click.option("--web-processes", type=click.IntRange(1, 64), default=2, show_default=True, help="Of each front.")
@click.option("--patience", type=click.IntRange(1, 600), default=55, show_default=True, help="Seconds for an answer.")
@click.option("--per-network", type=click.IntRange(8, 10_000), default=512, show_default=True, help="Requests at once.")
@click.option("--keep-server-name", is_flag=True, help="Do without nginx's headers-more module: `Server: nginx` stays.")
def deployment_command(directory: Path, *, keep_server_name: bool, **decided: Any) -> None:
    """Write units for systemd, nginx's configuration and PostgreSQL's settings, and how to install them, into DIRECTORY."""
    try:
        site = Site(**({**decided, "headers_more": ""} if keep_server_name else decided))
    except BadSite as bad:
        raise Refused(str(bad)) from None
    if directory.exists() and any(directory.iterdir()) and not (directory / MARK).is_file():
        raise Refused(NOT_EMPTY.format(directory))
    shutil.rmtree(directory / "etc", ignore_errors=True)
    for place, content in contents(site).items():
        file = directory / place
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content)
    click.echo(f"Written. Read {directory / MARK}: it says what to do with it, in order.")


def contents(site: Site) -> dict[str, bytes]:
    """All files for a site, by their places."""
    from consultation.web import security_headers

    pages, parts = what_nginx_says()
    return everything(site, web=web_server(site), headers=security_headers.ALWAYS, pages=pages, parts=parts)


def web_server(site: Site) -> list[str]:
    """The command of a web server that takes its socket from systemd: `consultation serve` without its own address."""
    from consultation.cli.serving import web_server as serving

    _, *words = serving("127.0.0.1", 1, site.web_processes)
    bind = words.index("--bind")
    return [f"{site.program}/python", *words[:bind], *words[bind + 2 :]]


def what_nginx_says() -> tuple[dict[str, bytes], str]:
    """The pages that nginx shows by itself, for each front, language and reason, with what they load; and from where.

    They are made by the application's own template, so that nobody sees a difference, also not in where to call for help.
    """
    rendered = dict(_rendered())
    files = dict(_parts({name for page in rendered.values() for name in _LINKED.findall(page)}))
    digest = hashlib.sha256(b"".join(name.encode() + content for name, content in sorted(files.items())))
    parts = f"/page-parts/{digest.hexdigest()[:12]}/"
    pages = {
        f"errors/{name}": re.sub(r'"/static/[0-9a-f]+/', f'"{parts}', page).encode() for name, page in rendered.items()
    }
    packed = {f"parts/{name}.gz": gzip.compress(content, mtime=0) for name, content in files.items()}
    return pages | packed | {f"parts/{name}": content for name, content in files.items()}, parts


def _rendered() -> Iterator[tuple[str, str]]:
    from consultation.settings import Settings
    from consultation.web import errors, languages, pages

    with tempfile.TemporaryDirectory() as there:
        settings = Settings(Path(there), f"sqlite:///{there}/unused.sqlite", secrets.token_bytes(32))
        app = importlib.import_module("consultation.app").create_app(settings)
        for language in languages.NAMES:
            for front, home in (("public", f"/{language}/"), ("staff", f"{errors.STAFF}{language}/")):
                with app.test_request_context(home):
                    for reason in REASONS:
                        page = errors.ErrorPage(reason, home, signposted=front == "public")
                        yield f"{front}/{language}/{reason}.html", pages.text_of(page)


def _parts(linked: set[str]) -> Iterator[tuple[str, bytes]]:
    """The files that pages link to, and the pictures that those draw."""
    from consultation.web import pages

    root = pages.folder("static")
    for name in sorted(linked):
        content = (root / name).read_bytes()
        yield name, content
        for drawn in sorted({found.decode() for found in _DRAWN.findall(content)}):
            picture = (Path(name).parent / drawn).as_posix()
            yield picture, (root / picture).read_bytes()
