"""Every sentence is found, and every span gives back exactly what was written."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consultation.themes.reading.passages import Passage, passages


def sentences(text: str) -> list[str]:
    return [passage.of(text) for passage in passages(text)]


def test_sentences_end_at_marks_and_at_new_lines():
    text = "Jeg ventet lenge. Ingen ringte!  Hvorfor?\n- bedre informasjon\n- kortere ventetid"
    assert sentences(text) == [
        "Jeg ventet lenge.",
        "Ingen ringte!",
        "Hvorfor?",
        "- bedre informasjon",
        "- kortere ventetid",
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Eg har bl.a. vore på Haukeland.",
        "De burde f.eks. ringe dagen før.",
        "Jeg snakket med dr. Hansen om det.",
        "Timen var kl. 12 og jeg kom inn ca. 14.",
        "Han ligger på St. Olavs hospital.",
        "Den 3. mai fikk jeg brev om det.",
        "Møtet med A. Hansen gikk fint.",
        "Jeg fikk brosjyrer osv. før jeg dro.",
        "Se helsenorge.no for tider.",
        "Jeg ventet i 2.5 år.",
    ],
)
def test_an_abbreviation_does_not_end_a_sentence(text):
    assert sentences(text) == [text]


def test_an_abbreviation_that_often_stands_last_ends_a_sentence_before_a_capital():
    assert sentences("De mangler senger, stoler osv. Jeg lå på gangen.") == [
        "De mangler senger, stoler osv.",
        "Jeg lå på gangen.",
    ]


def test_sentences_without_a_space_between_them_are_two():
    assert sentences("Ingen så til sønnen min.Jeg måtte vente.") == ["Ingen så til sønnen min.", "Jeg måtte vente."]


def test_small_letters_after_a_full_stop_begin_a_sentence():
    assert sentences("bra mat. snille folk") == ["bra mat.", "snille folk"]


def test_stray_marks_belong_to_the_sentence_before_them():
    assert sentences("Takk! :-) \n ...") == ["Takk! :-) \n ..."]


def test_a_text_without_anything_has_no_passages():
    assert passages("") == ()
    assert passages(" \n\t ") == ()


def test_a_passage_outside_the_text_is_refused_and_not_shortened():
    with pytest.raises(ValueError, match="does not lie"):
        Passage(2, 9).of("kort")


@given(st.text(alphabet=st.sampled_from("aeÅb.!?\n )»1 😀\u0301dr"), max_size=60) | st.text(max_size=80))
def test_every_offset_resolves_and_nothing_but_white_space_is_left_out(text):
    found = passages(text)
    assert list(found) == sorted(found)
    assert all(one.stop <= other.start for one, other in itertools.pairwise(found))
    assert all(one.of(text) and one.of(text) == one.of(text).strip() for one in found)
    left = "".join(text[i] for i in range(len(text)) if not any(one.start <= i < one.stop for one in found))
    assert not left.strip()
