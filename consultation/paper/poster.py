"""A poster or card that leads to a consultation: title, one warm sentence, who may answer, until when, and where."""

from collections.abc import Iterable, Sequence
from typing import TypeVar

from consultation.paper.addresses import PublicAddress
from consultation.paper.form import PART, UNDATED
from consultation.paper.sheets import Poster
from consultation.paper.square_code import drawing
from consultation.questionnaire.days import day_in_words
from consultation.questionnaire.opening import Consultation
from consultation.questionnaire.wording import Worded
from consultation.reporting.catalogue import Catalogue, Said

T = TypeVar("T", Said, Worded)


def lay_out(consultation: Consultation, languages: Sequence[str], public: PublicAddress) -> Poster:
    """The poster in these languages, at least one; its code leads to the page in its language, or lets the reader's choose.

    Raises:
        segno.DataOverflowError: the address is longer than a code can hold.
    """
    words = [Catalogue(language, PART) for language in languages]
    questionnaire, slug = consultation.questionnaire, consultation.slug
    leads_to = public.page(slug, languages[0]) if len(languages) == 1 else public.short(slug)
    day = consultation.closes_on

    def said(message: str) -> tuple[Said, ...]:
        return _once(speaking.say(message) for speaking in words)

    return Poster(
        language=languages[0],
        titles=_once(questionnaire.title.in_(language) for language in languages),
        askers=_once(questionnaire.asker.in_(language) for language in languages),
        invitations=said("Tell us what you have experienced, and what should be better."),
        who=said("Who can answer"),
        roles=_once(_roles(consultation, language) for language in languages),
        last_day=_once(_until(speaking, day_in_words(day, speaking.language)) for speaking in words) if day else (),
        anonymous=said("You answer anonymously, without logging in."),
        scan=said("Scan the code with your phone, or go to:"),
        address=public.typed(slug),
        code=drawing(leads_to),
        alternative=words[0].say("Square code (QR) that leads to %(address)s", address=leads_to),
        dated=consultation.opened_on or UNDATED,
    )


def _roles(consultation: Consultation, language: str) -> Worded:
    names = [role.name.in_(language) for role in consultation.questionnaire.roles]
    return Worded(" · ".join(name.text for name in names), names[0].language)


def _until(words: Catalogue, day: str) -> Said:
    return words.say("Answer by %(day)s.", day=day.replace(" ", "\u00a0"))  # a day stays in one line


def _once(texts: Iterable[T]) -> tuple[T, ...]:
    """What is said, each text once: bokmål and nynorsk are often the same."""
    return tuple({words.text: words for words in reversed(list(texts))}.values())[::-1]
