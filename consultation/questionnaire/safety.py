"""No question asks who someone is, and no group that can be answered for is so small that it names its people."""

import re
from collections.abc import Iterator, Sequence
from itertools import chain

from consultation.questionnaire.choices import MultipleChoice, ServiceType, SingleChoice
from consultation.questionnaire.invariants import Flaw
from consultation.questionnaire.kinds import OTHER
from consultation.questionnaire.matrices import Matrix
from consultation.questionnaire.parts import Role
from consultation.questionnaire.places import Place
from consultation.questionnaire.questions import Question
from consultation.questionnaire.rankings import Ranking
from consultation.questionnaire.wording import Wording

SMALLEST_UNIT = 10
"""Fewer people than this in one role at one unit, and an answer from there is as good as signed."""

_YOUR = "(din|ditt|dine|di|deres|dykkar|your)"
_ASKING = {
    "a name": (
        "(for|etter)na[vm]n(et)?",
        "fullt? na[vm]n",
        f"na[vm]net? {_YOUR}",
        f"{_YOUR} na[vm]n",
        "(hva|kva) (heter|heiter) (du|deg|den)",
        "(full|first|last|family|sur|your) ?name",
        "what are you called",
        "du namm?a",
    ),
    "an e-mail address": (
        r"e-?post-?adress\w*",
        f"e-?posten? {_YOUR}",
        f"{_YOUR} e-?(post|mail)",
        "e-?mail address",
        r"e-?boasta?čujuhus\w*",
    ),
    "a national identity number": (
        r"(fødsels|person|pass|journal|d-)(nummer|nr)\w*",
        "fnr",
        "(national (identity|id)|social security|passport|patient) (number|id)",
        r"riegádannummir\w*",
    ),
    "a telephone number": (
        r"(tele|mobil|tlf)\w*(nummer|nr)\w*",
        "(telephone|phone|mobile) number",
        r"telefovdnanummir\w*",
    ),
    "an address": (
        r"(?<!e-)(gate|post|bo|bosteds|heim|hjemme)-?adress\w*",
        f"adressen? {_YOUR}",
        f"{_YOUR} adresse",
        r"postnummer\w*",
        "(your|home|street|postal) address",
        "(post ?|zip )code",
        "(hvor bor|kvar bur) du",
        "where do you live",
    ),
    "an exact age or date of birth": (
        r"fødsels(dato|dag|år)\w*",
        "når (er|var|ble|blei|vart) (du|pasienten) født?d?",
        "hvilket år er du født",
        "(date|year) of birth",
        "birth ?(date|day|year)",
        "when were you born",
        r"riegádan(beaivi|jahki)\w*",
    ),
    "a file": (
        "laste? opp",
        r"legge? ved (fil|bilde|dokument)\w*",
        "upload",
        "attach (a|your) (file|picture|document)",
    ),
}
_AGE = (
    "alder(en)? " + _YOUR,
    _YOUR + " alder",
    "(hvor|kor) gamm?[ae]l",
    "how old",
    "your age",
    "age in years",
    "alder i år",
)
_LABELS = (
    "na[vm]n|name|namma|e-?post|e-?mail|telefon|mobil|tlf|phone|mobile|adresse|address|čujuhus|alder|age|"
    "fødd|født|born|fnr|vedlegg|fil|file|attachment|signatur|signature"
)
_WHICH = r"(hvilke[nt]?|kva( for (ein|ei|eit))?|which|what)( \w+)?"
_UNITS = (
    "avdeling|seksjon|enhet|eining|post|sykehus|sjukehus|kommune|arbeidsplass|klinikk|legekontor|"
    "ward|unit|department|hospital|municipality|workplace|clinic|team"
)


def _any_of(*phrases: str) -> re.Pattern[str]:
    return re.compile(rf"\b({'|'.join(phrases)})\b", re.IGNORECASE)


_ASKED = {what: _any_of(*phrases) for what, phrases in _ASKING.items()}
_EXACT_AGE = _any_of(*_AGE)
_LABEL = re.compile(f"({_LABELS})", re.IGNORECASE)
_NOT = _any_of("ikke", "ikkje", "aldri", "uten", "utan", "not", "never", "don't", "without", "ale", "allet")
_UNIT = _any_of(f"{_WHICH} ({_UNITS})")


def refusals(roles: Sequence[Role], questions: Sequence[Question]) -> tuple[Flaw, ...]:
    """Every question that must not be asked, and every role whose smallest unit is too small; see ``SMALLEST_UNIT``."""
    return (*chain.from_iterable(map(identifying, questions)), *_small_units(roles, questions))


def identifying(question: Question) -> Iterator[Flaw]:
    """What a question asks for that would tell who someone is; a reminder not to write it is no such question."""
    asked = {what for sentence in _sentences(question) for what in _asked_for(sentence, question)}
    for what in sorted(asked):
        yield Flaw(
            question,
            question.id,
            f"the question asks for {what}",
            "take it out, or ask so that many people share each answer: nobody is to be identified",
        )


def _asked_for(sentence: str, question: Question) -> Iterator[str]:
    for what, pattern in _ASKED.items():
        if pattern.search(sentence):
            yield what
    if (not isinstance(question, SingleChoice) or question.other) and _EXACT_AGE.search(sentence):
        yield "an exact age or date of birth"
    if _LABEL.fullmatch(sentence.strip(" ?:*.!")):
        yield f"{sentence.strip(' ?:*.!').lower()!r}"


def _sentences(question: Question) -> Iterator[str]:
    yield question.id.replace("_", " ").replace("-", " ")
    yield from _texts(question.text)
    if isinstance(question, SingleChoice | MultipleChoice) and question.other:  # its words stand over a text field
        yield from (text for option in question.options if option.id == OTHER for text in _texts(option.text))
    if isinstance(question, Matrix):
        yield from (text for row in question.rows for text in _texts(row.text))
    for text in _texts(question.help) if question.help else ():
        for sentence in re.split(r"(?<=[.!?])\s+", text):
            yield _NOT.split(sentence)[0]  # what comes after a "not" is what nobody should write


def _texts(wording: Wording) -> tuple[str, ...]:
    return (*wording.texts.values(), *wording.easy.values())


def _small_units(roles: Sequence[Role], questions: Sequence[Question]) -> Iterator[Flaw]:
    for question in questions:
        if question.free_texts() and _asks_unit(question):
            yield Flaw(
                question,
                question.id,
                "the question lets people write which unit they mean",
                "use a question of kind `place` or a list without `other`, so that only units on a list can be said",
            )
    for role in roles:
        naming = [question.id for question in questions if question.asks(role.id) and _names_a_unit(question)]
        if naming and (role.people_per_unit is None or role.people_per_unit < SMALLEST_UNIT):
            yield _too_small(role, naming)


def _too_small(role: Role, naming: Sequence[str]) -> Flaw:
    together = " and ".join(naming)
    said = "is not said" if role.people_per_unit is None else f"is {role.people_per_unit}"
    return Flaw(
        role,
        f"role {role.id}",
        f"{together} single out a unit, and how many people have this role in the smallest one {said}",
        f"set `people_per_unit` to what you know it to be, at least {SMALLEST_UNIT}; if it is fewer, "
        'ask only for the region (level = "region") or leave the question out for this role',
    )


def _names_a_unit(question: Question) -> bool:
    if isinstance(question, Place | ServiceType):
        return True
    return isinstance(question, SingleChoice | MultipleChoice | Ranking | Matrix) and _asks_unit(question)


def _asks_unit(question: Question) -> bool:
    return any(_UNIT.search(text) for text in _texts(question.text))
