"""The history tells each decision as it was taken."""

from tests.reviewing.offices import QUESTION
from tests.reviewing.team import accept, decide, proposed


def test_a_history_without_decisions_is_a_page(office):
    assert office.get(office.at(f"codebook/{QUESTION}/history")).status_code == 200


def test_the_history_tells_themes_by_the_names_they_had(office):
    run = proposed(office)
    accept(office, run, 0, "Ventetid")
    decide(office, "rename", theme="ventetid", name="Lang ventetid")
    decide(office, "drop", theme="ventetid")
    history = office.get(office.at(f"codebook/{QUESTION}/history")).text
    assert "Renamed “Ventetid” to “Lang ventetid”" in history
    assert "Took “Lang ventetid” out of the codebook" in history
