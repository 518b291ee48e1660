"""Wraps a private key with a passphrase: whoever copies the file without it holds bytes that open nothing."""

from functools import lru_cache

from nacl.exceptions import CryptoError
from nacl.pwhash import argon2id
from nacl.secret import SecretBox
from nacl.utils import random

_MAGIC = b"consultation key, wrapped 1\n"
_SALT_BYTES = argon2id.SALTBYTES
_WRAPPED_BYTES = 32 + SecretBox.NONCE_SIZE + SecretBox.MACBYTES


class WrongPassphrase(ValueError):  # noqa: N818 -- a refusal, named as what happened
    """The passphrase does not open this wrapped key, or its bytes were changed."""


def is_wrapped(content: bytes) -> bool:
    """Whether these bytes of a key file are a wrapped key."""
    return content.startswith(_MAGIC)


def new_salt() -> bytes:
    """A fresh salt; keys that share one cost a program one derivation together."""
    return random(_SALT_BYTES)


def salt_of(wrapped: bytes) -> bytes:
    """The salt that a wrapped key was wrapped with."""
    return wrapped[len(_MAGIC) : len(_MAGIC) + _SALT_BYTES]


def wrap(private_key: bytes, passphrase: bytes, salt: bytes) -> bytes:
    """A private key of 32 bytes, wrapped: magic, salt, then a SecretBox (XSalsa20-Poly1305) under an Argon2id key.

    Argon2id with libsodium's "moderate" limits (RFC 9106; 3 passes over 256 MiB): about a second for each guess.
    """
    return _MAGIC + salt + bytes(SecretBox(_derived(passphrase, salt)).encrypt(private_key))


def unwrap(wrapped: bytes, passphrase: bytes) -> bytes:
    """The private key that was wrapped. Raises WrongPassphrase."""
    rest = wrapped[len(_MAGIC) + _SALT_BYTES :]
    if not is_wrapped(wrapped) or len(rest) != _WRAPPED_BYTES:
        raise WrongPassphrase("These bytes are no wrapped key.")
    try:
        return bytes(SecretBox(_derived(passphrase, salt_of(wrapped))).decrypt(rest))
    except CryptoError:
        raise WrongPassphrase("The passphrase does not open this key.") from None


@lru_cache(maxsize=4)
def _derived(passphrase: bytes, salt: bytes) -> bytes:
    """Once per program and salt, because it takes a second and 256 MiB."""
    return bytes(
        argon2id.kdf(
            SecretBox.KEY_SIZE,
            passphrase,
            salt,
            opslimit=argon2id.OPSLIMIT_MODERATE,
            memlimit=argon2id.MEMLIMIT_MODERATE,
        )
    )
