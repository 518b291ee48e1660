"""The staff pages do all their work on PostgreSQL with the staff's own role, which may do nothing else."""

import pytest

from consultation.app import create_app
from consultation.questionnaire.loading import library, load
from consultation.settings import Settings
from consultation.storage import outcomes
from consultation.storage.database import Database
from consultation.storage.keys import KeyRing
from consultation.web.database import EXTENSION
from tests.boxes import Box
from tests.reviewing.coding.desks import DESK, follow, send, undo
from tests.reviewing.found.lists_of import post, ticks
from tests.reviewing.offices import QUESTION, SLUG, Office, written
from tests.reviewing.team import accept, codebook, decide, on_candidate, proposed, read_one, suggested
from tests.roles import separate

pytestmark = pytest.mark.postgres
PAGES = ("", f"themes/{QUESTION}/", f"codebook/{QUESTION}/", f"codebook/{QUESTION}/history",
         f"codebook/{QUESTION}/compare/", f"codebook/{QUESTION}/files/download.csv", f"coding/{QUESTION}/", f"comments/{QUESTION}/",
         f"found/{QUESTION}/far", f"found/{QUESTION}/few",
         f"comments/{QUESTION}/?role=patient", "outcome/", "paper/", "summary/", "report.html")  # fmt: skip


@pytest.fixture
def office(postgres, tmp_path):
    """An office whose application signs in as the staff's role; what the worker does is done as the mixer's."""
    made = separate(postgres)
    environment = {"CONSULTATION_INSTANCE": str(tmp_path / "staff"), "CONSULTATION_DATABASE_URL": made.url("staff"),
                   "CONSULTATION_DEMO": "1", "CONSULTATION_FRONT": "staff"}  # fmt: skip
    mixer, owner = Database(made.url("mixer")), Database(made.owner)
    Box(mixer, KeyRing(tmp_path / "keys"), SLUG).open(load(library()[SLUG]))
    app = create_app(Settings.read(environment))
    app.testing = True
    Office(app, owner).hire("reviewer@example.org")
    opened = Office(app, mixer)
    assert opened.sign_in("reviewer@example.org").status_code == 302
    opened.answer("next_of_kin", written(12))
    yield opened
    for database in (mixer, owner, app.extensions[EXTENSION]):
        database.close()


def test_a_team_decides_reads_tells_and_reports(office):
    run = proposed(office)
    assert accept(office, run, 0, "Ventetid").status_code == 303
    assert on_candidate(office, "drop-candidate", run, 2).status_code == 303
    assert accept(office, run, 1, "Mat").status_code == 303
    suggested(office)
    for outcome, tick in (("coded", True), ("none", False), ("undecided", False)):
        assert read_one(office, outcome, tick=tick)[1].status_code == 303
    first, second = (theme.id for theme in codebook(office).themes)
    whole = {"themes": [first], "outcome": "coded", "passages": [f"0-3-{first}"], "note": "husk", "facet-tone": "god"}
    after = follow(office, send(office, office.get(office.at(DESK)), **whole))
    assert "Taken back." in follow(office, undo(office, after)).text
    assert decide(office, "rename", theme=first, name="Lang ventetid", definition="å vente").status_code == 303
    assert decide(office, "merge", theme=first, others=[second]).status_code == 303
    two = {"first_name": "Kort", "first_definition": "a", "second_name": "Lang", "second_definition": "b"}
    assert decide(office, "split", theme=first, **two).status_code == 303
    assert decide(office, "drop", theme=codebook(office).themes[0].id).status_code == 303
    told = {"said_nb": "a", "said_nn": "a", "doing_nb": "b", "doing_nn": "b", "published": "y"}
    assert office.post(office.at("outcome/"), told).status_code == 303
    with office.database.reading() as session:
        [outcome] = outcomes.all_(session, SLUG)
    assert office.post(office.at("outcome/remove"), {"key": outcome.key}).status_code == 303
    assert office.post(office.at(f"themes/{QUESTION}/discover"), {}).status_code == 303
    picked = office.get(office.at(f"comments/{QUESTION}/"))
    made = {"comments": ticks(picked)[:2], "name": "Plukket", "why": "to sier det samme"}
    assert post(office, picked, office.at(f"found/{QUESTION}/make-theme"), **made).status_code == 303
    assert {page: office.get(office.at(page)).status_code for page in PAGES} == dict.fromkeys(PAGES, 200)
    assert office.get("/staff/en/jobs/").status_code == 200
