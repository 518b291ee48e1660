"""Words are read in the language they are written in, and both Norwegian forms meet in one lemma."""

import pytest

from consultation.themes.reading.compounds import parts
from consultation.themes.reading.stop_words import NEGATIONS, STOP_WORDS
from consultation.themes.reading.text import LANGUAGES, is_stop_word, language, lemma, read, words


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Jeg har ventet lenge på time, og ingen ringte.", "nb"),
        ("Eg har venta lenge på time, og ingen ringde.", "nn"),
        ("Mun lean vuordán guhká doaktáriin", "se"),
        ("The staff were very helpful", "en"),
        ("", "nb"),
        ("😀 123", "nb"),
    ],
)
def test_the_language_of_a_comment_is_found(text, expected):
    assert language(text) == expected


@pytest.mark.parametrize(
    ("nynorsk", "bokmaal"),
    [
        ("sjukehuset", "sykehuset"),
        ("ikkje", "ikke"),
        ("eg", "jeg"),
        ("vore", "vært"),
        ("kjem", "kommer"),
        ("heim", "hjem"),
        ("vekene", "ukene"),
        ("ventetida", "ventetiden"),
        ("legane", "legene"),
        ("tryggleik", "trygghet"),
        ("moglegheiter", "muligheter"),
        ("vanskeleg", "vanskelig"),
        ("tilvisinga", "henvisningen"),
        ("utgreiing", "utredning"),
        ("tenesta", "tjenesten"),
        ("høyrt", "hørt"),
        ("køyrde", "kjørte"),
        ("betre", "bedre"),
        ("pasienttryggleiken", "pasientsikkerhet"),
        ("heimesjukepleia", "hjemmesykepleie"),
    ],
)
def test_a_nynorsk_word_counts_as_its_bokmaal_counterpart(nynorsk, bokmaal):
    assert lemma(nynorsk, "nn") == lemma(bokmaal, "nb")


def test_a_wish_for_better_is_not_joined_with_praise():
    assert lemma("bedre", "nb") != lemma("god", "nb")


def test_negation_is_kept_in_every_language():
    assert not any(is_stop_word(word, code) for code in LANGUAGES for word in NEGATIONS[code])
    assert lemma("didn't", "en") == "not"
    assert lemma("wasn’t", "en") == "not"


def test_stop_words_are_stop_words_in_both_norwegian_forms():
    assert all(is_stop_word(word, "nb") for word in ("jeg", "eg", "og", "kva"))
    assert not is_stop_word("ventetid", "nb")
    assert not STOP_WORDS["nb"] & NEGATIONS["nb"]


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("ventetid", ("vente", "tid")),
        ("fastlege", ("fast", "lege")),
        ("barneavdeling", ("barn", "avdeling")),
        ("behandlingstilbud", ("behandling", "tilbud")),
        ("informasjon", ()),
        ("opplevelse", ()),
        ("mat", ()),
    ],
)
def test_compounds_have_parts_and_other_words_have_none(word, expected):
    assert parts(word, "nb") == expected
    assert parts(word, "en") == ()


def test_words_are_composed_and_small_whatever_was_typed():
    assert words("A\u030arsTID Årstid") == ["årstid", "årstid"]


def test_reading_many_texts_gives_what_reading_one_gives():
    texts = ["Eg venta lenge", "", "The nurse listened"]
    reading = read(texts)
    assert reading.languages == ("nn", "nn", "en")
    for at, text in enumerate(texts):
        tokens = reading.tokens[reading.starts[at] : reading.starts[at + 1]]
        assert [reading.lemmas[token] for token in tokens] == [
            lemma(word, reading.languages[at]) for word in words(text)
        ]


def test_a_very_long_word_does_not_take_long():
    assert len(words("a" * 100_000)[0]) <= 50


def test_texts_in_a_language_that_is_none_of_ours_are_read_alike_and_not_split_by_chance():
    german = [
        "Hier parken ständig Autos auf dem Radfahrstreifen, das ist gefährlich.",
        "Der Radweg an der Hauptstraße ist viel zu schmal und endet plötzlich.",
        "Im Winter wird der Weg nicht geräumt und ist dann spiegelglatt.",
        "Beleuchtung fehlt auf dem gesamten Abschnitt durch den Park.",
    ]
    assert len(set(read(german).languages)) == 1
    among = read([*german, *["We waited for hours and nobody came."] * 9])
    assert set(among.languages) == {"en"}
    assert {language(text, among.lean) for text in german} == {"en"}
