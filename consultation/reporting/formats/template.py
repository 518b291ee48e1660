"""Finds the report's own templates, in a checkout and in an installed package alike."""

from functools import cache
from pathlib import Path

_PACKAGE = Path(__file__).parents[2]
_PLACES = (_PACKAGE / "templates" / "report", _PACKAGE.parent / "templates" / "report")


@cache
def template(name: str) -> str:
    """The text of a template.

    Raises:
        FileNotFoundError: where it is in neither place.
    """
    for place in _PLACES:
        if (place / name).is_file():
            return (place / name).read_text("utf-8")
    raise FileNotFoundError(f"templates/report/{name} is missing from this installation.")
