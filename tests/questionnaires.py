"""A small questionnaire, with a question of each sort that is stored in its own way."""

from typing import Any

from consultation.questionnaire.building import build
from consultation.questionnaire.definition import Questionnaire
from consultation.questionnaire.parts import Role, Section
from consultation.questionnaire.questions import FreeText, MultipleChoice, Option, Scale, SingleChoice
from consultation.questionnaire.wording import Wording


def worded(text: str) -> Wording:
    """A text in the languages that the law asks for."""
    return Wording({"nb": text, "nn": f"{text} (nn)"})


def small_questionnaire(title: str = "Venting", *, languages: tuple[str, ...] = ("nb", "nn")) -> Questionnaire:
    """Two roles; both are asked what would be better and how long they waited, patients also what helped."""
    yes_no = (Option("yes", worded("Ja")), Option("no", worded("Nei")))
    helped = (Option("call", worded("Telefon")), Option("letter", worded("Brev")), Option("visit", worded("Besøk")))
    questions = (
        FreeText(id="better", text=worded("Hva kan bli bedre?")),
        FreeText(id="other", text=worded("Noe annet?")),
        SingleChoice(id="waited", text=worded("Har du ventet?"), options=yes_no),
        MultipleChoice(id="helped", text=worded("Hva hjalp?"), options=helped, roles=frozenset({"patient"})),
        Scale(id="safe", text=worded("Hvor trygg var du?"), low_label=worded("Lite"), high_label=worded("Svært")),
    )
    return Questionnaire(
        id="waiting",
        title=worded(title),
        asker=worded("Helsedirektoratet"),
        purpose=worded("Vi vil vite mer."),
        use=worded("Svarene brukes i en rapport."),
        roles=(Role("patient", worded("Pasient")), Role("leader", worded("Leder"))),
        sections=(Section("all", worded("Alt"), questions),),
        languages=languages,
    )


EVERY_KIND: tuple[dict[str, Any], ...] = (
    {"id": "own", "kind": "free_text", "text": "Hva betyr mest for deg?", "max_length": 200},
    {"id": "waited", "kind": "single_choice", "text": "Hva venter du på?", "options": ["Time", "Svar"],
     "other": True, "may_decline": True},
    {"id": "badly", "kind": "multiple_choice", "text": "Hva virker dårlig?", "options": ["Brev", "Telefon", "Reise"],
     "other": True, "may_decline": True},
    {"id": "safe", "kind": "scale", "text": "Hvor trygg er du?", "low_label": "Svært utrygg",
     "high_label": "Svært trygg", "may_decline": True},
    {"id": "order", "kind": "ranking", "text": "Hva bør komme først?", "at_most": 3, "may_decline": True,
     "options": ["Kortere ventetid", "Bedre beskjeder", "Samme lege", "Hjelp nær hjemmet"]},
    {"id": "parts", "kind": "matrix", "text": "Hvordan går det?", "options": ["Dårlig", "Greit", "Godt"],
     "rows": ["Ventetiden", "Beskjedene", "Samarbeidet"], "may_decline": True},
    {"id": "weeks", "kind": "number", "text": "Hvor lenge ventet du?", "unit": "uker", "maximum": 1000},
    {"id": "month", "kind": "month", "text": "Når begynte det?"},
    {"id": "place", "kind": "place", "text": "Hvor skjedde det?"},
    {"id": "service", "kind": "service_type", "text": "Hva slags hjelp gjelder det?"},
    {"id": "after", "kind": "free_text", "text": "Hva mangler i beskjedene?",
     "show_when": {"any": [{"question": "badly", "includes": "other"}, {"question": "parts", "one_of": ["row-2/option-1"]},
                           {"question": "order", "one_of": ["option-2/1"]}]}},
)  # fmt: skip
"""A question of every kind, with all that it can have; the words of options and rows, whose ids are counted from 1."""


def every_kind(**more: Any) -> Questionnaire:
    """A questionnaire that asks one role a question of every kind."""
    plain = {
        "id": "every-kind",
        **{key: _said(key) for key in ("title", "asker", "purpose", "use")},
        "roles": [{"id": "patient", "name": _said("Pasient"), "people_per_unit": 100}],
        "sections": [{"id": "all", "title": _said("Alt"), "questions": [_question(**each) for each in EVERY_KIND]}],
        **more,
    }
    built = build(plain)
    assert built.questionnaire is not None, built.flaws
    return built.questionnaire


def _said(text: str) -> dict[str, str]:
    return {"nb": text, "nn": text, "en": text}


def _question(**written: Any) -> dict[str, Any]:
    words = {key: _said(written[key]) for key in ("text", "low_label", "high_label", "unit") if key in written}
    for key, name in (("options", "option"), ("rows", "row")):
        if key in written:
            words[key] = [{"id": f"{name}-{at}", "text": _said(text)} for at, text in enumerate(written[key], 1)]  # type: ignore[assignment]
    return {**written, **words}
