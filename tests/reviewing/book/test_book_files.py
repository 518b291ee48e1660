"""A codebook goes out as a file and comes in from one: looked at first, with every mistake by its line, never by halves."""

from consultation.reviewing.book.files import LARGEST
from consultation.themes.book.files import themes_from_file
from tests.reviewing.book.desk import act, begun, book, hidden, page, said, upload
from tests.reviewing.offices import QUESTION

BOMB = b'<?xml version="1.0"?><!DOCTYPE b [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]><CodeBook>&b;</CodeBook>'
OUTSIDE = b'<?xml version="1.0"?><!DOCTYPE b [<!ENTITY a SYSTEM "file:///etc/passwd">]><CodeBook>&a;</CodeBook>'


def adopt(desk, preview, **form):
    sent = {"file": hidden(preview, "file"), "name": hidden(preview, "name"), "why": "fra i fjor", **form}
    return desk.post(desk.at(f"codebook/{QUESTION}/files/adopt"), sent)


def test_what_goes_out_comes_in_again_the_same(desk):
    begun(desk)
    act(desk, "mat", "describe", definition="=SUM(A1)", includes="brød\nsmør; ost")
    act(desk, "brev", "move", parent="ventetid")
    stored = book(desk).themes
    for kind in ("csv", "qdc"):
        sent = page(desk, f"files/download.{kind}")
        assert sent.headers["Content-Disposition"] == f'attachment; filename="codebook.{kind}"'
        assert {theme.id: theme for theme in themes_from_file(sent.data)} == {theme.id: theme for theme in stored}
        assert "no-store" in sent.headers["Cache-Control"]


def test_a_file_is_looked_at_first_and_taken_in_afterwards(desk):
    begun(desk, ("Mat",))
    body = "navn;definisjon;under\r\nVentetid;Å vente;\r\nKø på telefon;;Ventetid\r\nMat;;\r\n"
    shown = upload(desk, "frå «Excel».csv", body.encode("cp1252"))
    assert shown.status_code == 200
    for words in ("Nothing is stored yet", "Kø på telefon", "Å vente", "Is there already"):
        assert words in said(shown)
    assert book(desk).version == 1
    again = adopt(desk, shown, themes=["ventetid", "ko-pa-telefon", "mat"])
    assert again.status_code == 422
    assert "Something that is ticked is in the codebook already" in said(again)
    assert hidden(again, "file") == hidden(shown, "file")
    assert adopt(desk, again, themes=["ventetid", "ko-pa-telefon"]).status_code == 303
    assert [(theme.name, theme.parent) for theme in book(desk).themes] == [
        ("Mat", None), ("Ventetid", None), ("Kø på telefon", "ventetid"),
    ]  # fmt: skip
    assert "Took in 2 themes from frå «Excel».csv" in said(page(desk, "history"))


def test_every_bad_file_is_told_plainly_and_stores_nothing(desk):
    sent = {
        b"": "The file is empty.",
        b"PK\x03\x04": "This is a workbook or an archive.",
        b"%PDF-1.7 x": "This is a document.",
        b"\x89\0\0\0": "This is no text.",
        b"name\nMat \x81\n": "Some letters cannot be read.",
        b"definition\nx\n": "The column “name” is missing.",
        b"name;farge\nMat;r\xf8d\n": "The column “farge” is unknown.",
        b"name;sign\nMat;MA\n;X\nBrev;MA\n": "Line 4: The sign “MA” stands twice.",
        b"name;parent\nMat;Drikke\n": "There is no theme “Drikke”",
        b'name\n"Mat\n': "Is a quotation mark missing?",
        b"<CodeBook><Codes>": "cannot be read as XML",
        b"<Project/>": "it begins with “Project”",
        BOMB: "document type or entities",
        OUTSIDE: "document type or entities",
        b"name\n" + b"x" * LARGEST: "The file is too large.",
    }
    for body, told in sent.items():
        answer = upload(desk, "a.csv", body)
        assert answer.status_code == 422, body[:20]
        assert told in said(answer), body[:20]
        assert 'aria-describedby="file-hint file-wrong" aria-invalid="true"' in answer.text
        assert 'id="file-wrong"' in answer.text
        assert "root:" not in answer.text
    for packed in ("x", "eJw=", ""):
        broken = {"file": packed, "name": "a.csv", "why": "x", "themes": ["a"]}
        assert desk.post(desk.at(f"codebook/{QUESTION}/files/adopt"), broken).status_code == 422
    huge = upload(desk, "a.csv", b"name\n" + b"x" * 300_000)  # more than any page takes
    assert huge.status_code == 413
    assert "too" in said(huge)
    many = upload(desk, "a.csv", b"name\n" + b"Mat\n" * 90)
    assert "and 39 more" in said(many)
    assert "Choose a file first." in said(desk.post(desk.at(f"codebook/{QUESTION}/files/"), {}))
    assert page(desk, "files/download.qdc").status_code == 422
    assert page(desk, "files/download.csv").status_code == 200
    assert book(desk).version == 0
