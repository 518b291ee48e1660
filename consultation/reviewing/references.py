"""Lets a form name a comment without its key: a sealed reference that differs on every page and fits one account only."""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from hashlib import blake2b

from nacl.exceptions import CryptoError
from nacl.secret import SecretBox

_CONTEXT = 16


class UnknownReference(LookupError):  # noqa: N818 -- a refusal, named as what happened
    """The reference was not made here, or for another account or question."""


class References:
    """Seals and opens references for one account and one question; two for the same comment have nothing in common."""

    def __init__(self, secret: bytes, *about: str) -> None:
        self._box = SecretBox(blake2b(secret, person=b"references", digest_size=SecretBox.KEY_SIZE).digest())
        self._about = blake2b("\0".join(about).encode(), digest_size=_CONTEXT).digest()

    def to(self, comment: bytes) -> str:
        """Return a new reference to a comment."""
        return urlsafe_b64encode(self._box.encrypt(self._about + comment)).decode("ascii").rstrip("=")

    def comment(self, reference: str) -> bytes:
        """Return the comment that a reference names. Raises UnknownReference."""
        try:
            sealed = urlsafe_b64decode(reference.encode("ascii") + b"=" * (-len(reference) % 4))
            opened = self._box.decrypt(sealed)
        except (ValueError, CryptoError, UnicodeEncodeError):
            raise UnknownReference from None
        if opened[:_CONTEXT] != self._about:
            raise UnknownReference
        return opened[_CONTEXT:]
