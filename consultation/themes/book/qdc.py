"""A codebook as other programs for qualitative analysis exchange it: REFI-QDA 1.5, codebook (.qdc)."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from uuid import UUID, uuid5
from xml.parsers import expat  # nosec B407 - document types and entities are refused, size and depth bounded
from xml.sax.saxutils import escape, quoteattr  # nosec B406 - writes only

from consultation.themes.book.mistakes import LONGEST_TEXT, MOST_THEMES, Mistake, Mistakes, Told, checked
from consultation.themes.book.quoted import own_words
from consultation.themes.book.theme import Theme, new_id

NAMESPACE = "urn:QDA-XML:codebook:1.0"
GUIDS = UUID("6b1c0f5e-52d5-5d0a-9f0e-0b8a1c7f4e21")
"""Ours, for names that are theme ids: the same theme has the same GUID in every export."""
LARGEST = 5_000_000
DEEPEST = 40
LABELS = {"includes": "Includes:", "excludes": "Excludes:", "examples": "Examples:"}
_GUID = re.compile(r"\{?[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}\}?")
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_FACT = re.compile(r"(Id|Sign|Retired): (.+)")
_ESCAPED = re.compile(r"\\(.)", re.DOTALL)
_ESCAPES = {"n": "\n", "r": "\r"}


def guid(theme_id: str) -> str:
    """The GUID of a theme: always the same for the same id."""
    return str(uuid5(GUIDS, theme_id))


def codebook_as_qdc(themes: Sequence[Theme]) -> bytes:
    """A codebook as REFI-QDA: nested codes in their order; what includes, excludes and examples say is in the description.

    No code has a colour. A retired theme is not codable.

    Raises:
        ValueError: where there is no theme, which the standard does not allow.
    """
    if not themes:
        raise ValueError("A codebook without themes cannot be exchanged.")
    below: dict[str | None, list[Theme]] = {}
    taken = {guid(theme.id) for theme in themes}
    for theme in themes:
        known = "" if theme.guid in taken else theme.guid  # no two codes have one GUID, wherever they came from
        taken.add(known)
        below.setdefault(theme.parent, []).append(replace(theme, guid=known))
    lines = [
        '<?xml version="1.0" encoding="utf-8"?>',
        f'<CodeBook xmlns="{NAMESPACE}" origin="Consultation">',
        "<Codes>",
    ]
    lines += _codes(below, None)
    lines += ["</Codes>", "</CodeBook>", ""]
    return "\n".join(lines).encode()


def themes_from_qdc(body: bytes) -> tuple[Theme, ...]:
    """The themes of a REFI-QDA codebook, ours or another program's; sets, colours and what we do not know are left out.

    A code that is only there to hold others, and not to code with, rests from the start.
    Codes of one name below different codes get the upper one's name behind theirs, as our names are unique.

    Raises:
        Mistakes: every mistake; a file that is no XML, or has a document type, has that alone.
    """
    if len(body) > LARGEST:
        raise Mistakes([Mistake(1, "file_is_too_large", str(LARGEST))])
    reading = _Reading()
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = reading.refuse
    parser.EntityDeclHandler = reading.refuse
    parser.ExternalEntityRefHandler = reading.refuse
    parser.StartElementHandler = lambda name, attributes: reading.start(name, attributes, parser.CurrentLineNumber)
    parser.EndElementHandler = reading.end
    parser.CharacterDataHandler = reading.words
    try:
        parser.Parse(body.removeprefix(b"\xef\xbb\xbf"), True)
    except expat.ExpatError as error:
        raise Mistakes([Mistake(error.lineno, "is_no_xml", expat.ErrorString(error.code))]) from None
    except _TooMuch as refused:
        raise Mistakes([Mistake(parser.CurrentLineNumber, str(refused))]) from None
    return checked(_distinct(reading.told()), reading.mistakes)


class _TooMuch(Exception):  # noqa: N818 - named for what it says
    """What must not be read on."""


@dataclass(slots=True)
class _Code:
    line: int
    name: str
    guid: str
    parent: "_Code | None"
    codable: bool
    description: list[str] = field(default_factory=list)


@dataclass(slots=True)
class _Reading:
    """The state of reading: the codes so far, and where in the tree the reader stands."""

    mistakes: list[Mistake] = field(default_factory=list)
    codes: list[_Code] = field(default_factory=list)
    path: list[str] = field(default_factory=list)
    open: list[_Code] = field(default_factory=list)
    length: int = 0

    def refuse(self, *_: object) -> int:
        """End at a document type, an entity or a reference to a file."""
        raise _TooMuch("document_type_is_refused")

    def start(self, name: str, attributes: dict[str, str], line: int) -> None:
        """Begin an element."""
        self.path.append(name.rpartition(" ")[2])
        if len(self.path) > DEEPEST:
            raise _TooMuch("lies_too_deep")
        if len(self.path) == 1 and self.path != ["CodeBook"]:
            self.mistakes.append(Mistake(line, "is_no_codebook", self.path[0]))
        if self.path[:2] == ["CodeBook", "Codes"] and self.path[-1] == "Code":
            self._begin(attributes, line)

    def end(self, _: str) -> None:
        """End an element."""
        if self.path.pop() == "Code" and self.open:
            self.open.pop()
        self.length = 0

    def words(self, text: str) -> None:
        """Keep the words of a description."""
        if self.path[-2:] == ["Code", "Description"] and self.open:
            self.length += len(text)
            if self.length > 4 * LONGEST_TEXT:
                raise _TooMuch("text_is_too_long")
            self.open[-1].description.append(text)

    def told(self) -> list[Told]:
        """Every code as a theme, the ids of parents resolved."""
        described = [(code, _described("".join(code.description), Theme("", code.name))) for code in self.codes]
        proven = {id(code): _proven(code, theme) for code, theme in described}
        ids, taken = dict[int, str](), set(proven.values())
        made = []
        for code, theme in described:
            ours = proven[id(code)]
            ids[id(code)] = ours or new_id(code.name, taken)
            taken.add(ids[id(code)])
            parent = ids[id(code.parent)] if code.parent else None
            theirs = "" if ours else _bare(code.guid)
            rests = theme.retired or not code.codable
            made.append(Told(code.line, replace(theme, id=ids[id(code)], parent=parent, guid=theirs, retired=rests)))
        return made

    def _begin(self, attributes: dict[str, str], line: int) -> None:
        if len(self.codes) >= MOST_THEMES:
            raise _TooMuch("too_many_themes")
        codable = attributes.get("isCodable", "true").strip()  # xsd:boolean
        if codable not in {"true", "false", "1", "0"}:
            self.mistakes.append(Mistake(line, "neither_yes_nor_no", codable))
        given = attributes.get("guid", "")
        if not _GUID.fullmatch(given):
            self.mistakes.append(Mistake(line, "guid_is_wrong" if given else "guid_is_missing", given[:60]))
        elif any(code.guid == given for code in self.codes):
            self.mistakes.append(Mistake(line, "id_stands_twice", given))
        name, parent = " ".join(attributes.get("name", "").split()), self.open[-1] if self.open else None
        code = _Code(line, name, given, parent, codable not in {"false", "0"})
        self.codes.append(code)
        self.open.append(code)


def _proven(code: _Code, theme: Theme) -> str:
    """The id that a code has with us, where its GUID is the one that we make of that id; empty where it is not ours."""
    known = (one for one in (new_id(code.name, ()), theme.id) if one and guid(one) == _bare(code.guid))
    return next(known, "")


def _bare(written: str) -> str:
    return written.strip("{}").lower()


def _codes(below: dict[str | None, list[Theme]], parent: str | None) -> Iterable[str]:
    for theme in below.get(parent, ()):
        codable = "false" if theme.retired else "true"
        yield f'<Code guid="{theme.guid or guid(theme.id)}" name={quoteattr(_clean(theme.name))} isCodable="{codable}">'
        yield f"<Description>{escape(_clean(_description(theme)), {chr(13): '&#13;'})}</Description>"
        yield from _codes(below, theme.id)
        yield "</Code>"


def _description(theme: Theme) -> str:
    """Definition, lists and facts as a person reads them; a line of the definition that looks like one of ours is marked."""
    parts = ["\n".join(_marked(line) for line in theme.definition.split("\n"))] if theme.definition else []
    for key, label in LABELS.items():
        words = own_words(getattr(theme, key))
        if words:
            parts.append("\n".join([label, *(f"- {_one_line(one)}" for one in words)]))
    facts = [f"Id: {theme.id}"] if theme.id != new_id(theme.name, ()) else []
    facts += [f"Sign: {theme.sign}"] if theme.sign else []
    facts += ["Retired: yes"] if theme.retired else []
    return "\n\n".join([*parts, "\n".join(facts)] if facts else parts)


def _described(description: str, theme: Theme) -> Theme:
    labels = {label: key for key, label in LABELS.items()}
    found: dict[str, list[str]] = {"definition": [], "includes": [], "excludes": [], "examples": []}
    facts: dict[str, str] = {}
    place = "definition"
    for line in description.split("\n"):
        if line.strip() in labels:
            place = labels[line.strip()]
        elif fact := _FACT.fullmatch(line):
            facts[fact[1]] = fact[2]
        elif place == "definition":
            found[place].append(line.removeprefix("\\"))
        elif line.startswith("- "):
            found[place].append(_ESCAPED.sub(lambda one: _ESCAPES.get(one[1], one[1]), line[2:]))
        elif line.strip():
            found[place].append(line.strip())
    lists = {key: tuple(found[key]) for key in LABELS}
    return replace(
        theme,
        id=facts.get("Id", ""),
        definition="\n".join(found["definition"]).strip(),
        sign=facts.get("Sign", ""),
        retired=facts.get("Retired") == "yes",
        **lists,  # type: ignore[arg-type]
    )


def _distinct(told: list[Told]) -> list[Told]:
    """Names that are unique: below another code, one that is taken gets the names of those above it, as many as it takes."""
    codes = {one.theme.id: one.theme for one in told}
    seen = {one.theme.name.casefold() for one in told if not one.theme.parent}
    made = []
    for one in told:
        theme, above, parent = one.theme, "", one.theme.parent
        while parent and f"{theme.name}{above}".casefold() in seen:
            above += f" ({codes[parent].name})"
            parent = codes[parent].parent
        made.append(Told(one.line, replace(theme, name=f"{theme.name}{above}")))
        seen.add(made[-1].theme.name.casefold())
    return made


def _marked(line: str) -> str:
    ours = line.strip() in LABELS.values() or _FACT.fullmatch(line) or line.startswith("\\")
    return f"\\{line}" if ours else line


def _one_line(words: str) -> str:
    return words.replace("\\", "\\\\").replace("\n", "\\n").replace("\r", "\\r")


def _clean(text: str) -> str:
    return _NOT_XML.sub("\ufffd", text)
