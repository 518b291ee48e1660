"""A codebook in a file of either kind, told apart by what it holds and not by its name; what is no codebook is told plainly."""

import codecs

from consultation.themes.book.exchange import LARGEST, themes_from_csv
from consultation.themes.book.mistakes import Mistake, Mistakes
from consultation.themes.book.qdc import themes_from_qdc
from consultation.themes.book.theme import Theme

_MARKS = (codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
# What people send by mistake, by its first bytes: https://en.wikipedia.org/wiki/List_of_file_signatures
_OTHERS = {
    b"PK\x03\x04": "is_a_workbook_or_archive",
    b"\xd0\xcf\x11\xe0": "is_a_workbook_or_archive",
    b"%PDF": "is_a_document",
    b"{\\rtf": "is_a_document",
}


def themes_from_file(body: bytes) -> tuple[Theme, ...]:
    """The themes of a spreadsheet (CSV) or of a REFI-QDA codebook (.qdc).

    Raises:
        Mistakes: every mistake, each with its line; a file of another kind has that alone.
    """
    if len(body) > LARGEST:
        raise Mistakes([Mistake(1, "file_is_too_large", str(LARGEST))])
    for beginning, code in _OTHERS.items():
        if body.startswith(beginning):
            raise Mistakes([Mistake(1, code)])
    wide = body.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    if not body.strip(b" \t\r\n\0").strip(b"".join(_MARKS)):
        raise Mistakes([Mistake(1, "file_is_empty")])
    if b"\0" in body and (not wide or body.startswith(codecs.BOM_UTF32_LE)):
        raise Mistakes([Mistake(1, "is_no_text")])
    plain = body[:64].removeprefix(codecs.BOM_UTF8).replace(b"\0", b"").lstrip(b"\xff\xfe \t\r\n")
    if not plain.startswith(b"<"):
        return themes_from_csv(body)
    # XML begins with its first letter; who has pasted a file together may have left an empty line above it.
    return themes_from_qdc(body if wide else body.removeprefix(codecs.BOM_UTF8).lstrip())
