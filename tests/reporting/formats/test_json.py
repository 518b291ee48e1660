"""The JSON tells the same as the other formats, and no more."""

import json

import pytest

from consultation.reporting.formats import json as written
from tests.reporting.composed import quoted, random_report, report, themes_by_role


def _cells(block):
    return [cell for inner in block.get("blocks", []) for cell in _cells(inner)] + [
        cell for row in block.get("rows", []) for cell in row["cells"]
    ]


@pytest.mark.parametrize("seed", range(40))
def test_a_withheld_cell_holds_neither_number_nor_share_nor_bar(seed):
    told, _ = random_report(seed)
    document = json.loads(written.write(told, "en"))
    cells = [cell for block in document["blocks"] for cell in _cells(block)]
    assert cells
    for cell in cells:
        if not cell["shown"]:
            assert (cell["share"], cell["percent"], cell["text"]["text"]) == (None, None, "not shown")
        elif cell["percent"] is not None:
            assert int(cell["text"]["text"].removeprefix("at least ").replace(",", "")) >= 5


def test_any_letter_survives_and_half_a_letter_does_not_break_it():
    confirmed = themes_by_role({"Ventetid": {"patient": 120}}, {"patient": 400}, quoted("Čáhci 🙂 \ud800 \x00 slutt"))
    document = written.write(report({"patient": 400}, confirmed=confirmed), "se").decode()
    assert "Čáhci 🙂 \ufffd  slutt" in document
