"""Finds the templates of what is printed or saved, in a checkout and in an installed package alike."""

from functools import cache
from pathlib import Path

_PACKAGE = Path(__file__).parents[2]
_PLACES = (_PACKAGE / "templates", _PACKAGE.parent / "templates")


@cache
def template(name: str, room: str = "report") -> str:
    """The text of a template in a room of ``templates/``.

    Raises:
        FileNotFoundError: where it is in neither place.
    """
    for place in _PLACES:
        if (place / room / name).is_file():
            return (place / room / name).read_text("utf-8")
    raise FileNotFoundError(f"templates/{room}/{name} is missing from this installation.")
