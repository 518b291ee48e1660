"""What a share is reckoned from cannot be worked out of the others, and chance alone decides what it is reckoned from."""

import json

import pytest

from consultation.reporting.shares import ALL, EVERYBODY
from consultation.storage import responses
from consultation.storage.reading import double_codings
from consultation.storage.reading.double_codings import Sample
from consultation.themes.coding.queue import audit_order
from tests.boxes import TODAY
from tests.usecases.reading.test_measure_shares import (
    BETTER,
    FOOD,
    KARI,
    WAITING,
    box,
    many,
    measured,
    prepare,
    read,
    shares,
)

__all__ = ["box"]


def of_leaders(waiting, other):
    return [("leader", WAITING, "yes")] * waiting + [("leader", "", "yes")] * other


def test_a_role_that_is_left_out_is_not_what_is_left_of_everybody(box):
    prepare(box, [*many((40, 0, 40)), *many((20, 0, 20), role="next_of_kin"), *of_leaders(3, 1)])
    read(box, 124)
    found = measured(box)
    everybody = shares(box).by(EVERYBODY).shares[WAITING][ALL]
    assert (
        everybody.share == 0.5
    )  # sixty of a hundred and twenty; sixty-three of a hundred and twenty-four tell of four
    assert str(round(63 / 124, 4)) not in json.dumps(found.body)


def test_that_anybody_is_in_a_role_or_gave_an_answer_of_a_few_is_in_no_byte(box):
    """The report tells that of the large roles nobody gave an answer; who did is then of a role that it does not tell of."""
    waited = [(role, theme, "yes") for role, theme, _ in [*many((40, 0, 40)), *many((20, 0, 20), role="next_of_kin")]]
    prepare(box, [*waited, ("leader", WAITING, "no"), ("leader", WAITING, "no")])
    read(box, 122)
    by_answer = shares(box).by("waited")
    assert (by_answer.groups, by_answer.too_small) == (("yes",), ())
    kept = json.dumps(measured(box).body)
    assert '"no"' not in kept
    assert "leader" not in kept


def test_a_role_that_nothing_is_told_of_is_in_no_sum_that_the_others_could_be_subtracted_from(box):
    prepare(box, [*many((40, 0, 40)), *many((20, 0, 20), role="next_of_kin"), *of_leaders(3, 4)])
    read(box, 127)
    found = shares(box)
    told = {role: found.by("role").shares[WAITING][role].share for role in ("patient", "next_of_kin")}
    assert told == {"patient": 0.5, "next_of_kin": 0.5}
    assert (
        found.by(EVERYBODY).shares[WAITING][ALL].share == 0.5
    )  # sixty-three of a hundred and twenty-seven tell of three
    assert set(found.among[WAITING]) == {"patient", "next_of_kin"}
    assert "leader" in found.by("role").too_small


def test_a_copied_letter_of_a_few_is_not_what_is_left_without_it(box, monkeypatch):
    prepare(box, many((40, 30, 30)))
    read(box, 100)
    with box.database.reading() as session:
        corpus = responses.corpus(session, box.slug, BETTER)
    copies = dict.fromkeys([one.key for one in corpus if "ventet" in one.text][:4], 1)
    monkeypatch.setattr("consultation.usecases.reading.measure_shares.screenings.copies", lambda *_: copies)
    alone = shares(box).without_copies
    assert {alone[theme].kind for theme in (WAITING, FOOD)} == {"withheld"}


@pytest.mark.parametrize("state", ["coding", "adjudicating"])
def test_what_somebody_picked_behind_a_blind_sample_under_way_is_no_sample(box, state):
    prepare(box, many((60, 60, 60)))
    read(box, 30)
    drawn_before = shares(box).drawn
    with box.database.transaction() as session:
        corpus = responses.corpus(session, box.slug, BETTER)
        random = [corpus.keys[at] for at in audit_order(corpus.keys)]
        picked = [key for key in random[30:] if "ventet" in corpus.texts[corpus.keys.index(key)]]
        drawn = [key for key in random[30:] if key not in picked][:60]
        sample = Sample("waiting/better/double/1", BETTER, 1, 90, "coding", KARI, TODAY, (KARI, "ola@example.org"))
        double_codings.add(session, box.slug, sample, drawn)
        double_codings.enter(session, sample.key, state)
    read(box, len(picked), order=lambda keys: [list(keys).index(key) for key in picked])
    assert shares(box).drawn == drawn_before == 30
