import secrets
from dataclasses import replace
from datetime import date

import pytest
import sqlalchemy as sa

from consultation.privacy.sealing import SealedResponse
from consultation.storage import ballot_box, consultations, jobs, outcomes, responses, taking_back, withdrawn
from consultation.storage.erasing import erase_physically
from consultation.storage.reading import codebooks, runs, suggestions
from consultation.storage.reading.runs import Run
from consultation.storage.tables import Schema
from consultation.themes.book.codebook import Accept, Suggested
from consultation.themes.finding.candidates import CandidateTheme
from consultation.themes.reading.passages import Passage
from consultation.usecases.erase_expired import erase_expired
from consultation.usecases.reading.confirm_coding import confirm_coding
from consultation.usecases.reading.review_themes import review_themes
from tests.boxes import TODAY, Box
from tests.told_of_comments import tell_of

MARKER = "Elgtråkket ved Kvitfjell"
BETTER = "better"
THE_DAY = date(2027, 12, 24)
KARI = "kari@example.org"


@pytest.fixture
def full(box):
    """A consultation of which something lies in every table."""
    for _ in range(31):
        box.put(f"{MARKER} {secrets.token_hex(40)} {'ventet og ventet ' * 20}")
    assert box.empty() == 31
    box.put(f"{MARKER} waits")
    with box.database.transaction() as session:
        ballot_box.set_aside(session, box.slug, [SealedResponse(secrets.token_bytes(16), MARKER.encode())])
        candidate = CandidateTheme(MARKER, (MARKER.casefold(),), 16, 0.25, ())
        review_themes(session, box.slug, BETTER, Accept(candidate, KARI, MARKER), decided_on=TODAY)
        (theme,) = (one.id for one in codebooks.current(session, box.slug, BETTER).themes)
        keys = responses.corpus(session, box.slug, BETTER).keys
        for kind in ("discover", "assign"):
            runs.add(session, box.slug, Run(f"run/{kind}", BETTER, kind, 1, {}, {"of": MARKER}, "0" * 64, TODAY, 30, 0))
        runs.label(session, "run/discover", [(key, 0, 0.5) for key in keys])
        suggestions.suggest(
            session, box.slug, BETTER, [(key, Suggested(theme, 0.6, "run/assign", Passage(0, 4))) for key in keys]
        )
        confirm_coding(session, box.slug, BETTER, keys[0], themes=[theme], outcome="coded", by=KARI)
        tell_of(session, box.slug, BETTER, keys[1:], run="run/assign", words=MARKER)
        jobs.request(session, "discover", box.slug, {"question": BETTER, "of": MARKER}, KARI)
        comment = Schema.metadata.tables["comment"].c
        another = session.scalars(sa.select(comment.response).where(comment.key != keys[0])).first()
        taking_back.take_out(session, box.slug, another)  # not the only one that a person has read
        withdrawn.add(session, box.slug, [secrets.token_bytes(16)])
        told = {"nb": MARKER, "nn": MARKER}
        outcomes.put(session, box.slug, None, told, told, published=True, by=KARI, on=TODAY)
    return box


@pytest.fixture
def other(full):
    """Another consultation that is erased a year later, with a response stored and one waiting."""
    other = Box(full.database, full.keys, "other")
    other.open()
    later = replace(other.consultation, erase_on=date(2028, 12, 24))
    with full.database.transaction() as session:
        consultations.replace(session, later)
    for number in range(10):
        other.put(f"kept {number}")
    assert other.empty() == 10
    other.put("kept and waiting")
    return other


def erased(box, today=THE_DAY):
    with box.database.transaction() as session:
        return erase_expired(session, today=today)


def rows(box):
    with box.database.reading() as session:
        return {name: session.execute(sa.select(table)).all() for name, table in Schema.metadata.tables.items()}


def test_the_test_has_something_in_every_table(full):
    empty = {name for name, stored in rows(full).items() if not stored}
    of_no_consultation = {"staff_account", "staff_role", "staff_account_role", "spent_proof", "anonymity_audit"}
    assert empty == of_no_consultation


def test_before_the_day_nothing_is_erased(full):
    before = rows(full)
    assert erased(full, date(2027, 12, 23)) == ()
    assert {name: len(stored) for name, stored in rows(full).items()} == {n: len(s) for n, s in before.items()}


def test_on_the_day_no_row_of_it_is_left(full):
    assert erased(full) == (full.slug,)
    assert {name: stored for name, stored in rows(full).items() if stored} == {}
    assert erased(full) == ()


def test_another_consultations_responses_and_envelopes_stay(full, other):
    assert erased(full) == (full.slug,)
    assert erase_physically(full.database)
    assert other.comments() == [f"kept {number}" for number in range(10)]
    assert other.waiting() == 1
    other.close()
    assert other.empty(closing=True) == 1
    assert full.slug not in {row.consultation for row in rows(full)["definition"]}


def test_erasing_that_is_undone_leaves_everything(full):
    def erase_and_fail():
        with full.database.transaction() as session:
            erase_expired(session, today=THE_DAY)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        erase_and_fail()
    assert len(full.comments()) == 30
    assert full.waiting() == 1


def test_a_name_that_was_erased_may_be_opened_again_and_is_empty(full):
    erased(full)
    full.keys.remove(full.slug)  # as jobs.erasing does
    full.open()
    assert full.comments() == []
    assert full.consultation.version == 1
