import json
from concurrent.futures import ThreadPoolExecutor, wait

import pytest

from consultation.storage import responses, taking_back
from consultation.storage.reading import codebooks, measurements, runs, suggestions
from consultation.storage.tables import CommentRow, DoubleCodingRow, DrawnRow, ThemeRunRow
from consultation.themes.book.codebook import Describe, Drop, Merge, Rename, Retire
from consultation.usecases.reading.code_comments import NoCodebook, NoComments, keep, propose
from consultation.usecases.reading.tell_promise import Promised, tell_promise
from tests.boxes import TODAY
from tests.judging import judge
from tests.usecases.reading.taught import (
    FOOD,
    KARI,
    OTHER,
    QUESTION,
    WAITING,
    agreed,
    answered,
    corpus,
    decide,
    machine_readings,
    on_file,
    read,
    run,
    silent,
    suggested,
)

__all__ = ["on_file"]


@pytest.fixture
def team(box):
    """A team that has agreed on two themes, and the comments they are about."""
    answered(box)
    agreed(box)
    return box


@pytest.fixture
def small_team(on_file):
    """The same on SQLite alone."""
    answered(on_file)
    agreed(on_file)
    return on_file


def proposed(box, themes=None):
    with box.database.reading() as session:
        return propose(session, box.slug, QUESTION, seed=1, progress=silent, made_on=TODAY, themes=themes)


def kept(box, proposal):
    with box.database.transaction() as session:
        return keep(session, proposal)


def drawn(box, keys, state="coding"):
    with box.database.transaction() as session:
        session.merge(
            DoubleCodingRow(
                key="sample", consultation=box.slug, question=QUESTION, codebook_version=2, among=60, state=state,
                asked_by=KARI, asked_on=TODAY, machine_run=None,
            )
        )  # fmt: skip
        session.flush()
        for key in keys:
            session.merge(DrawnRow(double_coding="sample", comment=key))


def test_without_a_theme_that_may_be_suggested_there_is_nothing_to_do(on_file):
    answered(on_file)
    with pytest.raises(NoCodebook):
        run(on_file)
    agreed(on_file)
    decide(on_file, Retire("mat", KARI, "se andre"))
    decide(on_file, Retire("ventetid", KARI, "se andre"))
    with pytest.raises(NoCodebook):
        run(on_file)


def test_where_nobody_has_written_there_is_nothing_to_read(on_file):
    agreed(on_file)
    with pytest.raises(NoComments):
        run(on_file)


def test_a_described_codebook_alone_gives_suggestions_with_their_evidence_and_the_words_that_weighed(small_team):
    made = run(small_team)
    texts = {one.key: one.text for one in corpus(small_team)}
    found = {(texts[key], one) for key, those in suggested(small_team).items() for one in those}
    assert {text for text, one in found if one.theme == "mat"} == set(FOOD)
    for text, one in found:
        assert one.run == made.key
        assert 0 <= one.score <= 1
        assert one.passage.of(text).strip()
        assert one.words
        assert all(place.of(text).isalpha() for place in one.words)
    weighed = {place.of(text) for text, one in found for place in one.words if one.theme == "mat"}
    assert "Maten" in weighed
    assert made.parameters["promise"] is None, "nothing can be promised before anybody has read"


def test_every_unread_comment_has_an_outcome_and_a_turn_of_its_own(team):
    answered(team, ["😀 😀", "…"])
    made = run(team)
    readings, texts = machine_readings(team), {one.key: one.text for one in corpus(team)}
    assert sorted(one.turn for one in readings.values()) == list(range(len(texts)))
    assert {one.run for one in readings.values()} == {made.key}
    assert {one.reason for one in readings.values()} == {"audit", "rare", "uncertain"}
    assert {texts[key] for key, one in readings.items() if one.outcome == "suggested"} >= set(FOOD)
    assert {readings[key].outcome for key, text in texts.items() if text in {"😀 😀", "…"}} == {"undecided"}


def test_one_comment_and_a_theme_with_a_single_example_are_enough_to_begin_with(on_file):
    agreed(on_file)
    answered(on_file, WAITING[:1])
    run(on_file)
    assert [one.theme for (those,) in [suggested(on_file).values()] for one in those] == ["ventetid"]
    answered(on_file, FOOD)
    read(on_file, 1)
    assert run(on_file).parameters["taught_by"] == 1
    assert len(machine_readings(on_file)) == len(FOOD)


def test_what_people_read_teaches_and_is_not_suggested_again_and_what_that_changed_is_told(small_team):
    first = run(small_team)
    done = read(small_team, 20)
    second = run(small_team)
    assert (first.parameters["taught_by"], second.parameters["taught_by"]) == (0, 20)
    assert not any(suggested(small_team)[key] for key in done)
    assert not machine_readings(small_team).keys() & set(done)
    with small_team.database.reading() as session:
        told = measurements.latest(session, small_team.slug, QUESTION, "learning")
    assert (told.body["before"], told.body["after"]) == (first.key, second.key)
    assert (told.body["new_codings"], told.body["compared_on"], told.body["because_of"]) == (20, 20, None)
    assert told.body["comments"] == len(corpus(small_team)) - 20
    assert {one["theme"] for one in told.body["compared"]} == {"mat", "ventetid"}


def test_with_some_themes_only_the_rows_of_the_others_stay_as_they_are_to_the_byte(team):
    first = run(team)
    before = suggested(team)
    read(team, 5)
    decide(team, Describe("mat", KARI, "for vidt", definition="Grøt til frokost"))
    second = run(team, themes=["mat"])
    after = suggested(team)
    assert second.parameters["themes"] == ["mat"]
    for key in before:
        assert [one for one in before[key] if one.theme != "mat"] == [one for one in after[key] if one.theme != "mat"]
    runs_of = {theme: {one.run for those in after.values() for one in those if one.theme == theme}
               for theme in ("mat", "ventetid")}  # fmt: skip
    assert runs_of == {"mat": {second.key}, "ventetid": {first.key}}
    with team.database.reading() as session:
        because_of = measurements.latest(session, team.slug, QUESTION, "learning").body["because_of"]
    assert because_of == ["mat"]


def test_what_was_promised_still_holds_for_the_themes_that_are_not_suggested_anew_and_for_them_alone(on_file):
    answered(on_file)
    agreed(on_file)
    assert run(on_file, themes=["mat"]).parameters["themes"] is None, "the first run takes all"
    promised = {"promise": {"threshold": 0.7}, "promises": {"mat": {"threshold": 0.6}, "ventetid": {"threshold": 0.5}}}
    with on_file.database.transaction() as session:
        row = session.get(ThemeRunRow, f"{on_file.slug}/{QUESTION}/assign/1")
        row.parameters = json.dumps(json.loads(row.parameters) | promised)
    read(on_file, 12)
    made = run(on_file, themes=["mat"])
    assert (made.parameters["taught_by"], made.parameters["learnt_from"]) == (12, 0)
    assert made.parameters["promise_not_for"] == ["mat"]
    promise = tell_promise(made, {"mat": "Mat", "ventetid": "Ventetid"})
    assert promise == Promised(70, (("Ventetid", 50),), ("Mat",))
    assert tell_promise(run(on_file), {"mat": "Mat"}) == Promised(None)


def test_a_comment_that_is_coded_twice_gets_no_suggestion_and_teaches_nothing_before_that_is_done(team):
    run(team)
    blind = {one.key for one in corpus(team) if one.text in {WAITING[0], FOOD[0]}}
    assert all(suggested(team)[key] for key in blind)
    drawn(team, blind)
    assert not any(suggested(team)[key] for key in blind), "nobody may see them from now on"
    assert not machine_readings(team).keys() & blind
    with team.database.transaction() as session:
        for key in blind:
            judge(session, key, {"mat": True}, outcome="coded", by=KARI)
    assert run(team).parameters["taught_by"] == 0
    with team.database.reading() as session:
        assert not suggestions.by_comment(session, team.slug, QUESTION).keys() & blind
    drawn(team, blind, state="done")
    assert run(team).parameters["taught_by"] == 2


def test_what_is_decided_on_the_codebook_while_the_machine_works_is_followed(small_team):
    proposal = proposed(small_team)
    decide(small_team, Rename("mat", "Mat og måltider", KARI, "klarere"))
    decide(small_team, Merge("mat", ("ventetid",), KARI, "hører sammen"))
    kept(small_team, proposal)
    texts = {one.key: one.text for one in corpus(small_team)}
    found = {texts[key]: [one.theme for one in those] for key, those in suggested(small_team).items() if those}
    assert {text: themes for text, themes in found.items() if text in WAITING} == {text: ["mat"] for text in WAITING}
    assert {one.theme for one in machine_readings(small_team).values()} <= {"mat", None}


@pytest.mark.parametrize("decision", [Drop, Retire])
def test_a_theme_that_goes_while_the_machine_works_is_not_suggested(on_file, decision):
    answered(on_file)
    agreed(on_file)
    proposal = proposed(on_file)
    decide(on_file, decision("mat", KARI, "for vidt"))
    kept(on_file, proposal)
    assert {one.theme for those in suggested(on_file).values() for one in those} == {"ventetid"}
    assert {one.outcome for key, one in machine_readings(on_file).items() if not suggested(on_file)[key]} <= {
        "none", "undecided",
    }  # fmt: skip


def test_some_themes_that_are_merged_into_another_while_the_machine_works_leave_its_rows_alone(on_file):
    answered(on_file)
    agreed(on_file)
    run(on_file)
    proposal = proposed(on_file, ["mat"])
    decide(on_file, Merge("ventetid", ("mat",), KARI, "hører sammen"))
    before = suggested(on_file)
    kept(on_file, proposal)
    assert suggested(on_file) == before


def test_what_was_read_or_withdrawn_while_the_machine_worked_is_left_alone(team):
    proposal = proposed(team)
    done = read(team, 3)
    with team.database.transaction() as session:
        gone = next(one.key for one in corpus(team) if one.key not in done)
        taking_back.take_out(session, team.slug, session.get(CommentRow, gone).response)
    made = kept(team, proposal)
    assert not machine_readings(team).keys() & {gone, *done}
    with team.database.reading() as session:
        assert runs.latest(session, team.slug, QUESTION, "assign").stale
        assert runs.find(session, made.key) in runs.history(session, team.slug, QUESTION)


def test_the_same_input_gives_the_same_scores_whatever_keys_the_comments_carry(on_file, request):
    from consultation.storage.database import Database
    from consultation.storage.keys import KeyRing
    from tests.boxes import Box
    from tests.databases import on_sqlite

    outcomes = []
    other = Box(Database(on_sqlite(request)), KeyRing(request.getfixturevalue("tmp_path") / "others"))
    other.open()
    for box in (on_file, other):
        answered(box)
        agreed(box)
        with box.database.transaction() as session:
            for one in responses.corpus(session, box.slug, QUESTION):
                if one.text in {*WAITING[:9], *FOOD[:9], *OTHER[:4]}:
                    theme = {"ventetid": True} if "vent" in one.text else {"mat": True} if "Mat" in one.text else {}
                    judge(session, one.key, theme, outcome="coded" if theme else "none", by=KARI)
        made = run(box)
        found = suggested(box)
        said = sorted((one.text, [(of.theme, of.score, of.passage, of.words) for of in found[one.key]])
                      for one in corpus(box))  # fmt: skip
        outcomes.append((made.input_hash, made.parameters, said))
    other.database.close()
    assert outcomes[0] == outcomes[1]
    decide(on_file, Describe("mat", KARI, "klarere", definition="Frokost, middag og kvelds"))
    assert run(on_file).input_hash != outcomes[0][0], "other words were taught"
    with on_file.database.reading() as session:
        assert codebooks.current(session, on_file.slug, QUESTION).version == 3


def test_a_decision_that_is_taken_while_a_run_is_being_stored_waits_for_it_and_is_followed(team):
    run(team)
    proposal = proposed(team)
    decision = Merge("mat", ("ventetid",), KARI, "hører sammen")
    with ThreadPoolExecutor(1) as other:
        with team.database.transaction() as session:
            keep(session, proposal)
            decided = other.submit(decide, team, decision)
            wait([decided], timeout=0.5)
        decided.result(timeout=30)
    assert {one.theme for those in suggested(team).values() for one in those} == {"mat"}
