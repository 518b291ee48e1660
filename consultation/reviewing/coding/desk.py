"""What a reviewer has on the desk and has not decided yet: ticked themes, passages, facets and the beginning of a note."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from consultation.storage.reading.readings import Decided
from consultation.themes.reading.passages import Passage

FACET = "facet-"


@dataclass(frozen=True, slots=True)
class Desk:
    """Nothing of this is stored before it is decided on."""

    themes: tuple[str, ...] = ()
    passages: tuple[tuple[str, Passage], ...] = ()
    facets: Mapping[str, str] = field(default_factory=dict)
    note: str = ""
    sentences: tuple[Passage, ...] = ()

    @classmethod
    def of(cls, decided: Decided) -> "Desk":
        """What was decided, to be looked at and changed."""
        passages = tuple((one.theme, Passage(one.start, one.stop)) for one in decided.passages)
        return cls(decided.confirmed, passages, {facet: value for facet, (_, value) in decided.facets.items()})

    @classmethod
    def sent(cls, form: Any, given: Mapping[str, str]) -> "Desk":
        """What came with a form: its checked fields, and all that was given, for the facets."""
        passages = [(theme, part) for one in form.passages.data or [] for theme, part in [_named(one)] if part]
        sentences = [part for one in form.sentences.data or [] for _, part in [_named(one)] if part]
        facets = {name.removeprefix(FACET): value for name, value in given.items() if name.startswith(FACET) and value}
        note = (form.note.data or "").replace("\r\n", "\n")
        return cls(tuple(form.themes.data or []), tuple(passages), facets, note, tuple(sentences))

    def attached(self, theme: str) -> "Desk":
        """The chosen sentences as passages of a theme, which is ticked with that; neighbours become one passage."""
        parts = tuple((theme, part) for part in _joined(self.sentences))
        kept = tuple(one for one in self.passages if one not in parts)
        return replace(self, themes=tuple(dict.fromkeys((*self.themes, theme))), passages=kept + parts, sentences=())

    def without(self, named: str) -> "Desk":
        """The same without one passage."""
        theme, part = _named(named)
        return replace(self, passages=tuple(one for one in self.passages if one != (theme, part)))


@dataclass(frozen=True, slots=True)
class Seen:
    """What a page showed: the digest of what had been decided, and by which version of the codebook it asked."""

    digest: str
    version: int

    @classmethod
    def read(cls, said: str) -> "Seen":
        """What a form says; by a version that nobody can tell it counts for no theme."""
        digest, _, version = said.partition("-")
        known = version.isascii() and version.isdigit() and len(version) < 10  # noqa: PLR2004 -- digits of a version
        return cls(digest, int(version) if known else 0)

    def written(self) -> str:
        """The same as a form says it."""
        return f"{self.digest}-{self.version}"


def value(part: Passage, theme: str = "") -> str:
    """A passage as a form says it."""
    return f"{part.start}-{part.stop}-{theme}"


def _named(said: str) -> tuple[str, Passage | None]:
    start, _, rest = said.partition("-")
    stop, _, theme = rest.partition("-")
    if not (start.isascii() and start.isdigit() and stop.isascii() and stop.isdigit() and len(start + stop) < 18):  # noqa: PLR2004 -- digits of two places
        return theme, None
    return theme, Passage(int(start), int(stop))


def _joined(parts: tuple[Passage, ...]) -> list[Passage]:
    """Sentences beside each other, with a blank or two between them, as one."""
    joined: list[Passage] = []
    for part in sorted(set(parts)):
        if joined and part.start <= joined[-1].stop + 2:
            joined[-1] = Passage(joined[-1].start, max(joined[-1].stop, part.stop))
        else:
            joined.append(part)
    return joined
