"""A questionnaire is what it says: sound, and known by a fingerprint that only its content decides."""

import json
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from questionnaire_samples import plain_with, question, questionnaire_of, words

from consultation.questionnaire.building import from_json
from consultation.questionnaire.definition import InvalidQuestionnaire, UnknownQuestion, UnknownRole
from consultation.questionnaire.loading import library, load
from consultation.questionnaire.wording import Wording
from tests.questionnaires import every_kind

EVERY_KIND = plain_with(
    question("a", "single_choice", required=True),
    question("b", "multiple_choice", at_most=2, show_when={"question": "a", "one_of": ["yes"]}),
    question("c", "scale", help=words("Help")),
    question("d", "number", bands=[0, 5], roles=["patient"]),
    question("e", "month", earliest="2000-01"),
    question("f", "place", level="region"),
    question("g", "service_type"),
    question(
        "h",
        max_length=500,
        show_when={"any": [{"question": "b", "includes": "red"}, {"question": "e", "answered": True}]},
    ),
    layout="by_section",
    languages=["nb", "nn", "en"],
)


FROZEN = "0917732c7418fe0e607fc984a147b8747ba2d3a5183307c2cb4aafff07c7cf59"
"""The fingerprint of EVERY_KIND before choices could be written beside or declined."""


def test_a_definition_that_was_frozen_before_keeps_its_fingerprint_when_questions_learn_something_new():
    assert questionnaire_of(EVERY_KIND).fingerprint() == FROZEN
    with_more = json.loads(questionnaire_of(EVERY_KIND).as_json())
    with_more["sections"][0]["questions"][0]["other"] = True
    assert questionnaire_of(with_more).fingerprint() != FROZEN


def test_a_questionnaire_survives_being_written_and_read():
    for questionnaire in (questionnaire_of(EVERY_KIND), every_kind(), *(load(path) for path in library().values())):
        again = from_json(questionnaire.as_json())
        assert again == questionnaire
        assert again.as_json() == questionnaire.as_json()
        assert again.fingerprint() == questionnaire.fingerprint()


@given(st.randoms())
def test_the_fingerprint_does_not_know_the_order_of_keys(random):
    def shuffled(part):
        if isinstance(part, dict):
            return {key: shuffled(part[key]) for key in random.sample(list(part), len(part))}
        return [shuffled(item) for item in part] if isinstance(part, list) else part

    assert questionnaire_of(shuffled(EVERY_KIND)).fingerprint() == questionnaire_of(EVERY_KIND).fingerprint()


def _texts(part, path=()):
    if isinstance(part, dict | list):
        for key, item in part.items() if isinstance(part, dict) else enumerate(part):
            yield from _texts(item, (*path, key))
    elif isinstance(part, str) and path[-1] in {"nb", "nn", "se", "en"}:
        yield path


def test_any_change_of_any_wording_changes_the_fingerprint():
    written = questionnaire_of(EVERY_KIND).as_json()
    paths = list(_texts(json.loads(written)))
    seen = {questionnaire_of(EVERY_KIND).fingerprint()}
    for path in paths:
        plain = json.loads(written)
        part = plain
        for step in path[:-1]:
            part = part[step]
        part[path[-1]] += "."
        seen.add(questionnaire_of(plain).fingerprint())
    assert len(seen) == len(paths) + 1 > 50


def test_the_order_of_questions_is_part_of_the_fingerprint():
    forth = questionnaire_of(plain_with(question("a"), question("b")))
    back = questionnaire_of(plain_with(question("b"), question("a")))
    assert forth.fingerprint() != back.fingerprint()
    assert len(forth.fingerprint()) == 64
    assert int(forth.fingerprint(), 16)


def test_a_default_written_out_is_the_same_questionnaire():
    short = questionnaire_of(plain_with(question("a")))
    long = questionnaire_of(plain_with(question("a", required=False, max_length=10_000), layout="one_page"))
    assert short.fingerprint() == long.fingerprint()


def test_defaults_are_left_out_so_that_a_later_version_with_more_of_them_keeps_old_fingerprints():
    written = questionnaire_of(plain_with(question("a"))).as_json()
    assert not [
        key for key in ("required", "max_length", 'roles":null', "layout", "show_when", "intro") if key in written
    ]


def test_neither_the_order_of_languages_nor_the_spelling_of_a_letter_is_part_of_the_fingerprint():
    ordered = questionnaire_of(plain_with(question("a", text={"nb": "Går det?", "nn": "Går det?"})))
    spelled = questionnaire_of(plain_with(question("a", text={"nn": "Ga\u030ar det? ", "nb": "Går det?"})))
    backwards = replace(ordered, title=Wording(dict(reversed(ordered.title.texts.items()))))
    assert ordered.fingerprint() == spelled.fingerprint() == backwards.fingerprint()


def test_the_code_list_is_frozen_with_the_definition():
    written = questionnaire_of(plain_with(question("f", "place"), question("g", "service_type"))).as_json()
    assert "helse-bergen" in written
    assert "addiction" in written


def test_a_role_is_asked_its_own_questions_and_sections_without_any_are_left_out():
    roles = [{"id": "patient", "name": words("P")}, {"id": "leader", "name": words("L")}]
    plain = plain_with(question("a"), question("b", roles=["leader"]), roles=roles)
    plain["sections"].append({"id": "second", "title": words("S"), "questions": [question("c", roles=["patient"])]})
    questionnaire = questionnaire_of(plain)
    asked = {role: questionnaire.for_role(role) for role in ("patient", "leader")}
    assert [one.id for one in asked["patient"].questions] == ["a", "c"]
    assert [section.id for section in asked["leader"].sections] == ["first"]
    assert asked["leader"].question("b").id == "b"
    with pytest.raises(UnknownQuestion):
        asked["patient"].question("b")


def test_an_unknown_role_is_refused():
    with pytest.raises(UnknownRole):
        questionnaire_of(EVERY_KIND).for_role("minister")


def test_an_unsound_questionnaire_cannot_be_made_and_says_every_reason():
    questionnaire = questionnaire_of(EVERY_KIND)
    lost = replace(questionnaire.roles[0], id="ghost", name=Wording({"nb": "Spøkelse"}))
    section = replace(questionnaire.sections[0], questions=questionnaire.sections[0].questions[1:])
    with pytest.raises(InvalidQuestionnaire) as refused:
        replace(questionnaire, roles=(lost, lost), sections=(section,))
    assert "two roles have the id 'ghost'" in str(refused.value)
    assert "there is no role 'patient'" in str(refused.value)
    assert "'a', which does not exist" in str(refused.value)


@pytest.mark.parametrize("text", ['{"id": "x"}', "[]", "3"])
def test_a_text_that_is_no_questionnaire_is_refused(text):
    with pytest.raises(InvalidQuestionnaire, match="`title` is missing"):
        from_json(text)
