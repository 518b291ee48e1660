"""A codebook as a spreadsheet: written so that no cell is ever a formula, and read however a spreadsheet saved it."""

import csv
import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from consultation.themes.book.mistakes import LONGEST_NAME, Mistake, Mistakes, Told, checked
from consultation.themes.book.quoted import own_words
from consultation.themes.book.theme import Theme, in_order

COLUMNS = ("id", "parent", "sign", "name", "definition", "includes", "excludes", "examples", "retired")
OTHER_NAMES = {
    "overordnet": "parent", "overordna": "parent", "under": "parent", "tegn": "sign", "teikn": "sign", "navn": "name", "namn": "name", "tema": "name",
    "theme": "name", "code": "name", "kode": "name", "definisjon": "definition", "description": "definition", "beskrivelse": "definition",
    "inkluderer": "includes", "inkluderar": "includes", "ekskluderer": "excludes", "ekskluderar": "excludes", "eksempler": "examples", "eksempel": "examples",
    "example": "examples", "utgått": "retired", "utgår": "retired",
}  # fmt: skip
YES, NO = frozenset(("yes", "ja", "true", "sann", "1", "x")), frozenset(("", "no", "nei", "false", "usann", "0"))
LARGEST = 5_000_000
"""Bytes of a file that is read at all."""

UNREADABLE = "\ufffd"
# Some programs pass over blanks, also those that nobody sees, before they look whether a cell is a formula.
_RISKY = re.compile(
    r"'*(?:[\t\r\n]|[\s\u00ad\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]*[=+\-@\uff1d\uff0b\uff0d\uff20])"
)
# What some spreadsheets are told about their separator, and rows without anything.
_BEFORE = re.compile(r'(?:(?:"?sep=[^\r\n]"?)?[ \t;,]*(?:\r\n|\r|\n))*')
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
_ESCAPED = re.compile(r"\\(.)", re.DOTALL)
_ESCAPES = {"n": "\n", "r": "\r"}


@dataclass(frozen=True, slots=True)
class _Row:
    line: int
    cells: dict[str, str]


def codebook_as_csv(themes: Sequence[Theme]) -> bytes:
    """A codebook for a spreadsheet: UTF-8 with its mark, semicolons, every cell quoted, one theme a row, parents first.

    What a theme includes, excludes and its examples stand one on each line of a cell. A cell that a spreadsheet would
    take for a formula begins with an apostrophe, which reading takes away again (OWASP, CSV injection).
    """
    lines = io.StringIO(newline="")
    writer = csv.writer(lines, delimiter=";", quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for theme, _ in in_order(themes):
        lists = [
            "\n".join(map(_escaped, words)) for words in (theme.includes, theme.excludes, own_words(theme.examples))
        ]
        cells = [
            theme.id,
            theme.parent or "",
            theme.sign,
            theme.name,
            theme.definition,
            *lists,
            "yes" if theme.retired else "",
        ]
        writer.writerow([f"'{cell}" if _RISKY.match(cell) else cell for cell in cells])
    return lines.getvalue().encode("utf-8-sig")


def themes_from_csv(body: bytes) -> tuple[Theme, ...]:
    """The themes of a spreadsheet; only a column ``name`` must be there, ids and signs may be left empty.

    Semicolons, commas or tabs; UTF-8, UTF-16 or Windows-1252; column names also in Norwegian.

    Raises:
        Mistakes: every mistake of the file, each with the line where its row begins.
    """
    if len(body) > LARGEST:
        raise Mistakes([Mistake(1, "file_is_too_large", str(LARGEST))])
    text, whole = _decoded(body)
    lost = -1 if whole else text.find(UNREADABLE)
    mistakes = [Mistake(text.count("\n", 0, lost) + 1, "letters_are_unreadable")] if lost >= 0 else []
    told = [_told(row, mistakes) for row in _rows(text, mistakes)]
    return checked(told, mistakes)


def _decoded(body: bytes) -> tuple[str, bool]:
    """The text, and whether every letter could be read: a comment may itself hold the sign for one that could not."""
    wide = body.startswith((b"\xff\xfe", b"\xfe\xff"))
    for encoding in ("utf-16",) if wide else ("utf-8-sig", "cp1252"):
        try:
            return body.decode(encoding), True
        except UnicodeDecodeError:
            pass
    return body.decode("utf-16" if wide else "cp1252", errors="replace"), False


def _rows(text: str, mistakes: list[Mistake]) -> Iterator[_Row]:
    passed = _BEFORE.match(text)
    before = text[: passed.end()] if passed else ""
    first = re.split(r"[\r\n]", text[len(before) :], maxsplit=1)[0]
    delimiter = max(";,\t", key=lambda one: (first.count(one), one == ";"))
    reader = csv.reader(io.StringIO(text[len(before) :], newline=""), delimiter=delimiter, strict=True)
    names: list[str] | None = None
    above = len(re.findall(r"\r\n|\r|\n", before))
    begun = above + 1
    try:
        for cells in reader:
            if names is None:
                names = _columns(cells, begun, mistakes)
            elif any(cell.strip() for cell in cells):
                if any(cell.strip() for cell in cells[len(names) :]):
                    mistakes.append(Mistake(begun, "too_many_cells", str(len(cells))))
                yield _Row(begun, {name: cell for name, cell in zip(names, cells, strict=False) if name})
            begun = above + reader.line_num + 1
    except csv.Error as error:
        mistakes.append(Mistake(begun, "row_is_broken", str(error)))
    if names is None:
        mistakes.append(Mistake(begun, "column_is_missing", "name"))


def _columns(cells: Sequence[str], line: int, mistakes: list[Mistake]) -> list[str]:
    names = [OTHER_NAMES.get(cell.strip().casefold(), cell.strip().casefold()) for cell in cells]
    mistakes += [
        Mistake(line, "column_is_unknown", name[:LONGEST_NAME]) for name in names if name and name not in COLUMNS
    ]
    mistakes += [Mistake(line, "column_stands_twice", name) for name in COLUMNS if names.count(name) > 1]
    if "name" not in names:
        mistakes.append(Mistake(line, "column_is_missing", "name"))
    return names


def _told(row: _Row, mistakes: list[Mistake]) -> Told:
    cells = {name: _plain(cell) for name, cell in row.cells.items()}
    mistakes += [Mistake(row.line, "sign_is_invisible", name) for name, cell in cells.items() if _CONTROL.search(cell)]
    retired = cells.get("retired", "").strip().casefold()
    if retired not in YES | NO:
        mistakes.append(Mistake(row.line, "neither_yes_nor_no", retired))
    lists = (_listed(cells.get(name, "")) for name in ("includes", "excludes", "examples"))
    includes, excludes, examples = lists
    return Told(
        row.line,
        Theme(
            cells.get("id", "").strip(),
            " ".join(cells.get("name", "").split()),
            cells.get("definition", "").strip(),
            includes,
            excludes,
            examples,
            cells.get("parent", "").strip() or None,
            cells.get("sign", "").strip(),
            retired in YES,
        ),
    )


def _plain(cell: str) -> str:
    return cell[1:] if cell.startswith("'") and _RISKY.match(cell) else cell


def _listed(cell: str) -> tuple[str, ...]:
    lines = (
        _ESCAPED.sub(lambda found: _ESCAPES.get(found[1], found[1]), line).strip()
        for line in re.split(r"\r\n|\r|\n", cell)
    )
    return tuple(line for line in lines if line)


def _escaped(words: str) -> str:
    return words.replace("\\", "\\\\").replace("\n", "\\n").replace("\r", "\\r")
