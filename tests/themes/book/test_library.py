"""The ready codebooks can be started from: whole, alike in every language, and free of mistakes; a broken file says all."""

import pytest

from consultation.themes.book.choosing import adopted
from consultation.themes.book.codebook import Adopt, Codebook
from consultation.themes.book.library import (
    LANGUAGES,
    read_codebook,
    read_facets,
    ready_codebook,
    ready_codebooks,
    ready_facets,
)
from consultation.themes.book.mistakes import Mistakes
from consultation.themes.book.theme import in_order
from consultation.themes.finding.harm import harms

THE_THEME_IT_IS_ABOUT = {"nb": "temaet det gjelder", "nn": "temaet det gjeld", "en": "the theme it is about"}
EVERY = [(name, language) for name in ready_codebooks() for language in LANGUAGES]


@pytest.mark.parametrize(("name", "language"), EVERY)
def test_a_ready_codebook_is_whole(name, language):
    themes = ready_codebook(name, language).themes
    assert 20 <= len(themes) <= 30
    for theme in themes:
        assert theme.definition.endswith(".")
        assert theme.includes
        assert theme.excludes
        assert len(theme.examples) >= 2
    examples = [example for theme in themes for example in theme.examples]
    assert len(set(examples)) == len(examples)


@pytest.mark.parametrize(("name", "language"), EVERY)
def test_what_is_excluded_says_where_it_belongs_instead(name, language):
    themes = ready_codebook(name, language).themes
    names = {theme.name for theme in themes} | {THE_THEME_IT_IS_ABOUT[language]}
    assert [words for theme in themes for words in theme.excludes if words.rpartition(": ")[2] not in names] == []


@pytest.mark.parametrize("name", ready_codebooks())
def test_the_languages_have_the_same_themes_in_the_same_order(name):
    trees = [[(theme.id, theme.parent) for theme in ready_codebook(name, one).themes] for one in LANGUAGES]
    assert trees[0] == trees[1] == trees[2]
    assert any(depth for _, depth in in_order(ready_codebook(name, "nb").themes))


def test_the_facets_are_the_steps_of_the_pathway_and_polarity_in_every_language():
    found = [
        [(facet.id, tuple(value.id for value in facet.values)) for facet in ready_facets(one)] for one in LANGUAGES
    ]
    assert found[0] == found[1] == found[2]
    assert [len(values) for _, values in found[0]] == [6, 4]


@pytest.mark.parametrize(("name", "language"), EVERY)
def test_a_ready_codebook_is_adopted_as_one_decision_with_a_sign_for_each_theme(name, language):
    ready = ready_codebook(name, language)
    book = Codebook().decide(Adopt(adopted(ready.themes), ready.title, "Kari"))
    assert [theme.id for theme in book.themes] == [theme.id for theme in ready.themes]
    assert len({theme.sign for theme in book.themes}) == len(book.themes)
    assert max(len(theme.sign) for theme in book.themes) <= 3


def test_nynorsk_is_nynorsk_and_bokmaal_is_bokmaal():
    def words(language):
        themes = ready_codebook("patient_experience", language).themes
        texts = [
            text
            for theme in themes
            for text in (theme.name, theme.definition, *theme.includes, *theme.excludes, *theme.examples)
        ]
        facets = [
            text
            for facet in ready_facets(language)
            for one in (facet, *facet.values)
            for text in (one.name, one.definition)
        ]
        return set(" ".join(texts + facets).casefold().replace(",", " ").replace(".", " ").split())

    assert not words("nn") & {
        "ikke",
        "jeg",
        "hvordan",
        "hva",
        "hvem",
        "noen",
        "noe",
        "fra",
        "hjem",
        "ble",
        "mer",
        "være",
        "dårlig",
        "en",
        "et",
        "henvisning",
        "de",
    } - {"de"}
    assert not words("nb") & {
        "ikkje",
        "eg",
        "korleis",
        "kva",
        "kven",
        "nokon",
        "noko",
        "frå",
        "heim",
        "vart",
        "meir",
        "vere",
        "dårleg",
        "ein",
        "eit",
    }


def test_no_example_names_a_danger_that_must_be_raised_without_being_about_safety():
    for language in LANGUAGES:
        raised = {
            theme.id
            for theme in ready_codebook("patient_experience", language).themes
            for text in theme.examples
            if harms(text)
        }
        assert raised <= {"sikkerhet"}


def test_every_mistake_of_a_file_is_told_with_the_line_of_its_theme():
    text = """title = "T"
farge = "rød"
[[themes]]
id = "a"
name = "A"
definition = "D."
examples = ["x", "y"]

[[themes]]
id = "a"
name = 3
includes = "nei"
parent = "borte"
[[themes]]
name = "B"
ukjent = 1
"""
    with pytest.raises(Mistakes) as refused:
        read_codebook(text)
    assert [(one.line, one.code) for one in refused.value.mistakes] == [
        (1, "key_is_unknown"),
        (9, "definition_is_missing"), (9, "examples_are_too_few"), (9, "id_stands_twice"), (9, "is_no_list_of_texts"), (9, "is_no_text"),
        (9, "name_is_missing"), (9, "parent_is_unknown"),
        (14, "definition_is_missing"), (14, "examples_are_too_few"), (14, "id_is_missing"), (14, "key_is_unknown"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("= 1", "is_no_toml"),
        ("", "key_is_missing"),
        ('title = "T"\nthemes = 3', "is_no_list_of_tables"),
        ('title = "T"\nthemes = []', "no_theme"),
    ],
)
def test_a_file_that_is_no_codebook_is_refused(text, code):
    with pytest.raises(Mistakes, match=code):
        read_codebook(text)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "key_is_missing"),
        ('[[facets]]\nid = "a"\nname = "A"\ndefinition = "D"', "values_are_too_few_or_equal"),
        ('[[facets]]\nid = "a"\nname = "A"\nmer = 1', "key_is_unknown"),
        ("facets = 3", "is_no_list_of_tables"),
    ],
)
def test_facets_that_are_not_whole_are_refused(text, code):
    with pytest.raises(Mistakes, match=code):
        read_facets(text)


@pytest.mark.parametrize(
    ("name", "language"), [("nei", "nb"), ("patient_experience", "se"), ("../library", "nb"), ("facets", "nb")]
)
def test_what_is_not_there_is_refused(name, language):
    with pytest.raises(ValueError, match="There is no ready codebook"):
        ready_codebook(name, language)
