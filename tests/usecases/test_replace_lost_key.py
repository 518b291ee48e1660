import pytest

from consultation.jobs.mixing import destroy_superseded
from consultation.privacy.sealing import new_keys
from consultation.storage import ballot_box, consultations
from consultation.usecases.open_set_aside import open_set_aside
from consultation.usecases.replace_lost_key import NotLost, replace_lost_key


def replaced(box):
    with box.database.transaction() as session:
        lost = replace_lost_key(session, box.slug, keys=box.keys)
    destroy_superseded(box.database, box.keys, box.slug)
    return lost


def key_file(box):
    return box.keys.path(box.slug, box.consultation.public_key)


def set_aside(box):
    with box.database.reading() as session:
        return ballot_box.aside(session, box.slug)


def test_without_its_key_what_waits_is_set_aside_and_counted_and_answers_come_in_again(box):
    for number in range(3):
        box.put(f"lost {number}")
    key_file(box).unlink()
    assert replaced(box) == 3
    assert (box.waiting(), set_aside(box)) == (0, 3)
    for number in range(10):
        box.put(f"later {number}")
    assert box.empty() == 10


def test_a_key_that_is_found_again_brings_back_what_was_set_aside(box):
    box.put("lost and found")
    private = box.private_key
    key_file(box).unlink()
    replaced(box)
    for key, count in ((new_keys().private, 0), (private, 1), (private, 0)):
        with box.database.transaction() as session:
            assert open_set_aside(session, box.slug, private_key=key) == count
    box.close()
    assert box.empty(closing=True) == 1
    assert box.comments() == ["lost and found"]


def test_a_key_that_is_there_is_not_lost(box):
    box.put("safe")
    with pytest.raises(NotLost, match="is there"):
        replaced(box)
    assert box.waiting() == 1


def test_a_file_that_holds_another_key_is_none(box):
    box.put("lost")
    key_file(box).write_bytes(new_keys().private)
    assert replaced(box) == 1


def test_any_older_key_that_is_still_here_is_tried_first(box):
    """As when a database was restored from before the last change of key, which destroyed nothing yet."""
    box.put("from before")
    before = box.consultation.public_key
    with box.database.transaction() as session:
        consultations.give_key(session, box.slug, new_keys().public)
    assert replaced(box) == 0
    assert not box.keys.opens(box.slug, before)
    assert box.waiting() == 1
    box.close()
    assert box.empty(closing=True) == 1


def test_an_unknown_consultation_has_lost_nothing(box):
    with box.database.transaction() as session:
        assert replace_lost_key(session, "nobody", keys=box.keys) == 0
        assert open_set_aside(session, "nobody", private_key=bytes(32)) == 0
