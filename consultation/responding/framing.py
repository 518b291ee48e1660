"""What surrounds every page of one consultation: its title, and the same place in each of its languages and readings."""

from consultation.questionnaire.opening import Consultation
from consultation.questionnaire.wording import is_easy, language_of, reading
from consultation.responding.pages import EaseChoice, Frame, LanguageChoice
from consultation.web import languages


def frame(consultation: Consultation, read: str, rest: str = "", *, form: str = "") -> Frame:
    """The frame of the page at `rest` below the consultation; `form` is the form that a change of language carries along.

    Who reads the easy texts goes on to those of the next language, where it has any.
    """
    questionnaire, language = consultation.questionnaire, language_of(read)
    easy = questionnaire.easy_languages

    def place(code: str) -> str:
        return f"/{reading(code, easy=is_easy(read) and code in easy)}/{consultation.slug}/{rest}"

    other = reading(language, easy=not is_easy(read))
    return Frame(
        language,
        read,
        consultation.slug,
        questionnaire.title.in_(read),
        f"/{read}/{consultation.slug}/",
        tuple(LanguageChoice(code, languages.NAMES[code], place(code)) for code in questionnaire.languages),
        form,
        EaseChoice(is_easy(other), f"/{other}/{consultation.slug}/{rest}") if language in easy else None,
    )
