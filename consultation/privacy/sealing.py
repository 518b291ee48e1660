"""Seals what goes into a ballot box, a response or the withdrawal of one: only its key tells which, and what it says."""

import json
import secrets
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from nacl.exceptions import CryptoError
from nacl.public import PrivateKey, PublicKey, SealedBox

from consultation.privacy.anonymise import AnonymousResponse
from consultation.privacy.canonical import Plain, canonical
from consultation.privacy.receipts import Receipt, Withdrawal, envelope_of_withdrawal
from consultation.questionnaire.answering import Answer
from consultation.questionnaire.kinds import Question

_KIB = 1024
_BUCKETS = tuple(_KIB << step for step in range(9))  # 1, 2, 4 ... 256 KiB
_OVERHEAD = 48  # of a sealed box: an ephemeral public key (32) and a tag (16)
_RESPONSE, _WITHDRAWAL = 1, 2  # formats
_AROUND_ANSWERS, _A_CHOICE, _A_LINE = 280, 20, 70  # bytes
_PADDING_STARTS = b"\x80"

SEALED_LENGTHS = frozenset(bucket + _OVERHEAD for bucket in _BUCKETS)
"""The only lengths in bytes that a sealed response can have."""


class CannotOpen(Exception):  # noqa: N818 -- a refusal, named as what happened
    """Made for another key, changed, or neither response nor withdrawal. The message never holds content."""


class TooLarge(Exception):  # noqa: N818 -- a refusal, named as what happened
    """The response does not fit the largest envelope, 256 KiB less one byte."""


@dataclass(frozen=True, slots=True)
class KeyPair:
    """Two X25519 keys of 32 bytes: anyone may seal with the public one, only the private one opens."""

    public: bytes
    private: bytes

    def __repr__(self) -> str:  # a private key must not reach a log by way of a traceback
        return f"KeyPair(public={self.public.hex()}, private=<withheld>)"


@dataclass(frozen=True, slots=True)
class SealedResponse:
    """A response, or the withdrawal of one, that nobody can read or tell apart without the key; and its envelope's name.

    The name has 16 bytes.
    """

    envelope: bytes
    sealed: bytes


def new_keys() -> KeyPair:
    """A fresh pair, from the operating system's random source."""
    private = PrivateKey.generate()
    return KeyPair(public=bytes(private.public_key), private=bytes(private))


def seal(response: AnonymousResponse, envelope_key: bytes, public_key: bytes) -> SealedResponse:
    """Seals a response (libsodium sealed box: X25519, XSalsa20-Poly1305, ephemeral sender).

    The content is padded after ISO/IEC 7816-4 to 1, 2, 4 ... 256 KiB: an onlooker on the network or in a backup must
    not tell the woman who wrote three pages from the man who wrote three words.
    Raises TooLarge.
    """
    sealed = SealedBox(PublicKey(public_key)).encrypt(_padded(canonical(_plain(response))))
    return SealedResponse(envelope=envelope_key, sealed=bytes(sealed))


def usual_length(asked: Collection[Question]) -> int:
    """About how many bytes a response to these questions has; drawn, because people answer between half of them and all.

    A text counts as a line: half of 2,958 real patient comments have 66 letters or fewer.
    """
    texts = {text.id for question in asked for text in question.free_texts()}
    fields = [field for question in asked for field in question.fields()]
    answers = sum(len(field) + (_A_LINE if field in texts else _A_CHOICE) for field in fields)
    return _AROUND_ANSWERS + answers // 2 + secrets.randbelow(answers // 2 + 1)


def seal_withdrawal(receipt: Receipt, public_key: bytes, *, as_long_as: int = 0) -> SealedResponse:
    """Seals the withdrawal of a receipt's response, so that in the ballot box it looks as a response does.

    Its envelope's name leads neither to the code nor to the response (receipts.envelope_of_withdrawal). It is padded as
    a response of `as_long_as` bytes is: where a questionnaire is long, the shortest envelope would be a withdrawal.
    """
    content: Plain = {"format": _WITHDRAWAL, "secret": receipt.secret.hex(), "envelope": receipt.envelope_key.hex()}
    padded = _padded(canonical(content), at_least=min(as_long_as + 1, _BUCKETS[-1]))
    sealed = SealedBox(PublicKey(public_key)).encrypt(padded)
    return SealedResponse(envelope=envelope_of_withdrawal(receipt), sealed=bytes(sealed))


def unseal(sealed: bytes, private_key: bytes) -> AnonymousResponse | Withdrawal:
    """What was sealed. Raises CannotOpen, whatever is wrong, and says nothing about the content."""
    try:
        padded = SealedBox(PrivateKey(private_key)).decrypt(sealed)
        plain = json.loads(_unpadded(padded).decode("utf-8", "surrogatepass"))
        return _withdrawal(plain) if plain["format"] == _WITHDRAWAL else _response(plain)
    except (CryptoError, ValueError, TypeError, KeyError, RecursionError):
        # Neither the cause nor its text may follow: a JSON error quotes what it could not read.
        raise CannotOpen("The sealed response cannot be opened with this key.") from None


def _padded(content: bytes, *, at_least: int = 0) -> bytes:
    for bucket in _BUCKETS:
        if len(content) < bucket and at_least <= bucket:
            return (content + _PADDING_STARTS).ljust(bucket, b"\x00")
    raise TooLarge("The response is larger than the largest envelope.")


def _unpadded(padded: bytes) -> bytes:
    content = padded.rstrip(b"\x00")
    if len(padded) not in _BUCKETS or not content.endswith(_PADDING_STARTS):
        raise ValueError("padding")
    return content[:-1]


def _plain(response: AnonymousResponse) -> Plain:
    return {
        "format": _RESPONSE,
        "key": response.key.hex(),
        "definition": response.definition,
        "role": response.role,
        "channel": response.channel,
        "answers": response.answers,
        "comments": response.comments,
    }


def _response(plain: Any) -> AnonymousResponse:
    if plain["format"] != _RESPONSE:
        raise ValueError("format")
    return AnonymousResponse(
        key=bytes.fromhex(plain["key"]),
        definition=_text(plain["definition"]),
        role=_text(plain["role"]),
        channel=_text(plain["channel"]),
        answers={question: _answer(answer) for question, answer in _mapping(plain["answers"]).items()},
        comments={question: _text(comment) for question, comment in _mapping(plain["comments"]).items()},
    )


def _withdrawal(plain: Any) -> Withdrawal:
    return Withdrawal(secret=bytes.fromhex(plain["secret"]), envelope_key=bytes.fromhex(plain["envelope"]))


def _mapping(plain: Any) -> Mapping[str, Any]:
    if not isinstance(plain, dict):
        raise TypeError("mapping")
    return plain


def _text(plain: Any) -> str:
    if not isinstance(plain, str):
        raise TypeError("text")
    return plain


def _answer(plain: Any) -> Answer:
    if isinstance(plain, list):
        return tuple(_text(part) for part in plain)
    if isinstance(plain, str | int | float) and not isinstance(plain, bool):
        return plain
    raise TypeError("answer")
