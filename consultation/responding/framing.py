"""What surrounds every page of one consultation: its title, and the same place in each of its languages."""

from consultation.questionnaire.opening import Consultation
from consultation.responding.pages import Frame, LanguageChoice
from consultation.web import languages


def frame(consultation: Consultation, language: str, rest: str = "", *, form: str = "") -> Frame:
    """The frame of the page at `rest` below the consultation; `form` is the form that a change of language carries along."""
    return Frame(
        language,
        consultation.slug,
        consultation.questionnaire.title.in_(language),
        f"/{language}/{consultation.slug}/",
        tuple(
            LanguageChoice(code, languages.NAMES[code], f"/{code}/{consultation.slug}/{rest}")
            for code in consultation.questionnaire.languages
        ),
        form,
    )
