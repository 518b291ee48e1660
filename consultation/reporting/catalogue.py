"""What is printed says its own words in the reader's language, and honestly in another where the language lacks them."""

import gettext
import io
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

TRANSLATIONS = Path(__file__).parents[1] / "translations"
SOURCE = "en"  # the message ids are English
_ORDER = {"nb": ("nb",), "nn": ("nn", "nb"), "se": ("se", "nb"), "en": ()}


@dataclass(frozen=True, slots=True)
class Said:
    """A text and the language it really is in; ``""`` where nobody knows, as for what respondents wrote."""

    text: str
    language: str


@dataclass(frozen=True, slots=True)
class Catalogue:
    """Says the sentences of one part of the system, by default the report's, in one language."""

    language: str
    part: str = "report"

    def say(self, message: str, /, **values: object) -> Said:
        """The sentence in the first language that has it, with its values set in; never raises for a language."""
        for language in _ORDER.get(self.language, ()):
            found = _translations(self.part, language).gettext(message)
            if found != message:
                return Said(found % values if values else found, language)
        return Said(message % values if values else message, SOURCE)


@cache
def _translations(part: str, language: str) -> gettext.NullTranslations:
    """Read from the .po file itself, so that a checkout tells the truth before anything is compiled."""
    path = TRANSLATIONS / language / "LC_MESSAGES" / f"{part}.po"
    if not path.exists():
        return gettext.NullTranslations()
    with path.open("rb") as source:
        catalogue = read_po(source, locale=None, domain=part)
    compiled = io.BytesIO()
    write_mo(compiled, catalogue)
    compiled.seek(0)
    return gettext.GNUTranslations(compiled)
