"""A posted form becomes raw answers: whatever was sent, only fields of this questionnaire come through, with their text unchanged."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Self
from urllib.parse import parse_qsl

from flask import Request
from werkzeug.exceptions import RequestEntityTooLarge, UnsupportedMediaType

from consultation.privacy import receipts
from consultation.questionnaire.answering import RawAnswers
from consultation.questionnaire.definition import RoleQuestionnaire
from consultation.responding.guarding import without
from consultation.web import errors
from consultation.web.errors import Kept

# The form's own fields begin with a sign that no question's id can begin with.
NONCE, SECTION, STEP, ASKED = "_nonce", "_section", "_step", "_asked"
MADE, PROOF = "_made", "_proof"
# Zeros that bring a form to one of few lengths (static/js/padding.js).
PADDING = "_padding"
# The marked words that the person wants taken out (responding/guarding.py).
REMOVE = "_remove"
# Before the name of a field that only another role is asked: its words wait for whoever changes back.
ASIDE = "_aside."

FORM = "application/x-www-form-urlencoded"
MOST_KEPT = 300
MOST_FIELDS = 5000  # no form of ours has so many, and each costs a moment
LARGEST_GIVEN_BACK = 2 * 1024 * 1024
_LINE_ENDS = re.compile("\r\n?")
_UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff]")
_A_CODE = re.compile("[a-z0-9_.:/-]*")


@dataclass(frozen=True)
class Posted:
    """What came with a form: (name, value) in order, blanks left out, every text one that a page can hold."""

    pairs: Sequence[tuple[str, str]] = field(repr=False)

    @classmethod
    def of(cls, pairs: Iterable[tuple[str, str]]) -> Self:
        """The form with these fields: line ends as one kind, controls and halves of characters made harmless."""
        told = ((name, value) for name, value in pairs if name != PADDING)
        return cls([(writable(name), text) for name, value in told if (text := writable(value))])

    @cached_property
    def _by_name(self) -> Mapping[str, tuple[str, ...]]:
        found: dict[str, tuple[str, ...]] = {}
        for name, value in self.pairs:
            found[name] = (*found.get(name, ()), value) if len(found.get(name, ())) < MOST_KEPT else found[name]
        return found

    def answers(self, questionnaire: RoleQuestionnaire) -> RawAnswers:
        """The raw answers to questions that this role is asked, without the words chosen to go; other fields are dropped."""
        known = (name for question in questionnaire.questions for name in question.fields())
        raw = {name: self._by_name[name] for name in known if name in self._by_name}
        return without(raw, questionnaire, self._by_name.get(REMOVE, ()))

    @property
    def takes_words_away(self) -> bool:
        """Whether marked words were chosen to go, and the button for just that was pressed."""
        return REMOVE in self._by_name and self.step[0] == "remove"

    def unasked(self, questionnaire: RoleQuestionnaire) -> frozenset[str]:
        """The fields that this role is not asked, but for the form's own."""
        asked = {name for question in questionnaire.questions for name in question.fields()}
        return frozenset(name for name in self._by_name if name not in asked and not name.startswith("_"))

    @property
    def nonce(self) -> str:
        """The form's nonce; a new one when it is missing or not one of ours."""
        sent = self._one(NONCE)
        return sent if receipts.is_nonce(sent) else receipts.new_nonce()

    @property
    def from_our_form(self) -> bool:
        """Whether a page of ours was filled in, rather than fields sent by a program."""
        return bool(receipts.is_nonce(self._one(NONCE)))

    @property
    def made(self) -> str:
        """The mark of when the form was made; any text when somebody meddled."""
        return self._one(MADE)

    @property
    def proof(self) -> str:
        """The proof of work that was sent along; empty without script, any text when somebody meddled."""
        return self._one(PROOF)

    @property
    def section(self) -> str:
        """The section that was on the page; any text when somebody meddled."""
        return self._one(SECTION)

    @property
    def step(self) -> tuple[str, str]:
        """Which button was pressed: its verb, and for `change` the question."""
        verb, _, question = self._one(STEP).partition(":")
        return verb, question

    @property
    def asked(self) -> frozenset[str]:
        """The conditional questions that were on a page so far."""
        return frozenset(self._by_name.get(ASKED, ()))

    @property
    def aside(self) -> Sequence[tuple[str, str]]:
        """What was laid aside when the role was changed."""
        return [(name, value) for name, value in self.pairs if name.startswith(ASIDE)]

    def kept(self, action: str) -> Kept:
        """Everything that a page for an error needs to lose nothing."""
        fields = self.pairs[:MOST_KEPT]
        return Kept(action, fields, [value for name, value in fields if is_text(name, value)])

    def _one(self, name: str) -> str:
        return next(iter(self._by_name.get(name, ())), "")


def is_text(name: str, value: str) -> bool:
    """Whether this looks like a person's own words, rather than a choice or a field of the form's own."""
    return (not name.startswith("_") or name.startswith(ASIDE)) and _A_CODE.fullmatch(value) is None


def read(request: Request) -> Posted:
    """Read the posted form, and keep it for whatever page must say that it was not taken.

    Raises UnsupportedMediaType unless it is an ordinary form, RequestEntityTooLarge when it is larger than the site takes:
    never is a long text cut short, and up to LARGEST_GIVEN_BACK bytes are on that page to be copied, unless they come in
    more than MOST_FIELDS fields, as no browser sends them.
    """
    if request.mimetype != FORM:
        raise UnsupportedMediaType
    most = request.max_content_length or 0
    request.max_content_length = LARGEST_GIVEN_BACK + 1  # one more, for what comes in pieces stops there unannounced
    body = request.get_data(cache=False)
    if len(body) > LARGEST_GIVEN_BACK:
        raise RequestEntityTooLarge
    try:
        found = Posted.of(parse_qsl(body.decode("utf-8", "replace"), errors="replace", max_num_fields=MOST_FIELDS))
    except ValueError:
        raise RequestEntityTooLarge from None
    errors.keep(found.kept(request.path))
    if len(body) > most:
        raise RequestEntityTooLarge
    return found


def writable(text: str) -> str:
    """The text without what no page can hold; nothing visible is dropped."""
    whole = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return _UNWRITABLE.sub("", _LINE_ENDS.sub("\n", whole))
