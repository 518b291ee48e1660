"""What an operator may decide, read once; nothing here can turn metadata on, because no such setting exists."""

import hashlib
import os
import re
import resource
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal, Self, cast

from consultation.settings.whole_files import whole

Front = Literal["both", "public", "staff"]
Purpose = Literal[
    "sessions", "form age", "proofs of work", "totp secrets", "references", "disorder", "imports", "demo account"
]
"""What a secret is for; at most 16 bytes each, and none ever comes to mean something else."""

PREFIX = "CONSULTATION_"
SMALLEST_BATCH = 10
_KNOWN = frozenset(
    {
        "INSTANCE",
        "DATABASE_URL",
        "DEMO",
        "BATCH_MINIMUM",
        "FRONT",
        "MIXING_SECONDS",
        "TRUSTED_PROXIES",
        "PUBLIC_ADDRESS",
        "STAFF_ADDRESS",
        "KEY_PASSPHRASE_FILE",
        "CONTACT",
    }
)
_CONTACT = re.compile(r"https://[^\s<>\"]+|[\w.+-]+@[\w-]+(\.[\w-]+)+", re.ASCII)
_FRONTS = ("both", "public", "staff")
_ORIGIN = re.compile(r"https?://[^\s/:@?#\[\]\\]+(:[0-9]{1,5})?")
_YES, _NO = frozenset({"1", "true", "yes"}), frozenset({"", "0", "false", "no"})
# Programs around us that would write down who came and when, or what an answer said.
_WATCHERS = ("FLASK_DEBUG", "SENTRY_DSN", "NEW_RELIC_LICENSE_KEY", "DD_TRACE_ENABLED", "ELASTIC_APM_SERVER_URL")


class BadSetting(ValueError):  # noqa: N818 -- a refusal, named as what happened
    """A setting that cannot be taken; the message names the variable and says what to do."""


@dataclass(frozen=True, slots=True)
class Settings:
    """The operator's decisions; everything below the entry points gets what it needs from here as arguments."""

    instance: Path
    database_url: str = field(repr=False)
    secret_key: bytes = field(repr=False)
    demo: bool = False
    batch_minimum: int = SMALLEST_BATCH
    front: Front = "both"
    mixing_seconds: float | None = None  # between two looks into the ballot boxes; None leaves it to the worker
    contact: str = ""  # an e-mail or https address where people tell what does not work for them
    trusted_proxies: int = 0  # in front of us, whose word for scheme and host is taken
    public_address: str = ""  # scheme and host of the respondents' pages, as printed on forms and posters
    staff_address: str = ""  # scheme and host of the staff pages, another than the respondents'
    key_passphrase_file: Path | None = None  # holds what the private keys are wrapped by, where they are

    def __post_init__(self) -> None:
        if self.batch_minimum < SMALLEST_BATCH:
            raise BadSetting(
                f"{PREFIX}BATCH_MINIMUM is {self.batch_minimum}. A ballot box with fewer than {SMALLEST_BATCH} "
                f"responses hides nobody: leave it out, or set {SMALLEST_BATCH} or more."
            )
        if self.staff_address and host_of(self.staff_address) == host_of(self.public_address):
            raise BadSetting(
                f"{PREFIX}STAFF_ADDRESS and {PREFIX}PUBLIC_ADDRESS name the same host. The staff pages need one of their "
                "own: a page of one host can do nothing with those of another."
            )

    @classmethod
    def read(cls, environ: Mapping[str, str] = os.environ) -> Self:
        """The settings of this environment; creates the instance directory (0700) and its secret.key (0600).

        From here on the memory of this program, with answers and keys in it, is not written to disk when it crashes.
        Raises BadSetting for an unknown or impossible setting, and where a watching program is switched on.
        """
        _refuse_strangers(environ)
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        instance = Path(environ.get(f"{PREFIX}INSTANCE", "instance")).absolute()
        _make_private(instance)
        return cls(
            instance=instance,
            database_url=_database_url(environ.get(f"{PREFIX}DATABASE_URL", ""), instance),
            secret_key=_secret_key(instance / "secret.key"),
            demo=_yes_or_no(environ, f"{PREFIX}DEMO"),
            batch_minimum=int(_number(environ, f"{PREFIX}BATCH_MINIMUM", whole=True) or SMALLEST_BATCH),
            front=_front(environ.get(f"{PREFIX}FRONT", "both")),
            mixing_seconds=_number(environ, f"{PREFIX}MIXING_SECONDS"),
            contact=_contact(environ.get(f"{PREFIX}CONTACT", "")),
            trusted_proxies=int(_number(environ, f"{PREFIX}TRUSTED_PROXIES", whole=True) or 0),
            public_address=_address(environ, f"{PREFIX}PUBLIC_ADDRESS", "https://innspill.example.no"),
            staff_address=_address(environ, f"{PREFIX}STAFF_ADDRESS", "https://stab.example.no"),
            key_passphrase_file=_path(environ.get(f"{PREFIX}KEY_PASSPHRASE_FILE", "")) or _credential(environ),
        )

    def secret(self, purpose: Purpose, *, size: int = 32) -> bytes:
        """So many bytes of secret for one purpose; whoever learns it knows nothing of another purpose's."""
        return derived(self.secret_key, purpose, size=size)

    @property
    def keys(self) -> Path:
        """Where the ballot boxes' private keys lie, in a directory for each consultation."""
        return self.instance / "keys"

    @property
    def deliveries(self) -> Path:
        """The file by which jobs are delivered to workers."""
        return self.instance / "jobs.sqlite"


def derived(secret_key: bytes, purpose: Purpose, *, size: int = 32) -> bytes:
    """The secret for one purpose: BLAKE2b of the key with the purpose as its personalisation (RFC 7693; BLAKE2, 2.8).

    The key has 32 bytes or more from the machine's own source, so that it needs no stretching, and no output, nor any
    number of them, leads to the key or to another purpose's output.
    """
    return hashlib.blake2b(secret_key, digest_size=size, person=purpose.encode()).digest()


def host_of(address: str) -> str:
    """The host of an address as browsers send it: in small letters, with its port unless that is the scheme's own."""
    scheme, _, host = address.lower().partition("://")
    return host.removesuffix({"http": ":80", "https": ":443"}.get(scheme, ""))


def _refuse_strangers(environ: Mapping[str, str]) -> None:
    unknown = sorted(name for name in environ if name.startswith(PREFIX) and name.removeprefix(PREFIX) not in _KNOWN)
    if unknown:
        known = ", ".join(sorted(PREFIX + name for name in _KNOWN))
        raise BadSetting(f"There is no setting {', '.join(unknown)}. The settings are: {known}.")
    watching = [name for name in _WATCHERS if environ.get(name, "").lower() not in _NO]
    if "access" in environ.get("GUNICORN_CMD_ARGS", ""):
        watching.append("GUNICORN_CMD_ARGS (access log)")
    if watching:
        raise BadSetting(f"{', '.join(watching)} would record who answers and when. Unset it, then start again.")


def _make_private(directory: Path) -> None:
    directory.mkdir(mode=0o700, parents=True, exist_ok=True)
    mode = directory.stat().st_mode & 0o777
    if mode & 0o007:
        directory.chmod(mode & 0o770)


def _secret_key(path: Path) -> bytes:
    """The key in the file; the first process to come writes it, whole or not at all."""
    if not path.exists():
        with whole(path, over=False) as file:
            file.write(secrets.token_bytes(32))
    key = path.read_bytes()
    if len(key) < 32:  # noqa: PLR2004 -- bytes of secret
        raise BadSetting(f"{path} holds fewer than 32 bytes. Remove it: a new one is made, and staff sign in again.")
    return key


def _database_url(given: str, instance: Path) -> str:
    if not given:
        return f"sqlite:///{instance / 'consultation.sqlite'}"
    scheme, _, rest = given.partition("://")
    if scheme in {"postgresql", "postgres", "postgresql+psycopg"}:
        return f"postgresql+psycopg://{rest}"
    if scheme == "sqlite":
        return given
    raise BadSetting(f"{PREFIX}DATABASE_URL begins with {scheme!r}. It may begin with postgresql:// or sqlite:///.")


def _yes_or_no(environ: Mapping[str, str], name: str) -> bool:
    value = environ.get(name, "").lower()
    if value not in _YES | _NO:
        raise BadSetting(f"{name} is {value!r}. It may be 1 or 0.")
    return value in _YES


def _number(environ: Mapping[str, str], name: str, *, whole: bool = False) -> float | None:
    """The number in a variable, None where it is not set; never negative, never endless."""
    value = environ.get(name, "")
    if not value:
        return None
    try:
        number = float(int(value)) if whole else float(value)
    except ValueError:
        number = -1.0
    if not 0 <= number < float("inf"):
        raise BadSetting(f"{name} is {value!r}. It must be a {'whole ' if whole else ''}number, not negative.")
    return number


def _contact(value: str) -> str:
    if value and not _CONTACT.fullmatch(value):
        raise BadSetting(
            f"{PREFIX}CONTACT is {value!r}. It may be an e-mail address, or an address with https:// in front."
        )
    return value


def _front(value: str) -> Front:
    if value not in _FRONTS:
        raise BadSetting(f"{PREFIX}FRONT is {value!r}. It may be {', '.join(_FRONTS)}.")
    return cast("Front", value)


def _address(environ: Mapping[str, str], name: str, such_as: str) -> str:
    given = environ.get(name, "")
    address = given.strip().rstrip("/")
    if address and not _ORIGIN.fullmatch(address):
        raise BadSetting(f"{name} is {given!r}. Write scheme and host only, such as {such_as}.")
    return address


def _credential(environ: Mapping[str, str]) -> Path | None:
    """Where systemd has put the passphrase (LoadCredential=consultation-passphrase), if it was asked to."""
    credential = Path(environ.get("CREDENTIALS_DIRECTORY", "/nonexistent")) / "consultation-passphrase"
    return credential if credential.is_file() else None


def _path(given: str) -> Path | None:
    return Path(given).absolute() if given else None
