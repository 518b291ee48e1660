"""Check a respondent's answers before they are sent, and show what would be taken out of them and what they may want to."""

from bisect import bisect_left
from collections.abc import Mapping
from dataclasses import dataclass, field

from consultation.privacy.anonymise import Channel, anonymise
from consultation.privacy.marking import Mark, marks
from consultation.privacy.receipts import new_nonce
from consultation.privacy.scrub import Removed
from consultation.questionnaire.answering import AnswerSheet, RawAnswers, Rejected, check
from consultation.questionnaire.opening import Consultation


@dataclass(frozen=True, slots=True)
class Checked:
    """Answers that can be sent; per question, what will be removed, what is marked and the comment as it will be stored.

    Both kinds of spans count characters of the sheet's comment and never overlap; what is marked is the writer's choice.
    """

    sheet: AnswerSheet
    removed: Mapping[str, tuple[Removed, ...]]
    marked: Mapping[str, tuple[Mark, ...]]
    comments: Mapping[str, str] = field(repr=False)


def check_answers(consultation: Consultation, role: str, raw: RawAnswers) -> Checked | Rejected:
    """The answers as they would be sent, or why they cannot be. Raises questionnaire.definition.UnknownRole."""
    sheet = check(consultation.questionnaire.for_role(role), raw)
    if isinstance(sheet, Rejected):
        return sheet
    kept = anonymise(sheet, definition=consultation.fingerprint, channel=Channel.web, nonce=new_nonce())
    marked = {
        question: found
        for question, comment in sheet.comments.items()
        if (found := _marked(comment, kept.removed.get(question, ())))
    }
    return Checked(sheet=sheet, removed=kept.removed, marked=marked, comments=kept.response.comments)


def _marked(comment: str, removed: tuple[Removed, ...]) -> tuple[Mark, ...]:
    """The marks that touch nothing of what is removed, which stands in order."""
    starts = [gone.start for gone in removed]
    return tuple(
        mark
        for mark in marks(comment)
        if not (before := bisect_left(starts, mark.stop)) or removed[before - 1].stop <= mark.start
    )
