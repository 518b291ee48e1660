"""A double coding from end to end on PostgreSQL, where staff and worker may do what is theirs and nothing else."""

import pytest

from consultation.questionnaire.loading import library, load
from consultation.storage.database import Database
from consultation.storage.keys import KeyRing
from consultation.storage.reading import double_codings, measurements
from consultation.themes.book.codebook import Accept
from consultation.themes.finding.candidates import CandidateTheme
from consultation.usecases.reading.adjudicate import adjudicate, differing, finish
from consultation.usecases.reading.draw_double_coding import cancel_double_coding
from consultation.usecases.reading.measure_agreement import keep, propose
from tests.boxes import TODAY, Box
from tests.reviewing.offices import QUESTION, SLUG
from tests.roles import separate
from tests.usecases.reading.doubling import KARI, MONA, OLA, Doubled, carelessly, plainly, said, silent

pytestmark = pytest.mark.postgres


@pytest.fixture
def roles(postgres, tmp_path):
    """The same question as the staff's role sees it, and as the mixer's does."""
    made = separate(postgres)
    owner, staff, mixer = (Database(url) for url in (made.owner, made.url("staff"), made.url("mixer")))
    Box(mixer, KeyRing(tmp_path / "keys"), SLUG).open(load(library()[SLUG]))
    Doubled(mixer).answer("patient", said(40))
    for email in (KARI, OLA, MONA):
        Doubled(owner).hire(email)
    yield Doubled(staff), Doubled(mixer)
    for database in (owner, staff, mixer):
        database.close()


def test_staff_draw_code_and_settle_and_the_worker_measures(roles):
    staff, worker = roles
    for theme, words in (("Vente", "ventetid"), ("Mat", "kald mat"), ("Folk", "få folk")):
        staff.review(Accept(CandidateTheme(theme, (words,), 20, 0.3, ()), MONA, "ofte nevnt"))
    staff.draw()
    with staff.database.transaction() as session:
        cancel_double_coding(session, SLUG, QUESTION)
    staff.draw()
    staff.code(KARI, plainly)
    staff.code(OLA, carelessly)
    staff.compare()
    with staff.database.transaction() as session:
        for key in differing(session, double_codings.newest(session, SLUG, QUESTION)):
            adjudicate(session, SLUG, QUESTION, key, themes=["mat"], outcome="coded", why="mat", by=MONA, seen="")
        finish(session, SLUG, QUESTION)
    with worker.database.reading() as session:
        measured = propose(session, SLUG, QUESTION, seed=1, progress=silent, made_on=TODAY)
    with worker.database.transaction() as session:
        keep(session, SLUG, QUESTION, measured)
    with staff.database.reading() as session:
        assert measurements.latest(session, SLUG, QUESTION, "agreement") == measured.measurement
