"""A theme's sample is the front of the one random order, as far as it was read for that theme: no further, and no less."""

import numpy as np
import pytest

from consultation.storage import responses
from consultation.storage.reading import codebooks
from consultation.themes.book.codebook import Accept, Drop, Merge, NewTheme, Retire, Split
from consultation.themes.coding.queue import audit_order
from consultation.themes.finding.candidates import CandidateTheme
from consultation.themes.trust.prevalence import Estimated, prevalence
from consultation.usecases.reading.confirm_coding import confirm_coding
from consultation.usecases.reading.draw_sample import NothingRead, draw_sample
from consultation.usecases.reading.make_theme import fill_theme
from consultation.usecases.reading.read_judgements import read_judgements
from consultation.usecases.reading.review_themes import review_themes
from tests.boxes import TODAY
from tests.usecases.reading.test_measure_shares import BETTER, FOOD, KARI, WAITING, box, many, store

__all__ = ["box"]

WORDS = {WAITING: "ventet", FOOD: "Maten", "alt-bra": "Alt gikk", "kald": "Maten", "sein": "ventet"}


def decide(box, decision):
    with box.database.transaction() as session:
        return review_themes(session, box.slug, BETTER, decision, decided_on=TODAY)


def accept(box, name):
    return decide(box, Accept(CandidateTheme(name, (name,), 16, 0.25, ()), KARI, name))


def read(box, places, *, version=None):
    """Read the comments at these places of the random order, for every theme that the codebook has, as a person would."""
    with box.database.transaction() as session:
        corpus = responses.corpus(session, box.slug, BETTER)
        themes = {theme.id for theme in codebooks.current(session, box.slug, BETTER).themes if not theme.retired}
        order = audit_order(corpus.keys)
        for place in places:
            text = corpus.texts[order[place]]
            found = {theme for theme in themes if WORDS[theme] in text}
            confirm_coding(
                session, box.slug, BETTER, corpus.keys[order[place]],
                themes=found, outcome="coded" if found else "none", by=KARI, version=version,
            )  # fmt: skip


def sample(box):
    with box.database.reading() as session:
        codebook = codebooks.current(session, box.slug, BETTER)
        corpus = responses.corpus(session, box.slug, BETTER)
        return draw_sample(codebook, corpus, read_judgements(session, box.slug, BETTER), 1)


def drawn(box):
    """For each theme how many comments its sample has, and the share of them that speak of it."""
    made = sample(box)
    return {
        theme: (int(made.drawn[:, at].sum()), float(made.found[made.drawn[:, at], at].mean()))
        for at, theme in enumerate(made.themes)
        if made.drawn[:, at].any()
    }


@pytest.fixture
def office(box):
    box.open()
    store(box, many((80, 80, 80)))
    accept(box, WAITING)
    accept(box, FOOD)
    return box


def test_a_theme_that_was_made_late_has_a_short_sample_and_not_a_small_share(office):
    read(office, range(100))
    accept(office, "alt-bra")
    assert "alt-bra" not in drawn(office)
    read(office, range(100, 160))
    assert "alt-bra" not in drawn(office)  # behind the hundred that nobody has read for it they are no random front
    before = drawn(office)[FOOD]
    read(office, range(100))
    number, share = drawn(office)["alt-bra"]
    assert number == 160
    assert share == pytest.approx(1 / 3, abs=0.1)
    assert drawn(office)[FOOD] == before


def test_what_somebody_gathered_under_a_late_theme_is_in_no_sample_before_it_is_read_for_it(office):
    read(office, range(100))
    accept(office, "alt-bra")
    with office.database.transaction() as session:
        corpus = responses.corpus(session, office.slug, BETTER)
        gathered = [one.key for one in corpus if "Alt gikk" in one.text]
        fill_theme(session, office.slug, BETTER, gathered, theme="alt-bra", by=KARI)
    assert "alt-bra" not in drawn(office)
    read(office, range(100))
    assert drawn(office)["alt-bra"][0] == 100


def test_a_comment_counts_for_the_themes_that_its_reader_saw_and_not_for_one_that_came_meanwhile(office):
    with office.database.reading() as session:
        seen = codebooks.current(session, office.slug, BETTER).version
    accept(office, "alt-bra")
    with office.database.transaction() as session:
        corpus = responses.corpus(session, office.slug, BETTER)
        for at in audit_order(corpus.keys)[:40]:
            confirm_coding(
                session, office.slug, BETTER, corpus.keys[at], themes=(), outcome="none", by=KARI, version=seen
            )
    assert drawn(office).keys() == {WAITING, FOOD}


def test_a_version_that_is_still_to_come_counts_as_the_one_of_now(office):
    read(office, range(30), version=99)
    assert drawn(office)[FOOD][0] == 30
    accept(office, "alt-bra")
    assert "alt-bra" not in drawn(office)


def test_a_divided_theme_leaves_the_samples_of_the_others_whole(office):
    read(office, range(120))
    before = drawn(office)
    decide(office, Split(FOOD, (NewTheme("Kald"), NewTheme("Sein")), KARI, "to ting"))
    after = drawn(office)
    assert after[WAITING] == before[WAITING]


def test_a_part_has_no_sample_that_ends_at_the_first_comment_which_may_speak_of_it(office):
    read(office, range(120))
    decide(office, Split(FOOD, (NewTheme("Kald"), NewTheme("Sein")), KARI, "to ting"))
    assert all(share > 0 for _, share in drawn(office).values()), "a sample without one that speaks of the theme"
    read(office, range(120))
    number, share = drawn(office)["kald"]
    assert number == 120
    assert share == pytest.approx(1 / 3, abs=0.12)


def test_only_the_comments_of_a_divided_theme_have_to_be_read_again(office):
    read(office, range(120))
    made = sample(office)
    of_food = [at for at in range(120) if made.found[audit_order(made.corpus.keys)[at], made.themes.index(FOOD)]]
    decide(office, Split(FOOD, (NewTheme("Kald"), NewTheme("Sein")), KARI, "to ting"))
    read(office, of_food)
    assert drawn(office)["kald"][0] == 120


def test_what_nobody_could_decide_says_nothing_of_other_themes_when_one_that_it_was_put_under_is_divided(office):
    with office.database.transaction() as session:
        corpus = responses.corpus(session, office.slug, BETTER)
        first = next(at for at in audit_order(corpus.keys) if "Maten" in corpus.texts[at])
        key = corpus.keys[first]
        confirm_coding(session, office.slug, BETTER, key, themes=(), outcome="undecided", by=KARI)
        fill_theme(session, office.slug, BETTER, [key], theme=FOOD, by=KARI)
    decide(office, Split(FOOD, (NewTheme("Kald"), NewTheme("Sein")), KARI, "to ting"))
    with office.database.reading() as session:
        judgements = read_judgements(session, office.slug, BETTER)
    assert key not in judgements.asked, "that nobody found waiting in it is no answer"
    assert key in judgements.undecided


def test_a_theme_that_is_taken_out_leaves_the_samples_of_the_others_whole(office):
    read(office, range(120))
    before = drawn(office)[WAITING]
    decide(office, Drop(FOOD, KARI, "dekkes"))
    assert drawn(office) == {WAITING: before}


def test_what_was_read_while_a_theme_rested_is_not_in_its_sample(office):
    read(office, range(60))
    decide(office, Retire(FOOD, KARI, "hviler"))
    read(office, range(60, 120))
    found = drawn(office)
    assert (found[FOOD][0], found[WAITING][0]) == (60, 120)


def test_merged_themes_have_the_sample_of_the_one_that_was_read_for_less(office):
    read(office, range(50))
    accept(office, "alt-bra")
    read(office, range(30))
    decide(office, Merge(FOOD, ("alt-bra",), KARI, "ett"))
    assert drawn(office)[FOOD][0] == 30


def test_where_nothing_was_read_for_any_theme_there_is_no_sample(office):
    with pytest.raises(NothingRead):
        sample(office)


@pytest.mark.parametrize("seed", range(3))
def test_the_interval_of_a_late_theme_holds_the_true_share(office, seed):
    read(office, range(90))
    accept(office, "alt-bra")
    rng = np.random.default_rng(seed)
    picked = rng.choice(np.arange(100, 240), 60, replace=False)
    read(office, [int(at) for at in picked])  # for what they are likely to say, say
    read(office, range(40))
    made = sample(office)
    column = made.themes.index("alt-bra")
    # The comments' keys are random: an interval that holds in 95 of a hundred would fail in five.
    said = prevalence(made.drawn[:, column], made.found[:, column], level=0.9999)
    assert isinstance(said, Estimated)
    assert said.low < 1 / 3 < said.high
    assert said.read == 40
