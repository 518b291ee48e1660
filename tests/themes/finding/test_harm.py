"""What may be harm is raised, by rules that say why, in each language and spelling, and little else is."""

import time
import unicodedata

import pytest

from consultation.themes.finding.harm import KINDS, harms, raised, rules
from consultation.themes.finding.phrases import phrase
from tests.benchmarks.harm import LANGUAGES, PARTS, labelled, precision, rates, recall


@pytest.mark.parametrize(
    ("part", "found", "right"), [("tuned", 0.98, 0.95), ("held-out", 0.95, 0.9), ("fresh", 0.95, 0.9)]
)
def test_nearly_all_harm_that_the_rules_were_written_for_is_raised_and_little_else(part, found, right):
    counts = rates(part)
    assert recall(counts) >= found
    assert precision(counts) >= right
    for language in LANGUAGES:
        assert recall(counts, (language,)) >= 0.9, language
    for kind in KINDS:
        assert recall(counts, kinds=(kind,)) >= 0.9, kind


def test_the_labelled_sentences_are_many_and_none_is_in_both_parts():
    sentences = [sentence for part in PARTS for *_, sentence in labelled(part)]
    assert len(sentences) >= 400
    doubled = {sentence for sentence in sentences if sentences.count(sentence) > 1}
    assert len(doubled) <= 2  # alike in bokmål and nynorsk


def test_most_of_what_was_read_for_the_rules_of_what_is_told_in_passing_is_raised():
    counts = rates("in-passing")
    for language in LANGUAGES:
        assert recall(counts, (language,)) >= 0.95, language
    assert precision(counts) >= 0.98


def test_over_half_is_raised_of_what_is_told_in_passing_and_was_never_read_for_a_rule():
    counts = rates("in-passing-unseen")
    assert recall(counts) >= 35 / 60
    assert precision(counts) >= 0.9


@pytest.mark.parametrize(
    ("sign", "nobody"),
    [
        ("Kona mi har pustestopp.", "Kona mi har pustestopp om natta, og ventetida er fjorten månader."),
        ("He had chest pains.", "He had chest pains and was left on a trolley for six hours."),
    ],
)
def test_a_sign_alone_is_not_raised_but_one_beside_waiting_is(sign, nobody):
    assert harms(sign) == ()
    assert {one.kind for one in harms(nobody)} >= {"danger"}


@pytest.mark.parametrize("rule", rules(), ids=lambda rule: rule.id)
def test_a_rule_says_why_and_finds_its_own_example(rule):
    assert rule.why.endswith(".")
    found = [harm for harm in harms(rule.example) if harm.rule == rule.id]
    assert [harm.kind for harm in found] == [rule.kind]


def test_no_two_rules_have_the_same_name():
    assert len({rule.id for rule in rules()}) == len(rules())


@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_a_find_gives_the_words_as_they_were_written(form):
    text = unicodedata.normalize(form, "Takk for maten.\nEg ORKA   ikkje å leve lenger, på ære.")
    (harm,) = harms(text)
    assert harm.kind == "suicide"
    assert unicodedata.normalize("NFC", harm.passage.of(text)) == "ikkje å leve lenger"


@pytest.mark.parametrize(
    "text",
    [
        "Jeg døde nesten av latter.",
        "Ingen ble skadet.",
        "Jeg har aldri hatt selvmordstanker.",
        "Det var verken vold eller trusler.",
        "Eg har ikkje tenkt på sjølvmord.",
        "No one was hurt.",
        "I have never had suicidal thoughts.",
        "Vi må forebygge selvmord.",
        "",
        "👍",
        "...",
        "ventetid",
    ],
)
def test_what_is_denied_figurative_or_about_prevention_is_not_raised(text):
    assert harms(text) == ()


@pytest.mark.parametrize(
    "text",
    [
        "Ingen spurte om selvmordstankene mine.",
        "Legen spurte aldri om jeg hadde selvmordstanker.",
        "Det er ikke bare selvmordstankene.",
        "Nobody asked about my suicidal thoughts.",
        "Ingen oppdaget at jeg blødde innvendig.",
        "Hvis jeg ikke får hjelp, tar jeg livet mitt.",
        "jeg har sjølmordstanker",
        "Eg får ikkje puste.",
        "I don’t want to live.",
        "JEG VIL DØ",
    ],
)
def test_a_no_that_belongs_to_something_else_takes_nothing_away(text):
    assert harms(text)


def test_one_voice_among_thousands_comes_first_and_nothing_is_left_out():
    texts = ["For lang ventetid."] * 3_000 + [
        "Jeg fikk feil medisin.",
        "Jeg vil ikke leve lenger.",
        "Jeg blir slått hjemme.",
    ]
    assert [(one.comment, one.kinds) for one in raised(texts)] == [
        (3_001, ("suicide",)), (3_002, ("violence",)), (3_000, ("safety",)),
    ]  # fmt: skip


def test_each_sentence_has_its_own_finds():
    text = "Jeg har ikke selvmordstanker. Men jeg blir slått hjemme. Han slo meg igjen."
    assert [harm.passage.of(text) for harm in harms(text)] == ["blir slått hjemme", "slo meg"]


def test_a_very_long_comment_without_a_full_stop_costs_no_more_than_its_words():
    spent = []
    for words in (2_000, 16_000):
        begun = time.process_time()
        harms("vi ble ikke mer slått feil tok livet " * (words // 8))
        spent.append(time.process_time() - begun)
    assert spent[1] < 32 * spent[0] + 0.5  # quadratic would be 64 times


@pytest.mark.parametrize(("written", "hit", "miss"), [
    ("a|b* …1 c", "b2 x c", "a x y c"), ("tok? livet $", "livet!", "livet mitt"), ("a b|$", "a", "a c"), ("<who> sa", "hun, sa", "det sa"),
])  # fmt: skip
def test_a_phrase_is_read_as_it_is_told(written, hit, miss):
    pattern = phrase(written, {"who": "han|hun"}).pattern
    assert pattern.search(hit)
    assert not pattern.search(miss)


@pytest.mark.parametrize("written", ["", "…", "$", "<nobody> sa"])
def test_a_phrase_without_words_or_with_an_unknown_list_is_refused(written):
    with pytest.raises(ValueError, match="There is no"):
        phrase(written, {})
