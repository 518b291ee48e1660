"""Draws an address as a square code (QR, ISO/IEC 18004) that a telephone reads from a wall."""

from collections.abc import Iterator
from itertools import groupby

import segno

QUIET = 4
"""Modules of white that the standard asks for on every side."""


def modules(address: str) -> tuple[tuple[bool, ...], ...]:
    """The code's rows without the quiet zone, True where it is dark; error correction M, or better where that costs nothing.

    Raises:
        segno.DataOverflowError: the address is longer than a code can hold.
    """
    return tuple(tuple(map(bool, row)) for row in segno.make_qr(address, error="m").matrix)


def drawing(address: str) -> str:
    """The code with its quiet zone as SVG, one unit to a module; the same address gives the same text."""
    rows = modules(address)
    side = len(rows) + 2 * QUIET
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {side} {side}" width="{side}" height="{side}">'
        f'<path fill="#fff" d="M0 0h{side}v{side}h-{side}z"/><path fill="#000" d="{"".join(_runs(rows))}"/></svg>'
    )


def _runs(rows: tuple[tuple[bool, ...], ...]) -> Iterator[str]:
    for y, row in enumerate(rows, QUIET):
        x = QUIET
        for dark, run in groupby(row):
            width = len(tuple(run))
            if dark:
                yield f"M{x} {y}h{width}v1h-{width}z"
            x += width
