"""Slow names that were made so far, kept so that only the box's own private key reads them: who holds that can make them anyway.

What is kept is which secret leads to which name, and each secret lies in an envelope that the same key opens. So it tells
nobody more than the box does, and as little as the box when the key has been destroyed.
"""

from collections.abc import Mapping
from hashlib import blake2b

from nacl.exceptions import CryptoError
from nacl.secret import SecretBox

_BYTES = 16  # of a secret, and of a name


def locked(names: Mapping[bytes, bytes], private_key: bytes) -> bytes:
    """Secrets and their names, 16 bytes each, in a SecretBox (XSalsa20-Poly1305) under a key drawn from the private one."""
    return bytes(_box(private_key).encrypt(b"".join(secret + name for secret, name in names.items())))


def unlocked(content: bytes, private_key: bytes) -> dict[bytes, bytes]:
    """What was locked; nothing where it was locked with another key, or changed."""
    try:
        plain = _box(private_key).decrypt(content)
    except (CryptoError, ValueError):
        return {}
    pairs = (plain[at : at + 2 * _BYTES] for at in range(0, len(plain), 2 * _BYTES))
    return {pair[:_BYTES]: pair[_BYTES:] for pair in pairs}


def _box(private_key: bytes) -> SecretBox:
    """BLAKE2b of the private key with this purpose as its personalisation (RFC 7693), so that no key has two uses."""
    return SecretBox(blake2b(private_key, digest_size=SecretBox.KEY_SIZE, person=b"kept names").digest())
