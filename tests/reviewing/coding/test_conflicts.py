"""Two who decide on the same comment at once, and a database that goes away: each is told, and nothing is lost."""

import threading

import pytest

from consultation.storage import responses
from consultation.storage.database import Unavailable
from consultation.storage.reading import double_codings, readings
from consultation.storage.reading.double_codings import Sample
from consultation.web import database as databases
from tests.boxes import TODAY
from tests.reviewing.coding.desks import (
    DESK,
    KARI,
    ME,
    comment_on,
    decided,
    follow,
    on,
    seat,
    send,
    sent_with,
    staffed,
    ticked,
    undo,
)
from tests.reviewing.offices import QUESTION, SLUG


@pytest.fixture(scope="module", params=["SQLite", pytest.param("PostgreSQL", marks=pytest.mark.postgres)])
def desk(request, tmp_path_factory):
    """An office with work on the desk, on each kind of database."""
    place = tmp_path_factory.mktemp("desk")
    yield from staffed(place, on(request, request.param, place))


@pytest.fixture
def kari(desk):
    """Somebody else at another computer."""
    return seat(desk, KARI)


def on_the_same(office, other):
    """The page of one, and the other's page about the same comment, not yet decided on by either."""
    mine = office.get(office.at(DESK))
    with office.database.reading() as session:
        [key] = [one.key for one in responses.corpus(session, SLUG, QUESTION) if one.text == comment_on(mine)]
    address = other.at(DESK)
    return mine, other.get(f"{address}?at={_reference(other, key)}")


def _reference(office, key):
    from consultation.reviewing.references import References

    settings = office.app.extensions["consultation.settings"]
    return References(settings.secret("references"), office.signed_in_as, SLUG, QUESTION).to(key)


def test_the_second_is_told_what_the_first_decided_and_keeps_what_is_ticked(desk, kari):
    mine, hers = on_the_same(desk, kari)
    follow(kari, send(kari, hers, themes=["mat", "ro"], outcome="coded"))
    told = send(desk, mine, themes=["svar"], outcome="coded", note="ikke tapt", **{"facet-tone": "god"})
    assert told.status_code == 409
    assert f"{KARI} decided on this comment while you were reading it" in told.text
    assert '<span class="mark mark--people">Mat</span> <span class="mark mark--people">Ro</span>' in told.text
    assert ticked(told) == ["svar"]
    assert "ikke tapt" in told.text
    assert '<option value="god" selected>' in told.text
    assert decided(desk, comment_on(mine)).by == KARI
    follow(desk, send(desk, told, themes=["svar"], outcome="coded"))
    assert decided(desk, comment_on(mine)).confirmed == ("svar",)


def test_undo_brings_back_what_somebody_else_had_decided(desk, kari):
    mine, hers = on_the_same(desk, kari)
    sent = {"themes": ["mat"], "outcome": "coded", "passages": ["0-3-mat"], "facet-tone": "god"}
    follow(kari, send(kari, hers, **sent))
    before = decided(desk, comment_on(mine))
    told = send(desk, mine, outcome="none")
    after = follow(desk, send(desk, told, outcome="none"))
    assert decided(desk, comment_on(mine)).outcome == "none"
    back = follow(desk, undo(desk, after))
    assert decided(desk, comment_on(mine)) == before
    assert f"{KARI} has decided:" in back.text


def test_nothing_is_taken_back_that_somebody_has_decided_anew(desk, kari):
    mine, _ = on_the_same(desk, kari)
    after = follow(desk, send(desk, mine, themes=["svar"], outcome="coded"))
    with desk.database.reading() as session:
        [key] = [one.key for one in responses.corpus(session, SLUG, QUESTION) if one.text == comment_on(mine)]
    hers = kari.get(f"{kari.at(DESK)}?at={_reference(kari, key)}")
    follow(kari, send(kari, hers, outcome="undecided"))
    refused = undo(desk, after)
    assert refused.status_code == 409
    assert f"Nothing was taken back. {KARI} has decided" in refused.text
    assert decided(desk, comment_on(mine)).by == KARI
    again = desk.get(f"{desk.at(DESK)}?at={_reference(desk, key)}")
    assert undo(desk, after).status_code == 409
    assert again.status_code == 200


def test_of_two_at_the_same_instant_one_is_stored_and_the_other_told(desk, kari):
    mine, hers = on_the_same(desk, kari)
    ready, answers = threading.Barrier(2), {}

    def press(office, shown, theme):
        fields = {**sent_with(shown), "themes": [theme], "outcome": "coded"}
        ready.wait()
        answers[office.signed_in_as] = office.client.post(office.at(DESK), data=fields)

    sends = [threading.Thread(target=press, args=one) for one in ((desk, mine, "svar"), (kari, hers, "mat"))]
    for one in sends:
        one.start()
    for one in sends:
        one.join()
    assert sorted(answer.status_code for answer in answers.values()) == [303, 409]
    stored = decided(desk, comment_on(mine))
    assert answers[stored.by].status_code == 303
    assert stored.confirmed == (("svar",) if stored.by == ME else ("mat",))


def test_what_is_coded_twice_is_not_shown_and_takes_no_decision(desk):
    mine = desk.get(desk.at(DESK))
    with desk.database.transaction() as session:
        [key] = [one.key for one in responses.corpus(session, SLUG, QUESTION) if one.text == comment_on(mine)]
        sample = Sample(
            key=double_codings.next_key(session, SLUG, QUESTION), question=QUESTION, codebook_version=1, among=30,
            state="coding", asked_by=KARI, asked_on=TODAY, coders=(KARI, ME),
        )  # fmt: skip
        double_codings.add(session, SLUG, sample, [key])
    refused = send(desk, mine, themes=["svar"], outcome="coded")
    assert refused.status_code == 409
    asked = desk.get(f"{desk.at(DESK)}?at={_reference(desk, key)}")
    for shown in (refused, asked):
        assert "This comment belongs to a double coding" in shown.text
        assert comment_on(mine) not in shown.text
        assert "machine suggests" not in shown.text
    with desk.database.reading() as session:
        assert readings.of(session, key).outcome is None


def test_a_database_that_goes_away_leaves_what_was_ticked_in_the_page(desk, monkeypatch):
    mine = desk.get(desk.at(DESK))

    def gone():
        raise Unavailable("OperationalError", "")

    with monkeypatch.context() as away:
        away.setattr(databases, "_database", gone)
        answer = send(desk, mine, themes=["svar", "ro"], outcome="coded", note="står her ennå")
    assert answer.status_code == 503
    for kept in (
        'name="themes" value="svar"',
        'name="themes" value="ro"',
        "står her ennå",
        'name="outcome" value="coded"',
    ):
        assert kept in answer.text
    follow(desk, send(desk, mine, themes=["svar", "ro"], outcome="coded"))
