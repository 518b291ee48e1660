"""Where help and complaints are found is said before the first field, with thanks and on errors, and was read at its source."""

import re

import pytest

from consultation import clock
from consultation.responding import signposts

A_YEAR = 366
NUMBERS = {"113", "116117", "116123", "22400040", "116111"}
COMPLAINTS = {"place_of_treatment", "county_governor", "ombud", "compensation", "supervision"}


def test_every_signpost_was_read_at_its_source_within_a_year():
    for posts in signposts.read().values():
        for post in posts:
            assert post.source.startswith("https://")
            assert (clock.today() - post.checked).days <= A_YEAR, f"{post.id}: read {post.source} again"
            assert not post.name.missing, post.id
            assert not post.when.missing, post.id


def test_all_numbers_and_all_complaint_routes_are_there():
    known = signposts.read()
    assert {post.phone for post in known["help"]} == NUMBERS
    assert {post.id for post in known["complaint"]} == COMPLAINTS
    assert known["complaint"][0].id == "place_of_treatment"


@pytest.mark.parametrize("language", ["nb", "nn", "se", "en"])
@pytest.mark.parametrize(
    "rest",
    ["waiting-times/", "waiting-times/patient/", "waiting-times/leader/", "waiting-times/patient/thanks", "nothing/"],
)
def test_help_and_complaints_stand_before_the_first_field_and_on_every_last_page(visitor, language, rest):
    html = visitor.goes_to(f"/{language}/{rest}").html
    field = re.search(r"<textarea|<select|<fieldset|<input(?! type=\"hidden\")", html)
    before = html[: field.start()] if field else html
    for number in NUMBERS:
        assert f'href="tel:{number}"' in before
    assert "https://www.statsforvalteren.no/" in before
    assert "https://www.pasientogbrukerombudet.no/" in before


@pytest.mark.parametrize("language", ["nb", "nn", "en"])
@pytest.mark.parametrize("rest", ["waiting-times/patient/", "waiting-times/leader/", "pain-service/next_of_kin/"])
def test_before_the_first_field_and_unfolded_it_says_anonymous_no_reply_no_complaints(visitor, language, rest):
    html = visitor.goes_to(f"/{language}/{rest}").html
    before = re.sub(r"(?s)<details.*?</details>", "", html[: html.index("<textarea")])
    said = {"nb": ("anonymt", "ikke svar", "klage"), "nn": ("anonymt", "ikkje svar", "klage")}
    for word in said.get(language, ("anonymous", "not get a reply", "complain")):
        assert word in before
    assert re.findall(r'href="tel:(\d+)"', before) == ["113", "116117", "116123"]  # the others are one tap away


def test_the_check_page_sends_in_one_place(visitor):
    visitor.goes_to("/nb/waiting-times/patient/").fills_in({"feel-safe": "Ring meg."})
    assert visitor.page == "check"
    assert len(visitor.tree.xpath("//main//button[not(@formaction)]")) == 1
