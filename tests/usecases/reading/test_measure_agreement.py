import json

import pytest
from sqlalchemy import delete, insert, select

from consultation.reporting.agreeing import AGREED, FIRST, MACHINE, SECOND, Agreements
from consultation.storage.reading import double_codings, measurements
from consultation.storage.tables import CampaignCopyRow, CommentRow, MachineCodingRow
from consultation.themes.book.codebook import Accept, Drop, NewTheme, Retire, Split
from consultation.themes.finding.candidates import CandidateTheme
from consultation.themes.trust.agreement import DoubleCoding, agreement
from consultation.usecases.reading import measure_agreement as measuring
from consultation.usecases.reading.adjudicate import adjudicate, differing, finish
from consultation.usecases.reading.confirm_coding import confirm_coding
from consultation.usecases.reading.measure_agreement import NothingToCompare, measure_agreement, outdated, propose
from tests.boxes import TODAY
from tests.reviewing.offices import QUESTION, SLUG
from tests.usecases.reading.doubling import (
    KARI,
    MONA,
    OLA,
    SAID,
    carelessly,
    doubled,
    doubled_here,
    plainly,
    said,
    silent,
)

__all__ = ["doubled", "doubled_here"]


def done(doubled, size=40, second=carelessly):
    doubled.draw(size)
    doubled.code(KARI, plainly)
    doubled.code(OLA, second)
    doubled.compare()
    with doubled.database.transaction() as session:
        for key in differing(session, double_codings.newest(session, SLUG, QUESTION)):
            adjudicate(session, SLUG, QUESTION, key, themes=["mat"], outcome="coded", why="mat", by=MONA, seen="")
        finish(session, SLUG, QUESTION)


def measured(doubled, seed=1):
    with doubled.database.transaction() as session:
        made = measure_agreement(session, SLUG, QUESTION, seed=seed, progress=silent, made_on=TODAY)
        assert measurements.latest(session, SLUG, QUESTION, "agreement") == made
    return made


def test_nothing_is_measured_before_both_have_coded(doubled):
    for _ in range(2):
        with doubled.database.transaction() as session, pytest.raises(NothingToCompare):
            measure_agreement(session, SLUG, QUESTION, seed=1, progress=silent, made_on=TODAY)
        if doubled.newest() is None:
            doubled.draw()


def test_the_numbers_are_those_of_the_two_coders(doubled_here):
    done(doubled_here)
    told = Agreements.from_json(measured(doubled_here).body)
    texts = list(doubled_here.drawn().values())
    people = DoubleCoding(
        {
            name: [frozenset(judge(text)[1]) for text in texts]
            for name, judge in ((FIRST, plainly), (SECOND, carelessly))
        },
        range(len(texts)),
    )
    right = agreement(people, (FIRST, SECOND), themes=("vente", "mat", "folk"), seed=1)
    shown = told.in_group("everybody", "everybody").of(FIRST, SECOND)
    assert shown.alpha.value == round(right.alpha.value, 3)
    assert (shown.micro.low, shown.micro.high) == (round(right.micro.low, 3), round(right.micro.high, 3))
    by_theme = {one.theme: one.f1 for one in shown.themes}
    assert by_theme["vente"].value == 1.0
    assert by_theme["mat"].value == 0.0


@pytest.fixture
def lessons(monkeypatch):
    """What the machine learns from."""
    from consultation.themes.coding.assign import ThemeAssigner

    taught, learn = [], ThemeAssigner.fit

    def watched(self, texts, *rest):
        taught.extend(texts)
        return learn(self, texts, *rest)

    monkeypatch.setattr(ThemeAssigner, "fit", watched)
    return taught


def read_outside(doubled, texts):
    """Read comments with these words, as if somebody had before the sample was drawn."""
    doubled.answer("patient", texts)
    with doubled.database.transaction() as session:
        for key in [key for key, text in doubled.texts().items() if text in texts]:
            confirm_coding(session, SLUG, QUESTION, key, themes=["folk"], outcome="coded", by=MONA)


def test_the_machine_learns_from_everything_read_but_the_sample(doubled_here, lessons):
    outside = [f"Avdelingen {letter} har altfor få ansatte om natten." for letter in "abc"]
    read_outside(doubled_here, outside)
    done(doubled_here)
    measured(doubled_here)
    assert sorted(lessons) == outside
    sample = doubled_here.newest()
    assert (sample.machine_run["seed"], sample.machine_run["taught_by"]) == (1, 3)
    with doubled_here.database.reading() as session:
        kept = session.scalars(select(MachineCodingRow.comment).where(MachineCodingRow.double_coding == sample.key))
        assert set(kept) == doubled_here.drawn().keys()


def test_the_machine_learns_from_no_copy_of_what_it_is_measured_on(doubled_here, lessons):
    letters = [f"Kjære direktorat, vi krever flere ansatte, hilsen {name}." for name in ("Ada", "Bo", "Cai")]
    read_outside(doubled_here, [*letters, "Noe helt annet om parkering."])
    done(doubled_here, 60)
    of = {text: key for key, text in doubled_here.texts().items()}
    inside, twin, *_ = sorted(doubled_here.drawn())
    with doubled_here.database.transaction() as session:
        copies = [{"comment": of[text], "campaign": 7} for text in letters[:2]]
        session.execute(insert(CampaignCopyRow), [*copies, {"comment": inside, "campaign": 7}])
        session.execute(insert(CampaignCopyRow), [{"comment": of[letters[2]], "campaign": 8}])
    read_outside(doubled_here, [f"  {doubled_here.texts()[twin].upper()} !!"])
    measured(doubled_here)
    assert sorted(lessons) == [letters[2], "Noe helt annet om parkering."]
    assert doubled_here.newest().machine_run["taught_by"] == 2


def test_each_number_says_on_how_many_comments_it_rests_in_fives(doubled_here):
    def unsure(text):
        return ("undecided", []) if "uker" in text and text < "Jeg ventet 2" else carelessly(text)

    done(doubled_here, 60, unsure)
    told = Agreements.from_json(measured(doubled_here).body).in_group("everybody", "everybody")
    judged = [text for text in doubled_here.drawn().values() if unsure(text)[0] != "undecided"]
    people, machine = told.of(FIRST, SECOND), told.of(AGREED, MACHINE)
    assert (people.comments, machine.comments, told.comments) == (len(judged) // 5 * 5, 60, 60)
    found = {one.theme: one.found for one in people.themes}
    waited = sum("uker" in text for text in judged)
    assert found == {"vente": waited // 5 * 5, "mat": 20, "folk": 20}
    settled_as_food = 20 + 60 - len(judged)
    assert {one.theme: one.found for one in machine.themes}["mat"] == settled_as_food // 5 * 5


def test_the_machine_is_compared_with_what_was_agreed_on_once_all_of_it_is(doubled_here):
    doubled_here.draw(40)
    doubled_here.code(KARI, plainly)
    doubled_here.code(OLA, carelessly)
    doubled_here.compare()
    early = Agreements.from_json(measured(doubled_here).body).in_group("everybody", "everybody")
    assert early.of(FIRST, MACHINE)
    assert early.of(AGREED, MACHINE) is None


def test_the_same_seed_gives_the_same_and_the_long_part_writes_nothing(doubled):
    done(doubled)
    with doubled.database.reading() as session:
        proposed = propose(session, SLUG, QUESTION, seed=1, progress=silent, made_on=TODAY)
        assert measurements.latest(session, SLUG, QUESTION, "agreement") is None
    first = measured(doubled)
    assert first == proposed.measurement
    assert (first.seed, first.codebook_version, first.parameters["drawn_with_version"]) == (1, 3, 3)


def test_small_groups_are_named_and_nothing_is_told_of_them(doubled_here):
    doubled_here.answer("leader", said(6))
    done(doubled_here, 65)
    told = Agreements.from_json(measured(doubled_here).body)
    assert ("role", "leader") in told.too_small
    assert told.in_group("role", "leader") is None
    assert told.in_group("role", "patient").comments % 5 == 0


def test_that_anybody_of_a_role_of_a_few_is_in_the_sample_is_in_no_byte(doubled_here):
    doubled_here.answer("leader", said(4))
    doubled_here.answer("patient", said(1))
    done(doubled_here, 65)  # all of them
    assert "leader" not in json.dumps(measured(doubled_here).body)


def test_a_role_that_the_report_does_not_tell_of_is_not_what_is_left_of_all_comments(doubled_here, monkeypatch):
    doubled_here.answer("leader", [SAID["mat"].format(f"l{at}") for at in range(3)] + [SAID["folk"].format("l")] * 2)
    dropped = next(text for text in sorted(doubled_here.texts().values()) if "Maten" in text)
    done(doubled_here, 65, lambda text: ("none", []) if text == dropped else plainly(text))

    def could_be(told):
        """How many may speak of food, for a reader who makes the rounded number exact with the F1 beside it."""
        (of_food,) = [one for one in told.in_group("everybody", "everybody").between[0].themes if one.theme == "mat"]
        possible = range(of_food.found, of_food.found + 5)
        return {
            all_ for all_ in possible for both in range(all_) if round(2 * both / (both + all_), 3) == of_food.f1.value
        }

    assert could_be(Agreements.from_json(measured(doubled_here).body)) == {
        20
    }  # what the report tells of the large roles
    monkeypatch.setattr(measuring, "in_sums", lambda roles, _: range(len(roles)))
    assert could_be(Agreements.from_json(measured(doubled_here).body)) == {23}  # three of five leaders


def test_a_theme_found_in_fewer_than_five_comments_is_withheld(doubled_here):
    doubled_here.draw(40)
    rare = [text for text in doubled_here.drawn().values() if "Maten" in text][:2]  # each may have been written twice
    for by in (KARI, OLA):
        doubled_here.code(by, lambda text: plainly(text) if "Maten" not in text or text in rare else ("none", []))
    doubled_here.compare()
    told = Agreements.from_json(measured(doubled_here).body).in_group("everybody", "everybody")
    kinds = {one.theme: (one.alpha.kind, one.f1.kind) for one in told.of(FIRST, SECOND).themes}
    assert kinds == {"mat": ("withheld", "withheld"), "vente": ("measured",) * 2, "folk": ("measured",) * 2}


def test_nothing_found_by_anybody_is_said_in_its_own_way(doubled_here):
    doubled_here.draw(20)
    for by in (KARI, OLA):
        doubled_here.code(by, lambda _text: ("none", []))
    doubled_here.compare()
    told = Agreements.from_json(measured(doubled_here).body).in_group("everybody", "everybody").of(FIRST, SECOND)
    assert told.alpha.kind in {"unsaid", "withheld"}


def test_themes_that_are_gone_or_out_of_use_are_told_apart_and_not_measured(doubled_here):
    done(doubled_here)
    doubled_here.review(Drop("folk", MONA, "for vidt"))
    doubled_here.review(Retire("vente", MONA, "ferdig"))
    told = Agreements.from_json(measured(doubled_here).body)
    assert (told.gone, told.retired) == (("folk",), ("vente",))
    assert {one.theme for one in told.groups[0].between[0].themes} == {"mat"}


def test_nobody_is_measured_by_a_theme_that_the_coders_were_not_asked_for(doubled_here):
    doubled_here.draw(40)
    doubled_here.review(Accept(CandidateTheme("Uker", ("uker på time",), 20, 0.3, ()), MONA, "ofte nevnt"))
    doubled_here.review(Split("folk", (NewTheme("Dag"), NewTheme("Kveld")), MONA, "to ting"))
    doubled_here.code(KARI, plainly)
    doubled_here.code(OLA, plainly)
    doubled_here.compare()
    told = Agreements.from_json(measured(doubled_here).body)
    people, machine = (
        told.in_group("everybody", "everybody").of(*pair) for pair in ((FIRST, SECOND), (AGREED, MACHINE))
    )
    assert {one.theme for one in machine.themes} == {"mat", "vente"}
    assert (told.gone, told.unasked) == (("folk",), ("dag", "kveld", "uker"))
    assert people.comments == 40  # those of the divided theme, too: what else they say was asked for


def test_a_measurement_holds_until_something_it_rests_on_has_changed(doubled_here):
    def told():
        with doubled_here.database.reading() as session:
            made = measurements.latest(session, SLUG, QUESTION, "agreement")
            return outdated(session, SLUG, QUESTION, made)

    done(doubled_here, 20)
    measured(doubled_here)
    assert told() == ""
    doubled_here.draw()  # the one before holds while the next is being coded
    assert told() == ""
    doubled_here.review(Retire("vente", MONA, "ferdig"))
    assert told() == "codebook"
    doubled_here.code(KARI, plainly)
    doubled_here.code(OLA, plainly)
    doubled_here.compare()
    assert told() == "new_sample"
    measured(doubled_here)
    with doubled_here.database.transaction() as session:
        finish(session, SLUG, QUESTION)
    assert told() == "settled_since"
    measured(doubled_here)
    gone = next(iter(doubled_here.drawn()))
    with doubled_here.database.transaction() as session:
        session.execute(delete(CommentRow).where(CommentRow.key == gone))
    assert told() == "withdrawn"
