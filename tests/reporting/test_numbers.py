"""Numbers are written as people of each language write them."""

import pytest

from consultation.reporting import numbers


@pytest.mark.parametrize(
    ("language", "written"),
    [
        ("nb", "12\N{NO-BREAK SPACE}345"),
        ("nn", "12\N{NO-BREAK SPACE}345"),
        ("se", "12\N{NO-BREAK SPACE}345"),
        ("en", "12,345"),
    ],
)
def test_thousands_are_grouped_as_the_language_does(language, written):
    assert numbers.whole(12_345, language) == written


@pytest.mark.parametrize(
    ("share", "written"),
    [(0, "0 %"), (0.004, "<1 %"), (0.25, "25 %"), (0.999, ">99 %"), (1, "100 %")],
)
def test_a_share_never_claims_none_or_all_wrongly(share, written):
    assert numbers.percent(share, "nb").replace("\N{NO-BREAK SPACE}", " ") == written
