"""What an audit asks: a consultation of its own, which is listed nowhere and gone when the audit ends."""

import secrets

from consultation.questionnaire.definition import Questionnaire
from consultation.questionnaire.opening import OF_AUDITS
from consultation.questionnaire.parts import Role, Section
from consultation.questionnaire.questions import FreeText, Option, SingleChoice
from consultation.questionnaire.wording import Wording

WORDS, CHOICE = "words", "waited"
ROLES, OPTIONS = ("patient", "next_of_kin"), ("yes", "no")
_PEOPLE = 1000


def new_slug() -> str:
    """A place for one audit that nobody can guess."""
    return f"{OF_AUDITS}-{secrets.token_hex(8)}"


def questionnaire() -> Questionnaire:
    """Two roles, a question in own words and a choice."""
    options = (Option("yes", _said("Ja", "Ja")), Option("no", _said("Nei", "Nei")))
    questions = (
        FreeText(id=WORDS, text=_said("Hva kan bli bedre?", "Kva kan bli betre?")),
        SingleChoice(id=CHOICE, text=_said("Har du ventet?", "Har du venta?"), options=options),
    )
    return Questionnaire(
        id=OF_AUDITS,
        title=_said("Prøve av anonymiteten", "Prøve av anonymiteten"),
        asker=_said("Den som driver nettstedet", "Den som driv nettstaden"),
        purpose=_said("En maskin prøver om ingen kan kjennes igjen.", "Ei maskin prøver om ingen kan kjennast att."),
        use=_said("Alt her er oppdiktet og slettes med én gang.", "Alt her er oppdikta og blir sletta med ein gong."),
        roles=(
            Role("patient", _said("Pasient", "Pasient"), people_per_unit=_PEOPLE),
            Role("next_of_kin", _said("Pårørende", "Pårørande"), people_per_unit=_PEOPLE),
        ),
        sections=(Section("all", _said("Alt", "Alt"), questions),),
        languages=("nb", "nn"),
    )


def _said(bokmal: str, nynorsk: str) -> Wording:
    return Wording({"nb": bokmal, "nn": nynorsk})
