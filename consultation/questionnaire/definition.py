"""A questionnaire as it was decided: roles, sections, questions; frozen, and known by its fingerprint."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Literal

from consultation.questionnaire.invariants import flaws
from consultation.questionnaire.parts import Role, Section
from consultation.questionnaire.plain import plain
from consultation.questionnaire.questions import FreeText, Question
from consultation.questionnaire.signposts import OwnSignpost
from consultation.questionnaire.signposts import flaws as flaws_of_signposts
from consultation.questionnaire.texts import texts
from consultation.questionnaire.wording import LANGUAGES, Wording

Layout = Literal["one_page", "by_section"]


class UnknownRole(LookupError):  # noqa: N818 - the refusal is named for what is wrong
    """The questionnaire is not for this audience role."""


class UnknownQuestion(LookupError):  # noqa: N818
    """This role is not asked such a question."""


class InvalidQuestionnaire(ValueError):  # noqa: N818
    """The parts do not make a questionnaire; the message says every reason."""


@dataclass(frozen=True, kw_only=True)
class Questionnaire:
    """What a consultation asks, of whom, and what it tells them before they answer.

    Raises:
        InvalidQuestionnaire: ids are not unique, a role does not exist or is asked nothing, a condition cannot hold.
    """

    id: str
    title: Wording
    asker: Wording
    purpose: Wording
    use: Wording
    roles: tuple[Role, ...]
    sections: tuple[Section, ...]
    languages: tuple[str, ...] = LANGUAGES
    layout: Layout = "one_page"
    signposts: tuple[OwnSignpost, ...] = ()

    def __post_init__(self) -> None:
        found = (*flaws(self.roles, self.sections), *flaws_of_signposts(self.signposts))
        if found:
            raise InvalidQuestionnaire("; ".join(f"{flaw.where}: {flaw.message}" for flaw in found))

    def __hash__(self) -> int:
        return hash(self._text)

    def for_role(self, role: str) -> "RoleQuestionnaire":
        """What one audience role is asked; sections without a question for it are left out.

        Raises:
            UnknownRole: the questionnaire is not for this role.
        """
        if role not in self._by_role:
            raise UnknownRole(role)
        return self._by_role[role]

    @cached_property
    def _by_role(self) -> Mapping[str, "RoleQuestionnaire"]:  # kept, because every page of a respondent asks
        return {role.id: RoleQuestionnaire(role, self._asked_of(role), self) for role in self.roles}

    def _asked_of(self, role: Role) -> tuple[Section, ...]:
        asked = (replace(section, questions=_asked(section, role.id)) for section in self.sections)
        return tuple(section for section in asked if section.questions)

    @property
    def questions(self) -> tuple[Question, ...]:
        """Every question of every role, in order."""
        return tuple(question for section in self.sections for question in section.questions)

    @cached_property
    def easy_languages(self) -> frozenset[str]:
        """The languages that have an easy-read text anywhere: only there a reader is offered one."""
        return frozenset(language for _, wording in texts(self) for language in wording.easy)

    @property
    def free_texts(self) -> tuple[FreeText, ...]:
        """Everything that people answer in their own words, in order: free-text questions, and the words beside choices."""
        return free_texts(self.questions)

    def as_json(self) -> str:
        """The canonical text: keys sorted, no blanks, defaults left out; the same questionnaire is the same text."""
        return self._text

    @cached_property
    def _text(self) -> str:
        return json.dumps(plain(self), ensure_ascii=False, sort_keys=True, separators=(",", ":"))

    def fingerprint(self) -> str:
        """64 hexadecimal characters (SHA-256 of the canonical text); any change of wording changes it."""
        return hashlib.sha256(self._text.encode()).hexdigest()


def free_texts(questions: Iterable[Question]) -> tuple[FreeText, ...]:
    """The free-text questions among these, and the words beside their choices."""
    return tuple(words for question in questions for words in question.free_texts() if isinstance(words, FreeText))


def _asked(section: Section, role: str) -> tuple[Question, ...]:
    return tuple(question for question in section.questions if question.asks(role))


@dataclass(frozen=True, slots=True)
class RoleQuestionnaire:
    """What one audience role is asked."""

    role: Role
    sections: tuple[Section, ...]
    questionnaire: Questionnaire

    @property
    def questions(self) -> tuple[Question, ...]:
        """The questions in order, shown or not."""
        return tuple(question for section in self.sections for question in section.questions)

    @property
    def free_texts(self) -> tuple[FreeText, ...]:
        """Everything that this role answers in its own words, in order."""
        return free_texts(self.questions)

    def question(self, question: str) -> Question:
        """One question by its id.

        Raises:
            UnknownQuestion: this role is not asked it.
        """
        for known in self.questions:
            if known.id == question:
                return known
        raise UnknownQuestion(question)
