"""Near-identical comments stand together, once and with their number, and nothing that only looks like them does."""

import random
import time

import pytest

from consultation.themes.finding.campaigns import Counted, find_campaigns, own_words
from tests.benchmarks.campaigns import half_alike, merged, pairs
from tests.themes.finding.invented_campaigns import comments
from tests.themes.finding.invented_letters import OWN

LETTER = "Vi krever at sykehuset i {} får beholde akuttmottaket, og at ambulansen står klar også om natten."


def sets_of(texts):
    return {(group.kind, frozenset(texts[at] for at in group.members)) for group in find_campaigns(texts).groups}


@pytest.mark.parametrize(("part", "right", "found"), [("tuned", 0.98, 0.95), ("held_out", 0.98, 0.9)])
def test_pairs_are_put_together_rightly_and_mostly_all(part, right, found):
    hits, together, meant = pairs(comments(part))
    assert hits / together >= right
    assert hits / meant >= found


def test_the_order_in_which_comments_come_changes_no_group():
    texts = [one.text for one in comments("tuned")]
    first = sets_of(texts)
    for seed in range(3):
        random.Random(seed).shuffle(texts)
        assert sets_of(texts) == first


@pytest.mark.parametrize(
    "texts", [["ventetid"] * 40, ["For lang ventetid!", "for lang  VENTETID"], ["nei nei nei nei nei nei nei nei"] * 3]
)
def test_short_equal_comments_are_the_same_words_and_no_campaign(texts):
    (group,) = find_campaigns(texts).groups
    assert (group.kind, group.number) == ("same_words", len(texts))
    assert find_campaigns(texts).counted() == Counted(len(texts), len(texts), len(texts))


def test_one_letter_sent_by_many_is_shown_once_and_counted_three_ways():
    texts = [LETTER.format(place) for place in ("Bodø", "Narvik", "Mo", "Odda", "Narvik")] + [
        "Maten var kald.",
        "ventetid",
    ]
    found = find_campaigns(texts)
    assert [(group.kind, group.members) for group in found.groups] == [("campaign", (0, 1, 2, 3, 4))]
    assert found.to_read() == (1, 5, 6)
    assert found.counted() == Counted(every=7, once=3, apart=2)
    assert found.counted([0, 5]) == Counted(every=2, once=2, apart=1)
    assert found.groups[0].identical == 2


def test_no_comment_is_lost_or_in_two_groups():
    texts = [one.text for one in comments("held_out")] + ["", " ", "👍", "👍", "ok"]
    found = find_campaigns(texts)
    inside = [at for group in found.groups for at in group.members]
    assert len(inside) == len(set(inside))
    assert len(found.to_read()) == len(texts) - sum(group.number - 1 for group in found.groups)
    assert found.of == len(texts)


@pytest.mark.parametrize(
    "texts", [[], [""], ["en eneste kommentar som står her helt alene og ikke ligner noen annen"], ["", "", " \n"]]
)
def test_where_nothing_is_alike_there_is_no_group(texts):
    assert find_campaigns(texts).groups == ()
    assert find_campaigns(texts).counted() == Counted(len(texts), len(texts), len(texts))


def test_equal_signs_without_words_are_the_same_words():
    assert sets_of(["👍", "👍", "🙂"]) == {("same_words", frozenset({"👍"}))}


def test_what_a_member_wrote_himself_is_given_verbatim():
    shown = LETTER.format("Bodø")
    text = f"{shown} {OWN['nb'][0]} {LETTER.format('Narvik')}"
    assert [span.of(text).rstrip(".") for span in own_words(text, shown)] == [OWN["nb"][0].rstrip(".")]
    assert own_words(shown, shown) == ()


def test_own_words_lie_right_whatever_the_unicode_form():
    shown = LETTER.format("Bodø")
    text = "A\u030a, \ufb01re ganger \u200bmåtte jeg kjøre forbi " + shown
    (span,) = own_words(text, shown)
    assert span.of(text).startswith("A\u030a, \ufb01re ganger")


def test_a_long_text_never_takes_in_a_short_one():
    short = LETTER.format("Bodø")
    assert sets_of([short, short + " " + " ".join(f"ord{chr(97 + at % 26)}{'x' * at}" for at in range(60))]) == set()


def test_texts_that_are_half_alike_are_apart_and_cost_no_more_than_their_number():
    small, large = half_alike(1_000), half_alike(8_000)
    spent = []
    for texts in (small, large):
        begun = time.process_time()
        assert find_campaigns(texts).groups == ()
        spent.append(time.process_time() - begun)
    assert spent[1] < 24 * spent[0] + 0.5  # quadratic would be 64 times


def test_thousands_of_one_mail_merged_letter_are_one_campaign():
    (group,) = find_campaigns(merged(4_000)).groups
    assert (group.kind, group.number) == ("campaign", 4_000)


def test_a_comment_of_ten_thousand_words_is_compared_like_any_other():
    long = " ".join(f"ord{at * at % 9973}nr{chr(97 + at % 26)}{chr(97 + at // 26 % 26)}" for at in range(10_000))
    assert [group.number for group in find_campaigns([long, long + " og takk", "ventetid"]).groups] == [2]
