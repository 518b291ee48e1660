"""The asker's Markdown becomes safe HTML."""

import re
from datetime import date

import pytest

from consultation.web.filters import long_date, markdown

ATTACKS = [
    "<script>alert(1)</script>",
    "[x](javascript:alert(1))",
    "[x](data:text/html,hi)",
    '<a href="https://e.example" onclick="x()">x</a>',
    "![x](https://e.example/pixel.png)",
    "<img src=x onerror=alert(1)>",
    "[x](https://e.example 'onmouseover=alert(1)')",
    "<style>*{display:none}</style>",
    "<iframe src=https://e.example>",
]


@pytest.mark.parametrize("attack", ATTACKS)
def test_nothing_that_acts_gets_through(attack):
    html = re.sub(r"&lt;.*?&gt;", "", str(markdown(attack)).lower())  # what is shown as text does nothing
    for bad in (
        "<script",
        "<img",
        "<style",
        "<iframe",
        'javascript:"',
        'href="javascript',
        'href="data',
        'onclick="',
        'onerror="',
    ):
        assert bad not in html


def test_paragraphs_lists_emphasis_and_links_get_through():
    html = str(markdown("Et **ord**.\n\n- en\n- to\n\n[Loven](https://lovdata.no/)"))
    assert "<strong>ord</strong>" in html
    assert html.count("<li>") == 2
    assert 'href="https://lovdata.no/"' in html
    assert "noreferrer" in html


@pytest.mark.parametrize(
    ("language", "written"),
    [
        ("nb", "2.\u00a0juli 2026"),
        ("nn", "2.\u00a0juli 2026"),
        ("se", "suoidnemánu 2. b. 2026"),
        ("en", "2\u00a0July 2026"),
    ],
)
def test_a_day_is_written_as_people_write_it(language, written):
    assert long_date(date(2026, 7, 2), language) == written
