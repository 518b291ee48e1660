"""The ready questionnaires are complete, short, plain, and ask what the mission says."""

import re
from itertools import product

import pytest

from consultation.questionnaire.branching import shown
from consultation.questionnaire.choices import SingleChoice
from consultation.questionnaire.codelists import places, service_types
from consultation.questionnaire.loading import library, load
from consultation.questionnaire.questions import KINDS, FreeText
from consultation.questionnaire.wording import Wording

READY = {name: load(path) for name, path in library().items()}
WAITING = READY["waiting-times"]
RESPONDENTS = [(READY[name], role) for name in READY for role in ("patient", "next_of_kin")]


def lix(text):
    """Läsbarhetsindex (Björnsson 1968): words per sentence and the percentage of words over six letters."""
    words = re.findall(r"[^\W\d_]+", text)
    sentences = max(1, len(re.findall(r"[.!?:]+(?:\s|$)", text)))
    return len(words) / sentences + 100 * sum(len(word) > 6 for word in words) / len(words)


def wordings(part):
    if isinstance(part, Wording):
        yield part
    elif isinstance(part, tuple):
        for item in part:
            yield from wordings(item)
    elif hasattr(part, "__dataclass_fields__"):
        for name in part.__dataclass_fields__:
            yield from wordings(getattr(part, name))


def read_by(questionnaire, role, language):
    asked = questionnaire.for_role(role)
    texts = [questionnaire.purpose, questionnaire.use, asked.role.intro]
    texts += [text for section in asked.sections for text in (section.intro,) if text]
    texts += [text for one in asked.questions for text in (one.text, one.help) if text]
    return " ".join(text.in_(language).text for text in texts)


def possible_answers(asked):
    choices = [one for one in asked.questions if isinstance(one, SingleChoice) and one.kind != "service_type"]
    for values in product(*[["", *one.condition_values()] for one in choices]):
        yield {one.id: [value] for one, value in zip(choices, values, strict=True)}


@pytest.mark.parametrize("name", READY)
def test_every_text_is_there_in_three_languages(name):
    texts = list(wordings(READY[name]))
    assert len(texts) > 60
    assert [text.texts["nb"] for text in texts if not {"nb", "nn", "en"} <= set(text.texts)] == []


@pytest.mark.parametrize("language", ["nb", "nn", "en"])
@pytest.mark.parametrize(("questionnaire", "role"), RESPONDENTS)
def test_what_patients_and_next_of_kin_read_is_plain(questionnaire, role, language):
    assert lix(read_by(questionnaire, role, language)) <= 40


def test_the_measure_of_plainness_knows_a_heavy_text_from_a_light_one():
    heavy = "Spesialisthelsetjenestens pasientforløpsregistrering forutsetter tverrsektorielle samhandlingsavtaler mellom foretakene"
    assert lix(heavy) > 60
    assert lix("Vi leser alle svar. Du kan ta pauser.") < 20


@pytest.mark.parametrize(("questionnaire", "role"), RESPONDENTS)
def test_no_patient_or_next_of_kin_is_shown_more_than_eight_questions(questionnaire, role):
    asked = questionnaire.for_role(role)
    assert max(len(shown(asked, raw)) for raw in possible_answers(asked)) <= 8


@pytest.mark.parametrize(("questionnaire", "role"), RESPONDENTS)
def test_own_words_come_first_and_nothing_is_required(questionnaire, role):
    questions = questionnaire.for_role(role).questions
    assert all(isinstance(one, FreeText) for one in questions[:2])
    assert not any(one.required for one in questions)


def test_patients_and_next_of_kin_are_asked_the_same_and_so_are_leaders_and_personnel():
    ids = {role.id: [one.id for one in WAITING.for_role(role.id).questions] for role in WAITING.roles}
    assert list(ids) == ["patient", "next_of_kin", "leader", "health_personnel"]
    assert ids["patient"] == ids["next_of_kin"]
    assert set(ids["leader"]) - {"region"} == set(ids["health_personnel"]) - {"place"}
    assert all("authorities-require" in asked for asked in ids.values())


def test_leaders_are_too_few_to_be_asked_for_their_trust():
    assert WAITING.for_role("leader").question("region").fields() == ("region.rhf",)


@pytest.mark.parametrize("role", ["leader", "health_personnel"])
@pytest.mark.parametrize(
    ("language", "reminder"), [("nb", "taushetsplikt"), ("nn", "teieplikt"), ("en", "confidentiality")]
)
def test_leaders_and_personnel_are_reminded_of_confidentiality(role, language, reminder):
    intro = WAITING.for_role(role).role.intro.in_(language).text
    assert reminder in intro
    assert "21" in intro


def test_the_library_uses_every_kind_of_question():
    assert {one.kind for questionnaire in READY.values() for one in questionnaire.questions} == set(KINDS)


def test_the_places_are_the_four_regions_with_their_trusts_and_private_hospitals():
    assert {region["id"]: len(region["trusts"]) for region in places()} == {
        "helse-sor-ost": 10,
        "helse-vest": 5,
        "helse-midt-norge": 4,
        "helse-nord": 5,
    }
    trusts = [trust["id"] for region in places() for trust in region["trusts"]]
    assert len(set(trusts)) == len(trusts)
    assert all(sum(t["id"].startswith("privat-") for t in region["trusts"]) == 1 for region in places())


def test_the_service_types_know_hospital_mental_health_and_addiction():
    assert {"somatic", "mental-health", "addiction"} <= {option["id"] for option in service_types()}
