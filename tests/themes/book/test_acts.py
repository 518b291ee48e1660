"""Themes are moved, described, retired and adopted by decisions; what was written before any of this stays readable."""

import json

import pytest

from consultation.themes.book.codebook import (
    Adopt,
    AdoptedTheme,
    CannotDecide,
    Codebook,
    Describe,
    Drop,
    Merge,
    Move,
    NewTheme,
    Rename,
    Retire,
    Revive,
    SignOff,
    Split,
    Theme,
    decision_as_json,
    decision_from_json,
)
from consultation.themes.book.theme import POINTS_AT_A_COMMENT, in_order, new_sign, within

OLD = {  # as an earlier version wrote it
    "version": 2,
    "themes": [
        {"id": "mat", "name": "Mat", "definition": "", "includes": ["brød"], "excludes": [], "examples": []},
        {"id": "mott", "name": "Møtt med respekt", "definition": "", "includes": [], "excludes": [], "examples": []},
    ],
    "decision": {"kind": "drop", "by": "Kari", "why": "", "theme": "vei"},
    "used": ["mat", "mott", "vei"],
}  # fmt: skip


def tree(book):
    return [f"{'-' * depth}{theme.id}" for theme, depth in in_order(book.themes)]


@pytest.fixture
def book():
    return Codebook(themes=tuple(Theme(one, one.capitalize()) for one in ("tid", "mat", "info", "svar", "ro")))


@pytest.fixture
def nested(book):
    return book.decide(Move("svar", "info", "Kari")).decide(Move("ro", "svar", "Kari"))


def test_a_codebook_from_before_signs_and_parents_is_read_and_gets_signs(book):
    read = Codebook.from_json(OLD)
    assert [(theme.parent, theme.sign, theme.retired) for theme in read.themes] == [
        (None, "MA", False),
        (None, "MM", False),
    ]
    assert Codebook.from_json(json.loads(json.dumps(read.as_json()))) == read
    assert Codebook.from_json(OLD) == read


def test_a_theme_moves_with_all_that_lies_below_it(nested):
    assert tree(nested) == ["tid", "mat", "info", "-svar", "--ro"]
    assert tree(nested.decide(Move("svar", "tid", "Ola"))) == ["tid", "-svar", "--ro", "mat", "info"]
    assert within(nested.themes, "info") == {"info", "svar", "ro"}


def test_a_theme_is_put_before_a_sibling_or_last(book):
    assert tree(book.decide(Move("ro", None, "Ola", before="tid")))[:2] == ["ro", "tid"]
    assert tree(book.decide(Move("tid", None, "Ola")))[-1] == "tid"


@pytest.mark.parametrize(
    ("decision", "code"),
    [
        (Move("info", "ro", "Ola"), "parent_lies_below"),
        (Move("info", "info", "Ola"), "parent_lies_below"),
        (Move("info", "nei", "Ola"), "unknown_theme"),
        (Move("nei", None, "Ola"), "unknown_theme"),
        (Move("tid", None, "Ola", before="svar"), "is_no_sibling"),
        (Move("tid", None, "Ola", before="tid"), "is_no_sibling"),
        (Revive("tid", "Ola"), "is_not_retired"),
        (Retire("nei", "Ola"), "unknown_theme"),
        (Retire("tid", " "), "nobody_decides"),
        (Adopt((), "fil", "Ola"), "nothing_to_adopt"),
        (Adopt((AdoptedTheme("a", NewTheme("Mat")),), "fil", "Ola"), "name_is_taken"),
        (Adopt((AdoptedTheme("a", NewTheme("A")), AdoptedTheme("a", NewTheme("B"))), "fil", "Ola"), "id_stands_twice"),
        (Adopt((AdoptedTheme("a", NewTheme("A"), parent="b"),), "fil", "Ola"), "unknown_theme"),
        (Adopt((AdoptedTheme("a", NewTheme("A"), "b"), AdoptedTheme("b", NewTheme("B"), "a")), "fil", "Ola"), "parent_lies_below"),
    ],
)  # fmt: skip
def test_an_act_that_does_not_fit_is_refused_and_says_how(nested, decision, code):
    with pytest.raises(CannotDecide) as refused:
        nested.decide(decision)
    assert refused.value.code == code


def test_a_retired_theme_keeps_all_it_has_and_is_no_longer_suggested(book):
    retired = book.decide(Retire("mat", "Kari", "Ingen skriver om det"))
    assert retired.theme("mat").retired
    assert "mat" not in retired.suggestible()
    assert "mat" not in retired.descriptions()
    assert retired.decision.moves() == {}
    assert [theme.id for theme in retired.themes] == [theme.id for theme in book.themes]
    assert retired.decide(Revive("mat", "Kari")).themes == book.themes
    with pytest.raises(CannotDecide, match="is_retired_already"):
        retired.decide(Merge("mat", ("tid",), "Ola"))


@pytest.mark.parametrize(
    ("decision", "after"),
    [
        (Drop("svar", "Ola"), ["tid", "mat", "info", "-ro"]),
        (Drop("info", "Ola"), ["tid", "mat", "svar", "-ro"]),
        (Merge("tid", ("svar",), "Ola"), ["tid", "-ro", "mat", "info"]),
        (Merge("ro", ("info", "svar"), "Ola"), ["tid", "mat", "ro"]),
        (Split("svar", (NewTheme("Ja"), NewTheme("Nei")), "Ola"), ["tid", "mat", "info", "-ja", "-nei", "-ro"]),
    ],
)
def test_what_lay_below_a_theme_that_is_gone_still_lies_somewhere(nested, decision, after):
    later = nested.decide(decision)
    assert sorted(tree(later)) == sorted(after)
    assert len(in_order(later.themes)) == len(later.themes)


def test_a_description_is_written_anew_and_the_rest_stays(book):
    described = book.decide(Describe("mat", "Kari", definition="Det som serveres", examples=("Kald suppe",)))
    again = described.decide(Describe("mat", "Kari", includes=("brød",)))
    assert again.theme("mat") == Theme(
        "mat", "Mat", "Det som serveres", ("brød",), (), ("Kald suppe",), sign=book.theme("mat").sign
    )


def test_themes_from_elsewhere_come_in_with_their_tree_and_ids_and_signs_of_their_own(book):
    parts = (
        AdoptedTheme("mat", NewTheme("Måltider"), sign="TI"),
        AdoptedTheme("kaffe", NewTheme("Kaffe"), "mat", "KF"),
    )
    later = book.decide(Adopt(parts, "mat.csv", "Kari"))
    assert tree(later)[-2:] == ["mat-2", "-kaffe"]
    assert later.theme("kaffe").sign == "KF"
    assert len({theme.sign for theme in later.themes}) == len(later.themes)
    assert later.theme("tid").sign == book.theme("tid").sign


def test_a_sign_lasts_and_never_comes_to_mean_something_else(book):
    sign = book.theme("mat").sign
    assert book.decide(Rename("mat", "Noe helt annet", "Ola")).theme("mat").sign == sign
    dropped = book.decide(Drop("mat", "Ola"))
    later = dropped.decide(
        Adopt((AdoptedTheme("m", NewTheme("Mat")), AdoptedTheme("n", NewTheme("Ny"), sign=sign)), "fil", "Ola")
    )
    assert sign not in {theme.sign for theme in later.themes}


@pytest.mark.parametrize(
    ("name", "used", "sign"),
    [("Ventetid på utredning", (), "VP"), ("Ventetid", ("VE",), "VN"), ("Åpenhet", (), "ÅP"), ("ro", ("RO",), "R2"), ("???", (), "T2"), ("å", ("Å2",), "Å3")],
)  # fmt: skip
def test_a_sign_is_made_of_the_name(name, used, sign):
    assert new_sign(name, used) == sign


def test_every_new_act_survives_the_way_through_json(book):
    acts = [
        Move("ro", "mat", "Ola", "Hører til"), Move("mat", None, "Ola", before="tid"), Retire("info", "Ola"), Revive("info", "Ola"),
        Describe("tid", "Kari", "Klarere", "Ny", (), ("x",), None),
        Adopt((AdoptedTheme("a", NewTheme("A", "B", ("c",), ("d",), ("e",)), sign="Q7"), AdoptedTheme("f", NewTheme("F"), "a")), "fil", "Ola", "Start"),
    ]  # fmt: skip
    for act in acts:
        book = book.decide(act)
        assert decision_from_json(json.loads(json.dumps(decision_as_json(act)))) == act
        assert Codebook.from_json(json.loads(json.dumps(book.as_json()))) == book


def test_words_are_kept_without_the_blanks_around_them_and_names_by_their_letters(book):
    worded = book.decide(Describe("tid", "Ola", "", "  =SUM(A1)\n", (" kø", "", " "), ("\t=x",), ("ja ",))).theme("tid")
    assert (worded.definition, worded.includes, worded.excludes, worded.examples) == (
        "=SUM(A1)", ("kø",), ("=x",), ("ja",),
    )  # fmt: skip
    unseen = book.decide(Describe("tid", "Ola", "", "a\x00\ud800b", ("\x1f", "c\ufffe"))).theme("tid")
    assert (unseen.definition, unseen.includes) == ("ab", ("c",))
    assert book.decide(Rename("tid", "Ven\x00ting", "Ola")).theme("tid").name == "Venting"
    with pytest.raises(CannotDecide, match="name_is_empty"):
        book.decide(Rename("tid", "\x00 ", "Ola"))
    forged = f" {POINTS_AT_A_COMMENT}ab12:0-4"
    assert book.decide(Describe("tid", "Ola", "", examples=(forged, "x"))).theme("tid").examples == ("x",)
    brought = Adopt(
        (AdoptedTheme("y", NewTheme("Y", examples=(forged, forged.strip(), "\x00" + forged.strip()))),), "fil", "Ola"
    )
    assert book.decide(brought).theme("y").examples == ()
    renamed = book.decide(Rename("mat", "Pa\u030a vei", "Ola"))
    assert renamed.theme("mat").name == "P\u00e5 vei"
    with pytest.raises(CannotDecide, match="name_is_taken"):
        renamed.decide(Rename("tid", "P\u00e5 vei", "Ola"))


def test_a_sign_off_is_a_version_of_its_own_and_every_decision_stays_possible(book):
    signed = book.decide(SignOff("Kari", "alle fire har lest"))
    assert signed.themes == book.themes
    assert signed.version == book.version + 1
    assert decision_from_json(json.loads(json.dumps(decision_as_json(signed.decision)))) == signed.decision
    assert Codebook.from_json(json.loads(json.dumps(signed.as_json()))) == signed
    later = signed.decide(Rename("tid", "Ventetid", "Ola"))
    assert later.decide(SignOff("Ola")).version == later.version + 1


def test_an_empty_codebook_and_one_that_has_not_changed_are_not_signed_off(book):
    with pytest.raises(CannotDecide, match="nothing_to_sign_off"):
        Codebook().decide(SignOff("Kari"))
    with pytest.raises(CannotDecide, match="is_signed_off_already"):
        book.decide(SignOff("Kari")).decide(SignOff("Ola"))


def test_an_adopted_theme_that_was_retired_stays_so(book):
    retired = AdoptedTheme("kaffe", NewTheme("Kaffe"), retired=True)
    taken = book.decide(Adopt((retired,), "en fil", "Kari"))
    assert taken.theme("kaffe").retired
    assert decision_from_json(json.loads(json.dumps(decision_as_json(taken.decision)))) == taken.decision
