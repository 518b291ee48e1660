"""What fits nowhere, and what only few say, is read: all of it, in an order that says nothing, and without a role."""

import re

import pytest
from sqlalchemy import delete

from consultation.storage import responses
from consultation.storage.tables import CommentRow, DoubleCodingRow, DrawnRow, ResponseRow
from consultation.storage.taking_back import take_out
from tests.reviewing.found.lists_of import beside_coverage, listed, ran
from tests.reviewing.offices import QUESTION, SLUG, written

ODD = ["ledelsens innspill", "mat og ro"]


def is_odd(text: str) -> bool:
    return any(odd in text for odd in ODD)


def all_of(office, rest: str) -> list[str]:
    found, number = [], 0
    while True:
        shown = office.get(office.at(f"found/{QUESTION}/{rest}?page={number}"))
        assert shown.status_code == 200
        found += listed(shown)
        if "Next page" not in shown.text:
            return found
        number += 1


def test_every_far_comment_is_on_the_list_once_page_after_page_in_an_order_of_its_own(office):
    office.answer("patient", [f"ledelsens innspill nummer {at}" for at in range(30)])
    ran(office, far=lambda text: "ledelsens" in text)
    found = all_of(office, "far")
    assert len(found) == len(set(found)) == 34
    assert found == all_of(office, "far")
    with office.database.reading() as session:
        by_key = [text for text in responses.corpus(session, SLUG, QUESTION).texts if "ledelsens" in text]
    assert sorted(found) == sorted(by_key)
    assert found != by_key


def test_fewer_than_ten_far_comments_are_read_all_the_same_and_none_has_a_role(office):
    few = written(4, "ledelsens innspill")  # the four leaders, as it happens
    ran(office, far=lambda text: "ledelsens" in text)
    shown = office.get(office.at(f"found/{QUESTION}/far"))
    assert sorted(listed(shown)) == sorted(few)
    main = beside_coverage(shown)
    assert "fewer than 5 comments" in re.sub(r"<[^>]+>", "", main)
    assert not re.search("Leader|Patient|Next of kin|relative", main.partition("</nav>")[2].partition("</nav>")[2])


def test_nothing_narrows_a_list_down(office):
    ran(office, far=is_odd)
    everything = listed(office.get(office.at(f"found/{QUESTION}/far")))
    for tried in ("role=leader", "words=ledelsens", "theme=x", "candidate=0", "page=-1", "page=x", "page=²"):
        assert listed(office.get(office.at(f"found/{QUESTION}/far?{tried}"))) == everything


def test_how_much_of_it_is_read_is_told_in_steps_and_not_where_there_are_few(office):
    ran(office, far=lambda text: "ledelsens" in text)
    assert "% read" not in office.get(office.at(f"found/{QUESTION}/far")).text
    ran(office, far=lambda text: "ledelsens" in text or "mat" in text)
    assert "about 0 % read" in office.get(office.at(f"found/{QUESTION}/far")).text


def test_few_voices_stand_together_small_candidates_first_and_a_large_group_is_left_to_the_other_list(office):
    many = [f"ledelsens innspill nummer {at}" for at in range(6)]
    office.answer("patient", many)
    two = written(4, "ledelsens innspill")[:2]
    ran(
        office,
        far=lambda text: "ledelsens" in text,
        groups=(two, many),
        nearest=lambda text: int("mat" in text and "nummer" in text and text.endswith("ca")),
        names=("Ventetid", "Mat"),
    )
    shown = office.get(office.at(f"found/{QUESTION}/few"))
    found = listed(shown)
    assert "Small candidate: Mat" in shown.text
    assert found[0].endswith("ca")
    at = [found.index(text) for text in two]
    assert abs(at[0] - at[1]) == 1
    assert not set(many) & set(found)
    assert set(written(4, "ledelsens innspill")) <= set(found)
    assert not re.search(r"<div class=\"voices\">\s*<h3[^>]*>\s*</h3>", shown.text)


def test_a_withdrawn_comment_leaves_the_lists(office):
    few = written(4, "ledelsens innspill")
    ran(office, far=lambda text: "ledelsens" in text, groups=(few[:2],))
    with office.database.transaction() as session:
        row = session.query(CommentRow).filter(CommentRow.text == few[0]).one()
        take_out(session, SLUG, row.response)
    assert sorted(listed(office.get(office.at(f"found/{QUESTION}/far")))) == sorted(few[1:])
    assert few[0] not in all_of(office, "few")


@pytest.mark.parametrize("rest", ["far", "few"])
def test_a_list_that_is_not_there_says_why(office, rest):
    assert "has not read the comments" in office.get(office.at(f"found/{QUESTION}/{rest}")).text
    ran(office)
    assert "Every comment lies near a candidate." in office.get(office.at(f"found/{QUESTION}/{rest}")).text
    office.answer("patient", ["kom etterpå og sier noe helt annet"])
    assert "Comments have come since the machine read" in office.get(office.at(f"found/{QUESTION}/{rest}")).text
    with office.database.transaction() as session:
        session.execute(delete(ResponseRow))
    office.answer("patient", ["den eneste kommentaren"])
    shown = office.get(office.at(f"found/{QUESTION}/{rest}"))
    assert "fewer than 10 comments" in shown.text
    assert "eneste" not in shown.text


def test_the_candidates_page_leads_to_both_lists(office):
    ran(office, far=is_odd)
    shown = office.get(office.at(f"themes/{QUESTION}/")).text
    assert f"found/{QUESTION}/far" in shown
    assert f"found/{QUESTION}/few" in shown


def test_what_two_people_are_coding_blindly_is_on_no_list_of_the_machine_until_they_have_finished(office):
    few = written(4, "ledelsens innspill")
    run = ran(office, far=lambda text: "ledelsens" in text, groups=(few[:2],))
    with office.database.transaction() as session:
        of_text = {one.text: one.key for one in responses.corpus(session, SLUG, QUESTION)}
        row = DoubleCodingRow(
            key="one", consultation=SLUG, question=QUESTION, codebook_version=0, among=64, state="coding",
            asked_by="kari@example.org", asked_on=run.made_on, machine_run=None,
        )  # fmt: skip
        session.add(row)
        session.flush()
        session.add(DrawnRow(double_coding="one", comment=of_text[few[0]]))
    for rest in ("far", "few"):
        shown = office.get(office.at(f"found/{QUESTION}/{rest}"))
        assert sorted(listed(shown)) == sorted(few[1:])
        assert "are left out here until they have finished" in shown.text
    everything = [listed(office.get(office.at(f"comments/{QUESTION}/?candidate=0&page={at}"))) for at in range(3)]
    assert sum(map(len, everything)) == 63
    with office.database.transaction() as session:
        session.get(DoubleCodingRow, "one").state = "done"
    assert sorted(listed(office.get(office.at(f"found/{QUESTION}/far")))) == sorted(few)
