"""At the check page: every mark has its reason and its choice, a choice takes out just that, and nothing else is lost."""

import re

import pytest

from consultation.questionnaire.loading import library, load
from consultation.questionnaire.parts import Role
from consultation.questionnaire.wording import Wording
from consultation.responding import guarding

FORM = "/nb/waiting-times/patient/"
TEXT = "Legen min Per Hansen var  flink,\nmen PER HANSEN sluttet. Ring meg på 912 34 567. Vi bor i Storgata 5B."
THIRTY = (
    "Kari Ola Marit Anne Ingrid Nils Lars Hilde Trond Berit Randi Geir Turid Knut Sissel Arne Wenche Terje Unni Rolf"
    " Solveig Egil Grete Odin Silje Magnus Astrid Jens Gudrun Leif"
)
AGAIN = "Per Hansen igjen, og <b>Marit</b> også."


def checked(visitor, first=TEXT, second=AGAIN, form=FORM):
    visitor.goes_to(form)
    own, other = visitor.tree.xpath("//textarea/@name")[:2]
    return visitor.fills_in({own: first, other: second})


def ticks(visitor):
    return {box.get("value"): box for box in visitor.tree.xpath("//input[@name='_remove']")}


def shown(visitor, number=0):
    """Return an answer as it will be stored: what a screen reader is told beside it left out."""
    answer = visitor.tree.xpath("//p[contains(@class, 'own-words')]")[number]
    for beside in answer.xpath(".//span[contains(@class, 'sr-only')] | .//small"):
        beside.drop_tree()
    return answer.text_content()


def test_what_may_show_somebody_is_marked_with_a_reason_that_accuses_nobody(visitor):
    checked(visitor)
    assert visitor.page == "check"
    marked = [mark.text_content() for mark in visitor.tree.xpath("//p[contains(@class, 'own-words')]//mark")]
    assert marked[0] == "Per Hansen (Kanskje et navn)"
    assert "Storgata 5B (Kanskje en adresse)" in marked
    assert list(ticks(visitor)) == ["name:per hansen", "address:storgata 5b", "name:marit"]
    for box in ticks(visitor).values():
        reason = visitor.tree.get_element_by_id(box.get("aria-describedby")).text_content()
        assert reason.startswith(("Kanskje", "Kan "))
        assert box.get("checked") is None


def test_the_same_name_in_several_answers_is_one_choice(visitor):
    checked(visitor)
    why = visitor.tree.get_element_by_id(ticks(visitor)["name:per hansen"].get("aria-describedby"))
    assert "3 steder" in why.text_content()


def test_what_is_never_stored_is_shown_where_it_stood(visitor):
    checked(visitor)
    taken = visitor.tree.xpath("//span[@class='taken-out']")
    assert [span.text_content() for span in taken] == ["[…] fjernet: noe som ligner et telefonnummer"]
    assert shown(visitor) == TEXT.replace("912 34 567", "[…]")
    assert "912" not in visitor.text


def test_a_chosen_name_goes_everywhere_and_nothing_else_changes(visitor):
    before = dict(checked(visitor).fields)
    visitor.fills_in({"_remove": "name:per hansen"}, "Fjern valgte ord")
    after = dict(visitor.fields)
    assert visitor.page == "check"
    assert shown(visitor) == TEXT.replace("912 34 567", "[…]").replace("Per Hansen", "[…]").replace("PER HANSEN", "[…]")
    assert shown(visitor, 1) == AGAIN.replace("Per Hansen", "[…]")
    assert list(ticks(visitor)) == ["address:storgata 5b", "name:marit"]
    assert visitor.tree.get_element_by_id("guarded") is not None
    assert visitor.tree.xpath("//*[@role='status']")
    changed = {name for name in before if before[name] != after.get(name)}
    assert after["_nonce"] == before["_nonce"]
    assert {name for name in changed if not name.startswith("_")} == {
        name for name, value in before.items() if "Hansen" in value and not name.startswith("_")
    }


@pytest.mark.parametrize(
    "key",
    [
        "name:var  flink", "name:legen min", "name:per", "address:per hansen", "rare:per hansen", "name:", "", ":",
        "per hansen", "name:per hansen\u0000", "0-5", "name:storgata 5b", "*", "name:.*", "phone:912 34 567",
    ],
)  # fmt: skip
def test_a_key_of_nothing_marked_changes_nothing(visitor, key):
    before = checked(visitor).fields
    visitor.fills_in({"_remove": key}, "Fjern valgte ord")
    wanted = [pair for pair in before if pair[0] not in {"_remove", "_made"}]
    if key == "name:per hansen\u0000":  # a control character is no part of what was sent
        assert "Per Hansen" not in visitor.text
    else:
        assert [pair for pair in visitor.fields if pair[0] not in {"_remove", "_made"}] == wanted


def test_many_keys_change_nothing_more(visitor):
    checked(visitor)
    keys = [f"name:nobody {number}" for number in range(2000)]
    visitor.fills_in({"_remove": keys}, "Fjern valgte ord")
    assert "Per Hansen" in shown(visitor)


@pytest.mark.parametrize("button", ["Nynorsk", "English", "Tilbake til spørsmålene"])
def test_a_tick_holds_whatever_button_is_pressed_next(visitor, button):
    checked(visitor)
    visitor.fills_in({"_remove": "name:per hansen"}, button)
    assert visitor.status == 200
    written = [value for name, value in visitor.fields if "[…]" in value]
    assert len(written) == 2
    assert "Hansen" not in visitor.html.replace("HANSEN", "Hansen")


def test_sending_with_a_tick_sends_without_the_words(visitor):
    first = checked(visitor)
    pairs = [pair for pair in first.fields if pair[0] != "_remove"]
    key = "name:per hansen"
    without = [
        (n, re.sub("per hansen", "[…]", v, flags=re.IGNORECASE) if not n.startswith("_") else v) for n, v in pairs
    ]
    codes = []
    for sent in ([*pairs, ("_remove", key)], without, pairs):
        visitor.posts(f"{FORM}thanks", sent)
        codes.append(visitor.tree.xpath("//*[contains(@class, 'receipt__code')]")[0].text_content().strip())
    assert codes[0] == codes[1] != codes[2]  # a receipt is made of what is stored


def test_sending_with_marks_left_is_a_choice_too(visitor):
    checked(visitor).fills_in({}, "Send svarene")
    assert visitor.page == "thanks"


def test_thirty_names_are_thirty_choices_and_thirty_of_one_are_one(visitor):
    names = THIRTY.split()
    checked(visitor, "\n".join(f"{name} hjalp meg." for name in names), "Kari hjalp meg. " * 30)
    assert len(ticks(visitor)) == 30
    visitor.fills_in({"_remove": list(ticks(visitor))}, "Fjern valgte ord")
    assert not ticks(visitor)
    assert shown(visitor, 1).count("[…]") == 30
    assert visitor.tree.get_element_by_id("guarded").text_content().startswith("Ordene du valgte")


def test_words_that_are_markup_stay_words(visitor):
    checked(visitor, "Legen min <img src=x onerror=alert(1)> Kari <script>alert(1)</script>", '"><i>Marit')
    assert not visitor.tree.xpath("//main//img | //main//script | //main//i")
    assert "<script>alert(1)" in shown(visitor)


# ---------------------------------------------------------------------------------------------------------- the duty


@pytest.mark.parametrize(("language", "word"), [("nb", "§ 21"), ("nn", "§ 21"), ("se", "§ 21"), ("en", "section 21")])
@pytest.mark.parametrize("role", ["leader", "health_personnel"])
def test_professionals_are_reminded_on_the_form_and_where_something_is_marked(visitor, role, language, word):
    form = f"/{language}/waiting-times/{role}/"
    visitor.goes_to(form)
    assert visitor.text.count(word) == 1
    checked(visitor, form=form)
    assert word in " ".join(visitor.tree.get_element_by_id("guarded").text_content().split())
    checked(visitor, "Køen er for lang.", "Flere folk.", form=form)
    assert word not in visitor.text


def test_patients_are_not_reminded_of_a_duty_they_do_not_have(visitor):
    checked(visitor)
    assert "§ 21" not in visitor.text


def test_a_questionnaire_without_a_reminder_gets_ours():
    own = Wording({"nb": "Svar kort.", "nn": "Svar kort."})
    name = Wording({"nb": "Ansatt"})
    assert "§ 21" in str(guarding.intro(Role("health_personnel", name), "nb"))
    said = guarding.intro(Role("ward_leader", name, own), "nn")
    assert said is not None
    assert said.text.startswith("Svar kort.\n\nHugs teieplikta")
    assert guarding.intro(Role("patient", name, own), "nb") == own.in_("nb")
    assert guarding.intro(Role("patient", name), "nb") is None


def test_every_professional_role_of_the_library_is_known_as_one():
    roles = {role.id for path in library().values() for role in load(path).roles}
    assert {role for role in roles if guarding.bound(Role(role, Wording({"nb": "x"})))} == roles - {
        "patient", "next_of_kin", "organisation",
    }  # fmt: skip
