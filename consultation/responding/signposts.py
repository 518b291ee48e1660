"""Where complaints go and where help is found: facts with their source and the day they were read."""

import tomllib
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from consultation.questionnaire.wording import Worded, Wording

FILE = Path(__file__).with_name("signposts.toml")


@dataclass(frozen=True, slots=True)
class Signpost:
    """One place to turn to: a number to call, an address to open, or neither."""

    id: str
    name: Wording
    when: Wording
    source: str
    checked: date
    phone: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class Pointed:
    """A signpost in one reader's language."""

    name: Worded
    when: Worded
    phone: str
    url: str


@dataclass(frozen=True, slots=True)
class Signposts:
    """All of them: first who helps at once, then where complaints go."""

    help: tuple[Pointed, ...]
    complaint: tuple[Pointed, ...]


@cache
def read() -> dict[str, tuple[Signpost, ...]]:
    """Every signpost by its kind, `help` and `complaint`."""
    found = tomllib.loads(FILE.read_text("utf-8"))
    return {kind: tuple(_signpost(entry) for entry in entries) for kind, entries in found.items()}


@cache
def for_reader(language: str) -> Signposts:
    """The signposts in this language, or the one its fallback has."""
    known = read()
    return Signposts(*(tuple(_pointed(post, language) for post in known[kind]) for kind in ("help", "complaint")))


def _signpost(entry: dict[str, Any]) -> Signpost:
    return Signpost(**{**entry, "name": Wording(entry["name"]), "when": Wording(entry["when"])})


def _pointed(post: Signpost, language: str) -> Pointed:
    return Pointed(post.name.in_(language), post.when.in_(language), post.phone, post.url)
