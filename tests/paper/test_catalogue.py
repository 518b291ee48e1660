"""What paper says, it says in bokmål and in nynorsk, and in Northern Sámi only what is among its sentences."""

from pathlib import Path

import pytest
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

ROOT = Path(__file__).parents[2]


def said():
    keywords = {"say": None, "said": None}
    found = extract_from_dir(ROOT / "consultation" / "paper", method_map=[("**.py", "python")], keywords=keywords)
    return {message for _, _, message, _, _ in found}


def catalogue(language):
    with (ROOT / f"consultation/translations/{language}/LC_MESSAGES/paper.po").open("rb") as file:
        return {str(message.id): str(message.string) for message in read_po(file, locale=None) if message.id}


@pytest.mark.parametrize("language", ["nb", "nn"])
def test_every_sentence_is_there_and_none_too_many_in(language):
    assert len(said()) > 40
    assert set(catalogue(language)) == said()
    assert all(catalogue(language).values())


def test_northern_sami_says_nothing_that_is_not_asked_for():
    assert set(catalogue("se")) <= said()


def test_bokmaal_and_nynorsk_are_two_languages():
    nb, nn = catalogue("nb"), catalogue("nn")
    assert sum(nb[message] == nn[message] for message in nb) < len(nb) / 3
