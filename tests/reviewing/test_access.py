import re
import time
from dataclasses import replace

import pytest
from flask_security.totp import TOTP

from consultation.app import create_app
from consultation.reviewing import access, session_cookie
from consultation.reviewing.sign_in_limit import SignInLimit
from tests.reviewing.offices import SLUG, Office, token

VALUES = {
    "slug": SLUG, "question": "feel-safe", "kind": "html", "language": "nb", "token": "x", "role": "patient",
    "read_in": "nb", "size": "a4", "theme": "x", "act": "rename", "name": "patient_experience", "version": 1, "ending": "csv",
}  # fmt: skip


def staff_addresses(app):
    for rule in app.url_map.iter_rules():
        if session_cookie.is_staff_path(rule.rule):
            with app.test_request_context():
                yield rule, rule.build({name: VALUES.get(name, 1) for name in rule.arguments})[1]


def test_no_staff_address_answers_without_sign_in_unless_it_is_named_as_open(office):
    stranger = office.app.test_client()
    seen = 0
    for rule, address in staff_addresses(office.app):
        for method in rule.methods - {"OPTIONS", "HEAD"}:
            answer = stranger.open(address, method=method)
            seen += 1
            if rule.endpoint in access.OPEN:
                continue
            assert answer.status_code in {302, 404}, (rule, method)
            assert "/sign-in" in answer.headers.get("Location", "/sign-in"), (rule, method)
    assert seen > 15


def test_an_unknown_staff_address_leads_to_sign_in_too(office):
    answer = office.app.test_client().get("/staff/nb/consultations/none/secret")
    assert answer.status_code == 302
    assert "/staff/nb/sign-in" in answer.headers["Location"]


def test_every_open_endpoint_is_one_that_exists(office):
    known = {rule.endpoint for rule in office.app.url_map.iter_rules()}
    assert known >= access.OPEN


def test_a_form_without_its_token_is_refused_on_every_staff_address(office):
    for rule, address in staff_addresses(office.app):
        if "POST" in rule.methods and (rule.endpoint in access.OPEN or rule.endpoint.startswith("reviewing.")):
            answer = office.client.post(address, data={"why": "because"})
            assert answer.status_code == 400, rule
            assert 'data-page="error"' in answer.text


def test_a_reader_may_look_and_search_but_not_decide(office):
    office.hire("reader@example.org", "reader")
    office.sign_in("reader@example.org")
    for rule, address in staff_addresses(office.app):
        if rule.endpoint.startswith("security.") or "POST" not in rule.methods:
            continue
        expected = 200 if rule.endpoint in access.ASKING else 403
        assert office.post(address, {}).status_code == expected, rule
    themes = office.get(office.at("themes/feel-safe/"))
    assert themes.status_code == 200
    assert "/discover" not in themes.text


def test_the_session_cookie_is_for_staff_pages_only(strict_office):
    cookie = strict_office.client.get("/staff/en/sign-in", base_url="https://localhost").headers["Set-Cookie"]
    assert "Path=/staff" in cookie
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie
    assert "Secure" in cookie
    assert "Expires" not in cookie


@pytest.mark.parametrize("path", ["/", "/nb/", f"/nb/{SLUG}/", f"/nb/{SLUG}/patient/", "/nb/none/"])
def test_a_public_page_sets_no_cookie_even_for_someone_who_is_signed_in(office, path):
    value = office.client.get_cookie("staff", path="/staff").value
    for browser in (office.app.test_client(), office.client):
        answer = browser.get(path, headers={"Cookie": f"staff={value}"})
        assert "Set-Cookie" not in answer.headers
        assert "Cookie" not in answer.headers.get("Vary", "")


def test_signing_out_makes_a_copied_cookie_worthless(office):
    copied = office.client.get_cookie("staff", path="/staff").value
    office.post("/staff/en/sign-out", {})
    thief = office.app.test_client()
    thief.set_cookie("staff", copied, path="/staff")
    assert thief.get("/staff/en/").status_code == 302


def test_a_session_ends_after_eight_hours_however_busy_it_is(office, monkeypatch):
    now = [time.time()]
    monkeypatch.setattr(access.time, "time", lambda: now[0])
    for _ in range(23):
        now[0] += 20 * 60
        assert office.get("/staff/en/").status_code == 200
    now[0] += 21 * 60
    assert office.get("/staff/en/").status_code == 302


def test_a_session_ends_after_half_an_hour_in_which_only_a_bar_has_moved(office, monkeypatch):
    now = [time.time()]
    monkeypatch.setattr(access.time, "time", lambda: now[0])
    for _ in range(2):
        now[0] += 20 * 60
        assert office.get("/staff/en/").status_code == 200
    for _ in range(2):
        now[0] += 14 * 60
        assert office.get("/staff/en/jobs/progress").status_code == 200
    now[0] += 3 * 60
    assert office.get("/staff/en/").status_code == 302
    assert office.sign_in("reviewer@example.org").status_code == 302
    assert office.get("/staff/en/").status_code == 200


def test_what_was_written_when_the_session_ended_is_given_back(office, monkeypatch):
    now = time.time()
    monkeypatch.setattr(access.time, "time", lambda: now + access.LONGEST_PAUSE + 1)
    answer = office.client.post(office.at("codebook/feel-safe/themes/x/drop"), data={"why": "it says «nothing»"})
    assert answer.status_code == 403
    assert 'data-page="signed-out"' in answer.text
    assert "it says «nothing»" in answer.text


def test_a_wrong_password_and_an_unknown_account_get_the_same_answer(office):
    def answer(email: str) -> str:
        shown = office.sign_in(email, "wrong")
        assert shown.status_code == 422
        return re.sub(r'value="[^"]*"', "", shown.text)

    assert answer("reviewer@example.org") == answer("nobody@example.org")


def test_guessing_is_slowed_down_after_five_attempts(office):
    statuses = [office.sign_in("reviewer@example.org", "wrong").status_code for _ in range(6)]
    assert statuses == [422] * 5 + [429]
    assert office.sign_in("reviewer@example.org").status_code == 429


def test_the_limit_forgets_after_five_minutes_and_keeps_no_address():
    limit = SignInLimit()
    now = [0.0]
    limit.now = lambda: now[0]
    for _ in range(5):
        limit.failed("192.0.2.7", "Kari@example.org")
    assert not limit.allows("192.0.2.7", "kari@example.org")
    assert limit.allows("192.0.2.8", "kari@example.org")
    assert "192.0.2.7" not in repr(vars(limit))
    now[0] = 301.0
    assert limit.allows("192.0.2.7", "kari@example.org")


def test_behind_a_proxy_nobody_is_locked_out_by_another_and_guessing_one_account_still_ends():
    limit = SignInLimit(places_differ=False)
    proxy = "192.0.2.1"
    for number in range(100):
        limit.failed(proxy, f"guess{number}@example.org")
    assert limit.allows(proxy, "kari@example.org")
    for _ in range(60):
        assert limit.allows(proxy, "kari@example.org")
        limit.failed(proxy, "kari@example.org")
    limit.succeeded(proxy, "kari@example.org")
    assert not limit.allows(proxy, "Kari@example.org")
    assert limit.allows(proxy, "ola@example.org")


@pytest.mark.parametrize(("proxies", "answer"), [(0, False), (1, True)])
def test_how_many_proxies_there_are_decides_whether_places_count(office, proxies, answer):
    app = create_app(replace(office.app.extensions["consultation.settings"], trusted_proxies=proxies))
    limit = app.extensions["consultation.sign_in_limit"]
    for number in range(30):
        limit.failed("192.0.2.1", f"guess{number}@example.org")
    assert limit.allows("192.0.2.1", "kari@example.org") is answer


def test_nobody_is_sent_to_a_foreign_site_after_sign_in(office):
    crooked = (
        "https://evil.example/",
        "//evil.example/",
        "https:/\\evil.example",
        "javascript:alert(1)",
        "///evil.example",
    )
    for foreign in (*crooked, *crooked):
        office.client.delete_cookie("staff", path="/staff")
        answer = office.sign_in("reviewer@example.org", next=foreign)
        assert answer.status_code == 302, "somebody is locked out by it"
        assert re.fullmatch(r"/(?![/\\]).*", answer.headers["Location"])


def test_northern_sami_staff_pages_say_their_texts_in_bokmaal(office):
    assert 'lang="nb"' in office.get("/staff/se/").text
    assert "Innspillsrunder" in office.get("/staff/se/").text


class SecondStep:
    """Signs in over https where a one-time code is asked for."""

    def __init__(self, office: Office) -> None:
        self.client = office.app.test_client()
        self.extra = {"base_url": "https://localhost", "headers": {"Referer": "https://localhost/"}}

    def get(self, path: str):
        return self.client.get(path, base_url="https://localhost")

    def post(self, path: str, form: dict[str, str], on: str):
        return self.client.post(path, data={**form, "csrf_token": token(self.get(on))}, **self.extra)

    def password(self):
        form = {"email": "reviewer@example.org", "password": "a-long-password-of-the-tests"}
        return self.post("/staff/en/sign-in", form, "/staff/en/sign-in")


def test_the_first_sign_in_sets_up_a_one_time_code_that_is_taken_once(strict_office):
    browser = SecondStep(strict_office)
    assert browser.password().headers["Location"].startswith("/staff/en/second-step/set-up")
    assert browser.get("/staff/en/").status_code == 302
    shown = browser.post("/staff/en/second-step/set-up", {"setup": "authenticator"}, "/staff/en/second-step/set-up")
    assert "<svg" in shown.text
    assert "data:image" not in shown.text
    key = re.search(r'class="key">([^<]+)<', shown.text)[1].replace("-", "").replace(" ", "")
    code = TOTP(key=key).generate().token
    done = browser.client.post(
        "/staff/en/second-step", data={"code": code, "csrf_token": token(shown)}, **browser.extra
    )
    assert done.status_code == 302
    assert browser.get("/staff/en/").status_code == 200

    again = SecondStep(strict_office)
    asked = again.password()
    assert asked.headers["Location"].startswith("/staff/en/second-step")
    assert "set-up" not in asked.headers["Location"]
    refused = again.post("/staff/en/second-step", {"code": code}, "/staff/en/second-step")
    assert refused.status_code == 422
    assert again.get("/staff/en/").status_code == 302


def test_whoever_is_signed_in_cannot_change_the_second_step(office):
    assert office.get("/staff/en/second-step/set-up").headers["Location"] == "/staff/en/"


def test_a_page_is_read_while_somebody_writes(office):
    with office.database.transaction() as session:
        session.connection()  # only now does it hold the lock
        assert office.get("/staff/en/jobs/").status_code == 200
