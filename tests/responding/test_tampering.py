"""Fields that no page of ours would send are answered with a plain page; nothing crashes and nothing false is stored."""

import pytest

from consultation.responding.binding import MOST_FIELDS
from consultation.storage import ballot_box
from consultation.web import database
from tests.responding.visiting import Visitor

FORM = "/nb/waiting-times/patient/"
TAMPERED = {
    "an option that does not exist": [("waited", "perhaps")],
    "two answers to one": [("waited", "no"), ("waited", "waited")],
    "a trust of another region": [("place.rhf", "helse-vest"), ("place.hf", "oslo-universitetssykehus")],
    "controls and half characters": [("weeks-waited", "1\x00\x1b[31m"), ("waited", "waited")],
    "a forged section": [("_section", "../.."), ("_step", "next"), ("feel-safe", "x")],
    "a forged step": [("_step", "change:" + "x" * 5000), ("feel-safe", "x")],
    "a forged list of what was asked": [("_asked", "'; DROP TABLE"), ("feel-safe", "x")],
    "a forged nonce": [("_nonce", "<script>"), ("feel-safe", "x")],
    "ten thousand fields": [(f"f{n}", "1") for n in range(10_000)],
    "one field ten thousand times": [("worked-badly", "x")] * 10_000,
    "names that are no names": [("\x00", "a"), ("\udcff", "b"), ("__proto__", "c"), ("", "d")],
    "nothing at all": [],
}


@pytest.mark.parametrize("step", ["", "check", "thanks"])
@pytest.mark.parametrize("pairs", TAMPERED.values(), ids=TAMPERED.keys())
def test_tampered_fields_get_a_plain_page(visitor, step, pairs):
    encodable = [(name.encode("utf-8", "replace").decode(), value) for name, value in pairs]
    visitor.posts(FORM + step, encodable)
    assert visitor.status == 413 if len(pairs) > MOST_FIELDS else visitor.status in (200, 409, 422)
    assert visitor.page in ("questionnaire", "check", "thanks", "error")
    assert "Traceback" not in visitor.html
    assert "<script>" not in visitor.html


@pytest.mark.parametrize(
    "body", [b"feel-safe=%", b"feel-safe=%ff%fe", b"\xff\xfe=\xff", b"&&&=&=", b"feel-safe=\xc3\xa6"]
)
def test_a_body_that_is_hardly_a_form_gets_a_plain_page(app, body):
    for step in ("", "check", "thanks"):
        answer = app.test_client().post(FORM + step, data=body, content_type="application/x-www-form-urlencoded")
        assert answer.status_code in (200, 409, 422)


def test_text_that_was_sent_unencoded_is_still_read(app):
    answer = app.test_client().post(
        f"{FORM}check", data="feel-safe=blåbær".encode(), content_type="application/x-www-form-urlencoded"
    )
    assert "blåbær" in answer.get_data(as_text=True)


def test_answers_that_do_not_pass_are_not_stored_when_sent_past_the_check(fresh):
    visitor = Visitor(fresh.test_client()).posts(f"{FORM}thanks", [("feel-safe", "Tekst"), ("waited", "perhaps")])
    assert (visitor.status, visitor.page) == (422, "questionnaire")
    assert visitor.written("feel-safe") == "Tekst"
    with fresh.app_context(), database.reading() as session:
        assert ballot_box.waiting(session, "waiting-times") == 0


@pytest.mark.parametrize(
    ("written", "kind"),
    [("2026-03", "month"), ("2026-13", "text"), ("0000-05", "text"), ("abcd-05", "text"), ("mars 2026", "text")],
)
def test_a_month_field_holds_only_what_a_browser_leaves_in_it(visitor, written, kind):
    """A browser empties a month field that is given anything else, and the person's answer would be gone unseen."""
    visitor.posts("/nb/waiting-times/patient/", [("waited", "still-waiting"), ("month-referred", written)])
    (field,) = visitor.tree.xpath("//input[@name='month-referred']")
    assert (field.get("type"), field.get("value")) == (kind, written)


def test_what_is_wrong_in_another_part_is_told_and_leads_nowhere_else(visitor):
    pairs = [("treated-by", "nobody"), ("treated-by", "waiting"), ("place.rhf", "nowhere")]
    visitor.posts("/nb/pain-service/patient/check", [("_section", "better"), *pairs])
    assert visitor.status == 422
    told = visitor.tree.xpath("//main//*[@role='alert']//li")
    links = visitor.tree.xpath("//main//*[@role='alert']//li//a/@href")
    assert len(told) == len(pairs) - 1
    assert links
    assert all(visitor.tree.xpath(f"//*[@id='{link[1:]}']") for link in links)


def test_each_thing_that_is_wrong_is_said_beside_its_field_also_where_a_question_has_two(visitor):
    pairs = [("treated-by", "nobody"), ("treated-by", "waiting"), ("treated-by.other", "o" * 1001)]
    visitor.posts("/nb/pain-service/patient/check", pairs)
    (group,) = visitor.tree.xpath("//fieldset[@id='treated-by-group']")
    (words,) = visitor.tree.xpath("//textarea[@name='treated-by.other']")
    said = [visitor.tree.get_element_by_id(each.get("aria-describedby").split()[0]) for each in (group, words)]
    assert [each.text_content().split()[0] for each in said] == ["Velg", "Teksten"]
    assert (group.get("aria-invalid"), words.get("aria-invalid")) == ("true", "true")
