"""A file is known by what it holds; what is no codebook says so, and says how to make it one."""

import codecs

import pytest

from consultation.themes.book.choosing import adopted, there_already
from consultation.themes.book.exchange import codebook_as_csv
from consultation.themes.book.files import themes_from_file
from consultation.themes.book.mistakes import Mistakes
from consultation.themes.book.qdc import codebook_as_qdc
from consultation.themes.book.theme import Theme

THEMES = (
    Theme("tid", "Tid", "Å vente", ("kø",), ("reisetid",), ("det tok tid",), sign="TI"),
    Theme("brev", "Brev", parent="tid", sign="BR"),
    Theme("innkalling", "Innkalling", parent="brev", sign="IN", retired=True),
)


def told(body: bytes) -> list[str]:
    with pytest.raises(Mistakes) as refused:
        themes_from_file(body)
    return [one.code for one in refused.value.mistakes]


@pytest.mark.parametrize("written", [codebook_as_csv, codebook_as_qdc])
def test_either_kind_comes_back_as_it_was(written):
    assert themes_from_file(written(THEMES)) == THEMES
    assert themes_from_file(written(THEMES).removeprefix(codecs.BOM_UTF8)) == THEMES


def test_a_spreadsheet_in_any_common_form_is_read():
    text = 'name,definition\r\nVentetid,"lang, lang tid"\r\nBrød & smør,æøå\r\n'
    for body in (text.encode(), text.encode("utf-8-sig"), text.encode("cp1252"), text.encode("utf-16")):
        assert [theme.name for theme in themes_from_file(body)] == ["Ventetid", "Brød & smør"]
    assert [one.name for one in themes_from_file(b"Navn;Definisjon\nKaffe;sterk\n")] == ["Kaffe"]


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (b"", "file_is_empty"),
        (b"\xef\xbb\xbf \r\n", "file_is_empty"),
        (b"PK\x03\x04anything", "is_a_workbook_or_archive"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1", "is_a_workbook_or_archive"),
        (b"%PDF-1.7", "is_a_document"),
        (b"name\0;x", "is_no_text"),
        ("name\nMat\n".encode("utf-32"), "is_no_text"),
        (b"<CodeBook><Codes>", "is_no_xml"),
        (b"<html></html>", "is_no_codebook"),
        (b"name\n" + b"x" * 5_000_001, "file_is_too_large"),
        (b"name\nVentetid \x81\n", "letters_are_unreadable"),
    ],
)
def test_what_is_no_codebook_is_told_plainly(body, code):
    assert code in told(body)


def test_an_empty_line_above_the_first_of_xml_is_forgiven():
    assert themes_from_file(codecs.BOM_UTF8 + b" \r\n" + codebook_as_qdc(THEMES)) == THEMES


def test_no_entity_is_ever_read():
    for kind in ('<!ENTITY a "b">', '<!ENTITY a SYSTEM "file:///etc/passwd">'):
        body = f'<?xml version="1.0"?><!DOCTYPE CodeBook [{kind}]><CodeBook>&a;</CodeBook>'
        assert told(body.encode()) == ["document_type_is_refused"]
        assert told(body.encode("utf-16")) == ["document_type_is_refused"]


def test_what_is_chosen_lies_below_the_nearest_chosen_one():
    assert [(one.id, one.parent) for one in adopted(THEMES, {"tid", "innkalling"})] == [
        ("tid", None),
        ("innkalling", "tid"),
    ]
    assert [(one.id, one.parent) for one in adopted(THEMES, {"innkalling"})] == [("innkalling", None)]
    assert [one.retired for one in adopted(THEMES)] == [False, False, True]


def test_a_name_that_is_taken_is_found_whatever_its_letters():
    assert there_already(THEMES, [Theme("x", "BREV")]) == {"brev"}
