"""The word lists that the rules for marking go by; a browser is given the very same lists."""

from functools import cache
from pathlib import Path

_FOLDER = Path(__file__).resolve().parent / "words"


@cache
def words(name: str) -> frozenset[str]:
    """The words of one list, in lower case. Raises FileNotFoundError where there is no such list."""
    lines = (_FOLDER / f"{name}.txt").read_text(encoding="utf-8").splitlines()
    return frozenset(word for line in lines if not line.startswith("#") for word in line.split())
