"""Every text of the respondent's pages exists in bokmål and nynorsk; what Northern Sámi lacks is marked as bokmål."""

import re
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po

from consultation.web import languages
from tests.web.wording import msgids

DANISH_OR_BOKMAL = re.compile(
    r"\b(ikke|hva|hvem|jeg|noe|noen|fra|mer|være|skrevet|lagrer|svarene|siden|hvis)\b", re.IGNORECASE
)


def _catalogue(language: str) -> Catalog:
    path: Path = languages.CATALOGUES / language / "LC_MESSAGES" / "responding.po"
    with path.open("rb") as file:
        return read_po(file, locale=language)


@pytest.mark.parametrize("language", ["nb", "nn"])
def test_every_text_exists_in_both_forms_of_norwegian(language):
    known = {message.id: message for message in _catalogue(language) if message.id}
    lacking = [text for text in msgids() if text not in known or not known[text].string or known[text].fuzzy]
    assert lacking == []


@pytest.mark.parametrize("language", ["nb", "nn", "se"])
def test_no_catalogue_has_a_text_that_no_page_uses_or_a_lost_placeholder(language):
    used = set(msgids())
    for message in _catalogue(language):
        if message.id:
            assert message.id in used
            assert sorted(re.findall(r"%\(\w+\)s", message.id)) == sorted(re.findall(r"%\(\w+\)s", message.string))


def test_nynorsk_is_nynorsk():
    assert [m.string for m in _catalogue("nn") if m.id and DANISH_OR_BOKMAL.search(m.string)] == []


def test_every_sami_text_asks_for_review():
    assert [m.id for m in _catalogue("se") if m.id and "to be reviewed" not in " ".join(m.user_comments)] == []


def test_what_sami_lacks_is_shown_in_bokmal_and_marked(visitor):
    visitor.goes_to("/se/waiting-times/")
    assert visitor.tree.get("lang") == "se"
    marked = visitor.tree.xpath("//main//span[@lang='nb']")
    assert any("informasjonskapsler" in element.text_content() for element in marked)
    assert "&lt;span" not in visitor.html
    for tag in visitor.tree.iter():
        assert not any("<span" in value for value in tag.attrib.values())
    assert "<" not in visitor.tree.findtext(".//title")


@pytest.mark.parametrize("address", ["/", "/nb/", "/nn/", "/se/", "/en/"])
def test_the_language_is_in_the_address_and_nowhere_else(visitor, address):
    visitor.client.environ_base["HTTP_ACCEPT_LANGUAGE"] = "en, nn;q=0.9"
    visitor.goes_to(address)
    assert visitor.tree.get("lang") == (address.strip("/") or "nb")
    assert "Vary" not in visitor.headers
