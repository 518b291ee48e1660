"""The browser opens the same questions as the server, whatever the kind of question a condition looks at."""

import json
import random
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from consultation.questionnaire.branching import shown
from consultation.questionnaire.cleaning import clean
from consultation.questionnaire.kinds import DECLINED
from tests.browsing import settled
from tests.questionnaires import every_kind
from tests.responding.visiting import open_, serving, site

pytestmark = pytest.mark.browser
ROUNDS = 150

# Fills the form in from {field: [value]}; answers with what a browser would send, and with the questions that then stand open.
FILL = """(cases) => cases.map((raw) => {
  const form = document.querySelector("form#answers");
  for (const field of form.elements) {
    const values = raw[field.name] ?? [];
    if (field.type === "radio" || field.type === "checkbox") field.checked = values.includes(field.value);
    else if (field.type !== "hidden" && field.name) field.value = values[0] ?? "";
  }
  form.querySelector("[name=own]").dispatchEvent(new Event("input", {bubbles: true}));
  const sent = {};
  for (const [name, value] of new FormData(form)) (sent[name] ??= []).push(value);
  const open = [...form.querySelectorAll("[data-question]")].filter((each) => each.offsetParent);
  return [sent, open.map((each) => each.dataset.question)];
})"""


def with_conditions():
    """Every kind, and after them a question for each thing that a condition can look at, and some for several at once."""
    asked = every_kind()
    first = [question for question in asked.questions if question.show_when is None]
    rules = [{"question": question.id, "answered": True} for question in first]
    for question in first:
        values = question.condition_values()
        rules += [{"question": question.id, "one_of": list(values[:2])}] if values else []
        rules += [{"question": question.id, "includes": value} for value in values[-2:]]
    lot = random.Random(3)
    rules += [{lot.choice(["all", "any"]): lot.sample(rules, 2)} for _ in range(6)]
    rules += [{"question": f"c{at}", "answered": True} for at in range(3)]  # a chain
    text = {"nb": "Hva så?", "nn": "Kva så?"}
    plain = json.loads(asked.as_json())
    plain["sections"].append({
        "id": "follows", "title": text, "show_when": {"any": rules[:3]},
        "questions": [{"id": f"c{at}", "kind": "free_text", "text": text, "show_when": rule} for at, rule in enumerate(rules)],
    })  # fmt: skip
    return every_kind(sections=plain["sections"])


@pytest.fixture(scope="module")
def asked():
    return with_conditions()


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory, asked) -> Iterator[str]:
    app = site(tmp_path_factory.mktemp("instance"))
    open_(app, asked, "conditions")
    with serving(app) as there:
        yield f"{there}/nb/conditions/patient/"


def drawn(asked, lot: random.Random) -> dict[str, list[str]]:
    """Some fields filled in with some of their values, of which a few are blank or decline."""
    raw = {}
    for question in asked.questions:
        for name in question.fields():
            part = name.partition(".")[2]
            of_part = [value.partition("/")[2] for value in question.condition_values() if value.startswith(f"{part}/")]
            values = of_part or list(question.condition_values()) or ["12", "2026-03", "helse-vest", "unn", "Ord"]
            values += ["", " \u00a0", "_declined" if part == "" else "Ord"]
            if lot.random() < 0.4:
                raw[name] = lot.sample(values, 1 if part or question.kind != "multiple_choice" else 2)
    return raw


def test_the_browser_opens_what_the_server_would_for_every_kind_and_any_answers(chromium: Browser, address, asked):
    lot = random.Random(1)
    role = asked.for_role("patient")
    page = chromium.new_page()
    page.goto(address)
    settled(page)
    outcomes = page.evaluate(FILL, [drawn(role, lot) for _ in range(ROUNDS)])
    page.close()
    seen = {question for _, open_now in outcomes for question in open_now}
    assert len(seen) > 0.9 * len(asked.questions), "the answers drawn open too little to tell anything"
    for sent, open_now in outcomes:
        assert open_now == [question.id for question in shown(role, sent)], sent


def test_the_browser_counts_the_characters_that_the_server_counts(chromium: Browser, address):
    lot = random.Random(2)
    pieces = ["a", "æ", "e\u0301", "\u1112\u1161", "😀", "👩‍👩‍👧", "\r\n", "\r", "\n", "\u2028", " ", "\u00a0", "\u3000",
              "\ufeff", "\u200b", "\u202e", "\x07", "\x85", "\x1f", "\ufffe", "\t", DECLINED]  # fmt: skip
    texts = ["".join(lot.choices(pieces, k=lot.randint(0, 8))) for _ in range(500)]
    page = chromium.new_page()
    page.goto(address)
    source = page.locator("script[type=module]").get_attribute("src").replace("enhance.js", "cleaning.js")
    cleaned = page.evaluate(
        "([source, texts]) => import(source).then(({clean}) => texts.map((text) => clean(text)))", [source, texts]
    )
    page.close()
    assert cleaned == [clean(text) for text in texts]
