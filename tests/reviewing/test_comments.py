import re
from html import unescape

import pytest

from consultation.storage import responses
from consultation.themes.book.codebook import Accept
from consultation.themes.finding.candidates import CandidateTheme
from consultation.usecases.reading.review_themes import review_themes
from tests.boxes import TODAY
from tests.reviewing.offices import QUESTION, SLUG, token, written

COMMENTS = re.compile(r'class="comment__text"[^>]*>([^<]*)<')


def comments_on(shown) -> list[str]:
    return [unescape(text) for text in COMMENTS.findall(shown.text)]


def all_comments(office, address) -> list[str]:
    shown = office.get(address)
    found = comments_on(shown)
    number = 0
    while ">Next page<" in shown.text:
        number += 1
        shown = office.client.post(address, data={"page": number, "csrf_token": token(shown)})
        found += comments_on(shown)
    return found


def search(office, **fields):
    address = office.at(f"comments/{QUESTION}/")
    return office.client.post(address, data={**fields, "csrf_token": token(office.get(address))})


def test_every_comment_can_be_read_also_those_of_a_small_role(office):
    found = all_comments(office, office.at(f"comments/{QUESTION}/"))
    assert sorted(found) == sorted(written(40) + written(20) + written(4, "ledelsens innspill"))


def test_fewer_than_ten_comments_are_not_shown_together_whatever_left_so_few(office):
    for few in (
        office.get(office.at(f"comments/{QUESTION}/?role=leader")),
        search(office, role="leader"),
        search(office, words="ledelsens"),
        search(office, words="nummer ba"),
        search(office, words="nummer ba", role="patient"),
    ):
        assert "Fewer than 10 comments" in few.text
        assert comments_on(few) == []
        assert not re.search(r"at least \d", few.text)


def test_nothing_found_is_said_as_nothing(office):
    assert "No comment fits this." in search(office, words="pingvin").text


def test_where_nothing_was_asked_for_few_comments_are_no_filters_fault(office):
    assert "They are shown when there are more." in office.get(office.at("comments/feel-safe/")).text
    office.answer("patient", ["Ventetid"], **{"feel-safe": "Bare ett svar"})
    shown = office.get(office.at("comments/feel-safe/")).text
    assert "They are shown when there are more." in shown
    assert "Bare ett svar" not in shown
    assert "Choose fewer conditions" not in shown


def test_words_that_are_too_long_are_told_and_not_called_found_nowhere(office):
    shown = search(office, words="a" * 5000).text
    assert "This is too long" in shown
    assert "No comment fits this." not in shown


def test_ten_comments_are_shown(office):
    office.answer("patient", [f"pingvin nummer {at}" for at in range(10)])
    assert len(comments_on(search(office, words="pingvin"))) == 10


def test_where_a_role_is_small_none_stands_beside_a_comment_for_the_report_tells_of_the_others(office):
    def beside(place):
        return set(re.findall(r'ds-tag" data-color="neutral">([^<]+)<', office.get(office.at(place)).text))

    # Of a theme's list less the report's numbers of the others the four leaders' comments would be left.
    assert beside(f"comments/{QUESTION}/") == beside(f"coding/{QUESTION}/") == set()
    office.answer("leader", written(6, "flere innspill"))
    assert beside(f"comments/{QUESTION}/") > {"Patient"}
    assert len(comments_on(search(office, role="leader"))) == 10


@pytest.mark.parametrize("role", ["next_of_kin", "leader"])
def test_a_role_that_stands_beside_no_comment_cannot_be_told_by_a_filter_either(office, role):
    # Twenty relatives would be shown by themselves, and the four leaders would be who is left of the unnamed.
    asked = [{}, {"words": "nummer"}, {"words": "ledelsens innspill"}, {"words": "pingvin"}]
    shown = [search(office, role=role, **words) for words in asked]
    assert [comments_on(page) for page in shown] == [[]] * len(asked)
    assert {"Fewer than 10 comments" in page.text for page in shown} == {True}
    assert f'<option value="{role}"' not in shown[0].text


def test_place_and_service_type_stand_beside_no_comment(office):
    closed = {"place.rhf": "helse-nord", "service-type": "mental-health"}
    office.answer("patient", [f"{text} her" for text in written(12)], **closed)
    for page in (f"comments/{QUESTION}/", f"coding/{QUESTION}/"):
        shown = office.get(office.at(page)).text.casefold()
        assert "helse nord" not in shown
        assert "helse-nord" not in shown
        assert "mental" not in shown


def test_no_page_holds_a_key_and_no_reference_is_seen_twice(office):
    with office.database.transaction() as session:
        keys = responses.corpus(session, SLUG, QUESTION).keys
        candidate = CandidateTheme("Svar", ("svar",), 16, 0.25, ())
        review_themes(session, SLUG, QUESTION, Accept(candidate, "kari@example.org", "ofte nevnt"), decided_on=TODAY)
    first, second = (office.get(office.at(f"comments/{QUESTION}/")).text for _ in range(2))
    for shown in (first, second, office.get(office.at(f"coding/{QUESTION}/")).text):
        assert not any(key.hex() in shown.casefold() for key in keys)
    references = [set(re.findall(r"[?&](?:amp;)?at=([\w-]{40,})", shown)) for shown in (first, second)]
    assert len(references[0]) == len(references[1]) == 25
    assert references[0].isdisjoint(references[1])


def test_the_order_is_the_same_on_every_visit_and_not_that_of_the_keys(office):
    address = office.at(f"comments/{QUESTION}/")
    first = all_comments(office, address)
    assert first == all_comments(office, address)
    with office.database.reading() as session:
        by_key = list(responses.corpus(session, SLUG, QUESTION).texts)
    assert first != by_key


def test_words_searched_for_are_in_no_address(office):
    shown = search(office, words="venting")
    assert "words=" not in shown.text
    assert "venting" in shown.text
    assert len(comments_on(office.get(office.at(f"comments/{QUESTION}/?words=venting")))) == 25


@pytest.mark.parametrize("field", ["page", "candidate", "theme", "role"])
def test_a_filter_nobody_offered_gives_a_page_and_no_error(office, field):
    address = office.at(f"comments/{QUESTION}/")
    for value in ("-1", "²", "99999", "x" * 79, "\x00"):
        assert search(office, **{field: value}).status_code in {200, 422}
        assert office.client.get(address, query_string={field: value}).status_code == 200


def test_a_search_that_is_too_long_is_refused_with_its_words_kept(office):
    shown = search(office, words="lang " * 50)
    assert shown.status_code == 422
    assert "lang lang" in shown.text
    assert comments_on(shown) == []


@pytest.mark.parametrize("crooked", ["9" * 5000, "9" * 20, "²", "٣", "-1", "1e3", "x"])
@pytest.mark.parametrize("field", ["candidate", "page"])
def test_a_number_that_is_none_is_no_error_of_ours(office, field, crooked):
    address = office.at(f"comments/{QUESTION}/")
    assert office.get(f"{address}?{field}={crooked}").status_code == 200
    assert search(office, **{field: crooked}).status_code in {200, 422}
