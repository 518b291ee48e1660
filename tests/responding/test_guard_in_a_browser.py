"""The guard in a real browser: the very same marks as on the server, no word sent anywhere, and a choice that nothing undoes."""

import re
from pathlib import Path

import pytest

from consultation.privacy.marking import marks
from tests.browsing import main_page
from tests.journeys.validity import mistakes, obstacles
from tests.privacy.clean_sentences import clean_sentences
from tests.privacy.labelled_texts import FOLDER, read

STATIC = Path(__file__).parents[2] / "static"
LAZY = 29_500  # bytes, compressed: what the first letter typed costs
ODD = [
    "Kari" + "\u00ad" + "anne Nord\u200bmann", "JEG HETER KARI", "Kari Kari Kari Kari Kari Kari Kari", "St. Olavs og Hans-Petter",
    "A. B. C. Hansen", "Å Ø Æ", "12 34 0182 Oslo", "K. og K. Berg", "H0201", "Gate 3B", "kari’s og Kari's", "Máret Ánne Sara på Røst med ALS",
]  # fmt: skip
TEXT = "Legen min Per Hansen var flink, men Per Hansen sluttet. Ring 912 34 567. Marit sa nei."


@pytest.fixture
def form(page, running):
    page.goto(f"{running[1]}/nb/waiting-times/patient/")
    return page


def texts() -> list[str]:
    labelled = [s.text for path in sorted(FOLDER.glob("*.txt")) for s in read(*path.stem.rsplit("_", 1))]
    whole = " ".join(labelled)
    return [*labelled, *clean_sentences(), *ODD, whole[:9000], whole[9000:18000].upper()]


def test_a_browser_marks_what_the_server_marks(form):
    written = texts()
    place = form.evaluate("document.querySelector('script[type=module]').src.replace('enhance.js', 'guard/marking.js')")
    found = form.evaluate(
        "async ([place, texts]) => { const { marks } = await import(place); return texts.map((text) => marks(text)); }",
        [place, written],
    )
    theirs = [[(mark["kind"], mark["start"], mark["stop"]) for mark in each] for each in found]
    ours = [[tuple(mark) for mark in marks(text)] for text in written]
    assert [row for row in zip(written, ours, theirs, strict=True) if row[1] != row[2]] == []
    assert sum(map(bool, ours)) > 250


def test_what_is_loaded_with_the_first_letter_is_small():
    lazy = [*STATIC.glob("js/guard/*.js.gz"), *STATIC.glob("vendor/guard-*.js.gz")]
    assert len(lazy) >= 8
    assert sum(path.stat().st_size for path in lazy) <= LAZY


def test_nothing_is_loaded_before_somebody_writes_and_nothing_is_sent_then(form):
    asked = []
    form.on("request", lambda request: asked.append((request.method, request.url, request.post_data)))
    form.reload()
    form.wait_for_load_state("networkidle")
    assert not [url for _, url, _ in asked if "/guard/" in url]
    asked.clear()
    form.locator("textarea").first.fill(TEXT)
    form.locator(".guard[data-found]").wait_for()
    assert any("/guard/" in url for _, url, _ in asked)
    sent = " ".join(f"{url} {body}" for _, url, body in asked)
    # The number in any spelling; three digits alone also stand in a nonce now and then.
    assert re.search(r"Hansen|Marit|flink|912\D{0,3}34\D{0,3}567", sent) is None


def test_the_hint_names_shows_and_takes_away(form):
    field = form.locator("textarea").first
    field.fill(TEXT)
    hint = form.locator(".guard[data-found]")
    hint.wait_for()
    assert "Per Hansen, Marit" in hint.get_by_role("status").inner_text()
    hint.locator("summary").click()
    row = hint.get_by_role("listitem").filter(has_text="Per Hansen")
    row.get_by_role("button", name="Vis meg Per Hansen").click()
    selected = "field => field.value.slice(field.selectionStart, field.selectionEnd)"
    assert field.evaluate(selected) == "Per Hansen"
    row.get_by_role("button", name="Fjern Per Hansen").click()
    row.wait_for(state="detached")
    assert field.input_value() == TEXT.replace("Per Hansen", "[…]")
    assert form.evaluate("document.activeElement.tagName") == "TEXTAREA"


def test_what_was_taken_out_does_not_come_back_with_back(form):
    form.locator("textarea").first.fill(TEXT)
    form.locator("main form button[type=submit]:not([formaction])").last.click()
    form.locator("main[data-page=check]").wait_for()
    form.get_by_role("checkbox", name="Per Hansen").check()
    form.locator("button[value=remove]").click()
    form.locator(".taken").wait_for()
    assert main_page(form) == "check"
    form.go_back()
    form.locator("main[data-page=questionnaire]").wait_for()
    assert form.locator("textarea").first.input_value() == TEXT.replace("Per Hansen", "[…]")


def test_a_tick_holds_also_when_somebody_goes_back_instead_of_pressing_the_button(form):
    form.locator("textarea").first.fill(TEXT)
    form.locator("main form button[type=submit]:not([formaction])").last.click()
    form.get_by_role("checkbox", name="Marit").check()
    form.go_back()
    form.locator("main[data-page=questionnaire]").wait_for()
    form.locator("main form button[type=submit]:not([formaction])").last.click()
    form.locator("main[data-page=check]").wait_for()
    assert "[…] sa nei" in form.locator(".own-words").first.inner_text()
    assert form.get_by_role("checkbox").count() == 1


def test_a_tick_of_before_takes_nothing_out_of_what_is_written_later(form):
    field = form.locator("textarea").first
    onwards = form.locator("main form button[type=submit]:not([formaction])").last
    field.fill(TEXT)
    onwards.click()
    form.get_by_role("checkbox", name="Marit").check()
    form.go_back()
    form.locator("main[data-page=questionnaire]").wait_for()
    onwards.click()
    form.locator("main[data-page=check]").wait_for()
    form.go_back()
    form.locator("main[data-page=questionnaire]").wait_for()
    field.fill("Marit hjalp meg.")
    onwards.click()
    form.locator("main[data-page=check]").wait_for()
    assert form.locator(".own-words").first.inner_text().startswith("Marit")
    assert not form.get_by_role("checkbox", name="Marit").is_checked()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_hint_and_choices_are_within_everyones_reach(form, scheme, tmp_path):
    form.emulate_media(color_scheme=scheme)
    form.set_viewport_size({"width": 320, "height": 700})
    form.locator("textarea").first.fill(f"{TEXT} Jeg har ALS og bor på Utsira, i Storgata 5.")
    form.locator(".guard[data-found] summary").click()
    assert obstacles(form) == []
    form.locator("main form button[type=submit]:not([formaction])").last.click()
    form.locator("main[data-page=check]").wait_for()
    assert obstacles(form) == []
    assert form.evaluate("document.documentElement.scrollWidth <= innerWidth")
    fields = dict(form.evaluate("[...new FormData(document.querySelector('form#answers'))]"))
    pressed = form.request.post(form.url + "check", form=fields, headers={"Origin": form.url.split("/nb")[0]})
    assert 'id="guarded"' in pressed.text()
    assert mistakes([("the choices", pressed.text())], tmp_path) == []


def test_the_choices_work_by_keyboard_alone(form):
    form.locator("textarea").first.fill(TEXT)
    form.locator("main form button[type=submit]:not([formaction])").last.click()
    form.locator("main[data-page=check]").wait_for()
    box = form.get_by_role("checkbox", name="Fjern Per Hansen")
    for _ in range(12):
        form.keyboard.press("Tab")
        if box.evaluate("box => box === document.activeElement"):
            break
    form.keyboard.press("Space")
    while form.evaluate("document.activeElement.value") != "remove":
        form.keyboard.press("Tab")
    form.keyboard.press("Enter")
    form.locator(".taken").wait_for()
    assert form.locator(".taken").get_attribute("role") == "status"
    assert "Hansen" not in form.locator("main").inner_text()
