"""What a respondent is told about words that may show who somebody is, and how those they choose are taken out."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field

from consultation.privacy.marking import Mark, MarkKind, marks
from consultation.privacy.scrub import MARK, Removed
from consultation.questionnaire.answering import RawAnswers
from consultation.questionnaire.cleaning import clean
from consultation.questionnaire.definition import RoleQuestionnaire
from consultation.questionnaire.parts import Role
from consultation.questionnaire.wording import Worded, Wording, language_of
from consultation.usecases.check_answers import Checked

DUTY = Wording(
    {
        "nb": "Husk taushetsplikten (helsepersonelloven § 21): Ikke skriv noe som gjør at pasienter eller kolleger kan kjennes igjen.",
        "nn": "Hugs teieplikta (helsepersonellova § 21): Ikkje skriv noko som gjer at pasientar eller kollegaer kan kjennast att.",
        "en": "Remember your duty of confidentiality (Health Personnel Act, section 21): write nothing that lets patients or colleagues be recognised.",
    }
)
_BOUND = (
    "leader",
    "personnel",
    "staff",
    "clinician",
    "nurse",
    "doctor",
    "leder",
    "leiar",
    "personell",
    "ansatt",
    "tilsett",
)
_REMINDERS = ("§ 21", "section 21", "taushetsplikt", "teieplikt", "confidentiality")


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of an answer: as written, taken out for good (`removed`), or marked with what it may be."""

    text: str = field(repr=False)
    kind: str = ""
    removed: bool = False


@dataclass(frozen=True, slots=True)
class Finding:
    """The same marked words, wherever they stand: one choice. `key` is what the form sends back for it."""

    key: str = field(repr=False)
    kind: MarkKind
    words: str = field(repr=False)
    times: int
    question: str


def bound(role: Role) -> bool:
    """Whether people of this role have a professional's duty of confidentiality (helsepersonelloven § 21)."""
    return any(word in role.id for word in _BOUND)


def intro(role: Role, reading: str) -> Worded | None:
    """The role's introduction; a professional's always reminds of the duty, with our words where the asker has none."""
    own = role.intro.in_(reading) if role.intro else None
    if not bound(role) or (own and any(reminder in own.text.lower() for reminder in _REMINDERS)):
        return own
    duty = DUTY.in_(own.language if own else language_of(reading))
    return Worded(f"{own.text}\n\n{duty.text}", own.language) if own else duty


def without(raw: RawAnswers, questionnaire: RoleQuestionnaire, chosen: Collection[str]) -> RawAnswers:
    """The answers with `[…]` for each marked stretch whose key was chosen; a key of nothing marked changes nothing."""
    if not chosen:
        return raw
    texts = {words.id for question in questionnaire.questions for words in question.free_texts()}
    return {
        name: tuple(_without(value, chosen) for value in values) if name in texts else values
        for name, values in raw.items()
    }


def findings(checked: Checked) -> tuple[Finding, ...]:
    """What is marked, each once, in the order in which it stands first."""
    found: dict[str, Finding] = {}
    for question, marked in checked.marked.items():
        text = checked.sheet.comments[question]
        for mark in marked:
            key = _key(mark, text)
            known = found.get(key)
            found[key] = Finding(
                key,
                mark.kind,
                known.words if known else text[mark.start : mark.stop],
                known.times + 1 if known else 1,
                known.question if known else question,
            )
    return tuple(found.values())


def pieces(question: str, checked: Checked) -> tuple[Piece, ...]:
    """The comment as it will be stored, stretch by stretch; empty where nothing in it is removed or marked."""
    removed, marked = checked.removed.get(question, ()), checked.marked.get(question, ())
    if question not in checked.sheet.comments or not (removed or marked):
        return ()
    return tuple(_pieces(checked.sheet.comments[question], sorted([*removed, *marked], key=lambda span: span.start)))


def _pieces(text: str, spans: Sequence[Removed | Mark]) -> Iterator[Piece]:
    at = 0
    for span in spans:
        if at < span.start:
            yield Piece(text[at : span.start])
        gone = isinstance(span, Removed)
        yield Piece(MARK if gone else text[span.start : span.stop], span.kind, removed=gone)
        at = span.stop
    if at < len(text):
        yield Piece(text[at:])


def _without(value: str, chosen: Collection[str]) -> str:
    text = clean(value)
    rest, at = [], 0
    for mark in marks(text):
        if _key(mark, text) in chosen:
            rest += [text[at : mark.start], MARK]
            at = mark.stop
    return "".join([*rest, text[at:]]) if rest else value


def _key(mark: Mark, text: str) -> str:
    return f"{mark.kind}:{' '.join(text[mark.start : mark.stop].casefold().split())}"
