import pytest

from consultation.storage import runs
from consultation.usecases.discover_themes import TooFewComments, discover_themes, far_away, keep, propose
from tests.boxes import TODAY
from tests.reviewing.offices import QUESTION, SLUG, office

__all__ = ["office"]


def silent(*_progress):
    return None


def test_a_run_is_kept_with_all_that_is_needed_to_repeat_it(office):
    steps = []
    with office.database.transaction() as session:
        made = discover_themes(
            session, SLUG, QUESTION, seed=7, progress=lambda *step: steps.append(step), made_on=TODAY
        )
    with office.database.reading() as session:
        kept = runs.latest(session, SLUG, QUESTION, "discover")
        sizes = [len(runs.nearest_to(session, made.key, at)) for at in range(len(kept.candidates))]
        shown = runs.texts(session, [one.comment for of in kept.examples for one in of])
    assert kept == made
    assert kept.seed == 7
    assert kept.versions["scikit-learn"]
    assert len(kept.input_hash) == 64
    assert [step[0] for step in steps] == sorted(step[0] for step in steps)
    assert sum(sizes) == kept.comments == 64
    assert sizes == [one.size for one in kept.candidates]
    for candidate, examples in zip(kept.candidates, kept.examples, strict=True):
        assert len(candidate.examples) == len(examples)
        assert all(one.passage.of(shown[one.comment]) for one in examples)


def test_the_long_part_writes_nothing_and_the_next_run_has_the_next_number(office):
    with office.database.reading() as session:
        proposal = propose(session, SLUG, QUESTION, seed=1, progress=silent, made_on=TODAY)
        assert runs.latest(session, SLUG, QUESTION, "discover") is None
    with office.database.transaction() as session:
        assert keep(session, proposal).key == f"{SLUG}/{QUESTION}/discover/1"
        assert keep(session, proposal).key == f"{SLUG}/{QUESTION}/discover/2"


def test_fewer_than_ten_comments_are_left_alone(office):
    with office.database.transaction() as session, pytest.raises(TooFewComments):
        discover_themes(session, SLUG, "feel-safe", seed=1, progress=silent, made_on=TODAY)


def test_a_comment_far_from_its_own_candidate_is_counted_as_not_covered():
    assert far_away([0] * 11 + [1] * 10, [0.1] * 10 + [0.9] + [0.8] * 10) == 1
