from pathlib import Path

import pytest
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

from consultation.themes.finding.harm import told
from consultation.web.languages import CATALOGUES, DOMAINS

ROOT = Path(__file__).parents[2]
OTHERS = {
    "responding", "kinds", "guarding", "receipts", "proving", "drafting", "around", "stored", "deploying", "report",
}  # fmt: skip
STAFF = [domain for domain in DOMAINS if domain not in OTHERS]
SOURCES = (
    ("templates/reviewing", [("**.html", "jinja2")]),
    ("consultation/reviewing", [("**.py", "python")]),
)
JINJA = {"**.html": {"silent": "false", "newstyle_gettext": "true"}}


def said_in_the_pages() -> set[str]:
    """Also what each rule for possible harm is there for: the page of rules says it in its reader's language."""
    return {rule.why for rule in told()} | {
        message[0] if isinstance(message, tuple) else message
        for folder, methods in SOURCES
        for _, _, message, _, _ in extract_from_dir(ROOT / folder, method_map=methods, options_map=JINJA)
    }


def catalogue(language: str) -> dict[str, str]:
    """Every whole text of the catalogues that the staff's pages have, each room its own."""
    found = {}
    for domain in STAFF:
        with (CATALOGUES / language / "LC_MESSAGES" / f"{domain}.po").open("rb") as file:
            messages = [one for one in read_po(file, locale=language) if all_of(one)]
        texts = {one.id[0] if one.pluralizable else one.id: str(one.string) for one in messages}
        assert not texts.keys() & found.keys(), f"{domain} says again what another catalogue says"
        found |= texts
    return found


@pytest.mark.parametrize("language", ["nb", "nn"])
def test_every_text_of_the_staff_pages_is_there_in(language):
    whole = catalogue(language).keys()
    said = said_in_the_pages()
    assert len(said) > 100
    assert said - whole == set()
    assert whole - said == set()


def all_of(message) -> bool:
    strings = message.string if message.pluralizable else (message.string,)
    return bool(message.id) and all(strings)


def test_bokmaal_and_nynorsk_are_two_languages():
    nb, nn = catalogue("nb"), catalogue("nn")
    same = [text for text in nb if nb[text] == nn[text]]
    assert len(same) < len(nb) / 3
