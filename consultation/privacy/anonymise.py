"""The one door from what was answered to what may be kept: scrubbed, under a random-looking key, without a time."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from hashlib import blake2b

from consultation.privacy import receipts
from consultation.privacy.canonical import Plain, canonical
from consultation.privacy.receipts import Receipt
from consultation.privacy.scrub import Removed, scrub
from consultation.questionnaire.answering import Answer, AnswerSheet


class Channel(StrEnum):
    """The way a response came in."""

    web = "web"
    paper = "paper"
    telephone = "telephone"
    meeting = "meeting"
    letter = "letter"
    imported = "imported"


WITH_RECEIPT = frozenset({Channel.web.value})
"""The channels whose respondents were given a code; nobody holds one of a response that came by another."""


@dataclass(frozen=True, slots=True)
class AnonymousResponse:
    """All of a response that is ever kept. There is no field for who, where from, when or in what language.

    `key` is 16 bytes that look random, `definition` the fingerprint of the questionnaire answered. While the response is
    sealed its key is the secret of its receipt; before it is stored, `named` gives it the slow name made of that.
    """

    key: bytes = field(repr=False)
    definition: str
    role: str
    channel: str
    answers: Mapping[str, Answer] = field(repr=False)
    comments: Mapping[str, str] = field(repr=False)

    @property
    def has_receipt(self) -> bool:
        """Whether somebody may hold a code of it: then it is stored under a slow name only."""
        return self.channel in WITH_RECEIPT

    def named(self, name: bytes) -> "AnonymousResponse":
        """The same response under the name that it is stored by."""
        return replace(self, key=name)


@dataclass(frozen=True, slots=True)
class Anonymised:
    """A response fit to be sealed, its receipt, and what was taken out of it, by question; both to be shown once only."""

    response: AnonymousResponse
    receipt: Receipt
    removed: Mapping[str, tuple[Removed, ...]]


def anonymise(sheet: AnswerSheet, *, definition: str, channel: Channel, nonce: str) -> Anonymised:
    """Makes an answer sheet anonymous; the same sheet with the same nonce gives the same response.

    Every text is scrubbed, also the closed answers: a definition may yet get a kind that is typed freely, and a code of
    a list is never changed by it. A number that has the shape of a national id number is left out altogether.
    The receipt is made of what remains, so nothing that was removed lives on in it, not even as a hash.
    Raises ValueError where `nonce` is none.
    """
    removed: dict[str, tuple[Removed, ...]] = {}
    comments: dict[str, str] = {}
    for question, comment in sheet.comments.items():
        comments[question], found = scrub(comment)
        if found:
            removed[question] = found
    answers: dict[str, Answer] = {}
    for question, answer in sheet.answers.items():
        kept, found = _scrubbed(answer)
        if kept is not None:
            answers[question] = kept
        if found:
            removed[question] = found
    receipt = receipts.for_answers(nonce, _digest(definition, sheet.role, channel, answers, comments))
    response = AnonymousResponse(receipt.secret, definition, sheet.role, channel.value, answers, comments)
    return Anonymised(response, receipt, removed)


def _scrubbed(answer: Answer) -> tuple[Answer | None, tuple[Removed, ...]]:
    if isinstance(answer, str):
        return scrub(answer)
    if isinstance(answer, tuple):
        each = [scrub(part) for part in answer]
        return tuple(one.text for one in each), tuple(found for one in each for found in one.removed)
    found = scrub(str(answer)).removed
    return (None if found else answer), found


def _digest(
    definition: str, role: str, channel: Channel, answers: Mapping[str, Answer], comments: Mapping[str, str]
) -> bytes:
    whole: Plain = [definition, role, channel.value, answers, comments]
    return blake2b(canonical(whole), digest_size=32, person=b"answers").digest()
