"""The random order of a question's comments that everybody reads from, drawn once and for all by their random keys."""

from hashlib import blake2b


def lot(key: bytes, random_state: int = 0) -> bytes:
    """The lot of a comment; comments sorted by it stand in an order that nothing a person or a machine does can change."""
    salt = random_state.to_bytes(8, "big", signed=True)
    return blake2b(key, salt=salt, person=b"audit").digest()
