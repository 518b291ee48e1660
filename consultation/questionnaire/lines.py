"""In which line of a TOML file a key stands; the standard parser does not tell."""

import re
from collections.abc import Sequence

Steps = tuple[str | int, ...]
_HEADING = re.compile(r"\s*(\[\[?)\s*([^\[\]]+?)\s*\]\]?\s*(#.*)?$")
_KEY = re.compile(r"""\s*((?:[\w-]+|"[^"]*"|'[^']*')(?:\s*\.\s*(?:[\w-]+|"[^"]*"|'[^']*'))*)\s*=\s*(.*)$""")
_LONG = ('"""', "'''")


class LineIndex:
    """For each path of keys and positions, the first line of the text it stands in."""

    def __init__(self, text: str) -> None:
        self._lines: dict[Steps, int] = {(): 1}
        self._table: Steps = ()
        self._counts: dict[Steps, int] = {}
        self._quote: str | None = None
        self._list: Steps | None = None
        self._item = 0
        for number, line in enumerate(text.split("\n"), 1):
            self._read(number, line)

    def line(self, path: Sequence[str | int]) -> int:
        """The line of the path, or of the nearest part around it that has one; lines are counted from 1."""
        steps = tuple(path)
        while steps not in self._lines:
            steps = steps[:-1]
        return self._lines[steps]

    def _read(self, number: int, line: str) -> None:
        if self._quote:
            if self._quote in line:
                self._quote = None
        elif self._list is not None:
            self._read_item(number, line.strip())
        elif heading := _HEADING.match(line):
            self._open_table(number, _steps(heading[2]), many=heading[1] == "[[")
        elif key := _KEY.match(line):
            self._read_value(number, (*self._table, *_steps(key[1])), key[2])

    def _open_table(self, number: int, keys: tuple[str, ...], *, many: bool) -> None:
        path: Steps = ()
        for position, key in enumerate(keys):
            path = (*path, key)
            if many and position == len(keys) - 1:
                self._counts[path] = self._counts.get(path, -1) + 1
            if path in self._counts:
                path = (*path, self._counts[path])
        self._table = path
        self._note(number, path)

    def _read_value(self, number: int, path: Steps, value: str) -> None:
        self._note(number, path)
        quote = next((quote for quote in _LONG if value.startswith(quote)), None)
        if quote and quote not in value[len(quote) :]:
            self._quote = quote
        elif value.startswith("[") and not value.split("#", maxsplit=1)[0].rstrip().endswith("]"):
            self._list, self._item = path, 0

    def _read_item(self, number: int, line: str) -> None:
        if line.startswith("]"):
            self._list = None
        elif self._list is not None and line.startswith(("{", '"', "'")):
            self._note(number, (*self._list, self._item))
            self._item += 1

    def _note(self, number: int, path: Steps) -> None:
        for end in range(1, len(path) + 1):
            self._lines.setdefault(path[:end], number)


def _steps(dotted: str) -> tuple[str, ...]:
    return tuple(step.strip().strip("\"'") for step in dotted.split("."))
