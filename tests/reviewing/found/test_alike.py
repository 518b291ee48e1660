"""More like this: from any comment, in meaning as in words, and nothing but the texts decides."""

import re

from sqlalchemy import delete

from consultation.storage.tables import ResponseRow
from tests.reviewing.found.lists_of import beside_coverage, listed, ticks
from tests.reviewing.offices import QUESTION
from tests.reviewing.team import FOOD, WAITING

ALIKE = re.compile(r"found/[\w-]+/alike\?at=([\w-]+)")


def test_those_most_like_a_comment_come_first_and_can_be_ticked_with_it(office):
    office.answer("patient", WAITING + FOOD)
    shown = office.client.get(office.at(f"comments/{QUESTION}/"))
    texts, references = listed(shown), ALIKE.findall(shown.text)
    assert len(references) == len(texts) == 25
    at = next(at for at, text in enumerate(texts) if text in WAITING)
    found = office.get(office.at(f"found/{QUESTION}/alike?at={references[at]}"))
    asked, *others = listed(found)
    assert asked == texts[at]
    assert len(others) == 25
    assert set(others[:20]) <= set(WAITING) - {asked}
    assert len(ticks(found)) == 26
    percents = [int(one) for one in re.findall(r"alike: (\d+) %", found.text)]
    assert percents == sorted(percents, reverse=True)
    assert "Patient" not in beside_coverage(found)


def test_the_way_there_stands_also_beside_the_comment_that_is_being_read(office):
    (reference,) = ALIKE.findall(office.get(office.at(f"coding/{QUESTION}/")).text)
    assert len(listed(office.get(office.at(f"found/{QUESTION}/alike?at={reference}")))) == 26


def test_a_reference_that_nobody_made_is_no_page_and_few_comments_are_not_shown(office):
    shown = office.get(office.at(f"comments/{QUESTION}/"))
    reference = ALIKE.findall(shown.text)[0]
    assert office.get(office.at(f"found/{QUESTION}/alike")).status_code == 404
    assert office.get(office.at(f"found/{QUESTION}/alike?at=x")).status_code == 404
    with office.database.transaction() as session:
        session.execute(delete(ResponseRow))
    found = office.get(office.at(f"found/{QUESTION}/alike?at={reference}"))
    assert "fewer than 10 comments" in found.text
    assert listed(found) == []
