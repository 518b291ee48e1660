from datetime import date

import pytest

from consultation.app import create_app
from consultation.questionnaire.opening import TAKEN
from consultation.questionnaire.wording import READINGS
from consultation.settings import Settings
from consultation.storage import consultations
from consultation.usecases.open_consultation import NotReady
from consultation.web import database
from tests.questionnaires import small_questionnaire
from tests.responding.visiting import open_, site

SLUG = "waiting-times"


@pytest.fixture(scope="module")
def client(app):
    return app.test_client()


def led_to(client, address, asked_for=""):
    answer = client.get(address, headers={"Accept-Language": asked_for} if asked_for else {})
    assert answer.status_code == 303, answer.text
    return answer.headers["Location"]


@pytest.mark.parametrize(
    ("asked_for", "language"),
    [
        ("", "nb"),
        ("nn-NO,nn;q=0.9,no;q=0.8,nb;q=0.7,en;q=0.5", "nn"),
        ("no,en;q=0.5", "nb"),
        ("se-NO;q=0.9,nb;q=0.8", "se"),
        ("en-GB,en;q=0.9", "en"),
        ("de,fr;q=0.9,en;q=0.1", "en"),
        ("pl,uk;q=0.5", "nb"),
        ("*", "nb"),
        (";;q=x,,<script>", "nb"),
        ("nb;q=0.2,nn;q=0.9", "nn"),
    ],
)
def test_the_short_address_leads_to_the_readers_own_language(client, asked_for, language):
    assert led_to(client, f"/{SLUG}", asked_for) == f"/{language}/{SLUG}/"


@pytest.mark.parametrize("typed", [f"/{SLUG}", f"/{SLUG}/", f"/{SLUG.upper()}", f"/{SLUG.title()}/"])
def test_it_may_be_typed_with_a_slash_or_in_capitals(client, typed):
    assert led_to(client, typed) == f"/nb/{SLUG}/"


def test_where_it_leads_there_is_the_page_that_invites(client):
    assert client.get(f"/{SLUG}", follow_redirects=True).status_code == 200


def test_a_language_that_the_consultation_lacks_is_not_led_to(tmp_path):
    app = site(tmp_path)
    open_(app, small_questionnaire(), "small")
    assert led_to(app.test_client(), "/small", "en") == "/nb/small/"


def test_nothing_is_kept_of_who_asked_or_in_which_language(client):
    answer = client.get(f"/{SLUG}?from=poster", headers={"Accept-Language": "nn"})
    assert answer.headers["Cache-Control"] == "no-store"
    assert "Set-Cookie" not in answer.headers
    assert "from" not in answer.headers["Location"]


@pytest.mark.parametrize("unknown", ["/nothing-here", "/nothing-here/", "/favicon.ico", "/robots.txt", "/æøå", "/%00"])
def test_an_unknown_short_address_is_the_page_for_what_is_not_there(client, unknown):
    answer = client.get(unknown)
    assert answer.status_code == 404
    assert 'data-page="error"' in answer.text


def test_a_closed_consultation_says_that_it_is_closed(fresh):
    with fresh.app_context(), database.transaction() as session:
        consultations.close(session, SLUG, on=date(2026, 1, 1))
    client = fresh.test_client()
    assert led_to(client, f"/{SLUG}") == f"/nb/{SLUG}/"
    assert client.get(f"/{SLUG}", follow_redirects=True).status_code == 410


def test_the_fixed_addresses_stay_what_they_are(client):
    assert client.get("/nb").status_code == 308
    assert client.get("/nb/").status_code == 200
    assert client.get("/healthz").get_data(as_text=True) != ""
    assert client.get("/healthz").status_code == 200


def test_every_first_part_of_another_address_is_refused_as_a_slug(tmp_path):
    both = create_app(Settings.read({"CONSULTATION_INSTANCE": str(tmp_path)}))
    first = {rule.rule.split("/")[1] for rule in both.url_map.iter_rules()}
    behind = {rule.rule.split("/")[2] for rule in both.url_map.iter_rules() if rule.rule.startswith("/<any(nb")}
    fixed = {part for part in first | behind if part and not part.startswith("<")}
    assert fixed | set(READINGS) <= TAKEN


@pytest.mark.parametrize("slug", sorted(TAKEN))
def test_no_consultation_opens_where_another_page_stands(fresh, slug):
    with pytest.raises(NotReady, match="where other pages stand"):
        open_(fresh, small_questionnaire(), slug)
