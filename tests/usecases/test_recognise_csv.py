"""A file tells how it is written, whichever program wrote it."""

import csv
import io

import pytest

from consultation.usecases.recognise_csv import NotRecognised, recognise_csv

ROWS = [
    ["Rolle", "Kommentar", "Sted"],
    ["Pårørende", 'Vi måtte vente; lenge, og "ingen" sa noe.\nNeste linje | med tab\t.', "Tromsø"],
    ["pasient", "Ærlig talt: få køen ned.", "Ålesund"],
]


def written(encoding: str, delimiter: str, newline: str = "\r\n") -> bytes:
    text = io.StringIO()
    csv.writer(text, delimiter=delimiter, lineterminator=newline).writerows(ROWS)
    return text.getvalue().encode(encoding)


@pytest.mark.parametrize("delimiter", [";", ",", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252", "latin-1"])
def test_every_encoding_and_delimiter_gives_the_same_rows(encoding, delimiter):
    found = recognise_csv(written(encoding, delimiter))
    assert found.delimiter == delimiter
    assert found.columns == ("Rolle", "Kommentar", "Sted")
    assert [list(row.cells.values()) for row in found.rows] == ROWS[1:]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_the_encoding_is_named_as_it_is(encoding):
    assert recognise_csv(written(encoding, ";")).encoding == encoding


def test_the_old_western_encodings_need_not_be_told_apart_where_they_agree():
    assert recognise_csv(written("latin-1", ";")).encoding == "cp1252"
    assert recognise_csv(b"a;b\r\n1;\x81\xe6\r\n").encoding == "latin-1"


def test_curly_quotes_of_windows_are_read():
    found = recognise_csv("rolle;kommentar\r\npasient;«Vent» – sa de. “OK” …\r\n".encode("cp1252"))
    assert found.rows[0].cells["kommentar"] == "«Vent» – sa de. “OK” …"


def test_rows_know_the_line_where_they_begin_also_after_quoted_newlines_and_blank_lines():
    found = recognise_csv(b'a,b\n"1\n2\n3",x\n\n4,y\n')
    assert [row.line for row in found.rows] == [2, 6]


def test_a_delimiter_within_quoted_text_does_not_mislead():
    content = "role;comment\n" + '"patient";"one, two, three, four, five"\n' * 20
    assert recognise_csv(content.encode()).delimiter == ";"


def test_short_rows_are_padded_and_long_ones_told():
    found = recognise_csv(b"a;b\n1\n1;2;3\n")
    assert [row.cells["b"] for row in found.rows] == ["", "2"]
    assert found.uneven == (3,)


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "empty"),
        (b"\xef\xbb\xbf \n", "empty"),
        (b"only one column\nand a row\n", "delimiter"),
        (b"a;a\n1;2\n", "same name"),
        (b"PK\x03\x04\x00\x00\x08\x00", "spreadsheet"),
        (b"\xff\xfea\x00;\x00b", "breaks off"),
    ],
)
def test_what_cannot_be_read_is_refused_with_what_to_do(content, says):
    with pytest.raises(NotRecognised, match=says):
        recognise_csv(content)


@pytest.mark.parametrize("end", ["", "\n", "\r\n"])
def test_a_quotation_mark_that_is_never_closed_swallows_no_rows_behind_it(end):
    with pytest.raises(NotRecognised, match="line 3 is never closed"):
        recognise_csv(f'role,comment\npatient,one\npatient,"two\npatient,three\npatient,four{end}'.encode())


def test_an_open_quotation_mark_in_the_header_is_told_too():
    with pytest.raises(NotRecognised, match="never closed"):
        recognise_csv(b'role,"comment\npatient,one\n')


@pytest.mark.parametrize("bad", [b"\xe5", b"\xed\xa0\xbd\xed\xb8\x80", b"\xc3"])
def test_one_bad_byte_spoils_no_other_row_of_a_file_in_utf_8(bad):
    rows = [f"pasient;Vi måtte vente på svar i {number} uker".encode() for number in range(20)]
    found = recognise_csv(b"\n".join([b"rolle;kommentar", *rows, b"pasient;hei " + bad + b" der", *rows]))
    assert found.encoding == "utf-8"
    assert found.rows[0].cells["kommentar"] == "Vi måtte vente på svar i 0 uker"
    assert found.damaged == (22,)
