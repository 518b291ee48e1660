"""The queue mixes a true random sample with what teaches most."""

import numpy as np

from consultation.themes.coding.queue import audit_order, reading_queue

KEYS = [bytes([at]) * 16 for at in range(100)]
CLASSES = ("mat", "ventetid")


def scores(seed=0):
    return np.random.default_rng(seed).random((100, 2))


def test_the_audit_order_depends_on_keys_alone():
    order = audit_order(KEYS)
    assert sorted(order) == list(range(100))
    turned = audit_order(KEYS[::-1])
    assert [KEYS[at] for at in order] == [KEYS[::-1][at] for at in turned]
    assert audit_order(KEYS, 1) != order


def test_the_audit_part_is_the_same_whatever_a_model_thinks():
    def audited(probabilities):
        chosen = reading_queue(KEYS, probabilities, CLASSES, {}, size=100)
        return [one.comment for one in chosen if one.reason == "audit"][:3]

    assert set(audited(scores(1))) & set(audit_order(KEYS)[:12])
    assert len([one for one in reading_queue(KEYS, scores(), CLASSES, {}, size=20) if one.reason == "audit"]) == 8


def test_the_theme_with_fewest_codings_is_asked_for_first():
    chosen = reading_queue(KEYS, scores(), CLASSES, {"ventetid": 40, "mat": 1}, size=20)
    rare = [one for one in chosen if one.reason == "rare"]
    assert rare[0].theme == "mat"
    assert rare[0].comment == int(np.argmax(scores()[:, 0]))


def test_nothing_is_asked_for_twice_and_nothing_that_is_read():
    chosen = reading_queue(KEYS, scores(), CLASSES, {}, read=range(90), size=50)
    assert sorted(one.comment for one in chosen) == list(range(90, 100))


def test_without_suggestions_the_queue_is_the_random_sample():
    chosen = reading_queue(KEYS, np.zeros((100, 0)), (), {}, size=10)
    assert [one.comment for one in chosen] == audit_order(KEYS)[:10]
    assert {one.reason for one in chosen} == {"audit"}


def test_a_queue_of_no_comments_is_empty():
    assert reading_queue([], np.zeros((0, 2)), CLASSES, {}) == ()


def test_uncertain_comments_are_asked_for_in_turn_from_every_likeliest_theme():
    uneven = np.full((100, 2), 0.01)
    uneven[:90, 1] = np.linspace(0.5, 0.55, 90)
    uneven[90:, 0] = np.linspace(0.7, 0.8, 10)
    chosen = reading_queue(KEYS, uneven, CLASSES, {"mat": 5, "ventetid": 5}, size=80)
    uncertain = [one.comment for one in chosen if one.reason == "uncertain"]
    assert len({int(uneven[at].argmax()) for at in uncertain[:2]}) == 2


def test_of_a_campaign_one_comment_is_asked_for_and_the_rest_by_chance_alone():
    same = scores()
    same[10:90] = same[10]
    chosen = reading_queue(KEYS, same, CLASSES, {}, size=30)
    assert sum(10 <= one.comment < 90 for one in chosen if one.reason != "audit") <= 1
    again = reading_queue(KEYS, same, CLASSES, {}, read=[10], size=30)
    assert not any(10 <= one.comment < 90 for one in again if one.reason != "audit")
    assert any(10 <= one.comment < 90 for one in again if one.reason == "audit")


def test_every_comment_is_reached_copies_too():
    same = scores()
    same[10:90] = same[10]
    assert sorted(one.comment for one in reading_queue(KEYS, same, CLASSES, {}, size=100)) == list(range(100))
