"""Check a respondent's answers before they are sent, and show what would be taken out of them."""

from collections.abc import Mapping
from dataclasses import dataclass

from consultation.privacy.scrub import Removed, scrub
from consultation.questionnaire.answering import AnswerSheet, RawAnswers, Rejected, check
from consultation.questionnaire.opening import Consultation


@dataclass(frozen=True, slots=True)
class Checked:
    """Answers that can be sent; per question, what will be removed and the comment as it will be stored."""

    sheet: AnswerSheet
    removed: Mapping[str, tuple[Removed, ...]]
    comments: Mapping[str, str]


def check_answers(consultation: Consultation, role: str, raw: RawAnswers) -> Checked | Rejected:
    """The answers as they would be sent, or why they cannot be. Raises questionnaire.definition.UnknownRole."""
    sheet = check(consultation.questionnaire.for_role(role), raw)
    if isinstance(sheet, Rejected):
        return sheet
    scrubbed = {question: scrub(comment) for question, comment in sheet.comments.items()}
    return Checked(
        sheet=sheet,
        removed={question: text.removed for question, text in scrubbed.items() if text.removed},
        comments={question: text.text for question, text in scrubbed.items()},
    )
