"""What an operator decides about one installation in production, checked before a word of it is written."""

import re
from dataclasses import dataclass
from ipaddress import ip_address, ip_network
from pathlib import PurePosixPath
from urllib.parse import parse_qs, urlsplit

_HOST = re.compile(r"(?=.{4,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{0,61}[a-z0-9]", re.ASCII)
_PLACE = re.compile(r"/[\w./@+-]*", re.ASCII)
_DATABASE = re.compile(r"postgresql://[^\s\"'\\;%]+", re.ASCII)
_CONTACT = re.compile(r"[\w.+@:/-]*", re.ASCII)
HTTPS, HTTP = 443, 80


class BadSite(ValueError):  # noqa: N818 -- a refusal, named as what happened
    """A decision that cannot be taken; the message says which, and what to do."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """The decisions. Sizes are bytes, times are seconds; places are absolute paths on the machine that will serve.

    `per_network` is how many requests of one network (/24 or /56) may be under way at once; `patience` how long a program
    may take to answer. Raises BadSite for what nginx or systemd would read as something else.
    """

    public_host: str
    staff_host: str
    program: str = "/opt/consultation/bin"
    address: str = ""
    port: int = HTTPS
    plain_port: int = HTTP
    certificate: str = "/etc/consultation/tls/certificate.pem"
    private_key: str = "/etc/consultation/tls/private.pem"
    passphrase: str = ""
    database: str = "postgresql:///consultation?host=/run/postgresql"
    contact: str = ""
    staff_networks: tuple[str, ...] = ()
    web_processes: int = 2
    patience: int = 55
    head_patience: int = 15
    body_patience: int = 30
    per_network: int = 512
    connections: int = 16384
    proxy_processes: str = "auto"
    headers_more: str = "/usr/lib/nginx/modules/ngx_http_headers_more_filter_module.so"
    running: str = "/run/consultation-proxy"
    sockets: str = "/run/consultation"
    pages: str = "/etc/consultation/pages"
    credentials: str = "/run/credentials/consultation-proxy.service"

    def __post_init__(self) -> None:
        for name, host in (("public", self.public_host), ("staff", self.staff_host)):
            if not _HOST.fullmatch(host):
                raise BadSite(f"The {name} host {host!r} is no host name. Write it in small letters, without https://.")
        if self.public_host == self.staff_host:
            raise BadSite("The staff pages need a host name of their own: no public page may share it.")
        for place in (self.program, self.certificate, self.private_key, self.passphrase, self.headers_more):
            if place and not (_PLACE.fullmatch(place) and PurePosixPath(place).is_absolute()):
                raise BadSite(f"{place!r} is no plain path. It must begin with / and have no blanks in it.")
        somewhere = self._database_is_local or urlsplit(self.database).hostname
        if not (_DATABASE.fullmatch(self.database) and somewhere):
            raise BadSite(
                "The database must be PostgreSQL, such as postgresql:///consultation?host=/run/postgresql, "
                "and its address may hold no quotes, blanks or percent signs."
            )
        if not _CONTACT.fullmatch(self.contact):
            raise BadSite(f"{self.contact!r} is no plain e-mail or https address.")
        _checked_networks(self.address, self.staff_networks)

    @property
    def _database_is_local(self) -> bool:
        return parse_qs(urlsplit(self.database).query).get("host", [""])[0].startswith("/")

    @property
    def network_of_programs(self) -> str:
        """What of the network our programs need: none with a database on this machine, else its address alone."""
        if self._database_is_local:
            return "PrivateNetwork=yes\nRestrictAddressFamilies=AF_UNIX\nIPAddressDeny=any"
        return _only(self._database_address)

    @property
    def network_of_the_audit(self) -> str:
        """What of the network the audit needs: the front door, and a database elsewhere."""
        return _only(self.front_door, *([] if self._database_is_local else [self._database_address]))

    @property
    def front_door(self) -> str:
        """The address at which this machine reaches its own nginx."""
        return self.address.strip("[]") or "127.0.0.1"

    @property
    def _database_address(self) -> str:
        host = urlsplit(self.database).hostname or ""
        try:
            return str(ip_address(host))
        except ValueError:
            raise BadSite(
                f"Name the database's machine by its address, not as {host!r}: only that is let through."
            ) from None

    def at(self, host: str) -> str:
        """The host as browsers name it: with the port where it is not the usual one."""
        return host if self.port == HTTPS else f"{host}:{self.port}"

    def listening(self, port: int, options: str = "") -> str:
        """The lines by which nginx listens on a port: on one address, or on all of both kinds."""
        places = [f"{self.address}:{port}"] if self.address else [f"{port}", f"[::]:{port}"]
        return "\n".join(f"listen {place}{' ' if options else ''}{options};" for place in places)


def _only(*addresses: str) -> str:
    return f"RestrictAddressFamilies=AF_UNIX AF_INET AF_INET6\nIPAddressDeny=any\nIPAddressAllow={' '.join(addresses)}"


def _checked_networks(address: str, networks: tuple[str, ...]) -> None:
    try:
        if address:
            ip_address(address.strip("[]"))
        for network in networks:
            ip_network(network)
    except ValueError as bad:
        raise BadSite(f"{bad}. Write an address like 192.0.2.7, and a network like 10.20.0.0/16.") from None
