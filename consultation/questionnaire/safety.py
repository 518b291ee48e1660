"""No question asks who someone is, and no group that can be answered for is so small that it names its people."""

import re
from collections.abc import Iterator, Sequence
from itertools import chain

from consultation.questionnaire.choices import MultipleChoice, ServiceType, SingleChoice
from consultation.questionnaire.definition import Role
from consultation.questionnaire.invariants import Flaw
from consultation.questionnaire.places import Place
from consultation.questionnaire.questions import FreeText, Question
from consultation.questionnaire.wording import Wording

SMALLEST_UNIT = 10
"""Fewer people than this in one role at one unit, and an answer from there is as good as signed."""

_YOUR = r"(?:di(?:n|tt|ne)?|deres|dykkar|your)"
_ASKING: tuple[tuple[str, str], ...] = (
    (
        "a name",
        (
            rf"\b(?:(?:for|etter)nav?m?n\w*|fullt? na(?:v|m)n|na(?:v|m)net? (?:{_YOUR}|på (?:deg|lege|behandl)\w*)|{_YOUR} na(?:v|m)n|"
            r"hva heter (?:du|deg|den)|kva heiter|(?:full|first|last|family|your|sur) ?name|what (?:is|are) you called|du nam+a)\b"
        ),
    ),
    (
        "an e-mail address",
        rf"\b(?:e-?post-?adress\w*|e-?posten? {_YOUR}|{_YOUR} e-?post|e-?mail address|your e-?mail|e-?boasta?čujuhus\w*)\b",
    ),
    (
        "a national identity number",
        (
            r"\b(?:fødsels(?:nummer|nr)\w*|person(?:nummer|nr)\w*|fnr|d-nummer\w*|national (?:identity|id) number|"
            r"social security number|passport number|passnummer\w*|riegádannummir\w*|journalnummer\w*|patient (?:number|id))\b"
        ),
    ),
    (
        "a telephone number",
        r"\b(?:(?:tele|mobil|tlf)\w*(?:nummer|nr)\w*|(?:tele)?phone number|mobile number|telefovdnanummir\w*)\b",
    ),
    (
        "an address",
        (
            rf"\b(?:(?<!e-)(?<!epost)(?:gate|post|bo(?:steds)?|heim|hjemme)-?adress\w*|adressen? {_YOUR}|{_YOUR} adresse|"
            r"postnummer\w*|(?:your|home|street|postal) address|post ?code|zip code|hvor bor du|kvar bur du|where do you live)\b"
        ),
    ),
    (
        "an exact age or date of birth",
        (
            r"\b(?:fødsels(?:dato|dag|år)\w*|når (?:er|var|ble|blei|vart) (?:du|pasienten) fødd?t?|hvilket år er du født|"
            r"date of birth|birth ?(?:date|day|year)|year of birth|when were you born|riegádan(?:beaivi|jahki)\w*)\b"
        ),
    ),
    (
        "a file",
        r"\b(?:last(?:e)? opp|legg(?:e)? ved (?:fil|bilde|dokument)\w*|upload|attach (?:a|your) (?:file|picture|document))\b",
    ),
)
_EXACT_AGE = re.compile(
    rf"\b(?:alder(?:en)? {_YOUR}|{_YOUR} alder|hvor gammel|kor gam+al|how old|your age|age in years|alder i år)\b",
    re.IGNORECASE,
)
_LABEL = re.compile(
    r"(?:na(?:v|m)n|name|namma|e-?post|e-?mail|epost|telefon|mobil|tlf|phone|mobile|adresse|address|čujuhus|alder|age|"
    r"fødd|født|born|fnr|vedlegg|fil|file|attachment|signatur|signature)",
    re.IGNORECASE,
)
_NEGATED = re.compile(r"\b(?:ikke|ikkje|aldri|not|never|don't|ale|allet|uten|utan|without)\b", re.IGNORECASE)
_UNIT = re.compile(
    r"\b(?:hvilke[nt]?|kva for (?:ein|ei|eit)|which|what)\s+(?:\w+\s+)?"
    r"(?:avdeling|seksjon|enhet|eining|post|sykehus|sjukehus|kommune|arbeidsplass|klinikk|legekontor|"
    r"ward|unit|department|hospital|municipality|workplace|clinic|team)\b",
    re.IGNORECASE,
)


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
    for what, pattern in _ASKING:
        if re.search(pattern, sentence, re.IGNORECASE):
            yield what
    if not isinstance(question, SingleChoice) and _EXACT_AGE.search(sentence):
        yield "an exact age or date of birth"
    if _LABEL.fullmatch(sentence.strip(" ?:*.!")):
        yield f"{sentence.strip(' ?:*.!').lower()!r}"


def _sentences(question: Question) -> Iterator[str]:
    yield question.id.replace("_", " ").replace("-", " ")
    yield from _texts(question.text)
    for text in _texts(question.help) if question.help else ():
        yield from (sentence for sentence in re.split(r"(?<=[.!?])\s+", text) if not _NEGATED.search(sentence))


def _texts(wording: Wording) -> tuple[str, ...]:
    return (*wording.texts.values(), *wording.easy.values())


def _small_units(roles: Sequence[Role], questions: Sequence[Question]) -> Iterator[Flaw]:
    for question in questions:
        if isinstance(question, FreeText) and _asks_unit(question):
            yield Flaw(
                question,
                question.id,
                "the question lets people write which unit they mean",
                "use a question of kind `place`, so that only units on a list can be said",
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
    return isinstance(question, SingleChoice | MultipleChoice) and _asks_unit(question)


def _asks_unit(question: Question) -> bool:
    return any(_UNIT.search(text) for text in _texts(question.text))
