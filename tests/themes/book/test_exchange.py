"""A codebook goes through a spreadsheet and comes back the same, runs nothing there, and what is wrong in it is told at once."""

import csv
import io
import re

import pytest
from hypothesis import given, settings

from consultation.themes.book.choosing import adopted
from consultation.themes.book.codebook import Adopt, Codebook
from consultation.themes.book.exchange import LARGEST, codebook_as_csv, themes_from_csv
from consultation.themes.book.mistakes import Mistakes
from consultation.themes.book.theme import Theme, in_order
from tests.themes.book.codebooks import codebooks

BOOK = (
    Theme(
        "tid",
        "Ventetid",
        "Å vente\npå hjelp",
        ("kø", "frist"),
        ("telefonkø",),
        ("Jeg ventet i ni måneder",),
        None,
        "VT",
    ),
    Theme("svar", "Svar", parent="tid", sign="SV", retired=True),
)


def codes(body):
    with pytest.raises(Mistakes) as refused:
        themes_from_csv(body if isinstance(body, bytes) else body.encode())
    return [(one.line, one.code) for one in refused.value.mistakes]


@settings(max_examples=150, deadline=None)
@given(codebooks())
def test_every_codebook_comes_back_as_it_went(themes):
    assert themes_from_csv(codebook_as_csv(themes)) == tuple(theme for theme, _ in in_order(themes))


@settings(max_examples=150, deadline=None)
@given(codebooks())
def test_no_cell_is_a_formula_for_a_spreadsheet(themes):
    for row in csv.reader(io.StringIO(codebook_as_csv(themes).decode("utf-8-sig"), newline=""), delimiter=";"):
        assert not [cell for cell in row if cell[:1] in "=+-@\t\r＝＋－＠" and cell]
        seen = [re.sub(r"^[\s\u200b\u200e\u2060\ufeff]+", "", cell) for cell in row]
        assert not [cell for cell in seen if cell[:1] in "=+-@＝＋－＠" and cell]


@pytest.mark.parametrize(
    "name", ["=1+1", "+47", "-a", "@SUM(A1)", "＝cmd", "'=1+1", "''=1", "'quoted'", '=HYPERLINK("x";"y")']
)
def test_what_looks_like_a_formula_stays_the_words_it_is(name):
    body = codebook_as_csv([Theme("a", name, sign="A")])
    assert themes_from_csv(body)[0].name == name


@pytest.mark.parametrize(
    "blank", [" ", "   ", "\xa0", "\u3000", "\u200b", "\ufeff", "\u2060", " \u200e ", "\u202e", "'", "' ", "'\u200b"]
)
@pytest.mark.parametrize("sign", "=+-@＝")
def test_what_a_blank_stands_before_is_no_formula_either_and_comes_back(blank, sign):
    words = f"{blank}{sign}HYPERLINK(1)"
    body = codebook_as_csv([Theme("a", "A", words, (words,), (f"x\n{words}",), sign="A")])
    (_, (*_, definition, includes, _excludes, _examples, _retired)) = csv.reader(
        io.StringIO(body.decode("utf-8-sig"), newline=""), delimiter=";"
    )
    assert definition == includes == f"'{words}"
    back = themes_from_csv(body)[0]
    assert back.definition == words.strip()
    assert back.includes == (words.strip(),)
    assert back.excludes == (f"x\n{words}".strip(),)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("delimiter", [";", ",", "\t"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_it_is_read_however_a_spreadsheet_saved_it(encoding, delimiter, end):
    lines = [
        ["Navn", "Overordna", "Definisjon", "Utgått"],
        ["Møte", "", "Å bli møtt", ""],
        ["Tid", "møte", "", "ja"],
        ["", "", "", ""],
    ]
    body = end.join(delimiter.join(line) for line in lines).encode(encoding)
    assert themes_from_csv(body) == (
        Theme("mote", "Møte", "Å bli møtt"),
        Theme("tid", "Tid", parent="mote", retired=True),
    )


@pytest.mark.parametrize(
    ("written", "retired"),
    [("ja", True), ("SANN", True), ("TRUE", True), ("x", True), ("USANN", False), ("nei", False), (" ", False)],
)
def test_yes_and_no_are_read_as_a_norwegian_spreadsheet_writes_them(written, retired):
    assert themes_from_csv(f"navn;utgått\r\nMat;{written}\r\n".encode("cp1252"))[0].retired is retired


def test_the_line_that_tells_a_spreadsheet_its_separator_is_no_theme():
    assert themes_from_csv(b"sep=,\r\nname,definition\r\nMat,Det som serveres\r\n")[0].name == "Mat"


def test_the_sign_for_a_lost_letter_comes_back_where_somebody_wrote_it():
    themes = (Theme("a", "A", "p\ufffd vei", sign="A"),)
    assert themes_from_csv(codebook_as_csv(themes)) == themes
    for body in (b"name\nMat \x81\n", "name\nMat\n".encode("utf-16")[:-1]):
        assert "letters_are_unreadable" in {code for _, code in codes(body)}


def test_rows_without_anything_above_the_columns_are_passed_over_and_still_counted():
    body = b"\r\n;;\r\nsep=;\r\n" + b"\n" * 5_000 + b"name;definition\r\nMat;Det som serveres\r\n;x\r\n"
    assert codes(body) == [(5_006, "name_is_missing")]
    assert themes_from_csv(body[:-4])[0].definition == "Det som serveres"


def test_every_mistake_is_told_with_the_line_where_its_row_begins():
    text = (
        "id;parent;name;definition;retired;farge\n"
        'a;;Mat;"to\nlinjer";;\n'
        "a;;mat;;kanskje;\n"
        ";borte;Tid;;;\n"
        "x;y;X;;;\n"
        "y;x;Y;;;\n"
        "z;;;;;;overs\n"
    )
    assert codes(text) == [
        (1, "column_is_unknown"),
        (4, "id_stands_twice"), (4, "name_stands_twice"), (4, "neither_yes_nor_no"),
        (5, "parent_is_unknown"), (6, "parent_lies_below"), (7, "parent_lies_below"), (8, "name_is_missing"), (8, "too_many_cells"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (b"", "column_is_missing"),
        (b"name\n", "no_theme"),
        (b"tekst;tall\na;1\n", "column_is_missing"),
        (b'name\n"aldri lukket\n', "row_is_broken"),
        (b"name;name\na;b\n", "column_stands_twice"),
        (b"name\na\x00b\n", "sign_is_invisible"),
        ("name\nP\u00e5\nPa\u030a\n".encode(), "name_stands_twice"),
        (b"name\n" + b"n" * 300, "name_is_too_long"),
        (b"name;sign\na;ABCDEF\n", "sign_is_too_long"),
        (b"name;definition\na;" + b"x" * 20_001, "text_is_too_long"),
        (b"x" * (LARGEST + 1), "file_is_too_large"),
        (b"name\n" + b"\n".join(b"n%d" % at for at in range(2_001)), "too_many_themes"),
        (b"id;parent;name\n0;;n\n" + b"\n".join(b"%d;%d;n%d" % (at, at - 1, at) for at in range(1, 1_500)), "lies_too_deep"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "column_is_missing"),
    ],
)  # fmt: skip
def test_a_file_that_is_no_codebook_is_refused_and_says_why(body, code):
    assert code in {found for _, found in codes(body)}


def test_what_was_read_can_be_adopted_as_one_decision():
    book = Codebook().decide(Adopt(adopted(themes_from_csv(codebook_as_csv(BOOK))), "bok.csv", "Kari"))
    assert [(theme.id, theme.parent, theme.sign) for theme in book.themes] == [
        ("tid", None, "VT"),
        ("svar", "tid", "SV"),
    ]
