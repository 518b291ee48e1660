"""An order for lists of comments that is the same on every visit and says nothing of them."""

from hashlib import blake2b


def in_stable_disorder(comments: frozenset[bytes], secret: bytes, *about: str) -> list[bytes]:
    """Return comments in an order that is the same on every visit and says nothing of them, not even of their keys."""
    key = blake2b(secret, person=b"disorder", digest_size=32).digest()
    salt = blake2b("\0".join(about).encode(), digest_size=16).digest()
    return sorted(comments, key=lambda comment: blake2b(salt + comment, key=key, digest_size=16).digest())
