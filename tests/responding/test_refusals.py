"""What is posted to an address that is gone, closed or never was is given back, kindly, and nothing of it is kept."""

import pytest

from consultation import clock
from consultation.storage import erasing
from consultation.usecases.close_consultation import close_consultation
from consultation.web import database
from tests.responding.visiting import Visitor

FORM = "/nb/waiting-times/patient/"
WORDS = "\nFørste linje.\n\n  «Ventetid» <b>&amp; mer</b> 🙂"
PAIRS = [
    ("_nonce", "f" * 32), ("feel-safe", WORDS), ("_aside.what-matters", "Lagt til side"), ("worked-badly.other", "brev"),
    ("place.rhf", "helse-nord"), ("weeks-waited", "12"),
]  # fmt: skip
GIVEN_BACK = [WORDS, "Lagt til side", "brev"]


def _readable(visitor: Visitor) -> list[str]:
    return [area.text_content().removeprefix("\n") for area in visitor.tree.xpath("//textarea[@readonly]")]


@pytest.mark.parametrize("step", ["", "check", "thanks"])
def test_a_consultation_that_was_erased_meanwhile_gives_the_words_back(fresh, step):
    with fresh.app_context(), database.transaction() as session:
        erasing.erase(session, "waiting-times")
    visitor = Visitor(fresh.test_client()).posts(FORM + step, PAIRS)
    assert (visitor.status, visitor.page) == (404, "error")
    assert "ikke ta imot disse svarene lenger" in visitor.text
    assert _readable(visitor) == GIVEN_BACK


@pytest.mark.parametrize(
    "address",
    [
        "/nb/waiting-times/nobody/check",
        "/xx/waiting-times/patient/check",
        "/nb/waiting-times/patient/gone",
        "/nb/",
        "/a/b/c",
    ],
)
def test_an_address_that_is_gone_gives_the_words_back(visitor, address):
    visitor.posts(address, PAIRS)
    assert visitor.status in (404, 405)
    assert visitor.page == "error"
    assert _readable(visitor) == GIVEN_BACK


def test_what_comes_from_elsewhere_is_given_back_to_the_last_word(visitor):
    """Also a word that looks like the code of a choice, while a choice is not shown as if somebody had written it."""
    form = dict([*PAIRS, ("waited", "no")])
    answer = visitor.client.post(f"{FORM}check", data=form, headers={"Sec-Fetch-Site": "cross-site"})
    visitor.status, visitor.html = answer.status_code, answer.text
    assert visitor.status == 403
    assert _readable(visitor) == GIVEN_BACK


@pytest.mark.parametrize("step", ["", "check", "thanks"])
def test_a_consultation_that_closed_meanwhile_gives_back_also_what_was_laid_aside(fresh, step):
    with fresh.app_context(), database.transaction() as session:
        close_consultation(session, "waiting-times", today=clock.today())
    visitor = Visitor(fresh.test_client()).posts(FORM + step, [*PAIRS, ("waited", "no")])
    assert visitor.status == 410
    assert _readable(visitor) == GIVEN_BACK


def test_the_page_offers_no_second_try_where_none_can_succeed(visitor):
    visitor.posts("/nb/waiting-times/nobody/check", PAIRS)
    assert not visitor.tree.xpath("//form[@id='answers']")


def test_staff_addresses_and_what_is_no_form_are_given_nothing_back(visitor):
    assert "Ventetid" not in visitor.posts("/staff/nb/nothing", PAIRS).html
    answer = visitor.client.post("/nb/gone", data=b"\x00" * 100, content_type="application/octet-stream")
    assert answer.status_code == 404
