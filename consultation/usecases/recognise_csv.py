"""What a CSV file says of itself: its encoding, its delimiter, its columns, and its rows with their line numbers."""

import codecs
import csv
import io
import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

from charset_normalizer import from_bytes

DELIMITERS = {";": "semicolon", ",": "comma", "\t": "tab", "|": "bar"}
LONGEST_FIELD = 1_000_000
SAMPLE = 65_536
ROWS_LOOKED_AT = 200
DAMAGED = "\ufffd"
_LAST = "the end of the file"
# What cp1252 leaves undefined but latin-1 (and only latin-1) may hold.
ONLY_LATIN_1 = re.compile(rb"[\x81\x8d\x8f\x90\x9d]")


class NotRecognised(Exception):  # noqa: N818 -- a refusal, named as what happened
    """The bytes are no CSV file that we can read; the message says why and what to do."""


@dataclass(frozen=True, slots=True)
class CsvRecord:
    """One row: the line of the file where it begins (the header is line 1), and its cells by column name."""

    line: int
    cells: Mapping[str, str] = field(repr=False)


@dataclass(frozen=True, slots=True)
class RecognisedCsv:
    """A CSV file, read."""

    encoding: str
    delimiter: str
    columns: tuple[str, ...]
    rows: tuple[CsvRecord, ...]
    uneven: tuple[int, ...]
    """Lines whose row has more cells than the header: often a comment with the delimiter in it and no quotes."""
    damaged: tuple[int, ...] = ()
    """Lines whose row has bytes in it that are no text in the file's encoding; U+FFFD stands in their place."""

    @property
    def delimiter_name(self) -> str:
        """The delimiter as a person calls it."""
        return DELIMITERS[self.delimiter]


def recognise_csv(content: bytes) -> RecognisedCsv:
    """Read a CSV file of unknown encoding and delimiter. Quoted cells may hold newlines (RFC 4180).

    Raises NotRecognised when the file is empty, has no header with two different columns, has a quotation mark that is
    never closed, or is no text.
    """
    encoding, text = _decoded(content)
    if not text.strip():
        raise NotRecognised("The file is empty. Export it again and try once more.")
    delimiter = _delimiter(text)
    header, records = _records(text, delimiter)
    columns = _columns(header)
    rows = tuple(
        CsvRecord(line, dict(zip(columns, _padded(cells, len(columns)), strict=False))) for line, cells in records
    )
    uneven = tuple(line for line, cells in records if len(cells) > len(columns))
    damaged = tuple(row.line for row in rows if any(DAMAGED in cell for cell in row.cells.values()))
    return RecognisedCsv(encoding, delimiter, columns, rows, uneven, damaged)


def _decoded(content: bytes) -> tuple[str, str]:
    """The name of the encoding and the text, without a byte order mark."""
    for mark, encoding in (
        (codecs.BOM_UTF8, "utf-8-sig"),
        (codecs.BOM_UTF16_LE, "utf-16"),
        (codecs.BOM_UTF16_BE, "utf-16"),
    ):
        if content.startswith(mark):
            return encoding, _read(content, encoding)
    unmarked = _utf_16_without_a_mark(content)
    if unmarked:
        return unmarked, _read(content, unmarked)
    try:
        return "utf-8", _read(content, "utf-8")
    except NotRecognised:
        return _damaged_utf_8(content) or _eight_bit(content)


def _damaged_utf_8(content: bytes) -> tuple[str, str] | None:
    """UTF-8 but for a few bytes: hardly any other text has letters that happen to be UTF-8, let alone most of them.

    To call it something else for the sake of one byte would spoil every æ, ø and å in the file.
    """
    if b"\x00" in content:
        return None
    text = content.decode("utf-8", "replace")
    wrong = text.count(DAMAGED)
    right = sum(ord(character) > 127 for character in text) - wrong  # noqa: PLR2004 -- beyond ASCII
    return ("utf-8", text) if right > wrong else None


def _read(content: bytes, encoding: str) -> str:
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError as broken:
        raise NotRecognised(
            f"The file looks like {encoding} but breaks off at byte {broken.start}. Save it again as UTF-8."
        ) from broken
    if "\x00" in text:
        raise NotRecognised("The file holds bytes that are no text. Is it a spreadsheet? Export it as CSV (UTF-8).")
    return text


def _utf_16_without_a_mark(content: bytes) -> str | None:
    """Western text in UTF-16 has a zero in nearly every second byte."""
    head = content[:SAMPLE]
    if len(head) < 4 or len(content) % 2:  # noqa: PLR2004 -- two characters
        return None
    for encoding, zeros in (("utf-16-le", head[1::2]), ("utf-16-be", head[0::2])):
        if zeros.count(0) > 0.7 * len(zeros):
            return encoding
    return None


def _eight_bit(content: bytes) -> tuple[str, str]:
    """Old Western encodings. Only the Nordic ones are likely here; a guess is asked for when the letters are none of ours."""
    if b"\x00" in content:
        raise NotRecognised("The file holds bytes that are no text. Is it a spreadsheet? Export it as CSV (UTF-8).")
    encoding = "latin-1" if ONLY_LATIN_1.search(content) else "cp1252"
    text = content.decode(encoding)
    foreign = Counter(c for c in text if ord(c) > 127)  # noqa: PLR2004 -- beyond ASCII
    ours = sum(n for c, n in foreign.items() if c in "æøåÆØÅäöüéèêôòÄÖÜÉ«»–—’‘“”…§°´áÁšŠžŽ½\xa0")
    if ours >= 0.5 * foreign.total():
        return encoding, text
    guess = from_bytes(content[:SAMPLE]).best()
    if guess is None:
        return encoding, text
    return guess.encoding, _read(content, guess.encoding)


def _delimiter(text: str) -> str:
    """The delimiter that gives most columns, in equal number in most rows."""
    sample = text[:SAMPLE]
    scores = {d: _evenness(sample, d) for d in DELIMITERS}
    best = max(scores, key=lambda d: scores[d])
    if scores[best] <= 0:
        raise NotRecognised(
            "No column delimiter was found (semicolon, comma, tab or bar). At least two columns are needed."
        )
    return best


def _evenness(sample: str, delimiter: str) -> float:
    """How well the delimiter explains the sample: 0 when it does not split the header."""
    try:
        _, records = _records(sample, delimiter, at_most=ROWS_LOOKED_AT)
        header, _ = _records(sample, delimiter, at_most=0)
    except NotRecognised:
        return 0.0
    width = len(header)
    if width < 2:  # noqa: PLR2004 -- one column is no table
        return 0.0
    whole = records[:-1] if len(records) > 1 else records  # the sample may end within a row
    even = sum(len(cells) == width for _, cells in whole)
    return (even + 1) / (len(whole) + 1) + width / 1000


def _records(text: str, delimiter: str, at_most: int | None = None) -> tuple[list[str], list[tuple[int, list[str]]]]:
    """The header and the rows that are not blank, each with the line where it begins."""
    csv.field_size_limit(LONGEST_FIELD)
    whole = at_most is None
    read = f"{text}\n{_LAST}\n" if whole else text
    reader = csv.reader(io.StringIO(read, newline=""), delimiter=delimiter)
    header: list[str] = []
    records: list[tuple[int, list[str]]] = []
    begins = 1
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                if not header:
                    header = cells
                else:
                    records.append((begins, cells))
            begins = reader.line_num + 1
            if at_most is not None and header and len(records) >= at_most:
                break
    except csv.Error as broken:
        raise NotRecognised(
            f"Line {reader.line_num} cannot be read: {broken}. Is a quotation mark left open?"
        ) from broken
    if whole:
        begins, cells = records.pop() if records else (1, header)
        if cells != [_LAST]:
            raise NotRecognised(f"The quotation mark that opens in the row at line {begins} is never closed. Close it.")
    return header, records


def _columns(header: list[str]) -> tuple[str, ...]:
    names = tuple(" ".join(name.split()) for name in header)
    doubled = sorted({name for name in names if names.count(name) > 1 and name})
    if doubled:
        raise NotRecognised(f"Two columns have the same name: {', '.join(doubled)}. Rename one of them.")
    if len([name for name in names if name]) < 2:  # noqa: PLR2004 -- one column is no table
        raise NotRecognised("The first line must name at least two columns.")
    return names


def _padded(cells: list[str], width: int) -> list[str]:
    return [*cells, *[""] * (width - len(cells))]
