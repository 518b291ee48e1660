"""Examples are typical, of several roles where there are several, and none says again what another said."""

import numpy as np
import pytest

from consultation.themes.finding.discover import ThemeDiscoverer
from consultation.themes.finding.examples import EXAMPLES, LOOKED_AT, plain_name, typical

TERMS = ("ventetid", "måned")
MANY_WORDS = [f"{first}{second}" for first in ("hånd", "rygg", "kne", "fot") for second in range(20)]
TEXTS = [
    "Ventetiden var altfor lang for meg.",
    "Ventetiden er altfor lang for meg!",
    "Maten var god. Jeg ventet i ni måneder på utredning.",
    "Ventetid på ti måneder gjorde mor redd.",
    "Kort.",
    "Vi vet aldri hvor lang ventetiden blir for pasientene.",
]


def shown(texts=TEXTS, distances=None, roles=(), terms=TERMS):
    distances = np.linspace(0, 0.2, len(texts)) if distances is None else np.array(distances)
    return typical(texts, np.arange(len(texts)), distances, terms, roles=roles)


def test_no_example_says_again_what_another_said():
    chosen = {one.comment for one in shown()}
    assert len(chosen & {0, 1}) == 1


def test_the_passage_is_the_sentence_that_speaks_of_the_candidate():
    passage = next(one.passage for one in shown() if one.comment == 2)
    assert passage.of(TEXTS[2]) == "Jeg ventet i ni måneder på utredning."


def test_what_says_little_comes_last():
    assert shown()[-1].comment == 4


def test_a_role_that_few_have_is_shown_where_it_speaks_of_the_candidate():
    texts = [f"Ventetiden på {word} var lang for meg" for word in MANY_WORDS] + ["Ventetiden tærer på oss pårørende"]
    roles = ["patient"] * len(MANY_WORDS) + ["next_of_kin"]
    assert len(MANY_WORDS) > LOOKED_AT
    chosen = shown(texts, np.linspace(0, 0.1, len(texts)), roles)
    assert "next_of_kin" in {roles[one.comment] for one in chosen}
    assert "patient" in {roles[one.comment] for one in chosen}


def test_a_role_is_no_reason_to_show_what_is_about_something_else():
    texts = [f"Ventetiden på {word} var lang for meg" for word in MANY_WORDS] + ["Parkeringen er dyr for oss alle"]
    roles = ["patient"] * len(MANY_WORDS) + ["leader"]
    chosen = shown(texts, [*np.linspace(0, 0.1, len(MANY_WORDS)), 0.3], roles)
    assert {roles[one.comment] for one in chosen} == {"patient"}


def test_there_are_at_most_five_and_the_order_of_comments_is_irrelevant():
    texts = [f"Ventetiden på {word} var lang for meg" for word in MANY_WORDS]
    distances = np.linspace(0, 0.1, len(texts))
    turned = np.random.default_rng(0).permutation(len(texts))
    one = [texts[found.comment] for found in shown(texts, distances)]
    other = [texts[turned[found.comment]] for found in shown([texts[at] for at in turned], distances[turned])]
    assert one == other
    assert len(one) <= EXAMPLES


def test_texts_without_words_are_shown_once_each():
    assert len(shown(["😀", "😀", "!"], terms=())) == 2
    assert shown(["", "  "], terms=()) == ()


def test_the_discoverer_shows_several_roles_and_refuses_too_few():
    texts = [*TEXTS, "Parkeringen er dyr for oss alle", "Dyr parkering ved sykehuset"] * 2
    roles = ["patient", "leader"] * 8
    found = ThemeDiscoverer(2).fit(texts, roles=roles)
    assert any(len({roles[one.comment] for one in candidate.examples}) == 2 for candidate in found.candidates_)
    with pytest.raises(ValueError, match="roles for 3"):
        ThemeDiscoverer().fit(texts, roles=roles[:3])


def test_a_plain_name_is_what_texts_without_words_show():
    assert plain_name(["", "👍👍"], np.array([0, 0]), 0) == "👍👍"
    assert plain_name([""], np.array([0]), 0) == "–"
