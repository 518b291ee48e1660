"""Whatever plain data comes, it becomes a questionnaire or reasons, never an error."""

import copy
import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from questionnaire_samples import option, plain_with, question, words

from consultation.questionnaire.building import build
from consultation.questionnaire.loading import judge, library, load
from consultation.questionnaire.refusals import Path

WHOLE = {name: json.loads(load(path).as_json()) for name, path in library().items()}
ODD = st.sampled_from(
    [3, -1, 0.5, True, "", " ", "x", [], [1], ["a"], [[]], [{}], {}, {"nb": 3}, {"nb": "a", "easy": "b"}]
) | st.sampled_from([{"id": "q"}, {"all": []}, {"any": [{"question": "x", "answered": True}]}, "patient", "\u202e"])


def places_in(part, path=()):
    items = part.items() if isinstance(part, dict) else enumerate(part) if isinstance(part, list) else ()
    for key, item in items:
        yield (*path, key)
        yield from places_in(item, (*path, key))


@settings(max_examples=150)
@given(st.sampled_from(sorted(WHOLE)), st.data())
def test_a_questionnaire_with_anything_in_it_replaced_is_judged_and_never_breaks_the_judge(name, data):
    plain = copy.deepcopy(WHOLE[name])
    for _ in range(data.draw(st.integers(1, 3))):
        *outer, last = data.draw(st.sampled_from(list(places_in(plain))))
        part = plain
        for step in outer:
            part = part[step]
        part[last] = copy.deepcopy(data.draw(ODD))  # one and the same list put into itself has no end
    built, found = judge(plain)
    assert found or built.questionnaire is not None
    assert all(flaw.message and flaw.remedy and flaw.where for flaw in found)


def test_a_mistake_in_one_question_is_not_told_again_by_those_that_look_at_it():
    broken = question("a", "single_choice", optoins=[])
    built = build(plain_with(broken, question("b", show_when={"question": "a", "one_of": ["yes"]})))
    assert [(flaw.where, flaw.message) for flaw in built.flaws] == [("a", "there is no key `optoins` here")]
    assert built.flaws[0].remedy == "did you mean `options`?"


def test_a_flaw_knows_the_path_of_the_part_it_is_about():
    built = build(plain_with(question("a"), question("b"), question("a")))
    (flaw,) = built.flaws
    assert built.path(flaw) == Path(("sections", 0, "questions", 2))


@pytest.mark.parametrize(
    ("kind", "more", "message"),
    [
        ("single_choice", {"options": [option("only")]}, "a choice needs at least two options"),
        ("multiple_choice", {"options": [option("A b"), option("c")]}, "the option's id 'A b' is not a plain word"),
        ("scale", {"low": 5, "high": 1}, "a scale goes from a lower to a higher step, with at most eleven"),
        ("number", {"minimum": 9, "maximum": 3}, "the limits or bands of the number do not rise"),
        ("number", {"bands": [5, 1]}, "the limits or bands of the number do not rise"),
        ("month", {"earliest": "2026-02", "latest": "2026-01"}, "the earliest month is after the latest"),
        ("month", {"earliest": "2026"}, "`earliest` is not a month"),
        ("free_text", {"max_length": 0}, "no text fits in no characters"),
        ("free_text", {"required": "yes"}, "`required` should be true or false"),
        ("place", {"level": "ward"}, "`level` cannot be 'ward'"),
    ],
)
def test_limits_that_cannot_be_met_are_told(kind, more, message):
    assert [flaw.message for flaw in build(plain_with(question("q", kind, **more))).flaws] == [message]


def test_ids_are_plain_words_so_that_they_fit_in_a_form():
    roles = [{"id": "Næste", "name": words("P")}]
    found = build(plain_with(question("q.rhf"), question("_nonce"), roles=roles)).flaws
    assert [flaw.where for flaw in found] == ["role Næste", "q.rhf", "_nonce"]


def test_a_question_with_an_empty_id_is_told_somewhere():
    assert [flaw.where for flaw in build(plain_with(question(""))).flaws] == ["question"]
