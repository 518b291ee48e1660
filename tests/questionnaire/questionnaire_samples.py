"""Small questionnaires to test with, written as the plain data of a file."""

from typing import Any

from consultation.questionnaire.building import build
from consultation.questionnaire.definition import Questionnaire, RoleQuestionnaire


def words(text: str) -> dict[str, str]:
    return {"nb": text, "nn": f"{text} (nn)", "en": f"{text} (en)"}


def option(name: str) -> dict[str, Any]:
    return {"id": name, "text": words(name)}


def question(name: str, kind: str = "free_text", **more: Any) -> dict[str, Any]:
    needed: dict[str, Any] = {
        "single_choice": {"options": [option("yes"), option("no")]},
        "multiple_choice": {"options": [option("red"), option("green"), option("blue")]},
        "scale": {"low_label": words("worst"), "high_label": words("best")},
        "ranking": {"options": [option("red"), option("green"), option("blue")]},
        "matrix": {"rows": [option("wait"), option("staff")], "options": [option("bad"), option("good")]},
        "number": {"unit": words("weeks"), "maximum": 100},
    }.get(kind, {})
    return {"id": name, "kind": kind, "text": words(f"What about {name}?"), **needed, **more}


def plain_with(*questions: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {
        "id": "sample",
        **{key: words(key) for key in ("title", "asker", "purpose", "use")},
        "roles": [{"id": "patient", "name": words("Patient"), "people_per_unit": 100}],
        "sections": [{"id": "first", "title": words("First"), "questions": list(questions)}],
        **more,
    }


def questionnaire_of(plain: dict[str, Any]) -> Questionnaire:
    built = build(plain)
    assert built.questionnaire is not None, built.flaws
    return built.questionnaire


def asking(*questions: dict[str, Any], **more: Any) -> RoleQuestionnaire:
    return questionnaire_of(plain_with(*questions, **more)).for_role("patient")
