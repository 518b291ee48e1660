"""Each kind of question in a real browser: by keyboard, without script, on the narrowest screen, and as it is read aloud."""

from collections.abc import Iterator

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page

from tests.browsing import settled
from tests.journeys.validity import mistakes, obstacles
from tests.questionnaires import every_kind
from tests.responding.visiting import open_, serving, site

pytestmark = pytest.mark.browser
FORM = "/nb/every-kind/patient/"
LIVE = "[role=status]"


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A site that asks a question of every kind."""
    app: Flask = site(tmp_path_factory.mktemp("instance"))
    open_(app, every_kind(), "every-kind")
    with serving(app) as address:
        yield address


@pytest.fixture
def visit(chromium: Browser, running):
    """Open the form on a screen of so many pixels, with script or without; nothing on it may throw or break the policy."""
    contexts, trouble = [], []

    def visit(width: int = 360, *, script: bool = True, scheme: str = "light") -> Page:
        opened = chromium.new_context(
            viewport={"width": width, "height": 800}, base_url=running, java_script_enabled=script, color_scheme=scheme
        )
        contexts.append(opened)
        page = opened.new_page()
        page.on("pageerror", lambda error: trouble.append(str(error)))
        page.on("console", lambda said: trouble.append(said.text) if "Content Security" in said.text else None)
        page.goto(FORM)
        if script:
            settled(page)
        return page

    yield visit
    assert trouble == []
    for opened in contexts:
        opened.close()


def checked(page: Page) -> dict[str, str]:
    """Go to the page that shows what will be kept; what it says for each question."""
    page.locator("form#answers button[data-variant=primary]").last.click()
    page.locator("main[data-page=check]").wait_for()
    return {
        each.locator("dt").get_attribute("id").removeprefix("checked-"): each.locator("dd p").first.inner_text()
        for each in page.locator(".checked__answer").all()
    }


def numbers(page: Page) -> dict[str, str]:
    return {
        item.locator("label").inner_text(): item.locator("select").input_value()
        for item in page.locator(".ranking__option").all()
    }


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 1280])
def test_a_form_with_every_kind_has_no_obstacle_and_fits_the_screen(visit, width, scheme):
    page = visit(width, scheme=scheme)
    page.locator("input[name=badly][value=other]").check()
    assert obstacles(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.locator("form#answers button[data-variant=primary]").last.click()
    page.locator("main[data-page=check]").wait_for()
    assert obstacles(page) == []


@pytest.mark.parametrize("script", [True, False])
def test_every_kind_is_answered_and_shown_as_it_will_be_kept(visit, script, tmp_path):
    page = visit(script=script)
    page.locator("input[name=waited][value=option-2]").check()
    page.locator("input[name=badly][value=other]").check()
    page.locator("[id='badly.other']").fill("Heisen står")
    page.locator("#safe-4").check()
    page.locator("[id='order.option-3']").select_option("1")
    page.locator("[id='order.option-1']").select_option("2")
    page.locator("input[name='parts.row-2'][value=option-1]").check()
    page.locator("#weeks").fill("2")
    if not script:
        page.locator("[id='place.hf']").select_option("unn")
        assert mistakes([("every kind", page.content())], tmp_path) == []
    else:
        page.locator("[role=combobox]").fill("unn")
        page.locator("[role=option]").first.click()
    if not script:  # the question that this opens comes by a step to the server
        page.locator("form#answers button[data-variant=primary]").last.click()
        page.locator(".ds-alert[role=status]").wait_for()
    found = checked(page)
    assert {key: found[key] for key in ("waited", "badly", "badly.other", "safe", "weeks")} == {
        "waited": "Svar", "badly": "Noe annet", "badly.other": "Heisen står", "safe": "4", "weeks": "2 uker",
    }  # fmt: skip
    assert found["order"] == "1. Samme lege\n2. Kortere ventetid"
    assert found["parts"] == "Beskjedene: Dårlig"
    assert found["place"] == "Helse Nord, Universitetssykehuset Nord-Norge"
    assert found["after"] == "Ikke svart"


def test_words_beside_a_choice_can_be_changed_from_the_check_page(visit):
    page = visit()
    page.locator("input[name=badly][value=other]").check()
    page.locator("[id='badly.other']").fill("Heisen står")
    checked(page)
    page.locator("button[value='change:badly.other']").click()
    page.locator("main [id='badly.other']:focus").wait_for()
    page.locator("input[name=badly][value=other]").uncheck()
    assert page.locator("[id='badly.other']").is_visible(), "written words must not be out of sight"
    assert checked(page)["badly"] == "Noe annet"


def test_an_order_is_made_by_keyboard_alone_and_said_aloud(visit):
    page = visit()
    up = page.get_by_role("button", name="Flytt opp: Samme lege")
    up.focus()
    page.keyboard.press("Enter")
    assert page.locator("#order-group").locator(LIVE).inner_text() == "Samme lege er nå nummer 1"
    page.get_by_role("button", name="Flytt opp: Kortere ventetid").focus()
    page.keyboard.press("Space")
    page.keyboard.press("Space")
    assert numbers(page) == {"Kortere ventetid": "1", "Samme lege": "2", "Bedre beskjeder": "", "Hjelp nær hjemmet": ""}
    focused = "document.activeElement.closest('li').querySelector('label').innerText"
    assert page.evaluate(focused) == "Kortere ventetid", "the keyboard stays with the option that was moved"
    page.get_by_role("button", name="Flytt ned: Samme lege").press("Enter")
    assert page.locator("#order-group").locator(LIVE).inner_text() == "Samme lege har ikke noe nummer nå"


def test_whoever_takes_a_number_gives_its_own_for_it_and_no_number_is_given_twice(visit):
    page = visit()
    page.locator("[id='order.option-1']").select_option("1")
    page.locator("[id='order.option-2']").select_option("2")
    page.locator("[id='order.option-2']").select_option("1")
    assert page.locator("#order-group").locator(LIVE).inner_text() == (
        "Bedre beskjeder er nå nummer 1. Kortere ventetid er nå nummer 2"
    )
    page.locator("[id='order.option-3']").select_option("2")
    assert list(numbers(page).items()) == [
        ("Bedre beskjeder", "1"), ("Samme lege", "2"), ("Kortere ventetid", ""), ("Hjelp nær hjemmet", ""),
    ]  # fmt: skip


def test_an_order_that_a_program_puts_back_number_by_number_arrives_as_it_was(visit):
    page = visit()
    for places in ({"1": "3", "2": "2", "3": "1"}, {"1": "1", "2": "3", "3": "2"}):
        for option, place in places.items():
            page.locator(f"[id='order.option-{option}']").select_option(place)
        assert {option: page.locator(f"[id='order.option-{option}']").input_value() for option in places} == places


def test_without_script_a_number_given_twice_is_told_beside_the_second_and_the_rest_stays(visit, tmp_path):
    page = visit(script=False)
    for option in ("option-2", "option-4"):
        page.locator(f"[id='order.{option}']").select_option("1")
    page.locator("#own").fill("Mine ord")
    page.locator("form#answers button[data-variant=primary]").last.click()
    link = page.locator(".ds-error-summary a")
    assert "Tallet 1 er brukt to ganger" in link.inner_text()
    link.click()
    assert page.evaluate("document.activeElement.id") == "order.option-4"
    wrong = page.get_by_label("Hjelp nær hjemmet")
    assert wrong.get_attribute("aria-invalid") == "true"
    assert "to ganger" in page.locator(f"#{wrong.get_attribute('aria-describedby')}").inner_text()
    assert page.locator("#own").input_value() == "Mine ord"
    assert page.get_by_label("Bedre beskjeder").input_value() == "1"
    assert mistakes([("a number given twice", page.content())], tmp_path) == []


def test_to_decline_puts_the_answers_out_and_an_answer_puts_that_out(visit):
    page = visit()
    for name in ("badly", "order", "parts"):
        page.locator(f"input[name={name}][value=_declined]").check()
    page.locator("input[name=badly][value=option-1]").check()
    page.get_by_role("button", name="Flytt opp: Samme lege").click()
    page.locator("input[name='parts.row-1']").first.check()
    assert page.locator("input[type=checkbox][value=_declined]:checked").count() == 0
    for name in ("badly", "order", "parts"):
        page.locator(f"input[name={name}][value=_declined]").check()
    found = checked(page)
    assert {found[name] for name in ("badly", "order", "parts")} == {"Jeg vil ikke svare"}


def test_a_matrix_is_a_table_on_a_wide_screen_and_a_group_for_each_row_on_a_narrow_one(visit):
    wide, narrow, plain = visit(1280), visit(320), visit(320, script=False)
    table = wide.get_by_role("table", name="Hvordan går det?")
    assert table.get_by_role("columnheader").all_inner_texts() == ["Dårlig", "Greit", "Godt"]
    assert table.get_by_role("rowheader").all_inner_texts() == ["Ventetiden", "Beskjedene", "Samarbeidet"]
    assert wide.get_by_role("radio", name="Beskjedene Greit", exact=True).count() == 1
    narrow.locator("tr[role=radiogroup]").first.wait_for(state="attached")
    row = narrow.get_by_role("radiogroup", name="Beskjedene")
    assert row.get_by_role("radio", name="Greit", exact=True).is_visible()
    row.get_by_text("Greit").click()
    assert row.get_by_role("radio", name="Greit").is_checked()
    assert plain.get_by_role("radio", name="Beskjedene Greit", exact=True).is_visible()


def test_each_step_of_a_scale_says_what_it_means_and_stands_in_one_row_where_there_is_room(visit):
    wide, narrow = visit(1280), visit(320)
    group = wide.get_by_role("group", name="Hvor trygg er du?")
    names = [group.get_by_role("radio", name=name, exact=True) for name in
             ("1 – Svært utrygg", "2 av 5", "3 av 5", "4 av 5", "5 – Svært trygg")]  # fmt: skip
    assert [each.count() for each in names] == [1] * 5
    assert len({round(each.bounding_box()["y"]) for each in names}) == 1
    boxes = [narrow.locator(f"input[name=safe][value='{step}']").bounding_box() for step in range(1, 6)]
    assert len({round(box["x"]) for box in boxes}) == 1
    assert sorted(box["y"] for box in boxes) == [box["y"] for box in boxes]


def test_a_place_is_found_by_name_with_the_keyboard_and_the_lists_carry_it(visit):
    page = visit()
    field = page.get_by_role("combobox", name="Søk etter sykehus eller region")
    field.press_sequentially("more")
    assert field.get_attribute("aria-expanded") == "true"
    assert page.locator("#place-group").locator(LIVE).inner_text() == "Treff: 1"
    field.press("ArrowDown")
    assert "Møre" in page.locator(f"[id='{field.get_attribute('aria-activedescendant')}']").inner_text()
    field.press("Enter")
    sent = [page.locator(f"[id='place.{part}']").input_value() for part in ("rhf", "hf")]
    assert sent == ["helse-midt-norge", "helse-more-og-romsdal"]
    assert field.input_value() == "Helse Møre og Romsdal"
    page.get_by_role("button", name="Fjern stedet").click()
    assert [page.locator(f"[id='place.{part}']").input_value() for part in ("rhf", "hf")] == ["", ""]
    field.press_sequentially("xyz")
    assert page.locator("#place-group").locator(LIVE).inner_text() == "Ingen treff. Prøv et annet ord."
    field.press("Tab")
    assert field.input_value() == "", "what is not chosen must not look chosen"


def test_a_trust_of_another_region_is_told_at_the_list_and_can_be_put_right(visit):
    page = visit(script=False)
    page.locator("[id='place.rhf']").select_option("helse-vest")
    page.locator("[id='place.hf']").select_option("unn")
    page.locator("form#answers button[data-variant=primary]").last.click()
    page.locator(".ds-error-summary a").click()
    assert page.evaluate("document.activeElement.id") == "place.hf"
    page.locator("[id='place.rhf']").select_option("")
    assert checked(page)["place"].startswith("Helse Nord")


def test_every_mistake_is_told_at_its_field_without_an_obstacle_and_every_word_stays(visit, tmp_path):
    page = visit(320, script=False)
    page.locator("#own").fill("x" * 201)
    page.locator("input[name=waited][value=_declined]").check()
    page.locator("input[name=badly][value=other]").check()
    page.locator("[id='badly.other']").fill("y" * 1001)
    for option in ("option-2", "option-4"):
        page.locator(f"[id='order.{option}']").select_option("1")
    page.locator("input[name='parts.row-1']").first.check()
    page.locator("input[name=parts][value=_declined]").check()
    page.locator("#weeks").fill("mange")
    page.locator("[id='place.rhf']").select_option("helse-vest")
    page.locator("[id='place.hf']").select_option("unn")
    page.locator("form#answers button[data-variant=primary]").last.click()
    links = page.locator(".ds-error-summary a")
    assert [link.get_attribute("href") for link in links.all()] == [
        "#own", "#badly.other", "#order.option-4", "#parts", "#weeks", "#place.hf",
    ]  # fmt: skip
    for link in links.all():
        field = page.locator(f"[id='{link.get_attribute('href').removeprefix('#')}']")
        assert field.get_attribute("aria-invalid") == "true"
        assert field.is_visible()
        described = [page.locator(f"[id='{name}']") for name in field.get_attribute("aria-describedby").split()]
        assert any(text.get_attribute("data-field") == "validation" for text in described)
    assert len(page.locator("[id='badly.other']").input_value()) == 1001
    assert page.locator("#weeks").input_value() == "mange"
    source = page.content()
    assert mistakes([("every mistake", source)], tmp_path) == []
    judged = visit(320)  # axe needs script
    judged.route("**/check", lambda route: route.fulfill(body=source, content_type="text/html"))
    judged.goto(f"{FORM}check")
    settled(judged)
    assert obstacles(judged) == []
