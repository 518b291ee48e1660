"""Every sentence of the report exists in bokmål and nynorsk, with its values, and says which language it is in."""

import ast
import re
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

from consultation.reporting.catalogue import TRANSLATIONS, Catalogue
from consultation.reporting.telling import CHANNELS, LANGUAGES

REPORTING = Path(__file__).parents[2] / "consultation" / "reporting"
VALUES = re.compile(r"%\(\w+\)s")


def _said():
    nodes = (node for path in REPORTING.rglob("*.py") for node in ast.walk(ast.parse(path.read_text("utf-8"))))
    calls = (node for node in nodes if isinstance(node, ast.Call) and ast.unparse(node.func) in {"say", "words.say"})
    sentences = {call.args[0].value for call in calls if isinstance(call.args[0], ast.Constant)}
    return sentences | {*CHANNELS.values(), *LANGUAGES.values()}


def _written(language):
    with (TRANSLATIONS / language / "LC_MESSAGES" / "report.po").open("rb") as source:
        return {message.id: message for message in read_po(source) if message.id}


@pytest.mark.parametrize("language", ["nb", "nn"])
def test_both_norwegian_languages_have_every_sentence_and_no_other(language):
    written = _written(language)
    assert {text for text, message in written.items() if message.string and not message.fuzzy} == _said()


@pytest.mark.parametrize("language", ["nb", "nn", "se"])
def test_a_translation_has_the_values_of_its_sentence(language):
    for text, message in _written(language).items():
        assert sorted(VALUES.findall(message.string)) == sorted(VALUES.findall(text)), text


@pytest.mark.parametrize(
    ("language", "text", "said_in"),
    [("nb", "ikke vist", "nb"), ("nn", "ikkje vist", "nn"), ("se", "ii čájehuvvo", "se"), ("en", "not shown", "en")],
)
def test_a_sentence_says_its_language(language, text, said_in):
    said = Catalogue(language).say("not shown")
    assert (said.text, said.language) == (text, said_in)


def test_what_northern_sami_lacks_is_told_in_bokmal_and_marked_so():
    assert Catalogue("se").say("Who asked").language == "nb"


def test_an_unknown_language_reads_english():
    assert Catalogue("fi").say("not shown").language == "en"
