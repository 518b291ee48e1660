"""Every text of the respondent's pages exists in bokmål and nynorsk; what Northern Sámi lacks is marked as bokmål."""

import re

import pytest
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from flask import render_template_string
from flask_babel import gettext

from consultation.web import languages
from tests.responding.visiting import site
from tests.web.wording import catalogues, ids, messages, msgids, strings

BOKMAL = re.compile(
    r"\b(ikke|hva|hvem|hvor|hvis|hvordan|jeg|noe|noen|fra|mer|være|skrevet|lagrer|svarene|siden|hjelpen|uke|gjøre|selv|"
    r"en gang|bare|velge|spørsmålene|et|dere|disse)\b",
    re.IGNORECASE,
)
PLACEHOLDER = re.compile(r"%\(\w+\)s")


@pytest.mark.parametrize("language", ["nb", "nn"])
def test_every_text_exists_in_both_forms_of_norwegian(language):
    known = {
        text for message in messages(language) if all(strings(message)) and not message.fuzzy for text in ids(message)
    }
    assert [text for text in msgids() if text not in known] == []


@pytest.mark.parametrize("language", ["nb", "nn", "se"])
def test_no_catalogue_has_a_text_that_no_page_uses_or_a_lost_placeholder(language):
    used = set(msgids())
    assert [message.id for message in messages(language) if not set(ids(message)) <= used] == []
    for message in messages(language):
        singular, plural = (sorted(PLACEHOLDER.findall(ids(message)[at])) for at in (0, -1))
        for at, said in enumerate(strings(message)):
            holds = sorted(PLACEHOLDER.findall(said))
            assert holds == plural or (at == 0 and holds == singular), message.id  # `One` needs no number


@pytest.mark.parametrize("language", ["nb", "nn", "se"])
def test_no_text_stands_in_two_catalogues(language):
    every = [text for message in messages(language) for text in ids(message)]
    assert sorted({text for text in every if every.count(text) > 1}) == []


def test_nynorsk_is_nynorsk():
    said = [text for message in messages("nn") for text in strings(message)]
    assert [text for text in said if BOKMAL.search(text)] == []


def test_every_sami_text_asks_for_review():
    assert [m.id for m in messages("se") if "to be reviewed" not in " ".join(m.user_comments)] == []


def test_what_northern_sami_lacks_is_counted_and_told(capsys):
    known = {text for message in messages("se") for text in ids(message)}
    said = msgids()
    lacking = [text for text in said if text not in known]
    with capsys.disabled():
        print(f"\nNorthern Sámi: {len(said) - len(lacking)} of {len(said)} texts; {len(lacking)} are shown in bokmål")
    assert len(lacking) < len(said)


def test_northern_sami_has_a_form_for_one_for_two_and_for_more(tmp_path, monkeypatch):
    forms = {(known.num_plurals, re.sub(r"[\s()]", "", known.plural_expr)) for known in catalogues("se").values()}
    assert forms == {(3, "n==1?0:n==2?1:2")}
    folder = tmp_path / "se" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    (folder / "responding.po").write_text(
        'msgid ""\nmsgstr ""\n"Plural-Forms: nplurals=3; plural=(n==1?0:n==2?1:2);\\n"\n"Content-Type: text/plain; charset=utf-8\\n"\n\n'
        'msgid "%(num)s week"\nmsgid_plural "%(num)s weeks"\n'
        'msgstr[0] "%(num)s vahkku"\nmsgstr[1] "%(num)s vahku (guokte)"\nmsgstr[2] "%(num)s vahku"\n',
        "utf-8",
    )
    with (folder / "responding.po").open("rb") as source, (folder / "responding.mo").open("wb") as target:
        write_mo(target, read_po(source, locale="se"))
    monkeypatch.setattr(languages, "CATALOGUES", tmp_path)
    app = site(tmp_path / "instance")
    with app.test_request_context("/se/"):
        said = [
            render_template_string("{{ ngettext('%(num)s week', '%(num)s weeks', n) }}", n=count) for count in (1, 2, 3)
        ]
    assert said == ["1 vahkku", "2 vahku (guokte)", "3 vahku"]


def test_code_says_what_sami_lacks_in_bokmal_and_not_in_english(app):
    def said(address, text):
        with app.test_request_context(address):
            return gettext(text)

    lacking = "This cannot be undone."
    assert said("/se/", "Try again") == "Geahččal ođđasit"
    assert said("/se/", lacking) == said("/nb/", lacking) != lacking
    assert said("/en/", lacking) == lacking


def test_what_sami_lacks_is_shown_in_bokmal_and_marked(visitor):
    visitor.goes_to("/se/waiting-times/")
    assert visitor.tree.get("lang") == "se"
    marked = visitor.tree.xpath("//main//span[@lang='nb']")
    assert any("kvitteringskode" in element.text_content() for element in marked)
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
