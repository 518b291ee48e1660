"""A decision on possible harm is one person's, is never put over one that was not seen, and goes with its comment."""

import threading

import pytest
from sqlalchemy import select

from consultation.storage import responses
from consultation.storage.reading import harm_readings, screenings
from consultation.storage.reading.harm_readings import DecidedMeanwhile, HarmReading
from consultation.storage.tables import ResponseRow
from consultation.storage.taking_back import take_out
from tests.storage.reading.test_screenings import keep, keys, screening

KARI = HarmReading("harm", "Forteller om en plan.", "kari@example.org")
OLA = HarmReading("no_harm", "Gjelder en bok.", "ola@example.org")


def decide(box, comment, decision, *, instead_of=None):
    with box.database.transaction() as session:
        harm_readings.decide(session, comment, decision, instead_of=instead_of)


def of(box, comment):
    with box.database.reading() as session:
        return harm_readings.of(session, [comment]).get(comment)


def undecided(box):
    with box.database.reading() as session:
        return harm_readings.undecided(session, box.slug), harm_readings.undecided(session, "another")


def test_who_decides_second_is_told_and_takes_nothing_away(box, add):
    add("one", "two")
    assert keep(box, screening(keys(box)))
    comment = keys(box)[0]
    assert undecided(box) == (2, 0)
    decide(box, comment, KARI)
    for seen in (None, OLA, HarmReading("harm", "another reason", "kari@example.org")):
        with pytest.raises(DecidedMeanwhile):
            decide(box, comment, OLA, instead_of=seen)
    assert of(box, comment) == KARI
    decide(box, comment, OLA, instead_of=KARI)
    assert (of(box, comment), undecided(box)) == (OLA, (1, 0))


def test_of_two_at_the_very_same_moment_one_is_told(box, add):
    add("one")
    comment, told = keys(box)[0], []

    def try_to(decision):
        try:
            decide(box, comment, decision)
        except DecidedMeanwhile:
            told.append(decision)

    people = [threading.Thread(target=try_to, args=(one,)) for one in (KARI, OLA)]
    for one in people:
        one.start()
    for one in people:
        one.join()
    assert len(told) == 1
    assert of(box, comment) == (OLA if told == [KARI] else KARI)


def test_a_decision_outlives_a_new_screening_and_goes_with_the_response(box, add):
    add("one")
    comment = keys(box)[0]
    decide(box, comment, KARI)
    assert keep(box, screening(keys(box)))
    with box.database.reading() as session:
        assert [one.comment for one in screenings.to_read(session, box.slug)] == [comment]
    with box.database.transaction() as session:
        take_out(session, box.slug, session.scalars(select(ResponseRow.key)).one())
    assert of(box, comment) is None


def test_harm_that_a_person_saw_and_no_rule_is_read_with_the_others(box, add):
    add("one")
    decide(box, keys(box)[0], KARI)
    with box.database.reading() as session:
        (one,) = screenings.to_read(session, box.slug)
    assert (one.comment, one.found, one.question, one.role) == (keys(box)[0], (), "better", "patient")
    assert undecided(box) == (0, 0)


def test_a_decision_holds_for_those_in_the_same_words_that_nobody_else_decided_on(box, add):
    add("same words", "same words", "same words", "other words")
    assert keep(box, screening(keys(box)))
    with box.database.reading() as session:
        texts = {one.key: one.text for one in responses.corpus(session, box.slug, "better")}
        alike = {key: harm_readings.alike(session, box.slug, "better", key) for key in texts}
    first, theirs, third = [key for key, words in texts.items() if words == "same words"]
    assert alike[first] == {theirs, third}
    assert [len(alike[key]) for key, words in texts.items() if words == "other words"] == [0]
    decide(box, theirs, OLA)
    with box.database.transaction() as session:
        harm_readings.decide(session, first, KARI, instead_of=None, also=alike[first])
    assert [of(box, key) for key in (first, theirs, third)] == [KARI, OLA, KARI]
    with box.database.transaction() as session:
        harm_readings.decide(session, first, OLA, instead_of=KARI, also=alike[first])
    assert {of(box, key) for key in texts} == {OLA, None}
