"""Tell an outcome: what people said and what is done about it, in both written languages, before the public reads it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from consultation.questionnaire.wording import LANGUAGES, REQUIRED_LANGUAGES
from consultation.storage import outcomes

LONGEST = 2000  # characters in one text


@dataclass(frozen=True, slots=True)
class Told:
    """The outcome is stored under this key when the transaction ends."""

    key: str


@dataclass(frozen=True, slots=True)
class Incomplete:
    """It was not stored: what is wrong with each text, as ("said" or "doing", language) -> "required" or "too_long"."""

    mistakes: Mapping[tuple[str, str], str]


class Gone(LookupError):  # noqa: N818 -- a refusal, named as what happened
    """The outcome that was to be changed is not there any more."""


def tell_outcome(
    session: Session,
    slug: str,
    said: Mapping[str, str],
    doing: Mapping[str, str],
    *,
    published: bool,
    key: str | None = None,
    by: str,
    today: date,
) -> Told | Incomplete:
    """Store a new outcome or change the one of this key; texts by language, bokmål and nynorsk required, each at most 2000 long.

    In another language both texts stand or none: half a story in a language is worse than a whole one in another.
    Raises Gone.
    """
    texts = {"said": _written(said), "doing": _written(doing)}
    required = {*REQUIRED_LANGUAGES, *texts["said"], *texts["doing"]}
    mistakes = {
        (part, language): "required" if language not in those else "too_long"
        for part, those in texts.items()
        for language in LANGUAGES
        if (language in required and language not in those) or len(those.get(language, "")) > LONGEST
    }
    if mistakes:
        return Incomplete(mistakes)
    stored = outcomes.put(session, slug, key, texts["said"], texts["doing"], published=published, by=by, on=today)
    if stored is None:
        raise Gone(key)
    return Told(stored)


def _written(texts: Mapping[str, str]) -> dict[str, str]:
    return {language: text.strip() for language, text in texts.items() if language in LANGUAGES and text.strip()}
