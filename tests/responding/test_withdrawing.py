"""Who comes back with a code is understood, told the truth, and gets through; who guesses gets nothing."""

import re
import secrets
import threading
import time
from dataclasses import replace

import pytest
from sqlalchemy import text

from consultation import clock
from consultation.privacy import receipts
from consultation.responding import told, withdrawing
from consultation.storage import ballot_box, consultations
from consultation.usecases.close_consultation import close_consultation
from consultation.usecases.submit_response import submit_response
from consultation.usecases.tell_outcome import tell_outcome
from consultation.web import database, limits
from tests.responding.visiting import Visitor, looked_into

SLUG = "waiting-times"
RECEIPT = f"/nb/{SLUG}/receipt"
WRITTEN = "Ventetida var lang, elgen sto der"


def sent(app):
    """The receipt of a response that lies in the box."""
    with app.app_context(), database.transaction() as session:
        on = consultations.find(session, SLUG)
        raw = {on.questionnaire.for_role("patient").questions[0].id: [WRITTEN]}
        return submit_response(session, on, "patient", raw, secrets.token_hex(16), today=clock.today()).receipt


@pytest.fixture
def receipt(app):
    return sent(app)


def typed(visitor, code, address=RECEIPT):
    return visitor.posts(address, [("code", code)])


def wrong(visitor):
    return " ".join(visitor.tree.xpath("//*[@id='code-wrong']/text()"))


def test_a_code_shows_where_the_answers_lie_and_never_what_they_say(visitor, receipt):
    for written in (receipt.code, receipt.code.lower().replace("-", " ")):
        typed(visitor, written)
        assert (visitor.status, visitor.page) == (200, "receipt-found")
        assert "De ligger forseglet" in visitor.text
        assert WRITTEN not in visitor.html
    assert visitor.cookies == []
    assert visitor.headers["Cache-Control"] == "no-store"


def test_a_person_withdraws_and_is_told_what_happens_now_and_what_cannot_be_taken_back(visitor, receipt, app):
    typed(visitor, receipt.code)
    assert (
        "I sikkerhetskopiene våre ligger svarene dine til kopiene blir kastet. Det skal skje innen 35 dager."
        in visitor.text
    )
    form = visitor.tree.xpath("//main//form[@id='receipt-form']")[0]
    visitor.posts(form.action, form.form_values())
    assert (visitor.status, visitor.page) == (200, "receipt-withdrawn")
    for said in (
        "Det skjer innen 2 minutter.",
        "kan koden din fortsatt finne dem",
        "I sikkerhetskopiene våre ligger svarene dine til kopiene blir kastet. Det skal skje innen 35 dager.",
        "Innen da skal også sikkerhetskopiene være kastet.",
        "i et nytt skjema",
    ):
        assert said in visitor.text
    typed(visitor, receipt.code)
    assert (visitor.status, visitor.page) == (200, "receipt-found")
    assert "Har du nettopp trukket dem? Da er det i gang" in visitor.text
    looked_into(app)
    typed(visitor, receipt.code)
    assert (visitor.status, visitor.page) == (404, "receipt")
    assert "Svarene er trukket." in visitor.text


def test_however_often_the_button_is_pressed_one_withdrawal_lies_in_the_box(fresh):
    receipt, visitor = sent(fresh), Visitor(fresh.test_client())
    before = waiting(fresh)
    for _ in range(5):
        assert typed(visitor, receipt.code, f"{RECEIPT}/withdraw").page == "receipt-withdrawn"
    assert waiting(fresh) == before + 1
    typed(visitor, receipts.for_answers(receipts.new_nonce(), b"none").code, f"{RECEIPT}/withdraw")
    assert (visitor.status, waiting(fresh)) == (404, before + 1)
    looked_into(fresh)
    assert (typed(visitor, receipt.code, f"{RECEIPT}/withdraw").status, waiting(fresh)) == (404, before - 1)


def waiting(app):
    with app.app_context(), database.reading() as session:
        return ballot_box.waiting(session, SLUG)


def test_how_long_it_takes_is_told_as_the_operator_has_set_it(fresh):
    receipt, settings = sent(fresh), fresh.extensions["consultation.settings"]
    fresh.extensions["consultation.settings"] = replace(settings, mixing_seconds=7200)
    visitor = Visitor(fresh.test_client())
    for address in (RECEIPT, f"{RECEIPT}/withdraw"):
        assert "Det skjer innen 3 timer." in typed(visitor, receipt.code, address).text


def test_an_unknown_code_and_a_withdrawn_one_give_the_same_page(visitor, receipt, app):
    typed(visitor, receipt.code, f"{RECEIPT}/withdraw")
    looked_into(app)
    pages = []
    for code in (receipt.code, receipts.for_answers(receipts.new_nonce(), b"none").code):
        typed(visitor, code)
        pages.append((visitor.status, visitor.html.replace(code, "")))
    assert pages[0] == pages[1]


def slip(code):
    return ("0" if code[0] != "0" else "1") + code[1:]


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda _: "", "Skriv koden du fikk"), (lambda code: code[:-1], "Det mangler ett tegn"),
        (lambda code: code[:-4], "Det mangler 4 tegn"), (lambda code: code + "77", "Det er 2 tegn for mye"),
        (lambda code: "U" + code[1:], "Ingen kode har dette tegnet: U"), (slip, "Ett tegn er feil"),
        (lambda _: "<script>" * 9000, "Ingen kode har dette tegnet: &lt;, &gt;"),
    ],
)  # fmt: skip
def test_a_slip_is_told_next_to_the_field_and_what_was_typed_stays(visitor, receipt, change, said):
    code = change(receipt.code)
    typed(visitor, code)
    assert (visitor.status, visitor.page) == (422, "receipt")
    field = visitor.tree.get_element_by_id("code")
    assert said in re.search(r'id="code-wrong">(.*?)</p>', visitor.html).group(1)
    assert field.get("value", "") == code
    assert "code-wrong" in field.get("aria-describedby")
    assert field.get("aria-invalid") == "true"


def test_another_language_on_the_way_keeps_the_code(visitor, receipt):
    typed(visitor, receipt.code)
    button = visitor.tree.xpath("//header//button[@form='receipt-form'][@lang='nn']")[0]
    typed(visitor, receipt.code, button.get("formaction"))
    assert (visitor.address, visitor.page) == (f"/nn/{SLUG}/receipt", "receipt-found")


def test_a_code_is_never_in_an_address_and_nothing_but_a_post_of_our_own_page_takes_it(visitor, receipt, app):
    visitor.goes_to(f"{RECEIPT}?code={receipt.code}")
    assert visitor.page == "receipt"
    assert receipt.code not in visitor.html
    for address in (RECEIPT, f"{RECEIPT}/withdraw", f"{RECEIPT}/file"):
        answer = app.test_client().post(
            address,
            data={"code": receipt.code},
            headers={"Origin": "https://evil.example", "Sec-Fetch-Site": "cross-site"},
        )
        assert answer.status_code == 403
    for address in ("withdraw", "file"):
        assert visitor.client.get(f"{RECEIPT}/{address}").location == RECEIPT
    typed(visitor, receipt.code)
    assert visitor.page == "receipt-found"


def test_the_receipt_can_be_taken_along_as_a_file_that_nothing_keeps(visitor, receipt):
    typed(visitor, receipt.code, f"{RECEIPT}/file")
    assert visitor.headers["Content-Disposition"] == f'attachment; filename="kvittering-{SLUG}.txt"'
    assert visitor.headers["Content-Type"] == "text/plain; charset=utf-8"
    assert visitor.headers["Cache-Control"] == "no-store"
    assert receipt.code in visitor.html
    assert f"http://localhost{RECEIPT}" in visitor.html
    typed(visitor, "1234", f"{RECEIPT}/file")
    assert (visitor.status, visitor.page) == (422, "receipt")


def test_after_closing_a_response_can_still_be_withdrawn_and_the_closed_page_leads_there(fresh):
    receipt, visitor = sent(fresh), Visitor(fresh.test_client())
    with fresh.app_context(), database.transaction() as session:
        close_consultation(session, SLUG, today=clock.today())
        texts = {"nb": "Dette.", "nn": "Dette."}
        tell_outcome(session, SLUG, texts, texts, published=True, by="a@b.no", today=clock.today())
    visitor.goes_to(f"/nb/{SLUG}/")
    assert visitor.status == 410
    links = visitor.tree.xpath("//main//a/@href")
    assert RECEIPT in links
    assert f"/nb/{SLUG}/outcome" in links
    typed(visitor, receipt.code, f"{RECEIPT}/withdraw")
    assert visitor.page == "receipt-withdrawn"
    assert f"/nb/{SLUG}/" not in visitor.tree.xpath("//main//a/@href")


def test_where_outcomes_are_told_the_invitation_and_the_receipt_lead_there(fresh, monkeypatch):
    monkeypatch.setattr(told, "REMEMBERED", 0)
    receipt, visitor = sent(fresh), Visitor(fresh.test_client())
    outcome = f"/nb/{SLUG}/outcome"
    for address in (f"/nb/{SLUG}/", RECEIPT):
        assert outcome not in visitor.goes_to(address).tree.xpath("//main//a/@href")
    with fresh.app_context(), database.transaction() as session:
        texts = {"nb": "Vi **hører**.", "nn": "Vi høyrer."}
        tell_outcome(session, SLUG, texts, texts, published=True, by="a@b.no", today=clock.today())
    for address in (f"/nb/{SLUG}/", RECEIPT):
        assert outcome in visitor.goes_to(address).tree.xpath("//main//a/@href")
    typed(visitor, receipt.code)
    assert outcome in visitor.tree.xpath("//main//a/@href")
    assert "<strong>hører</strong>" in visitor.goes_to(outcome).html
    assert 'lang="nb"' in visitor.goes_to(f"/en/{SLUG}/outcome").html


def test_who_guesses_by_the_hundred_is_told_to_wait_and_who_holds_a_code_gets_through_meanwhile(fresh, monkeypatch):
    monkeypatch.setattr(limits, "SHARED_BY_ALL", 1)
    monkeypatch.setattr(withdrawing, "ALLOWANCE", "20/day")  # however slow the machine, no minute ends here
    monkeypatch.setattr(withdrawing, "names", counting := Counting())
    receipt, began = sent(fresh), time.monotonic()
    guesser, person = Visitor(fresh.test_client()), Visitor(fresh.test_client())
    statuses = [typed(guesser, receipts.for_answers(receipts.new_nonce(), b"").code).status for _ in range(300)]
    assert statuses[:20] == [404] * 20
    assert set(statuses[20:]) == {429}
    assert guesser.headers["Retry-After"] == "60"
    assert "Vent et minutt" in guesser.text
    assert counting.made <= 20 + 5 * (time.monotonic() - began) + 1, "each guess cost a slow name"
    mistyped = typed(person, receipt.code[:-1])
    assert mistyped.status == 422, "a slip is told at once, also while somebody guesses"
    for _ in range(500):
        if typed(person, receipt.code).page == "receipt-found":
            break
        assert person.tree.get_element_by_id("code").get("value") == receipt.code
    assert person.page == "receipt-found"


class Counting:
    """Makes slow names as ever, and counts them."""

    def __init__(self) -> None:
        self.made = 0

    def __call__(self, receipt, slug):
        self.made += 1
        return receipts.names(receipt, slug)


def test_only_so_many_slow_names_are_made_at_once():
    at_once, most, lock = 0, 0, threading.Lock()
    lane = withdrawing._Lane(2, patience=10)

    def slow(_receipt, _slug):
        nonlocal at_once, most
        with lock:
            at_once += 1
            most = max(most, at_once)
        threading.Event().wait(0.02)
        with lock:
            at_once -= 1

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(withdrawing, "names", slow)
        threads = [threading.Thread(target=lane.names, args=(None, "")) for _ in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert most == 2


def test_a_consultation_that_is_not_there_or_not_open_yet_has_no_receipts(visitor):
    for address in ("/nb/nobody/receipt", "/nb/nobody/outcome", "/xx/waiting-times/receipt"):
        assert visitor.goes_to(address).status == 404


def test_nothing_of_the_code_is_stored(fresh):
    receipt, visitor = sent(fresh), Visitor(fresh.test_client())
    typed(visitor, receipt.code)
    typed(visitor, receipt.code, f"{RECEIPT}/file")
    typed(visitor, receipt.code, f"{RECEIPT}/withdraw")
    looked_into(fresh)
    instance = fresh.extensions["consultation.settings"].instance
    there = b"".join(path.read_bytes() for path in instance.rglob("*") if path.is_file())
    code = receipt.code.replace("-", "")
    assert not [one for one in (receipt.code, code, code.lower(), receipt.secret.hex()) if one.encode() in there]
    assert receipt.secret not in there
    with fresh.app_context(), database.reading() as session:
        assert session.scalar(text("SELECT count(*) FROM withdrawn")) == 1
