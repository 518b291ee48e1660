"""One theme of the team: its lasting id and sign, the words that define it, and its place below another theme."""

import re
import unicodedata
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import count

_PLAIN = str.maketrans("øåđŋŧ", "oadnt") | str.maketrans({"æ": "ae"})
_SIGN = re.compile(r"[^\W\d_]")
POINTS_AT_A_COMMENT = "\u2060comment:"
"""How an example begins that only says where in a comment it stands: see ``quoted``. No keyboard has the first sign."""


@dataclass(frozen=True, slots=True)
class Theme:
    """One theme: its id never changes, the words say what belongs to it and what does not.

    ``examples`` are phrases that the team wrote, which teach the machine together with the definition, or passages that
    it chose from comments. Those are kept as where they stand (``quoted.in_words`` gives the words), and teach nothing:
    a machine that had learnt a comment's own sentence could not be measured on that comment.
    ``parent`` is the id of the theme that it lies below. ``sign`` are two or three letters or figures that stand for the
    theme where there is little room, so that no colour has to; it lasts like the id. A ``retired`` theme is no longer
    suggested, but keeps its place and its codings. ``guid`` is what the program that it came from knows it by; nothing else
    has one that has to be kept.
    """

    id: str
    name: str
    definition: str = ""
    includes: tuple[str, ...] = ()
    excludes: tuple[str, ...] = ()
    examples: tuple[str, ...] = ()
    parent: str | None = None
    sign: str = ""
    retired: bool = False
    guid: str = ""

    def description(self) -> str:
        """What teaches a machine before anyone has coded: name, definition, what is included, and examples."""
        return ". ".join(part.strip().rstrip(".") for part in self._positive() if part.strip())

    def _positive(self) -> tuple[str, ...]:
        said = (example for example in self.examples if not example.startswith(POINTS_AT_A_COMMENT))
        return (self.name, self.definition, *self.includes, *said)


def new_id(name: str, used: Collection[str]) -> str:
    """A short, lasting id that a person can read in an export: "Ventetid på utredning" -> "ventetid-pa-utredning"."""
    plain = name.casefold().translate(_PLAIN)
    letters = unicodedata.normalize("NFKD", plain).encode("ascii", "ignore").decode()
    stem = re.sub(r"[^a-z0-9]+", "-", letters).strip("-")[:48].strip("-") or "theme"
    return next(wanted for at in count(1) if (wanted := stem if at == 1 else f"{stem}-{at}") not in used)


def new_sign(name: str, used: Collection[str]) -> str:
    """A sign that no other theme has or had: "Ventetid på utredning" -> "VP", "VE", "VN" ... "V2", "V3" ...

    The first letters of the first two words, then the first letter with each further one, then with figures.
    """
    words = [found for word in unicodedata.normalize("NFC", name).upper().split() if (found := _SIGN.findall(word))]
    letters = [letter for word in words for letter in word] or ["T"]
    seconds = [word[0] for word in words[1:2]] + letters[1:]
    wished = (letters[0] + second for second in seconds)
    return next(sign for sign in _then_figures(wished, letters[0]) if sign not in used)


def signed(themes: Iterable[Theme], used: Collection[str]) -> tuple[Theme, ...]:
    """The themes, each with a sign: those that have none, or an earlier one's, get one, in their order."""
    themes = tuple(themes)
    taken = set(used) | {theme.sign for theme in themes if theme.sign}
    seen, made = set[str](), []
    for theme in themes:
        kept = bool(theme.sign) and theme.sign not in seen
        made.append(theme if kept else replace(theme, sign=new_sign(theme.name, taken)))
        seen.add(made[-1].sign)
        taken.add(made[-1].sign)
    return tuple(made)


def in_order(themes: Sequence[Theme]) -> tuple[tuple[Theme, int], ...]:
    """Every theme with its depth (0 at the top), each right after the one it lies below, siblings as they stand."""
    below: dict[str | None, list[Theme]] = {}
    for theme in themes:
        below.setdefault(theme.parent, []).append(theme)
    found: list[tuple[Theme, int]] = []
    waiting = [(theme, 0) for theme in reversed(below.get(None, []))]
    while waiting:
        theme, depth = waiting.pop()
        found.append((theme, depth))
        waiting += [(child, depth + 1) for child in reversed(below.get(theme.id, []))]
    return tuple(found)


def within(themes: Sequence[Theme], theme_id: str) -> frozenset[str]:
    """The theme's id and those of all that lie below it, however deep."""
    found = {theme_id}
    while more := {theme.id for theme in themes if theme.parent in found} - found:
        found |= more
    return frozenset(found)


def _then_figures(wished: Iterable[str], letter: str) -> Iterator[str]:
    yield from wished
    for number in count(2):
        yield f"{letter}{number}"


def theme_as_json(theme: Theme) -> dict[str, object]:
    """Plain values that json can write."""
    told: dict[str, object] = {
        "id": theme.id,
        "name": theme.name,
        "definition": theme.definition,
        "includes": list(theme.includes),
        "excludes": list(theme.excludes),
        "examples": list(theme.examples),
        "parent": theme.parent,
        "sign": theme.sign,
        "retired": theme.retired,
    }
    return told | ({"guid": theme.guid} if theme.guid else {})


def theme_from_json(body: object) -> Theme:
    """The same theme again; one written before themes had parents, signs and retirement has none of them.

    Raises:
        ValueError: where the body is not one that ``theme_as_json`` made.
    """
    match body:
        case {"id": str(theme_id), "name": str(name), "definition": str(definition), **rest}:
            lists = [rest.get(key) for key in ("includes", "excludes", "examples")]
            includes, excludes, examples = (tuple(map(str, one)) if isinstance(one, list) else () for one in lists)
            parent, sign, retired, guid = (rest.get(key) for key in ("parent", "sign", "retired", "guid"))
            return Theme(
                theme_id,
                name,
                definition,
                includes,
                excludes,
                examples,
                parent if isinstance(parent, str) else None,
                sign if isinstance(sign, str) else "",
                retired is True,
                guid if isinstance(guid, str) else "",
            )
    raise ValueError("This is not a theme.")
