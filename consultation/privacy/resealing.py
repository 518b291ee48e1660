"""Seals what lies sealed for another key, unread: content and length stay, and the old key opens the new bytes no more."""

from nacl.exceptions import CryptoError
from nacl.public import PrivateKey, PublicKey, SealedBox

from consultation.privacy.sealing import CannotOpen


def reseal(sealed: bytes, private_key: bytes, public_key: bytes) -> bytes:
    """The same content for another key, as long as it was (libsodium sealed box, with an ephemeral sender of its own).

    What was sealed is neither parsed nor checked, so whatever an envelope may hold stays as it was put. Raises CannotOpen.
    """
    try:
        content = SealedBox(PrivateKey(private_key)).decrypt(sealed)
    except (CryptoError, ValueError, TypeError):
        raise CannotOpen("The sealed bytes cannot be opened with this key.") from None
    return bytes(SealedBox(PublicKey(public_key)).encrypt(content))
