"""Searches every file below some roots for the marks of one visit."""

from dataclasses import dataclass
from pathlib import Path

from consultation.auditing.files import Read, below, search
from consultation.auditing.needles import Search, needles


@dataclass(frozen=True, order=True)
class Sighting:
    """A mark that was found: which kind, in which spelling, in which file."""

    kind: str
    spelling: str
    place: str


def sightings(marks: dict[str, str], *roots: Path) -> list[Sighting]:
    """Where any of the marks was written, in any spelling, in any file below the roots."""
    return sorted(
        {
            Sighting(found.hit.needle.kind, found.hit.needle.spelling, str(found.path.relative_to(root)))
            for root in roots
            for found in search(below(root), Search(needles([marks])), Read())
        }
    )
