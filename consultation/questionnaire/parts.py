"""What a questionnaire is put together from: the audience roles that are asked, and sections of questions."""

from dataclasses import dataclass

from consultation.questionnaire.conditions import Condition
from consultation.questionnaire.questions import Question
from consultation.questionnaire.wording import Wording


@dataclass(frozen=True, slots=True)
class Role:
    """An audience role. ``people_per_unit``: about how many people have it in the smallest unit that can be answered."""

    id: str
    name: Wording
    intro: Wording | None = None
    people_per_unit: int | None = None


@dataclass(frozen=True, slots=True)
class Section:
    """Questions that belong together."""

    id: str
    title: Wording
    questions: tuple[Question, ...]
    intro: Wording | None = None
    show_when: Condition | None = None
