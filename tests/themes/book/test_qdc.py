"""A codebook goes to other programs as REFI-QDA 1.5 and comes back the same, and no file makes the reader do anything but read."""

import json
import re

import pytest
from hypothesis import given, settings
from lxml import etree

from consultation.themes.book.choosing import adopted
from consultation.themes.book.codebook import Adopt, AdoptedTheme, Codebook, NewTheme, Rename
from consultation.themes.book.mistakes import Mistakes
from consultation.themes.book.qdc import LARGEST, NAMESPACE, codebook_as_qdc, guid, themes_from_qdc
from consultation.themes.book.theme import Theme, in_order
from tests.themes.book.codebooks import codebooks

GUID = "2f1b6f0a-1111-4222-8333-0123456789ab"
N = f"{{{NAMESPACE}}}"


def file(codes, before="", root=f'CodeBook xmlns="{NAMESPACE}"'):
    return f'<?xml version="1.0" encoding="utf-8"?>{before}<{root}><Codes>{codes}</Codes></{root.split()[0]}>'.encode()


def code(name="Mat", number=0, inside=""):
    return f'<Code guid="{GUID[:-2]}{number:02}" name="{name}" isCodable="true">{inside}</Code>'


def codes_of(body):
    with pytest.raises(Mistakes) as refused:
        themes_from_qdc(body)
    return {one.code for one in refused.value.mistakes}


@settings(max_examples=150, deadline=None)
@given(codebooks())
def test_every_codebook_comes_back_as_it_went(themes):
    assert themes_from_qdc(codebook_as_qdc(themes)) == tuple(theme for theme, _ in in_order(themes))


@settings(max_examples=100, deadline=None)
@given(codebooks())
def test_what_is_written_keeps_the_rules_of_the_standard(themes):
    """Codebook.xsd of REFI-QDA 1.5, restated: which elements stand where, how often, and what their attributes hold."""
    root = etree.fromstring(codebook_as_qdc(themes))
    assert root.tag == f"{N}CodeBook"
    assert set(root.attrib) <= {"origin"}
    (codes,) = root
    assert codes.tag == f"{N}Codes"
    assert not codes.attrib
    assert len(codes) >= 1
    assert {child.tag for child in codes} == {f"{N}Code"}
    guids = []
    for one in codes.iter(f"{N}Code"):
        assert {"guid", "name", "isCodable"} <= set(one.attrib) <= {"guid", "name", "isCodable", "color"}
        assert re.fullmatch(r"[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}", one.get("guid"))
        assert one.get("name")
        assert one.get("isCodable") in {"true", "false"}
        assert [child.tag for child in one][:1] == [f"{N}Description"]  # a sequence: first the description, at most one
        assert {child.tag for child in one[1:]} <= {f"{N}Code"}
        assert not len(one[0])
        guids.append(one.get("guid"))
    assert len(set(guids)) == len(guids) == len(themes)


def test_the_same_theme_has_the_same_guid_in_every_export():
    assert guid("mat") == guid("mat") != guid("tid")
    assert codebook_as_qdc([Theme("mat", "Mat")]) == codebook_as_qdc([Theme("mat", "Mat")])
    assert f'guid="{guid("mat")}"'.encode() in codebook_as_qdc([Theme("mat", "Mat"), Theme("ny", "Ny")])


def test_a_codebook_of_another_program_is_read():
    inside = code("Svar", 2, "<Description>Når svaret kommer</Description>") + code("Mat", 3)
    outer = f'<Code guid="{{{GUID}}}" name="Mat &amp; drikke" isCodable="false" color="#ff0000">{inside}</Code>'
    read = themes_from_qdc(b"\xef\xbb\xbf" + file(outer + code("Mat", 4)))
    assert [(theme.id, theme.name, theme.definition, theme.parent) for theme in read] == [
        ("mat-drikke", "Mat & drikke", "", None),
        ("svar", "Svar", "Når svaret kommer", "mat-drikke"),
        ("mat", "Mat (Mat & drikke)", "", "mat-drikke"),
        ("mat-2", "Mat", "", None),
    ]
    assert [theme.retired for theme in read] == [True, False, False, False]
    again = etree.fromstring(codebook_as_qdc(read)).iter(f"{N}Code")
    assert [one.get("isCodable") for one in again] == ["false", "true", "true", "true"]


def test_a_code_of_another_program_keeps_its_guid_on_the_way_out_again():
    read = themes_from_qdc(file(code("Mat", 1, code("Svar", 2)) + code("Ro", 3)))
    book = Codebook().decide(Adopt(adopted(read), "en fil", "Kari")).decide(Rename("mat", "Måltider", "Kari"))
    book = Codebook.from_json(json.loads(json.dumps(book.as_json())))
    book = book.decide(Adopt((AdoptedTheme("ny", NewTheme("Ny")),), "en fil", "Kari"))
    assert [one.get("guid") for one in etree.fromstring(codebook_as_qdc(book.themes)).iter(f"{N}Code")] == [
        f"{GUID[:-2]}01", f"{GUID[:-2]}02", f"{GUID[:-2]}03", guid("ny"),
    ]  # fmt: skip
    assert [theme.guid for theme in themes_from_qdc(codebook_as_qdc(book.themes))] == [*(one.guid for one in read), ""]


def test_a_code_that_was_added_elsewhere_takes_no_id_of_ours():
    ours = codebook_as_qdc([Theme("annet", "Annet")]).decode()
    added = ours.replace("<Codes>", f"<Codes>{code('Nytt', 1, code('Annet', 2))}")
    assert [(theme.id, theme.name) for theme in themes_from_qdc(added.encode())] == [
        ("nytt", "Nytt"), ("annet-2", "Annet (Nytt)"), ("annet", "Annet"),
    ]  # fmt: skip


def test_no_two_codes_that_go_out_have_one_guid():
    twice = [Theme("a", "A", guid=GUID), Theme("b", "B", guid=GUID), Theme("c", "C", guid=guid("a"))]
    found = [one.get("guid") for one in etree.fromstring(codebook_as_qdc(twice)).iter(f"{N}Code")]
    assert found == [GUID, guid("b"), guid("c")]


def test_codes_of_one_name_below_different_codes_are_told_apart():
    body = file(code("A", 1, code("Annet", 2)) + code("B", 3, code("Annet", 4)))
    assert [theme.name for theme in themes_from_qdc(body)] == ["A", "Annet", "B", "Annet (B)"]
    body = file(
        "".join(
            code(top, at, code("A", at + 1, code("Annet", at + 2))) for at, top in ((10, "X"), (20, "Y"), (30, "Z"))
        )
    )
    assert [theme.name for theme in themes_from_qdc(body)] == [
        "X", "A", "Annet", "Y", "A (Y)", "Annet (A)", "Z", "A (Z)", "Annet (A) (Z)",
    ]  # fmt: skip


def test_sets_and_what_we_do_not_know_are_left_out():
    more = '</Codes><Sets><Set guid="x" name="S"><MemberCode targetGUID="y"/></Set></Sets><Codes>'
    assert [theme.name for theme in themes_from_qdc(file(code() + more))] == ["Mat"]


BOMB = '<!DOCTYPE a [<!ENTITY a "xxxxxxxxxx"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;">]>'
FILE = '<!DOCTYPE a [<!ENTITY a SYSTEM "file:///etc/hostname">]>'


@pytest.mark.parametrize(
    "before",
    [
        BOMB,
        FILE,
        '<!DOCTYPE CodeBook SYSTEM "http://127.0.0.1:9/x.dtd">',
        "<!DOCTYPE CodeBook>",
        '<!DOCTYPE a [<!ENTITY % p "x"> %p;]>',
    ],
)
def test_no_document_type_is_read_so_no_entity_grows_and_no_file_is_fetched(before):
    assert codes_of(file(code(inside="<Description>&c;&a;</Description>"), before)) == {"document_type_is_refused"}


@pytest.mark.parametrize(
    ("body", "code_"),
    [
        (b"", "is_no_xml"), (b"PK\x03\x04", "is_no_xml"), (file(code())[:-9], "is_no_xml"), (file("&x;"), "is_no_xml"),
        (file(""), "no_theme"), (file(code(), root='Project xmlns="urn:QDA-XML:project:1.0"'), "is_no_codebook"),
        (file('<Code name="Mat" isCodable="true"/>'), "guid_is_missing"), (file('<Code guid="1" name="Mat" isCodable="true"/>'), "guid_is_wrong"),
        (file(f'<Code guid="{GUID}" isCodable="true"/>'), "name_is_missing"), (file(f'<Code guid="{GUID}" name="a" isCodable="kanskje"/>'), "neither_yes_nor_no"),
        (file(code("A") + code("B")), "id_stands_twice"), (file(code("A", 1) + code("a", 2)), "name_stands_twice"),
        (file("<Code>" * 60 + "</Code>" * 60), "lies_too_deep"), (b" " * (LARGEST + 1), "file_is_too_large"),
        (file(code(inside=f"<Description>{'x' * 90_000}</Description>")), "text_is_too_long"),
        (file("".join(f'<Code guid="{GUID[:-4]}{at:04}" name="n{at}" isCodable="true"/>' for at in range(2_001))), "too_many_themes"),
    ],
)  # fmt: skip
def test_a_file_that_is_no_codebook_is_refused_and_says_why(body, code_):
    assert code_ in codes_of(body)


def test_every_mistake_of_a_file_is_told_with_its_line():
    body = file(f'\n{code("A")}\n<Code name="B"/>\n<Code guid="{GUID}" name="" isCodable="x"/>')
    with pytest.raises(Mistakes) as refused:
        themes_from_qdc(body)
    assert [(one.line, one.code) for one in refused.value.mistakes] == [
        (3, "guid_is_missing"), (4, "name_is_missing"), (4, "neither_yes_nor_no"),
    ]  # fmt: skip


def test_an_empty_codebook_is_not_written():
    with pytest.raises(ValueError, match="without themes"):
        codebook_as_qdc([])


def test_what_xml_cannot_hold_is_replaced():
    assert themes_from_qdc(codebook_as_qdc([Theme("a", "a\x00b\ud800", "\x1b")]))[0].name == "a\ufffdb\ufffd"
