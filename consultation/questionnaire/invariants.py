"""What must be true of every questionnaire, each breach said with where it is and what to do."""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from consultation.questionnaire.choices import MultipleChoice, SingleChoice
from consultation.questionnaire.conditions import Answered, Condition, Includes, OneOf
from consultation.questionnaire.kinds import OTHER
from consultation.questionnaire.matrices import Matrix
from consultation.questionnaire.parts import Role, Section
from consultation.questionnaire.places import Place
from consultation.questionnaire.quantities import Month, Number
from consultation.questionnaire.questions import FreeText, Question
from consultation.questionnaire.rankings import Ranking
from consultation.questionnaire.scales import Scale

_MOST_STEPS = 10
_ID = re.compile(r"[a-z][a-z0-9_-]{0,63}")


@dataclass(frozen=True, slots=True)
class Flaw:
    """Something wrong with one part; ``about`` is that part itself, so that a loader can say in which line it stands."""

    about: object
    where: str
    message: str
    remedy: str


def flaws(
    roles: Sequence[Role], sections: Sequence[Section], *, unread: Collection[str] = frozenset()
) -> tuple[Flaw, ...]:
    """Every breach; ``unread`` are ids of questions that exist but could not be read, so are not missed twice."""
    return (
        *_ids(roles, "role"),
        *_ids(sections, "section"),
        *_ids([question for section in sections for question in section.questions], "question"),
        *_roles(roles, sections, unread),
        *(flaw for section in sections for question in section.questions for flaw in _limits(question)),
        *_conditions(roles, sections, unread),
    )


def _ids(parts: Sequence["Role | Section | Question"], kind: str) -> Iterator[Flaw]:
    seen: set[str] = set()
    for part in parts:
        where = part.id if kind == "question" and part.id else f"{kind} {part.id}".strip()
        if not _ID.fullmatch(part.id):
            yield Flaw(
                part,
                where,
                f"the {kind}'s id {part.id!r} is not a plain word",
                "use a-z, 0-9, - and _; a letter first",
            )
        if part.id in seen:
            yield Flaw(part, where, f"two {kind}s have the id {part.id!r}", "give one of them another id")
        seen.add(part.id)


def _roles(roles: Sequence[Role], sections: Sequence[Section], unread: Collection[str]) -> Iterator[Flaw]:
    known = [role.id for role in roles]
    questions = [question for section in sections for question in section.questions]
    for question in questions:
        for stranger in sorted((question.roles or frozenset()) - set(known)):
            yield Flaw(
                question, question.id, f"there is no role {stranger!r}", f"use one of: {', '.join(known) or 'none yet'}"
            )
    for role in roles:
        if not unread and not any(question.asks(role.id) for question in questions):
            yield Flaw(
                role, f"role {role.id}", "this role is asked nothing", "give it at least one question, or remove it"
            )


def _limits(question: Question) -> Iterator[Flaw]:
    def flaw(message: str, remedy: str) -> Flaw:
        return Flaw(question, question.id, message, remedy)

    match question:
        case SingleChoice() | MultipleChoice():
            yield from (flaw(*said) for said in _options([option.id for option in question.options]))
        case Ranking():
            ids = [option.id for option in question.options]
            yield from (flaw(*said) for said in (*_options(ids), *_not_other(ids, "option")))
        case Matrix():
            rows = [row.id for row in question.rows]
            yield from (flaw(*said) for said in _options([option.id for option in question.options]))
            yield from (flaw(*said) for said in (*_options(rows, "row"), *_not_other(rows, "row")))
        case Scale() if not 1 <= question.high - question.low <= _MOST_STEPS:
            yield flaw("a scale goes from a lower to a higher step, with at most eleven", "correct `low` and `high`")
        case Number() if question.minimum >= question.maximum or list(question.bands) != sorted(set(question.bands)):
            yield flaw("the limits or bands of the number do not rise", "correct `minimum`, `maximum` and `bands`")
        case Month() if question.earliest > question.latest:
            yield flaw("the earliest month is after the latest", "correct `earliest` and `latest`")
        case Place() if question.required:
            yield flaw("a place must never be required", "remove `required`: saying where is the respondent's choice")
        case FreeText() if question.max_length < 1:
            yield flaw("no text fits in no characters", "correct `max_length`")


def _options(ids: Sequence[str], part: str = "option") -> Iterator[tuple[str, str]]:
    if len(ids) < 2:  # noqa: PLR2004 - a choice is between two
        yield f"a choice needs at least two {part}s", f"add {part}s"
    for named in dict.fromkeys(ids):
        if ids.count(named) > 1:
            yield f"two {part}s have the id {named!r}", "give one of them another id"
        if not _ID.fullmatch(named):
            yield f"the {part}'s id {named!r} is not a plain word", "use a-z, 0-9, - and _; a letter first"


def _not_other(ids: Sequence[str], part: str) -> Iterator[tuple[str, str]]:
    """A field ``id.other`` holds the words beside a choice, in every kind of question."""
    if OTHER in ids:
        yield f"the {part}'s id {OTHER!r} is kept for words beside a choice", "give it another id"


@dataclass(frozen=True, slots=True)
class _Rule:
    """A condition where it stands: what it shows, to which roles, and which questions came before."""

    about: "Section | Question"
    condition: Condition
    roles: tuple[str, ...]
    earlier: Mapping[str, Question]

    def flaw(self, message: str, remedy: str) -> Flaw:
        where = self.about.id if isinstance(self.about, Question) else f"section {self.about.id}"
        return Flaw(self.about, where, message, remedy)


def _conditions(roles: Sequence[Role], sections: Sequence[Section], unread: Collection[str]) -> Iterator[Flaw]:
    every = {question.id for section in sections for question in section.questions}
    for rule in _rules(roles, sections):
        for leaf in rule.condition.leaves():
            target = rule.earlier.get(leaf.question)
            if target is not None:
                yield from _leaf(rule, leaf, target)
            elif leaf.question in every:
                yield rule.flaw(
                    f"`show_when` looks at {leaf.question!r}, which is not asked before it",
                    "move that question up: a condition looks only at earlier questions",
                )
            elif leaf.question not in unread:
                yield rule.flaw(
                    f"`show_when` looks at {leaf.question!r}, which does not exist",
                    "name the id of an earlier question",
                )


def _rules(roles: Sequence[Role], sections: Sequence[Section]) -> Iterator[_Rule]:
    earlier: dict[str, Question] = {}
    for section in sections:
        if section.show_when:
            asked = tuple(role.id for role in roles if any(question.asks(role.id) for question in section.questions))
            yield _Rule(section, section.show_when, asked, dict(earlier))
        for question in section.questions:
            if question.show_when:
                asked = tuple(role.id for role in roles if question.asks(role.id))
                yield _Rule(question, question.show_when, asked, dict(earlier))
            earlier[question.id] = question


def _leaf(rule: _Rule, leaf: OneOf | Includes | Answered, target: Question) -> Iterator[Flaw]:
    for role in rule.roles:
        if not target.asks(role):
            yield rule.flaw(
                f"the role {role!r} is never asked {leaf.question!r}, which `show_when` looks at",
                f"ask it of {role!r} too, or take that role from this one",
            )
    match leaf:
        case OneOf():
            named = leaf.values
        case Includes():
            named = (leaf.value,)
        case Answered():
            named = ()
    possible = target.condition_values()
    for value in named:
        if value not in possible:
            yield rule.flaw(
                f"{value!r} is not an answer to {leaf.question!r}",
                f"use one of: {', '.join(possible) or 'answered = true'}",
            )
