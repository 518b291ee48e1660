"""A consultation: a questionnaire frozen at opening, the dates it lives by, and the key its answers are sealed with."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from consultation.questionnaire.definition import Questionnaire
from consultation.questionnaire.wording import READINGS

State = Literal["draft", "open", "closed"]
Archive = Literal["report", "nothing"]
"""What is handed to the archive before everything is erased. Never responses: respondents are told that those go."""
TAKEN = frozenset({*READINGS, "accessibility", "healthz", "readyz", "staff", "static", "what-we-store", "who-reads"})
"""Where other pages stand, alone or behind a language: no slug may be one of these, or its address would lead elsewhere."""
OF_AUDITS = "anonymity-audit"
"""What an audit of the anonymity asks has this id, and its consultation a slug that begins so: it is listed nowhere."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Consultation:
    """One consultation as it stands; its slug is its place in every address.

    ``version`` counts the definitions this consultation has had; old responses keep the fingerprint they answered.
    """

    slug: str
    questionnaire: Questionnaire
    fingerprint: str
    version: int
    state: State
    opened_on: date | None
    closes_on: date | None
    erase_on: date | None
    public_key: bytes
    archive: Archive | None = None
    """None where it was opened before anybody was asked for this decision."""

    def takes_answers(self, today: date) -> bool:
        """Whether answers are taken on this day; the closing day itself is the last one."""
        return self.state == "open" and (self.closes_on is None or today <= self.closes_on)


def is_an_audit(slug: str) -> bool:
    """Whether the consultation is one that an audit of the anonymity opens for itself, and erases when it ends."""
    return slug.startswith(f"{OF_AUDITS}-")


def taken(slug: str, questionnaire: Questionnaire) -> bool:
    """Whether a consultation with this questionnaire may not have this slug: other pages stand there, or only audits may."""
    return slug in TAKEN or (is_an_audit(slug) and questionnaire.id != OF_AUDITS)
