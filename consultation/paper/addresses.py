"""Where the public reaches the consultations: what is typed from paper, and what a square code holds."""

import re
from dataclasses import dataclass

_ORIGIN = re.compile(r"(?P<scheme>https?://)(?P<host>[^\s/:@?#\[\]\\]+)(?P<port>:[0-9]{1,5})?")


class NoPublicAddress(ValueError):  # noqa: N818 -- a refusal, named as what happened
    """What was given is no address that could be printed; the message says why."""


@dataclass(frozen=True, slots=True)
class PublicAddress:
    """Scheme and host, such as ``https://innspill.example.no``; below it stand the consultations.

    Raises:
        NoPublicAddress: there is more to it than scheme, host and port, or less.
    """

    origin: str

    def __post_init__(self) -> None:
        try:
            self._ascii  # noqa: B018 -- it raises where there is none
        except ValueError:
            raise NoPublicAddress(
                f"{self.origin!r} is no public address. Write scheme and host only, such as https://innspill.example.no."
            ) from None

    def page(self, slug: str, language: str) -> str:
        """The page that invites, in one language."""
        return f"{self._ascii}/{language}/{slug}/"

    def short(self, slug: str) -> str:
        """The short address, which chooses the reader's language."""
        return f"{self._ascii}/{slug}"

    def typed(self, slug: str) -> str:
        """The short address as one types it: a browser finds https by itself."""
        return f"{self.origin.removeprefix('https://')}/{slug}"

    @property
    def _ascii(self) -> str:
        """The origin as every telephone's reader understands it, also where the name has Norwegian or Sámi letters."""
        found = _ORIGIN.fullmatch(self.origin)
        if found is None:
            raise ValueError(self.origin)
        return found["scheme"] + found["host"].encode("idna").decode() + (found["port"] or "")
