"""Print one role's questionnaire as a form to fill in with a pen."""

from sqlalchemy.orm import Session

from consultation.paper import pdf
from consultation.paper.addresses import PublicAddress
from consultation.paper.form import Around, lay_out
from consultation.questionnaire.signposts import standing
from consultation.questionnaire.wording import language_of
from consultation.storage import consultations


class NotPrinted(Exception):  # noqa: N818 -- a refusal, named as what happened
    """It cannot be printed; the message says why, and what there is instead."""


def print_form(
    session: Session, slug: str, role: str, reading: str, *, hand_in: str = "", public: PublicAddress | None = None
) -> bytes:
    """The form as PDF, the same bytes for every copy; ``hand_in`` says where it comes back to, else there is a line for that.

    Raises NotPrinted.
    """
    found = consultations.find(session, slug)
    if found is None:
        raise NotPrinted(f"There is no consultation {slug!r}.")
    questionnaire = found.questionnaire
    roles = [known.id for known in questionnaire.roles]
    if role not in roles:
        raise NotPrinted(f"{slug} asks no role {role!r}. Its roles are: {', '.join(roles)}.")
    if language_of(reading) not in questionnaire.languages:
        raise NotPrinted(f"{slug} is not in {reading!r}. Its languages are: {', '.join(questionnaire.languages)}.")
    around = Around(
        hand_in=hand_in,
        address=public.typed(slug) if public else "",
        signposts=standing(questionnaire.signposts),
    )
    return pdf.form(lay_out(found, role, reading, around))
