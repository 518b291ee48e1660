"""Copies of one letter stand on a list once, with their number; whoever added anything is read."""

import re

from consultation.jobs.screening import screen_all
from tests.reviewing.found.lists_of import beside_coverage, listed, ran
from tests.reviewing.found.test_alike import ALIKE
from tests.reviewing.offices import QUESTION
from tests.usecases.reading.test_screen_comments import LETTER

LONG = LETTER * 2
OWN = f"{LONG} Mor mi fekk slag i februar og vegen var stengd heile natta."


def campaign(office):
    office.answer("patient", [LONG] * 23 + [OWN])
    screen_all(office.database, lambda *_: None)


def post(office, **chosen):
    shown = office.get(office.at(f"comments/{QUESTION}/"))
    token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', shown.text)[1]
    return office.client.post(office.at(f"comments/{QUESTION}/"), data={"csrf_token": token, **chosen})


def test_a_search_shows_a_letter_once_with_its_number_and_without_a_role(office):
    campaign(office)
    found = post(office, words=LETTER[:30])
    assert listed_words(found).count(LONG) == 1
    assert OWN in listed_words(found)
    main = beside_coverage(found)
    assert re.search(r"In just these words: (at least 20|20 or more)", main)
    assert "at least 20" in main.partition("comments</strong>")[0]
    card = next(card for card in main.split('<li class="comment">') if "In just these words" in card)
    assert "ds-tag" not in card


def listed_words(shown) -> list[str]:
    cards = re.findall(r'class="comment__text"[^>]*>(.*?)</p>', shown.text)
    return [re.sub("<.*?>", "", card) for card in cards]


def test_more_like_a_letter_shows_what_others_say_and_not_its_copies(office):
    campaign(office)
    found = post(office, words=LETTER[:30])
    at = listed_words(found).index(LONG)
    shown = office.get(office.at(f"found/{QUESTION}/alike?at={ALIKE.findall(found.text)[at]}"))
    asked, *others = listed(shown)
    assert asked == LONG
    assert LONG not in others
    assert others[0] == OWN
    other = office.get(
        office.at(f"found/{QUESTION}/alike?at={ALIKE.findall(found.text)[listed_words(found).index(OWN)]}")
    )
    assert listed(other).count(LONG) == 1


def test_the_list_of_what_fits_nowhere_shows_a_letter_once(office):
    campaign(office)
    ran(office, far=lambda text: LETTER in text)
    shown = office.get(office.at(f"found/{QUESTION}/far"))
    assert sorted(listed(shown)) == sorted([LONG, OWN])
    assert "at least 20" in beside_coverage(shown)
