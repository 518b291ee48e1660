"""A poster says who may answer, until when and where, in one language or in two."""

from dataclasses import replace

import pytest

from consultation.paper.poster import lay_out
from tests.paper.printing import HERE, PAPERS, consultation, in_library, poster, squeezed, words_of


@pytest.mark.parametrize("paper", PAPERS)
@pytest.mark.parametrize("language", ["nb", "nn", "se", "en"])
def test_everything_that_matters_stands_on_it(paper, language):
    for found in in_library():
        drawn = words_of(poster(found, language, paper=paper))
        asked = found.questionnaire
        for text in (asked.title, asked.asker, *(role.name for role in asked.roles)):
            assert squeezed(text.in_(language).text) in drawn
        assert "innspill.example.no/hjelp" in drawn
        assert "2026" in drawn


def test_the_code_leads_to_the_page_in_the_posters_language():
    assert "https://innspill.example.no/nn/hjelp/" in lay_out(consultation(), ["nn"], HERE).alternative.text


def test_where_two_languages_share_it_the_code_lets_the_reader_choose():
    both = lay_out(consultation(title="Lik"), ["nb", "nn"], HERE)
    assert both.alternative.text.endswith("https://innspill.example.no/hjelp")
    assert [one.text for one in both.anonymous] == [
        "Du svarer anonymt og uten å logge inn.",
        "Du svarer anonymt og utan å logge inn.",
    ]


def test_what_two_languages_say_alike_stands_once():
    both = lay_out(in_library()[1], ["nb", "nn"], HERE)
    assert len(both.titles) == 1
    assert len(both.scan) == 1
    assert len(both.invitations) == 2


def test_a_consultation_without_a_last_day_promises_none():
    endless = replace(consultation(), closes_on=None)
    assert lay_out(endless, ["nb"], HERE).last_day == ()
    assert poster(endless, "nb").startswith(b"%PDF")
