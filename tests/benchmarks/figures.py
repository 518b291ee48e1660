"""What a measurement comes to: our figure, the one beside it in the same run, how they compare, and what is aimed at."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Figure:
    """One line of the table at the end; ``beside`` is what was measured in the same run in the same unit, where anything was."""

    what: str
    ours: float
    beside: float | None = None
    whose: str = ""
    aim: str = ""

    def row(self) -> str:
        """The line, with the ratio of ours to the other."""
        other = "" if self.beside is None else f"{_number(self.beside)} ({self.whose})"
        ratio = f"{self.ours / self.beside:.2f}" if self.beside else ""
        return f"| {self.what} | {_number(self.ours)} | {other} | {ratio} | {self.aim} |"


def table(figures: Sequence[Figure]) -> str:
    """All figures as one table."""
    head = "| what | ours | beside it, in the same run | ours to it | aim |\n|---|---|---|---|---|"
    return "\n".join([head, *(figure.row() for figure in figures)])


def _number(value: float) -> str:
    return f"{value:,.0f}" if value >= 1_000 else f"{value:.3g}"
