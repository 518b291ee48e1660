from pathlib import Path

import pytest
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

ROOT = Path(__file__).parents[2]
SOURCES = (
    ("templates/reviewing", [("**.html", "jinja2")]),
    ("consultation/reviewing", [("**.py", "python")]),
)
JINJA = {"**.html": {"silent": "false", "newstyle_gettext": "true"}}


def said_in_the_pages() -> set[str]:
    return {
        message[0] if isinstance(message, tuple) else message
        for folder, methods in SOURCES
        for _, _, message, _, _ in extract_from_dir(ROOT / folder, method_map=methods, options_map=JINJA)
    }


@pytest.mark.parametrize("language", ["nb", "nn"])
def test_every_text_of_the_staff_pages_is_there_in(language):
    with (ROOT / f"consultation/translations/{language}/LC_MESSAGES/reviewing.po").open("rb") as file:
        catalogue = read_po(file, locale=language)
    whole = {message.id[0] if message.pluralizable else message.id for message in catalogue if all_of(message)}
    said = said_in_the_pages()
    assert len(said) > 100
    assert said - whole == set()
    assert whole - said == set()


def all_of(message) -> bool:
    strings = message.string if message.pluralizable else (message.string,)
    return bool(message.id) and all(strings)


def test_bokmaal_and_nynorsk_are_two_languages():
    with (ROOT / "consultation/translations/nb/LC_MESSAGES/reviewing.po").open("rb") as file:
        nb = {str(message.id): message.string for message in read_po(file)}
    with (ROOT / "consultation/translations/nn/LC_MESSAGES/reviewing.po").open("rb") as file:
        nn = {str(message.id): message.string for message in read_po(file)}
    same = [text for text in nb if nb[text] == nn[text]]
    assert len(same) < len(nb) / 3
