"""Check a respondent's answers before they are sent, and show what would be taken out of them."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from consultation.privacy.anonymise import Channel, anonymise
from consultation.privacy.receipts import new_nonce
from consultation.privacy.scrub import Removed
from consultation.questionnaire.answering import AnswerSheet, RawAnswers, Rejected, check
from consultation.questionnaire.opening import Consultation


@dataclass(frozen=True, slots=True)
class Checked:
    """Answers that can be sent; per question, what will be removed and the comment as it will be stored."""

    sheet: AnswerSheet
    removed: Mapping[str, tuple[Removed, ...]]
    comments: Mapping[str, str] = field(repr=False)


def check_answers(consultation: Consultation, role: str, raw: RawAnswers) -> Checked | Rejected:
    """The answers as they would be sent, or why they cannot be. Raises questionnaire.definition.UnknownRole."""
    sheet = check(consultation.questionnaire.for_role(role), raw)
    if isinstance(sheet, Rejected):
        return sheet
    kept = anonymise(sheet, definition=consultation.fingerprint, channel=Channel.web, nonce=new_nonce())
    return Checked(sheet=sheet, removed=kept.removed, comments=kept.response.comments)
