"""Builds what is shown when the questions are answered: the answers as they will be kept, and then the thanks."""

from collections.abc import Iterator

from consultation.questionnaire.answering import RawAnswers
from consultation.questionnaire.branching import shown_sections
from consultation.questionnaire.questions import FreeText, Question
from consultation.questionnaire.wording import language_of
from consultation.responding import guarding, signposts
from consultation.responding.binding import Posted
from consultation.responding.form_page import FORM
from consultation.responding.framing import frame
from consultation.responding.journey import Journey
from consultation.responding.pages import CheckedAnswer, CheckedAnswers, CheckedSection, CheckPage, ThanksPage
from consultation.usecases.check_answers import Checked


def check_page(on: Journey, answers: str, *, again: str = "") -> CheckPage:
    """The page around the answers as they will be kept; `again` says why they were not taken when they were sent."""
    around = frame(on.consultation, on.language, f"{on.questionnaire.role.id}/check", form=FORM)
    role = on.questionnaire.role.name.in_(on.language)
    return CheckPage(around, role, answers, f"{on.here}thanks", on.here, again)


def checked_answers(
    on: Journey, raw: RawAnswers, checked: Checked, posted: Posted, *, made: str = ""
) -> CheckedAnswers:
    """The answers as they will be kept."""
    found = guarding.findings(checked)
    reminded = found and guarding.bound(on.questionnaire.role)
    return CheckedAnswers(
        language=language_of(on.language),
        sections=tuple(
            CheckedSection(
                section.title.in_(on.language),
                tuple(answer for question in section.questions for answer in _checked(on, question, checked)),
            )
            for section in shown_sections(on.questionnaire, raw)
        ),
        removed=tuple(dict.fromkeys(part.kind for parts in checked.removed.values() for part in parts)),
        carried=[*on.carried(raw, (), posted.asked), *posted.aside],
        nonce=posted.nonce,
        change_address=on.here,
        made=made,
        findings=found,
        taken=posted.takes_words_away,
        duty=guarding.DUTY.in_(language_of(on.language)) if reminded else None,
    )


def thanks_page(on: Journey, code: str, aloud: str = "") -> ThanksPage:
    """Thanks with the receipt and how it is said aloud, or without one where nothing was sent just now."""
    return ThanksPage(
        frame(on.consultation, on.language, f"{on.questionnaire.role.id}/thanks"),
        code,
        aloud,
        on.consultation.closes_on,
        signposts.of(on.consultation, on.language, on.questionnaire.role),
    )


def _checked(on: Journey, question: Question, checked: Checked) -> Iterator[CheckedAnswer]:
    if not isinstance(question, FreeText):
        given = checked.sheet.answers.get(question.id)
        yield _kept(on, question, "" if given is None else question.display(given, on.language), checked)
    for words in question.free_texts():
        written = checked.comments.get(words.id, "")
        if written or words is question:
            yield _kept(on, words, written, checked)


def _kept(on: Journey, question: Question, answer: str, checked: Checked) -> CheckedAnswer:
    removed = tuple(dict.fromkeys(part.kind for part in checked.removed.get(question.id, ())))
    pieces = guarding.pieces(question.id, checked)
    return CheckedAnswer(question.id, question.text.in_(on.language), answer, removed, pieces)
