"""Print a poster or card that leads to a consultation."""

from collections.abc import Sequence
from datetime import date

from segno import DataOverflowError
from sqlalchemy.orm import Session

from consultation.paper import pdf
from consultation.paper.addresses import PublicAddress
from consultation.paper.poster import lay_out
from consultation.storage import consultations
from consultation.usecases.print_form import NotPrinted


def print_poster(
    session: Session, slug: str, languages: Sequence[str], paper: str, *, public: PublicAddress, today: date
) -> bytes:
    """The poster as PDF on one page, in one language or several; the same bytes each time.

    Raises NotPrinted, also where the consultation takes no answers: a poster would send people to a closed door.
    """
    found = consultations.find(session, slug)
    if found is None:
        raise NotPrinted(f"There is no consultation {slug!r}.")
    if not found.takes_answers(today):
        raise NotPrinted(f"{slug} takes no answers, so a poster would send people to a closed door.")
    offered = found.questionnaire.languages
    for language in languages:
        if language not in offered:
            raise NotPrinted(f"{slug} is not in {language!r}. Its languages are: {', '.join(offered)}.")
    if not languages or paper not in pdf.PAPERS:
        raise NotPrinted(f"There is no poster {paper!r} in no language. There are: {', '.join(pdf.PAPERS)}.")
    try:
        return pdf.poster(lay_out(found, tuple(dict.fromkeys(languages)), public), paper)
    except DataOverflowError:
        raise NotPrinted(f"The address is too long for a square code: {public.origin}.") from None
