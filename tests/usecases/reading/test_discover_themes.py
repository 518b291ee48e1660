import csv
from pathlib import Path

import pytest
from sqlalchemy import delete, select

from consultation.storage.reading import runs
from consultation.storage.tables import CommentRow, ResponseRow
from consultation.storage.taking_back import take_out
from consultation.usecases.reading.discover_themes import TooFewComments, discover_themes, keep, propose
from tests.boxes import TODAY
from tests.reviewing.found.one_office import kept, office
from tests.reviewing.offices import QUESTION, SLUG

__all__ = ["kept", "office"]


INVENTED = Path(__file__).parents[2] / "themes/invented-comments.csv"


def empty(office):
    with office.database.transaction() as session:
        session.execute(delete(ResponseRow))


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


def test_what_fits_nowhere_is_counted_and_each_of_it_stands_in_the_list_to_be_read(office):
    office.answer("patient", ["Parkeringen ved inngangen er full av sykler.", "Parkeringen er full av sykler igjen."])
    with office.database.transaction() as session:
        made = discover_themes(session, SLUG, QUESTION, seed=1, progress=silent, made_on=TODAY)
    with office.database.reading() as session:
        far = runs.far_from_all(session, made.key)
    assert made.not_covered == len(far) > 0
    listed = [comment for comments in made.voices for comment in comments]
    assert len(listed) == len(set(listed))
    assert set(listed) == far


def test_counts_by_role_stand_in_the_run_and_in_no_candidate_that_a_decision_carries_away(office):
    with office.database.transaction() as session:
        made = discover_themes(session, SLUG, QUESTION, seed=1, progress=silent, made_on=TODAY)
    assert [sum(counts.values()) for counts in made.by_role] == [one.size for one in made.candidates]
    assert {role for counts in made.by_role for role in counts} == {"patient", "next_of_kin", "leader"}
    assert all(one.by_role == () for one in made.candidates)
    assert all(one.stability is not None for one in made.candidates)


def test_what_lies_between_candidates_is_kept_with_passages_that_stand_in_the_comments(office):
    empty(office)
    office.answer("patient", [row["comment"] for row in csv.DictReader(INVENTED.read_text("utf-8").splitlines())])
    with office.database.transaction() as session:
        made = discover_themes(session, SLUG, QUESTION, seed=1, progress=silent, made_on=TODAY)
    with office.database.reading() as session:
        kept = runs.latest(session, SLUG, QUESTION, "discover")
        texts = runs.texts(session, [shown.comment for one in kept.between for shown in one.examples])
    assert kept.between == made.between
    assert kept.between
    for one in kept.between:
        assert one.first < one.second < len(kept.candidates)
        assert all(shown.passage.of(texts[shown.comment]) for shown in one.examples)


def test_a_response_withdrawn_while_the_machine_is_at_it_leaves_no_label_and_dates_the_run(office):
    with office.database.reading() as session:
        proposal = propose(session, SLUG, QUESTION, seed=1, progress=silent, made_on=TODAY)
    gone = proposal.labels[0][0]
    with office.database.transaction() as session:
        response = session.scalar(select(CommentRow.response).where(CommentRow.key == gone))
        take_out(session, SLUG, response)
    with office.database.transaction() as session:
        kept = keep(session, proposal)
    with office.database.reading() as session:
        assert runs.latest(session, SLUG, QUESTION, "discover") == kept
        labelled = {key for at in range(len(kept.candidates)) for key in runs.nearest_to(session, kept.key, at)}
    assert kept.stale
    assert labelled == {key for key, _, _ in proposal.labels} - {gone}


@pytest.mark.parametrize(
    "odd",
    [["😀"] * 20, ["det er som det er"] * 12 + ["og så var det ikke noe mer enn det"] * 3, ["Alt var bra."] * 400],
    ids=["only emoji", "only stop words", "all the same"],
)
def test_odd_comments_end_in_a_whole_run_in_which_every_comment_is_somewhere(office, odd):
    empty(office)
    office.answer("patient", odd)
    with office.database.transaction() as session:
        made = discover_themes(session, SLUG, QUESTION, seed=1, progress=silent, made_on=TODAY)
    assert sum(one.size for one in made.candidates) == made.comments == len(odd)
    assert all(one.name for one in made.candidates)
