"""A codebook never changes: decisions make versions, and each tells who and why."""

import json

import pytest

from consultation.themes.book.acts_as_json import decision_as_json, decision_from_json
from consultation.themes.book.codebook import (
    Accept,
    CannotDecide,
    Codebook,
    Confirmed,
    Drop,
    DropCandidate,
    Merge,
    MergeCandidate,
    NewTheme,
    Rename,
    Split,
    Suggested,
    TakeUpCandidate,
    Theme,
)
from consultation.themes.finding.candidates import CandidateTheme, Example
from consultation.themes.reading.corpus import Comment, Corpus
from consultation.themes.reading.passages import Passage


def candidate(name="Ventetid · utredning"):
    return CandidateTheme(name, ("ventetid", "utredning"), 12, 0.24, (Example(3, Passage(0, 9)),))


@pytest.fixture
def codebook():
    book = Codebook().decide(Accept(candidate(), by="Kari", why="Mange skriver om det"))
    return book.decide(Accept(candidate("Informasjon"), by="Kari")).decide(Accept(candidate("Mat"), by="Ola"))


def test_accepting_a_candidate_makes_a_theme_that_remembers_its_words(codebook):
    first = codebook.themes[0]
    assert (first.id, first.name, first.includes) == (
        "ventetid-utredning",
        "Ventetid · utredning",
        ("ventetid", "utredning"),
    )
    assert "utredning" in codebook.descriptions()[first.id]


def test_a_decision_makes_a_new_version_and_leaves_the_old_as_it_was(codebook):
    later = codebook.decide(Rename("mat", "Måltider", by="Ola", why="Klarere"))
    assert (codebook.version, later.version) == (3, 4)
    assert codebook.theme("mat").name == "Mat"
    assert later.theme("mat").name == "Måltider"
    assert later.decision == Rename("mat", "Måltider", by="Ola", why="Klarere")


def test_a_merge_keeps_one_id_and_moves_the_codings_of_the_others(codebook):
    decision = Merge("informasjon", ("mat",), by="Kari", name="Alt annet")
    later = codebook.decide(decision)
    assert [theme.id for theme in later.themes] == ["ventetid-utredning", "informasjon"]
    assert later.theme("informasjon").name == "Alt annet"
    assert decision.moves() == {"mat": "informasjon"}


def test_a_candidate_merged_into_a_theme_gives_it_its_words_and_nothing_else_changes(codebook):
    later = codebook.decide(MergeCandidate(candidate("Kald mat"), "mat", by="Ola"))
    assert [theme.id for theme in later.themes] == [theme.id for theme in codebook.themes]
    assert later.theme("mat").includes == ("ventetid", "utredning")
    assert later.theme("mat").name == "Mat"


def test_a_dropped_candidate_leaves_every_theme_as_it_is_and_the_decision_in_the_history(codebook):
    later = codebook.decide(DropCandidate(candidate("Ingenting"), by="Ola", why="Ikke noe tema"))
    assert later.themes == codebook.themes
    assert (later.version, later.decision.why) == (codebook.version + 1, "Ikke noe tema")


def test_a_split_puts_the_parts_in_the_place_of_the_whole_and_asks_for_reading_again(codebook):
    decision = Split("informasjon", (NewTheme("Før"), NewTheme("Etter", "Ved utskriving")), by="Kari", why="To ting")
    later = codebook.decide(decision)
    assert [theme.id for theme in later.themes] == ["ventetid-utredning", "for", "etter", "mat"]
    assert decision.moves() == {"informasjon": None}


def test_the_id_of_a_dropped_theme_never_comes_to_mean_something_else(codebook):
    later = codebook.decide(Drop("mat", by="Ola", why="Ett innspill")).decide(Accept(candidate("Mat"), by="Ola"))
    assert later.themes[-1].id == "mat-2"


@pytest.mark.parametrize(
    ("decision", "code"),
    [
        (Drop("finnes-ikke", by="Ola"), "unknown_theme"),
        (Rename("mat", "  ", by="Ola"), "name_is_empty"),
        (Rename("mat", "INFORMASJON", by="Ola"), "name_is_taken"),
        (Accept(candidate("mat"), by="Ola"), "name_is_taken"),
        (Merge("mat", (), by="Ola"), "merge_needs_other_themes"),
        (Merge("mat", ("mat",), by="Ola"), "merge_needs_other_themes"),
        (Split("mat", (NewTheme("Frokost"),), by="Ola"), "split_needs_two_parts"),
        (Drop("mat", by=" "), "nobody_decides"),
        (MergeCandidate(candidate(), "finnes-ikke", by="Ola"), "unknown_theme"),
    ],
)
def test_a_decision_that_does_not_fit_is_refused_and_says_how(codebook, decision, code):
    with pytest.raises(CannotDecide) as refused:
        codebook.decide(decision)
    assert refused.value.code == code


def test_every_version_and_decision_survives_the_way_through_json(codebook):
    decisions = [
        Rename("mat", "Måltider", by="Ola", why="Klarere", definition="Frokost og middag"),
        Split(
            "mat", (NewTheme("Frokost", "Tidlig", ("brød",), ("kaffe",), ("Godt brød",)), NewTheme("Middag")), by="Ola"
        ),
        Merge("frokost", ("middag",), by="Kari", why="Likevel ett", name="Mat", definition="Alt som spises"),
        Accept(candidate("Parkering"), "Kari", "Sjeldent, men viktig", "Vei", "Reisen", ("buss",), ("Langt å gå",)),
        DropCandidate(candidate("Ingenting"), by="Ola", why="Ikke noe tema"),
        TakeUpCandidate(candidate("Ingenting"), by="Kari", why="Likevel"),
        MergeCandidate(candidate("Ingenting"), "frokost", by="Kari", why="Samme sak"),
        Drop("frokost", by="Kari"),
    ]
    for decision in decisions:
        codebook = codebook.decide(decision)
        assert Codebook.from_json(json.loads(json.dumps(codebook.as_json()))) == codebook
        assert decision_from_json(json.loads(json.dumps(decision_as_json(decision)))) == decision


@pytest.mark.parametrize("body", [{}, {"version": "1"}, {"version": 1, "themes": [{}], "decision": None, "used": []}])
def test_anything_else_than_a_codebook_is_refused(body):
    with pytest.raises(ValueError, match="This is not"):
        Codebook.from_json(body)


def test_a_machines_proposal_is_never_equal_to_a_persons_decision():
    assert Suggested("mat", 1.0, "run", Passage(0, 1)) != Confirmed("mat", "Kari")
    assert not issubclass(Suggested, Confirmed)
    assert not issubclass(Confirmed, Suggested)


def test_excluded_words_do_not_teach_the_machine():
    assert "parkering" not in Theme("mat", "Mat", excludes=("parkering",)).description()


def test_a_corpus_has_the_order_of_its_random_keys_whatever_order_comments_come_in():
    comments = [Comment(b"b", "patient", "to"), Comment(b"a", "leader", "en")]
    assert Corpus.of(comments) == Corpus.of(reversed(comments))
    assert Corpus.of(comments).texts == ("en", "to")
    assert Corpus.of(comments).in_role("patient").keys == (b"b",)
    with pytest.raises(ValueError, match="same key"):
        Corpus.of([comments[0], comments[0]])
