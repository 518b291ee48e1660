"""The page on what is stored says what runs: every column that exists, the dates, the powers of this very program, the last audit."""

import re
from dataclasses import replace
from datetime import date
from fnmatch import fnmatchcase
from pathlib import Path

import pytest
from flask import Flask
from nacl.signing import SigningKey
from sqlalchemy import text

from consultation.app import create_app
from consultation.auditing import questions, signing
from consultation.jobs.delivery import deliver
from consultation.privacy.sealing import new_keys
from consultation.privacy.stored import COLUMNS, FILES, NEVER
from consultation.responding import what_we_store
from consultation.settings import Settings
from consultation.storage import audits
from consultation.storage.keys import KeyRing
from consultation.storage.roles import granting
from consultation.storage.roles.powers import Roles
from consultation.usecases.close_consultation import close_consultation
from consultation.web import database
from consultation.web.filters import long_date
from tests.questionnaires import small_questionnaire
from tests.responding.visiting import Visitor, looked_into, open_

ROOT = Path(__file__).resolve().parents[2]
PLACE = "/en/what-we-store"
FINDING = {"subject": "every file of the instance", "verdict": "kept", "seen": "4 files, 0 marks"}


def front(tmp_path, **given: str) -> Flask:
    named = {f"CONSULTATION_{name}": value for name, value in given.items()}
    app = create_app(Settings.read({"CONSULTATION_INSTANCE": str(tmp_path / "instance"), **named}))
    open_(app, small_questionnaire(), "one")
    return app


def page_of(app, address=PLACE) -> Visitor:
    return Visitor(app.test_client()).goes_to(address)


def changed(app, *statements):
    with app.app_context(), database.transaction() as session:
        for statement in statements:
            session.execute(text(statement))


def keeps_audit(app, *, made_on="2026-11-20", verdict="kept", found=FINDING, of_the_day=1):
    with app.app_context(), database.transaction() as session:
        told = {"made_on": made_on, "of_the_day": of_the_day, "verdict": verdict, "findings": [found]}
        audits.put(session, audit := signing.signed(told, SigningKey.generate()))
    return audit


def told_fields(page):
    """Return table -> column -> (why, how long), as the page shows them."""
    shown = {}
    for table in page.tree.xpath("//section[h2[@id='fields']]//table[caption]"):
        rows = {}
        for row in table.xpath("tbody/tr"):
            why, kept = (row.xpath("td") + table.xpath("caption/span[@class='kept']"))[:2]
            said = (" ".join(part.text_content().split()) for part in (why, kept))
            rows[row.xpath("string(th/code)")] = tuple(text.removeprefix("How long: ") for text in said)
        shown[table.xpath("string(caption/code)")] = rows
    return shown


def test_every_column_that_exists_stands_there_with_why_and_how_long(fresh):
    shown = told_fields(page_of(fresh))
    assert {table: set(rows) for table, rows in shown.items()} == {
        table: set(columns) for table, columns in COLUMNS.items()
    }
    for table, columns in COLUMNS.items():
        for column, one in columns.items():
            assert shown[table][column] == (one.why, one.kept)


@pytest.mark.parametrize("language", ["nb", "nn", "se", "en"])
def test_it_stands_in_every_language_without_cookie_and_script(visitor, language):
    page = visitor.goes_to(f"/{language}/what-we-store")
    assert (page.status, page.page, page.tree.get("lang"), page.cookies) == (200, "what-we-store", language, [])
    assert {choice.get("href") for choice in page.tree.xpath("//header//nav//a")} == {
        f"/{code}/what-we-store" for code in ("nb", "nn", "se", "en") if code != language
    }
    assert not page.tree.xpath("//script | //main//form | //main//@style")
    assert sum(map(len, told_fields(page).values())) == sum(map(len, COLUMNS.values()))
    assert len(page.tree.xpath("//section[h2[@id='never']]/ul/li")) == len(NEVER)


def test_a_column_that_nobody_explained_is_told_of_by_the_page_itself(fresh):
    assert "nobody has explained." not in page_of(fresh).text
    changed(fresh, "ALTER TABLE response ADD COLUMN came_at TEXT", "CREATE TABLE visits (address TEXT)")
    page = page_of(fresh)
    assert "There is something here that nobody has explained." in page.text
    assert page.tree.xpath("//*[@data-color='danger']//li/code/text()") == ["response.came_at", "visits.address"]
    facts = fresh.test_client().get(f"{PLACE}/facts.json").get_json()
    assert facts["unexplained"] == ["response.came_at", "visits.address"]


def test_a_table_that_is_not_there_is_not_told_of(fresh):
    changed(fresh, "DROP TABLE spent_proof")
    assert "spent_proof" not in told_fields(page_of(fresh))


def test_it_says_until_when_each_consultation_is_kept_and_what_the_archive_gets(tmp_path):
    app = front(tmp_path)
    for slug in ("two", "three", "draft"):
        open_(app, small_questionnaire(), slug)
    open_(app, questions.questionnaire(), questions.new_slug())
    with app.app_context(), database.transaction() as session:
        close_consultation(session, "two", today=date(2026, 11, 2))
    changed(
        app,
        "UPDATE consultation SET archive = 'nothing', erase_on = '2027-03-01' WHERE slug = 'two'",
        "UPDATE consultation SET archive = NULL WHERE slug = 'three'",
        "UPDATE consultation SET state = 'draft' WHERE slug = 'draft'",
    )
    lists = page_of(app).tree.xpath("//h3/following-sibling::dl[1]")
    told = [" ".join(part.text_content() for part in dates.xpath(".//dt | .//dd")) for dates in lists]
    assert len(told) == 3
    assert [("You can answer until" in one, "It closed" in one) for one in told] == [(True, False)] * 2 + [
        (False, True)
    ]
    assert "Only the report." in told[0]
    assert "This was not decided before it opened." in told[1]
    assert "It closed 2\u00a0November 2026 All answers are erased 1\u00a0March 2027 To the archive Nothing." in told[2]


def test_one_program_for_both_is_told_of_as_what_it_is(tmp_path):
    both = page_of(front(tmp_path / "a", FRONT="both")).text
    assert "The same program serves those who answer and those who read." in both
    assert "That program could also read the private key" in both
    alone = front(tmp_path / "b", FRONT="public")
    text_of_both = page_of(alone).text
    assert "serves only those who answer" in text_of_both
    assert "could also read the private key" in text_of_both, "its key lies where this program runs"
    for key in alone.extensions["consultation.settings"].keys.rglob("*.private"):
        key.rename(tmp_path / "elsewhere")
    assert "That program cannot read the private key" in page_of(alone).text


@pytest.mark.postgres
def test_on_postgresql_it_speaks_of_the_log_and_of_what_its_role_may_read(tmp_path, postgres):
    url = postgres.create("stored_page")
    both = front(tmp_path, DATABASE_URL=url)
    page = page_of(both)
    assert "The database (PostgreSQL) keeps a log of all changes" in page.text
    assert "SQLite" not in page.text
    assert "is able to read answers that are mixed" in page.text
    roles = Roles("stored_public", "stored_staff", "stored_mixer")
    with both.app_context(), database.transaction() as session:
        granting.grant(session.connection(), roles, create=True)
    narrow = {"database_url": url.replace("postgres@", "stored_public@"), "front": "public", "instance": tmp_path}
    alone = create_app(replace(both.extensions["consultation.settings"], **narrow))
    assert "The database does not let it read any answers." in page_of(alone).text
    assert "That program cannot read the private key" in page_of(alone).text
    assert told_fields(page_of(alone)) == told_fields(page)
    for app in (both, alone):
        app.extensions[database.EXTENSION].close()


def test_what_the_settings_say_is_what_the_page_says(tmp_path):
    app = front(tmp_path, BATCH_MINIMUM="25", DEMO="1", TRUSTED_PROXIES="1", CONTACT="https://e.example/kode")
    page = page_of(app)
    assert "mixed with at least 24 others" in page.text
    assert "At least 25 answers are mixed at a time." in page.text
    assert "This is a demonstration" in page.text
    assert "Another program stands in front of this one" in page.text
    assert page.tree.xpath("//a[@href='https://e.example/kode']")
    plain = page_of(front(tmp_path / "plain")).text
    assert "demonstration" not in plain
    assert "No other program is said to stand in front" in plain


def test_without_an_audit_it_says_so(fresh):
    assert "No test has been made on this website yet." in page_of(fresh).text
    assert fresh.test_client().get(f"{PLACE}/facts.json").get_json()["audit"] is None


def test_the_last_audit_stands_there_with_its_signature(fresh):
    keeps_audit(fresh, made_on="2026-11-19", verdict="broken")
    audit = keeps_audit(fresh)
    page = page_of(fresh, "/nn/what-we-store")
    assert " ".join(long_date(date(2026, 11, 20), "nn").split()) in page.text
    assert "Alle løfta" in page.text
    in_groups = " ".join(re.findall(".{4}", audit.signed_by.hex()))
    assert {audit.signature.hex(), in_groups} <= set(page.tree.xpath("//code/text()"))
    assert "Ei side kan ikkje gå god for seg sjølv" in page.text
    row = page.tree.xpath("//table[not(caption)]/tbody/tr[td/strong]")[0]
    assert [" ".join(cell.text_content().split()) for cell in row] == [FINDING["subject"], "halde", FINDING["seen"]]
    assert "signature does not fit" not in page_of(fresh).text
    facts = fresh.test_client().get(f"{PLACE}/facts.json").get_json()
    assert signing.fits(signing.from_json(fresh.json.dumps(facts["audit"])))
    assert facts["about_the_key"].startswith("A page cannot vouch for itself")


def test_an_audit_that_failed_is_not_made_to_look_well(fresh):
    keeps_audit(fresh, verdict="not seen", found={**FINDING, "verdict": "not seen", "seen": "<b>no right to look</b>"})
    page = page_of(fresh)
    assert "It saw no promise broken. But it saw too little to say that all are kept." in page.text
    assert "<b>no right to look</b>" in page.text
    assert "Every promise it looked at was kept." not in page.text


def test_a_list_of_a_thousand_files_is_no_wall_of_them_and_what_is_broken_lies_open(fresh):
    audit = keeps_audit(fresh, verdict="broken", found={**FINDING, "verdict": "broken", "seen": "/x/a grew. " * 1000})
    page = page_of(fresh)
    assert page.text.count("/x/a grew.") < 60
    assert page.tree.xpath("//details[@open]//table[contains(@class, 'stored--findings')]")
    facts = fresh.test_client().get(f"{PLACE}/facts.json").get_json()
    assert signing.from_json(fresh.json.dumps(facts["audit"])) == audit


def test_an_audit_that_failed_stays_though_a_later_one_of_its_day_passes(fresh):
    lost = {**FINDING, "subject": "Responses are mixed in whole batches", "verdict": "broken"}
    failed = keeps_audit(fresh, verdict="broken", found=lost)
    assert "Not every promise was kept." in page_of(fresh).text
    assert "another test found" not in page_of(fresh).text
    keeps_audit(fresh, of_the_day=2)
    page = page_of(fresh)
    assert "Every promise it looked at was kept." in page.text
    assert "20 November 2026 another test found that a promise was broken:" in page.text
    assert page.tree.xpath(f"//li[@lang='en'][.='{lost['subject']}']")
    facts = fresh.test_client().get(f"{PLACE}/facts.json").get_json()
    assert facts["last_audit_that_found_a_broken_promise"]["signature"] == failed.signature.hex()
    changed(fresh, "UPDATE anonymity_audit SET made_on = '2024-01-01' WHERE NOT passed")
    assert "another test found" not in page_of(fresh).text


def test_an_audit_that_somebody_changed_is_not_believed(fresh):
    keeps_audit(fresh, verdict="broken")
    changed(fresh, """UPDATE anonymity_audit SET body = replace(body, '"verdict":"broken"', '"verdict":"kept"')""")
    assert "The signature does not fit." in page_of(fresh).text
    changed(fresh, "UPDATE anonymity_audit SET body = '[]'")
    assert "somebody has changed its result" in page_of(fresh).text


def test_it_is_made_once_until_something_changes(tmp_path, monkeypatch):
    made, app = [], front(tmp_path, CONTACT="https://once.example/")
    original = what_we_store.pages.text_of
    monkeypatch.setattr(what_we_store.pages, "text_of", lambda page: made.append(page) or original(page))
    for _ in range(3):
        page_of(app)
    assert len(made) == 1
    keeps_audit(app)
    page_of(app)
    assert len(made) == 2


def test_the_facts_for_machines_are_those_of_the_page(fresh):
    answer = fresh.test_client().get("/nb/what-we-store/facts.json")
    assert (answer.status_code, answer.mimetype, "Set-Cookie" in answer.headers) == (200, "application/json", False)
    facts, page = answer.get_json(), page_of(fresh, "/nb/what-we-store")
    shown = told_fields(page)
    assert {table: set(columns) for table, columns in facts["tables"].items()} == {
        t: set(rows) for t, rows in shown.items()
    }
    assert all(one["why"] == shown[t][c][0] for t, columns in facts["tables"].items() for c, one in columns.items())
    assert facts["running"]["database"] == "sqlite"
    assert facts["running"]["one_program_for_respondents_and_staff"] is False
    assert set(facts["consultations"]) == {"pain-service", "waiting-times"}


def test_no_file_lies_in_the_instance_that_the_page_does_not_tell_of(fresh):
    settings = fresh.extensions["consultation.settings"]
    looked_into(fresh)
    KeyRing.of(settings).keep_names("waiting-times", new_keys().private, {bytes(16): bytes(16)})
    deliver(settings, "0" * 32)
    signing.signing_key(settings.instance)
    there = [str(path.relative_to(settings.instance)) for path in settings.instance.rglob("*") if path.is_file()]
    assert {name for name in there if not any(fnmatchcase(name, told) for told in FILES)} == set()
    assert {told for told in FILES if not any(fnmatchcase(name, told) for name in there)} == set()
    assert page_of(fresh).tree.xpath("//table[not(caption)]//th/code/text()") == list(FILES)


def test_the_tests_it_names_exist():
    assert [path for path, _ in what_we_store.TESTS if not (ROOT / path).is_file()] == []


def test_the_consultations_own_page_and_those_who_read_lead_there(visitor):
    for rest in ("waiting-times/", "who-reads", "accessibility"):
        visitor.goes_to(f"/nn/{rest}")
        assert visitor.tree.xpath("//main//a[@href='/nn/what-we-store']"), rest
