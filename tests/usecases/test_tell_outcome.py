"""An outcome is told in both written languages, or not at all; the public reads only what is published."""

import pytest

from consultation.storage import outcomes
from consultation.storage.erasing import erase
from consultation.usecases.tell_outcome import LONGEST, Gone, Incomplete, Told, tell_outcome
from tests.boxes import TODAY

SAID = {"nb": "Det er vanskelig å få svar.", "nn": "Det er vanskeleg å få svar."}
DOING = {"nb": "Vi ringer **tilbake**.", "nn": "Vi ringjer **tilbake**."}


def tell(box, said=SAID, doing=DOING, *, key=None, published=True):
    with box.database.transaction() as session:
        return tell_outcome(
            session, box.slug, said, doing, published=published, key=key, by="kari@example.org", today=TODAY
        )


def told(box, **only):
    with box.database.reading() as session:
        return [(one.said.texts["nb"], one.published) for one in outcomes.all_(session, box.slug, **only)]


def test_what_is_told_is_read_in_the_order_it_was_told_and_drafts_by_staff_only(box):
    for number in range(3):
        tell(box, {**SAID, "nb": f"{number}"}, published=number != 1)
    assert told(box) == [("0", True), ("1", False), ("2", True)]
    assert told(box, published=True) == [("0", True), ("2", True)]
    with box.database.reading() as session:
        assert outcomes.any_published(session, box.slug)
        assert not outcomes.any_published(session, "other")


def test_it_can_be_changed_and_says_who_did_it(box):
    first = tell(box)
    assert isinstance(first, Told)
    assert tell(box, {**SAID, "nb": "Nytt"}, key=first.key, published=False) == first
    with box.database.reading() as session:
        found = outcomes.find(session, box.slug, first.key)
    assert (found.said.texts["nb"], found.published, found.decided_by) == ("Nytt", False, "kari@example.org")


@pytest.mark.parametrize(
    ("said", "doing", "mistakes"),
    [
        ({"nb": "Bare bokmål"}, DOING, {("said", "nn"): "required"}),
        ({**SAID, "nn": "  "}, DOING, {("said", "nn"): "required"}),
        (SAID, {}, {("doing", "nb"): "required", ("doing", "nn"): "required"}),
        ({**SAID, "en": "Half a story"}, DOING, {("doing", "en"): "required"}),
        ({**SAID, "nb": "x" * (LONGEST + 1)}, DOING, {("said", "nb"): "too_long"}),
    ],
)
def test_what_is_incomplete_is_not_stored_and_each_text_says_why(box, said, doing, mistakes):
    assert tell(box, said, doing) == Incomplete(mistakes)
    assert told(box) == []


def test_what_is_gone_cannot_be_changed_nor_what_is_anothers(box):
    first = tell(box)
    with box.database.transaction() as session:
        assert outcomes.find(session, "other", first.key) is None
        outcomes.remove(session, "other", first.key)
        assert outcomes.find(session, box.slug, first.key)
        outcomes.remove(session, box.slug, first.key)
    with pytest.raises(Gone):
        tell(box, key=first.key)


def test_outcomes_are_erased_with_their_consultation(box):
    tell(box)
    with box.database.transaction() as session:
        erase(session, box.slug)
    assert told(box) == []
