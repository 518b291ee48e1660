"""Who changes role takes along what both roles are asked; words that the other role is not asked are laid aside, never dropped."""

from consultation.questionnaire.definition import RoleQuestionnaire
from consultation.questionnaire.questions import Question
from consultation.responding.binding import ASIDE, Posted
from consultation.responding.pages import LaidAside


def brought_along(posted: Posted, asked: RoleQuestionnaire) -> Posted:
    """The same form as this role is asked: fields of other roles laid aside, and those laid aside for this role taken up.

    A field that no role is asked stays as it is, for it is no matter of roles. What is on the page counts before what was
    laid aside.
    """
    own = _fields(asked.questions)
    others = _fields(asked.questionnaire.questions) - own
    there = {name for name, _ in posted.pairs}
    pairs = []
    for name, value in posted.pairs:
        plain = name.removeprefix(ASIDE)
        if name in others:
            pairs.append((ASIDE + name, value))
        elif plain in own and (plain == name or plain not in there):
            pairs.append((plain, value))
        elif plain not in own:
            pairs.append((name, value))
    return Posted(pairs)


def laid_aside(posted: Posted, asked: RoleQuestionnaire, language: str) -> tuple[LaidAside, ...]:
    """The words that were laid aside, each below its question, to be read and copied."""
    written = dict(posted.aside)
    return tuple(
        LaidAside(words.id, words.text.in_(language), written[ASIDE + words.id])
        for words in asked.questionnaire.free_texts
        if ASIDE + words.id in written
    )


def _fields(questions: tuple[Question, ...]) -> frozenset[str]:
    return frozenset(name for question in questions for name in question.fields())
