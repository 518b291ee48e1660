"""Fills the texts beside it: every @PLACE@ gets its value, and none is left empty or over."""

import re
from collections.abc import Mapping
from pathlib import Path

TEXTS = Path(__file__).resolve().parent / "texts"
_PLACE = re.compile(r"^(?P<indent>[ \t]*)@(?P<line>[A-Z_]+)@$|@(?P<word>[A-Z_]+)@", re.MULTILINE)


def filled(name: str, values: Mapping[str, str]) -> str:
    """The text of this name with its places filled; a value of several lines on a line of its own is indented as that line.

    Raises KeyError for a place that has no value.
    """

    def value(found: re.Match[str]) -> str:
        if found["line"]:
            return "\n".join(found["indent"] + line if line else "" for line in values[found["line"]].splitlines())
        return values[found["word"]]

    return _PLACE.sub(value, (TEXTS / name).read_text("utf-8"))
