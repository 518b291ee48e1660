"""Options in order: each place once, as many as one likes, and nothing that the server could misread."""

import pytest
from questionnaire_samples import asking, option, plain_with, question

from consultation.questionnaire.building import build
from consultation.questionnaire.questions import Problem


def ranking(**more):
    (only,) = asking(question("q", "ranking", **more)).questions
    return only


def placed(**places):
    return {f"q.{name}": [place] for name, place in places.items()}


def test_the_answer_is_the_options_in_order():
    assert ranking().read(placed(red="3", green="1", blue="2")) == ("green", "blue", "red")


def test_a_ranking_may_be_partial_and_leave_a_gap():
    assert ranking().read(placed(red="3", blue="1")) == ("blue", "red")
    assert ranking().read({}) is None


def test_the_same_place_twice_is_a_problem_at_the_second():
    assert ranking().read(placed(red="1", blue="1")) == Problem("q", "q.blue", "same_place", {"place": 1})


def test_one_that_is_not_partial_wants_every_place_but_only_of_those_who_begin():
    asked = ranking(partial=False, at_most=2)
    assert asked.read(placed(red="1")) == Problem("q", "q.green", "places_left", {"left": 1})
    assert asked.read(placed(red="1", blue="2")) == ("red", "blue")
    assert asked.read({}) is None


@pytest.mark.parametrize("place", ["0", "4", "-1", "1.0", "01", "first", "\u0661"])
def test_a_place_that_is_not_there_is_a_problem(place):
    assert ranking().read(placed(green=place)) == Problem("q", "q.green", "not_an_option")


def test_only_as_many_places_are_given_as_are_asked_for():
    assert ranking(at_most=2).places == (1, 2)
    assert ranking(at_most=9).places == (1, 2, 3)
    assert ranking(at_most=2).read(placed(red="3")).code == "not_an_option"


def test_a_ranking_can_be_declined_but_not_answered_besides():
    asked = ranking(may_decline=True)
    assert asked.read({"q": ["_declined"]}) == ("_declined",)
    assert asked.read({"q": ["_declined"], **placed(red="1")}) == Problem("q", "q", "declined_and_more")
    assert asked.read({"q": ["1"]}) == Problem("q", "q", "not_an_option")
    assert asked.display(("_declined",), "nb") == "Jeg vil ikke svare"


def test_it_is_shown_numbered_and_counted_by_what_stands_first():
    asked = ranking(may_decline=True)
    assert asked.display(("blue", "red"), "en") == "1. blue (en)\n2. red (en)"
    assert dict(asked.summarise([("blue", "red"), ("blue",), ("red", "blue"), ("_declined",)])) == {
        "red": 1, "green": 0, "blue": 2, "_declined": 1,
    }  # fmt: skip
    (first,) = asked.counted()
    assert first.text.in_("nb").text == "What about q? – nummer 1"


def test_a_condition_may_look_at_a_place():
    looking = {"question": "q", "one_of": ["blue/1"]}
    asked = asking(question("q", "ranking"), question("why", show_when=looking))
    assert asked.questions[1].show_when.holds({"q": asked.questions[0].given(placed(blue="1", red="2"))})
    assert not asked.questions[1].show_when.holds({"q": asked.questions[0].given(placed(blue="2"))})
    assert asked.questions[0].label("blue/1", "nn").text == "1. blue (nn)"


def test_an_option_cannot_take_the_name_that_is_kept_for_words_beside_a_choice():
    (flaw,) = build(plain_with(question("q", "ranking", options=[option("red"), option("other")]))).flaws
    assert "kept for words beside a choice" in flaw.message
    assert build(plain_with(question("q", "ranking", options=[option("red")]))).flaws
