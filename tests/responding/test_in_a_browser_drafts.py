"""A draft is made and read in the browser alone; whatever file is opened, the words in the form stay, and no word of the file is lost."""

import json
from pathlib import Path
from urllib.parse import unquote_plus

import pytest
from playwright.sync_api import Page

from tests.browsing import read, settled

pytestmark = pytest.mark.browser
FORM = "/nb/waiting-times/patient/"
WORDS = 'Første linje.\n\n  «Ventetid» <b>&amp; mer</b> 🙂 čđŋšŧž \\n "sitat"'
ANSWERS = {"feel-safe": WORDS, "waited": "waited", "weeks-waited": "12"}
STORED = "JSON.stringify(sessionStorage) + JSON.stringify(localStorage)"


def _fill(page: Page, address: str = FORM) -> None:
    page.goto(address)
    page.locator("#feel-safe").fill(WORDS)
    page.locator("input[value=waited]").check()
    page.locator("#weeks-waited").fill("12")


def _offer(page: Page) -> None:
    page.locator("#draft:not([hidden])").wait_for()
    page.locator("#draft summary").first.click()
    page.locator("#draft-file").wait_for()


def _opened(page: Page, content: str | bytes, name: str = "utkast.json") -> str:
    """Open a file as a draft, and return what is said about it."""
    if not page.locator("#draft-file").is_visible():
        _offer(page)
    body = content if isinstance(content, bytes) else content.encode()
    page.locator("#draft-file").set_input_files({"name": name, "mimeType": "application/json", "buffer": body})
    page.locator("#draft :is([data-say], [data-draft=replace]):visible").first.wait_for()
    return str(page.locator("#draft .draft__said").inner_text())


def _draft(page: Page, answers: dict[str, object] | None = None, **more: object) -> str:
    place = page.locator("#draft").evaluate("(card) => ({...card.dataset})")
    whole = {name: place[name] for name in ("consultation", "role", "questions")}
    return json.dumps({"draft": 1, **whole, "answers": ANSWERS if answers is None else answers, **more})


def _given(page: Page) -> dict[str, str]:
    return {
        "feel-safe": page.locator("#feel-safe").input_value(),
        "waited": page.locator("input[name=waited]:checked").get_attribute("value") or "",
        "weeks-waited": page.locator("#weeks-waited").input_value(),
    }


def _left(page: Page) -> list[str]:
    return [each.input_value() for each in page.locator("[data-draft=left] textarea:visible").all()]


def test_a_draft_goes_to_a_file_and_comes_back_on_another_device_and_no_request_carries_it(page, chromium, running):
    sent: list[str] = []
    page.on("request", lambda asked: sent.append(f"{asked.method} {asked.url} {asked.post_data or ''}"))
    _fill(page)
    _offer(page)
    with page.expect_download() as saving:
        page.get_by_role("button", name="Lagre et utkast som fil").click()
    text = Path(saving.value.path()).read_text("utf-8")
    assert saving.value.suggested_filename == "utkast.json"
    draft = json.loads(text)
    assert draft["answers"] == ANSWERS
    assert set(draft) == {"draft", "consultation", "role", "questions", "answers"}
    other = chromium.new_context(base_url=running[1]).new_page()
    other.on("request", lambda asked: sent.append(f"{asked.method} {asked.url} {asked.post_data or ''}"))
    other.goto(FORM.replace("/nb/", "/en/"))
    settled(other)
    assert "back in the form" in _opened(other, text)
    assert _given(other) == ANSWERS
    assert other.locator("#weeks-waited").is_visible()
    assert other.evaluate(STORED) == page.evaluate(STORED) == "{}{}"
    other.context.close()
    assert sent
    assert not [line for line in sent if "Ventetid" in unquote_plus(line) or "feel-safe" in line]


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ("", "kan ikke lese"),
        ("nei", "kan ikke lese"),
        ("[]", "kan ikke lese"),
        ("null", "kan ikke lese"),
        ('{"draft": 1, "consultation": "waiting-times", "answers": []}', "kan ikke lese"),
        ('{"draft": 1, "answers": {}}', "kan ikke lese"),
        ('{"draft": 2, "consultation": "waiting-times", "answers": {}}', "en annen utgave"),
        (b"\xff\xfe\x00\xd8", "kan ikke lese"),
        (b"%PDF-1.7\n\x00\x01", "kan ikke lese"),
        (b" " * (1024 * 1024 + 1), "for stor"),
    ],
)
def test_a_file_that_is_no_draft_is_told_kindly_and_changes_nothing(page, content, told):
    _fill(page)
    assert told in _opened(page, content)
    assert _given(page) == ANSWERS


def test_keys_that_would_meddle_reach_nothing_and_the_rest_is_taken(page):
    page.goto(FORM)
    _offer(page)
    nonce = page.locator("input[name=_nonce]").input_value()
    draft = _draft(page).replace(
        '"answers": {',
        '"__proto__": {"x": 1}, "answers": {"__proto__": "a", "_nonce": "b", "_step": ["c"], "constructor": {"d": 1}, ',
    )
    said = _opened(page, draft)
    assert "Noe av filen kunne ikke leses" in said
    assert _given(page) == ANSWERS
    assert page.locator("input[name=_nonce]").input_value() == nonce
    assert page.locator("form#answers [name=_step][type=hidden], form#answers [name=__proto__]").count() == 0
    assert page.evaluate("({}).x") is None
    assert sorted(_left(page)) == ["a", "b", "c"]


def test_what_has_no_place_is_given_back_to_be_copied(page):
    page.goto(FORM)
    _offer(page)
    answers = {
        "feel-safe": WORDS,
        "waited": "for ever",
        "service-type": "moon",
        "what-matters": "Et ord\nto",
        "weeks-waited": "mange",
    }
    said = _opened(page, _draft(page, answers, role="leader", questions="0" * 16))
    assert "annen rolle" in said
    assert "Spørsmålene er endret" in said
    assert page.locator("#feel-safe").input_value() == WORDS
    assert page.locator("#weeks-waited").input_value() == "mange"
    assert _left(page) == ["for ever", "moon", "Et ord\nto"]


def test_a_draft_of_another_consultation_fills_in_nothing_and_gives_its_words_back(page):
    _fill(page)
    said = _opened(page, _draft(page, {"feel-safe": "Annet"}, consultation="other"))
    assert "annen innspillsrunde" in said
    assert _given(page) == ANSWERS
    assert _left(page) == ["Annet"]


def test_a_text_that_is_too_long_comes_whole_and_is_told(page):
    page.goto(FORM)
    _offer(page)
    text = "ord " * 4000
    assert "lengre enn det som kan sendes" in _opened(page, _draft(page, {"feel-safe": text}))
    assert page.locator("#feel-safe").input_value() == text


@pytest.mark.parametrize(("button", "stands"), [("Nei, behold det som står her", "Mitt"), ("Ja, bruk utkastet", WORDS)])
def test_present_words_are_replaced_only_by_who_says_yes(page, button, stands):
    page.goto(FORM)
    page.locator("#feel-safe").fill("Mitt")
    _offer(page)
    assert "Skal utkastet komme i stedet?" in _opened(page, _draft(page))
    assert page.locator("#feel-safe").input_value() == "Mitt"
    page.get_by_role("button", name=button).click()
    page.locator("#draft [data-say]:visible").first.wait_for()
    assert page.locator("#feel-safe").input_value() == stands


def test_a_draft_in_sections_carries_those_that_are_not_on_the_page(page):
    page.goto("/nb/pain-service/patient/")
    _offer(page)
    answers = {"what-helps": WORDS, "treated-by": "waiting", "weeks-waited": "7"}
    _opened(page, _draft(page, answers))
    page.get_by_role("button", name="Gå videre").click()
    page.locator("main #weeks-waited").wait_for()
    assert page.locator("#weeks-waited").input_value() == "7"
    _offer(page)
    with page.expect_download() as saving:
        page.get_by_role("button", name="Lagre et utkast som fil").click()
    assert json.loads(Path(saving.value.path()).read_text("utf-8"))["answers"] == answers


def test_a_tab_keeps_nothing_unasked_and_what_it_keeps_until_sending_or_deleting(page):
    _fill(page)
    page.wait_for_timeout(700)
    assert page.evaluate(STORED) == "{}{}"
    _offer(page)
    page.get_by_role("button", name="Ta vare på utkastet her").click()
    page.locator("[data-draft=kept]:visible").wait_for()
    page.locator("#feel-safe").fill(WORDS + "!")
    page.goto("/nb/")
    page.goto(FORM)
    page.locator("[data-draft=kept]:visible").wait_for()
    assert _given(page) == {**ANSWERS, "feel-safe": WORDS + "!"}
    page.get_by_role("button", name="Slett utkastet i denne fanen").click()
    page.locator("[data-say=dropped]:visible").wait_for()
    assert page.evaluate(STORED) == "{}{}"
    assert _given(page) == {**ANSWERS, "feel-safe": WORDS + "!"}


def test_sending_deletes_the_draft_in_this_tab(page):
    _fill(page)
    _offer(page)
    page.get_by_role("button", name="Ta vare på utkastet her").click()
    page.locator("[data-draft=kept]:visible").wait_for()
    for expected in ("check", "thanks"):
        page.locator("main form button[data-variant=primary][type=submit]").last.click()
        page.locator(f"main[data-page={expected}]").wait_for()
    page.wait_for_timeout(700)
    assert page.evaluate(STORED) == "{}{}"


def test_what_is_unfolded_does_not_move_under_the_finger(page):
    page.goto(FORM)
    heights = """async (fold) => {
        const frame = () => new Promise(requestAnimationFrame);
        fold.querySelector("summary").click();
        await frame();
        await frame();
        const soon = fold.offsetHeight;
        await new Promise((over) => setTimeout(over, 600));
        return [soon, fold.offsetHeight];
    }"""
    soon, later = page.locator("#draft details").nth(1).evaluate(heights)
    assert soon == later > 200


@pytest.mark.parametrize("named", ["drafting", "drafts"])
def test_a_click_in_a_bad_moment_of_the_network_is_not_lost(page, named):
    page.goto(FORM)
    page.route(f"**/js/{named}.js", lambda route: route.abort(), times=1)
    with page.expect_download():
        page.locator("#draft button[data-do=save]").evaluate("(button) => button.click()")


def test_deleting_everything_leaves_no_word_on_the_way_back(page):
    _fill(page)
    page.wait_for_function("() => history.state?.written")
    page.locator("main form button[data-variant=primary][type=submit]").last.click()
    page.locator("main[data-page=check]").wait_for()
    page.go_back()
    page.locator("#draft summary").nth(1).click()
    page.locator("#draft button[data-do=clear]").click()
    page.get_by_role("button", name="Ja, slett det").click()
    page.locator("[data-say=cleared]:visible").wait_for()
    anywhere = "document.documentElement.outerHTML + JSON.stringify(history.state) + [...document.querySelectorAll('input, textarea')].map((f) => f.value)"
    for step in (page.go_back, page.go_forward, page.reload):
        step()
        page.wait_for_timeout(300)
        assert "Ventetid" not in read(page, anywhere)
