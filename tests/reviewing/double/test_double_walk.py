"""Two coders and an adjudicator walk through a double coding with their browsers."""

import re

from consultation.storage import jobs, staff
from consultation.storage.reading import codings
from consultation.usecases.reading.confirm_coding import confirm_coding
from consultation.usecases.reading.measure_agreement import measure_agreement
from tests.boxes import TODAY
from tests.judging import taught
from tests.reviewing.double.desk import (
    ASKER,
    KARI,
    OLA,
    carelessly,
    comment,
    office,
    plainly,
    reference,
    silent,
    team,
)
from tests.reviewing.offices import QUESTION, SLUG

__all__ = ["office", "team"]


def test_the_whole_way_from_drawing_to_what_was_measured(team):
    assert team.draw().status_code == 303
    assert team.code_by_hand(KARI, plainly) == 20
    assert team.post(ASKER, "compare").status_code == 409
    team.code(OLA, carelessly)
    assert "Close the coding and compare" in team.get(ASKER).text
    assert team.post(ASKER, "compare").status_code == 303
    assert team.post(ASKER, "finish").status_code == 409
    number = 0
    while "Nothing is left to settle" not in (shown := team.get(ASKER, "settle/").text):
        assert KARI in shown
        assert OLA in shown
        found = {"comment": reference(shown), "seen": "", "why": "det står mat", **plainly(comment(shown))}
        assert team.post(ASKER, "settle/", **found).status_code == 303
        number += 1
    assert number
    assert team.post(ASKER, "finish").status_code == 303
    with team.database.transaction() as session:
        assert len(taught(session, SLUG, QUESTION)) == 20
        asked = [job for job in jobs.all_(session, SLUG) if job.kind == "measure-agreement"]
        assert [job.arguments["question"] for job in asked] == [QUESTION]
        measure_agreement(session, SLUG, QUESTION, seed=1, progress=silent, made_on=TODAY)
    told = team.get(ASKER, "agreement/").text
    assert "0.80 is what most fields ask for" in told
    assert "Out of date" not in told
    assert re.search(r"anything from (−|)[01]\.\d\d to [01]\.\d\d", told)
    assert re.search(r"0\.\d\d means: you disagree \d+ % as much", told)
    assert re.search(r"0\.\d\d means: of 100 ticks that one of you set, the other set \d+, too", told)
    assert re.search("comments that both decided: at least (15|20)", told)  # of the large roles
    file = team.get(ASKER, "agreement/agreement.csv")
    assert file.headers["Content-Disposition"] == 'attachment; filename="agreement.csv"'
    assert re.search('"everybody";"everybody";"first";"second";"(15|20)";""', file.text)
    assert "Patient" in told


def test_what_was_written_wrongly_is_kept_and_said_beside_its_field(team):
    for size in ("", "7", "x", "2000", "60.5", "9" * 9):
        refused = team.draw(size=size, second="")
        assert refused.status_code == 422
        assert 'id="size-wrong"' in refused.text
        assert 'id="second-wrong"' in refused.text
        assert f'value="{size}"' in refused.text or not size
    assert "Draw 60 at most" in team.draw(size="65").text
    assert 'id="second-wrong"' in team.draw(second=KARI).text
    assert 'id="second-wrong"' in team.draw(second="nobody@example.org").text
    assert 'id="first-wrong"' in team.draw(first="nobody@example.org").text
    assert team.sample() is None


def test_a_coding_without_a_theme_and_a_decision_without_a_reason_are_refused_with_all_kept(team):
    team.draw()
    shown = team.get(KARI, "blind/").text
    refused = team.post(KARI, "blind/", comment=reference(shown), outcome="coded")
    assert refused.status_code == 422
    assert comment(refused.text) == comment(shown)
    team.code(KARI, plainly)
    team.code(OLA, carelessly)
    team.post(KARI, "compare")
    shown = team.get(OLA, "settle/").text
    form = {"comment": reference(shown), "seen": "", "outcome": "coded"}
    refused = team.post(OLA, "settle/", **form, themes=["mat"], why=" ")
    assert refused.status_code == 422
    assert re.search(r'value="mat"[^>]* checked', refused.text)
    refused = team.post(OLA, "settle/", **form, why="fordi maten er nevnt")
    assert refused.status_code == 422
    assert "fordi maten er nevnt" in refused.text


def test_the_second_of_two_who_settle_is_told_and_keeps_what_was_written(team):
    team.draw()
    team.code(KARI, plainly)
    team.code(OLA, carelessly)
    team.post(KARI, "compare")
    mine = team.get(ASKER, "settle/").text
    while "Nothing is left to settle" not in (theirs := team.get(KARI, "settle/").text):
        first = {"comment": reference(theirs), "seen": "", "outcome": "none", "why": "først"}
        assert team.post(KARI, "settle/", **first).status_code == 303
    form = {"comment": reference(mine), "outcome": "coded", "themes": ["mat"], "why": "jeg ser mat"}
    told = team.post(ASKER, "settle/", **form, seen="")
    assert told.status_code == 409
    assert "Somebody else settled this meanwhile" in told.text
    assert "jeg ser mat" in told.text
    assert "først" in told.text
    seen = re.search(r'name="seen" value="([^"]+)"', told.text)[1]
    assert team.post(ASKER, "settle/", **form, seen=seen).status_code == 303


def test_the_desk_says_that_what_is_left_is_coded_blindly(team):
    def desk():
        return team.clients[ASKER].get(team.office.at(f"coding/{QUESTION}/")).text

    team.draw()
    drawn = team.drawn()
    with team.database.transaction() as session:
        for key in codings.unread(session, SLUG, QUESTION) - drawn:
            confirm_coding(session, SLUG, QUESTION, key, themes=[], outcome="none", by=ASKER)
    assert "Every comment has been read but those of the double coding" in desk()
    team.post(ASKER, "cancel", sure="1")
    assert "Every comment has been read but those of the double coding" in desk()
    team.post(ASKER, "give-back", sure="1")
    assert "What does the comment speak of?" in desk()


def test_own_codings_can_be_changed_until_both_are_compared(team):
    team.draw()
    team.code(KARI, plainly)
    listed = team.get(KARI, "blind/own/").text
    at = re.search(r"blind/\?at=([\w-]+)", listed)[1]
    shown = team.get(KARI, f"blind/?at={at}").text
    assert "Saving changes it" in shown
    assert team.post(KARI, "blind/", comment=reference(shown), outcome="undecided").status_code == 303
    assert "Cannot decide" in team.get(KARI, "blind/own/").text
    team.code(OLA, plainly)
    team.post(OLA, "compare")
    late = team.post(KARI, "blind/", comment=reference(shown), outcome="none")
    assert late.status_code == 303
    assert "told=closed" in late.location


def test_who_is_no_coder_of_it_codes_nothing_of_it_and_a_reader_changes_nothing(team):
    team.draw()
    for rest in ("blind/", "blind/own/"):
        assert team.get(ASKER, rest).status_code == 403
    shown = team.get(KARI, "blind/").text
    assert team.post(ASKER, "blind/", comment=reference(shown), outcome="none").status_code == 403
    assert team.post(OLA, "blind/", comment=reference(shown), outcome="none").status_code == 404
    team.hire("reader@example.org", "reader")
    assert team.get("reader@example.org").status_code == 200
    for act in ("draw", "compare", "cancel", "give-back", "replace", "finish", "measure", "blind/", "settle/"):
        assert team.post("reader@example.org", act, sure="1").status_code == 403


def test_a_coder_who_left_is_replaced_and_a_sample_taken_away_only_by_who_is_sure(team):
    assert team.get(ASKER, "agreement/").status_code == 404
    assert team.post(ASKER, "measure").status_code == 409
    assert team.get(ASKER, "settle/").status_code == 404
    team.draw()
    with team.database.transaction() as session:
        gone = staff.find_by_email(session, OLA)
        staff.save(session, staff.Account(OLA, None, gone.uniquifier, (), active=False), uniquifier=gone.uniquifier)
    assert "This account is closed" in team.get(KARI).text
    refused = team.post(KARI, "replace", place="2", account="")
    assert refused.status_code == 422
    assert 'id="account-2-wrong"' in refused.text
    assert f"<option>{ASKER}</option>" in refused.text
    assert f"<option>{KARI}</option>" not in refused.text
    assert team.post(KARI, "replace", place="2", account=ASKER).status_code == 303
    assert team.sample().coders == (KARI, ASKER)
    assert team.post(ASKER, "cancel").status_code == 422
    assert team.sample()
    assert team.post(ASKER, "cancel", sure="1").status_code == 303
    assert team.sample() is None
    assert team.post(ASKER, "cancel", sure="1").status_code == 409


def test_what_a_sample_that_was_taken_away_kept_is_put_back_by_who_is_sure(team):
    assert "Put them back" not in team.get(ASKER).text
    assert team.post(ASKER, "give-back", sure="1").status_code == 409
    team.draw()
    drawn = team.drawn()
    team.post(ASKER, "cancel", sure="1")
    kept = team.get(ASKER).text
    assert "Comments of a sample that was taken away: at least 20" in kept
    assert "At least 60 comments" in kept
    assert team.post(ASKER, "give-back").status_code == 422
    assert team.post(ASKER, "give-back", sure="1").status_code == 303
    put_back = team.get(ASKER).text
    assert "Put them back" not in put_back
    assert "At least 40 comments" in put_back
    team.draw()
    assert team.drawn().isdisjoint(drawn)
