"""Finds out whether an address is this installation's front door, before anything marked is sent and anything is signed."""

import ssl
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from pathlib import Path
from typing import TypeAlias
from urllib.parse import urlsplit

PATIENCE = 60.0
Door: TypeAlias = str
"""Scheme and host, such as https://innspill.example.no; also http://127.0.0.1:8000."""
_OK, _ELSEWHERE, _BROKEN = 200, range(300, 400), 500
_SORRY = "Nothing was sent there, and nothing was signed or stored."
_trusted: dict[str, Path] = {}


class NoDoor(Exception):  # noqa: N818 -- a refusal, named as what happened
    """This is no address at which this installation answers; says why and what to do."""


def door(address: str) -> Door:
    """The door at an address: http or https, a host, perhaps a port, nothing more. Raises NoDoor."""
    try:
        there = urlsplit(address.rstrip("/"))
        named = there.hostname if there.port != 0 else None
    except ValueError:
        named = None
    if (
        not named
        or there.scheme not in {"http", "https"}
        or there.path
        or there.query
        or there.fragment
        or "@" in there.netloc
    ):
        why = f"{address!r} is no address of a website: write scheme and host, such as https://innspill.example.no."
        raise NoDoor(why)
    return f"{there.scheme}://{there.netloc}"


def trust(certificates: Path) -> None:
    """From now on believe the certificates in a file (PEM) too, for a site whose own nobody else knows. Raises NoDoor."""
    try:
        ssl.create_default_context(cafile=certificates)
    except OSError as refused:  # ssl.SSLError is one
        raise NoDoor(f"{certificates} holds no certificates that can be read: {refused.strerror or refused}.") from None
    _trusted["all"] = certificates


def connection(address: str, *, patience: float = PATIENCE) -> HTTPConnection:
    """A connection to the host of an address, not opened yet; a certificate is always verified."""
    there = urlsplit(address)
    if there.scheme != "https":
        return HTTPConnection(there.hostname or "", there.port, timeout=patience)
    context = ssl.create_default_context()
    if "all" in _trusted:
        context.load_verify_locations(_trusted["all"])
    return HTTPSConnection(there.hostname or "", there.port, timeout=patience, context=context)


def knock(at: Door) -> None:
    """Somebody opens who serves websites. Sends no mark. Raises NoDoor."""
    status, led = _asked(f"{at}/nb/")
    there, here = urlsplit(led), urlsplit(at)
    if status in _ELSEWHERE and there.netloc and (there.scheme, there.netloc) != (here.scheme, here.netloc):
        raise NoDoor(f"{at} sends its visitors on to {there.scheme}://{there.netloc}. Give that address. {_SORRY}")


def knock_at_own(at: Door, slug: str) -> None:
    """Whoever answers knows the consultation that was opened in our database a moment ago. Sends no mark. Raises NoDoor."""
    status, _ = _asked(f"{at}/nb/{slug}/")
    if status >= _BROKEN:
        raise NoDoor(f"Whoever answers at {at} answers with an error (status {status}). Mend that first. {_SORRY}")
    if status != _OK:
        raise NoDoor(
            f"Whoever answers at {at} does not know what was opened in this installation's database a moment ago "
            f"(status {status}): it is another installation, or not ours at all. {_SORRY}"
        )


def _asked(address: str) -> tuple[int, str]:
    """Status and where one is led to. Raises NoDoor."""
    there = urlsplit(address)
    line = connection(address)
    try:
        line.request("GET", there.path, headers={"Connection": "close"})
        answer = line.getresponse()
        answer.read()
        return answer.status, answer.headers.get("Location") or ""
    except ssl.SSLCertVerificationError as distrusted:
        raise NoDoor(
            f"The certificate of {there.netloc} is not to be trusted: {distrusted.verify_message}. If you made it yourself, "
            f"name it with --certificates FILE. {_SORRY}"
        ) from None
    except (OSError, HTTPException, UnicodeError) as refused:
        told = getattr(refused, "strerror", None) or type(refused).__name__
        raise NoDoor(
            f"Nobody answers as a website at {there.scheme}://{there.netloc}: {told}. Name the door with --address or --port. "
            f"{_SORRY}"
        ) from None
    finally:
        line.close()
