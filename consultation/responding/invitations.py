"""Builds the pages before the questions: the front page, and one consultation's invitation."""

from collections.abc import Sequence

from consultation.questionnaire.opening import Consultation
from consultation.questionnaire.wording import LANGUAGES
from consultation.responding import signposts
from consultation.responding.framing import frame
from consultation.responding.pages import ConsultationPage, HomePage, Invitation, LanguageChoice, RoleChoice
from consultation.responding.receipt_pages import OUTCOME, RECEIPT
from consultation.web import languages


def welcome(open_now: Sequence[Consultation], language: str) -> HomePage:
    """The front page: what is open now, in a language that each can be read in."""
    return HomePage(
        language,
        tuple(LanguageChoice(code, languages.NAMES[code], f"/{code}/") for code in LANGUAGES),
        tuple(_invitation(consultation, language) for consultation in open_now),
        signposts.for_reader(language),
    )


def _invitation(consultation: Consultation, language: str) -> Invitation:
    questionnaire = consultation.questionnaire
    reads = language if language in questionnaire.languages else questionnaire.languages[0]
    return Invitation(
        questionnaire.title.in_(reads),
        questionnaire.asker.in_(reads),
        consultation.closes_on,
        f"/{reads}/{consultation.slug}/",
    )


def introduce(consultation: Consultation, language: str, *, told: bool = False) -> ConsultationPage:
    """The page that invites: who asks and why, which roles may answer, and where outcomes are `told`."""
    questionnaire = consultation.questionnaire
    home = f"/{language}/{consultation.slug}/"
    return ConsultationPage(
        frame=frame(consultation, language),
        asker=questionnaire.asker.in_(language),
        purpose=questionnaire.purpose.in_(language),
        use=questionnaire.use.in_(language),
        closes_on=consultation.closes_on,
        erase_on=consultation.erase_on,
        roles=tuple(RoleChoice(role.name.in_(language), f"{home}{role.id}/") for role in questionnaire.roles),
        receipt_address=f"{home}{RECEIPT}",
        outcome_address=f"{home}{OUTCOME}" if told else "",
        signposts=signposts.of(consultation, language),
    )
