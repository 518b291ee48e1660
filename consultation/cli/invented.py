"""Invented responses for the demo, read from files that say so themselves."""

import random
import tomllib
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from consultation.questionnaire.answering import AnswerSheet, check
from consultation.questionnaire.definition import Questionnaire, RoleQuestionnaire
from consultation.questionnaire.kinds import OTHER
from consultation.questionnaire.questions import FreeText, Matrix, Place, Problem, Question, Ranking
from consultation.usecases.plan_import import PlannedResponse

FOLDER = Path(__file__).parent / "demo"
IN_THE_BOX = "waiting-in-the-box"
BESIDE = "beside"  # the part of a file with what is written beside a choice, by question
SILENT = 0.25  # the share of closed questions that are left open


def invented(name: str, questionnaire: Questionnaire) -> tuple[PlannedResponse, ...]:
    """The responses of one file, checked as any other; their closed answers are drawn by lot, the same each time."""
    written = tomllib.loads((FOLDER / f"{name}.toml").read_text("utf-8"))
    seen: Counter[str] = Counter()
    planned = []
    beside = written.pop(BESIDE, {})
    for role, comments in _responses(written):
        sheet = _sheet(questionnaire.for_role(role), comments, beside)
        content = f"{role}{comments}"
        planned.append(PlannedResponse((), sheet, seen[content]))
        seen[content] += 1
    return tuple(planned)


def _responses(written: Mapping[str, Mapping[str, Sequence[Sequence[str]]]]) -> Iterator[tuple[str, Sequence[str]]]:
    for role, languages in written.items():
        for responses in languages.values():
            yield from ((role, comments) for comments in responses)


def _sheet(asked: RoleQuestionnaire, comments: Sequence[str], beside: Mapping[str, Sequence[str]]) -> AnswerSheet:
    free = [question for question in asked.questions if isinstance(question, FreeText)]
    raw: dict[str, list[str]] = {q.id: [text] for q, text in zip(free, comments, strict=False) if text}
    words = dict(raw)
    lot = random.Random("".join(comments))  # noqa: S311 -- invented answers keep no secret  # nosec B311
    for question in asked.questions:
        if not isinstance(question, FreeText) and lot.random() > SILENT:
            raw |= _drawn(question, lot)
            if OTHER in raw.get(question.id, ()) and question.id in beside:
                raw[f"{question.id}.{OTHER}"] = [lot.choice(beside[question.id])]
    for tried in (raw, words):
        sheet = check(asked, tried)
        if isinstance(sheet, AnswerSheet):
            return sheet
    raise ValueError(f"The questionnaire takes none of the invented comments for {asked.role.id}.")


def _drawn(question: Question, lot: random.Random) -> dict[str, list[str]]:
    """An answer to a closed question; nothing where drawing one would be nonsense."""
    if isinstance(question, Place):
        return {question.fields()[0]: [lot.choice(question.regions).id]}
    if isinstance(question, Ranking):
        placed = lot.sample(question.options, len(question.places))
        return {question.field(option): [str(place)] for place, option in enumerate(placed, 1)}
    if isinstance(question, Matrix):
        return {f"{question.id}.{row.id}": [lot.choice(question.options).id] for row in question.rows}
    options = question.condition_values()
    if not options:
        return {}
    drawn = {question.id: [lot.choice(options)]}
    return drawn if not isinstance(question.read(drawn), Problem) else {}
