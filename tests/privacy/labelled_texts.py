"""Reads the labelled set: sentences that we invented, with what in them shows who somebody is."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from consultation.privacy.marking import Mark, MarkKind

FOLDER = Path(__file__).parent / "labelled"
KINDS: dict[str, MarkKind] = {"n": "name", "a": "address", "r": "rare"}
_LABEL = re.compile(r"\{([nar])\|([^}]*)\}")


@dataclass(frozen=True)
class Labelled:
    """A sentence and its spans."""

    text: str
    spans: tuple[Mark, ...]


def read(part: str, language: str) -> list[Labelled]:
    """Return the sentences of `held_out` or `tuned` in one written form."""
    return list(_sentences((FOLDER / f"{part}_{language}.txt").read_text(encoding="utf-8")))


def _sentences(lines: str) -> Iterator[Labelled]:
    for line in lines.splitlines():
        if line and not line.startswith("#"):
            yield _labelled(line)


def _labelled(line: str) -> Labelled:
    text, spans, at = "", [], 0
    for label in _LABEL.finditer(line):
        text += line[at : label.start()]
        spans.append(Mark(KINDS[label[1]], len(text), len(text) + len(label[2])))
        text += label[2]
        at = label.end()
    return Labelled(text + line[at:], tuple(spans))
