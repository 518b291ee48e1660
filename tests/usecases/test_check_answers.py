"""Checked answers say what goes in any case and what their writer may decide on; the two never touch."""

from consultation.privacy.scrub import MARK
from consultation.usecases.check_answers import Checked, check_answers

TEXT = "Skriv til kari.nordmann@epost.no eller Kari Nordmann, tlf 912 34 567, i Storgata 5."


def test_what_is_removed_is_not_marked_as_well(box):
    found = check_answers(box.consultation, "patient", {"better": [TEXT]})
    assert isinstance(found, Checked)
    assert [TEXT[gone.start : gone.stop] for gone in found.removed["better"]] == [
        "kari.nordmann@epost.no",
        "912 34 567",
    ]
    assert [TEXT[mark.start : mark.stop] for mark in found.marked["better"]] == ["Kari Nordmann", "Storgata 5"]


def test_a_mark_takes_nothing_out(box):
    found = check_answers(box.consultation, "patient", {"better": [TEXT]})
    assert isinstance(found, Checked)
    assert found.comments["better"] == f"Skriv til {MARK} eller Kari Nordmann, tlf {MARK}, i Storgata 5."


def test_a_text_without_anything_has_no_marks(box):
    found = check_answers(box.consultation, "patient", {"better": ["Kortere ventetid, takk"]})
    assert isinstance(found, Checked)
    assert (found.marked, found.removed) == ({}, {})
