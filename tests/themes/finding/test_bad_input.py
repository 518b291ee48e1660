"""Whatever comes in, finding ends in a clear value: every comment is placed and listed, and no number is none."""

import numpy as np
import pytest

from consultation.themes.finding.campaigns import find_campaigns, own_words
from consultation.themes.finding.discover import ThemeDiscoverer
from consultation.themes.finding.harm import harms, raised
from consultation.themes.finding.likeness import Likeness
from consultation.themes.finding.subthemes import subthemes
from consultation.themes.finding.unplaced import unplaced

WORDS = [
    f"{first}{second}" for first in ("hånd", "rygg", "kne", "fot", "hode") for second in ("smerte", "lege", "time")
]
LONG = " ".join(WORDS[at % len(WORDS)] for at in range(10_000))
IDENTICAL = ["Behold lokalsykehuset vårt"] * 20_000

BAD = {
    "no comments": [],
    "one": ["Jeg ventet lenge på time"],
    "twenty thousand identical": IDENTICAL,
    "only emoji": ["😀", "👍👍", "😡😡😡", "❤️"] * 5,
    "only stop words": ["og i å på det", "jeg er du", "som den de", "and the of"] * 4,
    "one language": [f"We waited {at} hours for the doctor in room {at}" for at in range(30)],
    "ten thousand words": [*(f"Vondt i {word}" for word in WORDS), LONG],
    "one word of ten thousand letters": ["a" * 10_000, "Vondt i ryggen", "b" * 10_000],
    "white space": ["", " ", "\t\n", "\u00a0", "\u200b"],
    "half a letter": ["\ud800 halvt", "\x00", "e\u0301" * 50, "\u202eomvendt", "Vondt"],
}
given = pytest.mark.parametrize("texts", BAD.values(), ids=BAD)


@given
def test_candidates_place_every_comment(texts):
    found = ThemeDiscoverer().fit(texts, roles=["patient"] * len(texts))
    assert len(found.labels_) == len(found.distances_) == len(found.far_) == len(texts)
    assert np.isfinite(found.distances_).all()
    assert sum(one.size for one in found.candidates_) == len(texts)
    assert all(one.name and one.by_role == (("patient", one.size),) for one in found.candidates_)
    assert all(0 <= one.stability <= 1 for one in found.candidates_)
    assert all(0 <= one.first < one.second < len(found.candidates_) for one in found.between_)


@given
def test_what_fits_nowhere_is_listed_whole(texts):
    listed = [at for voices in unplaced(texts, range(len(texts))) for at in voices.comments]
    assert sorted(listed) == list(range(len(texts)))


@given
def test_a_candidate_is_divided_without_losing_a_comment(texts):
    found = subthemes(texts, range(len(texts)), 3)
    assert len(found.labels) == len(found.distances) == len(found.far) == len(texts)
    assert sum(one.size for one in found.candidates) == len(texts)


@given
def test_likeness_ranks_and_makes_a_theme(texts):
    likeness = Likeness.between(texts)
    assert all(0 < one.score <= 1 for one in likeness.to_text("vondt i ryggen"))
    if not texts:
        return
    assert all(0 < one.score <= 1 and one.comment != 0 for one in likeness.to_comments([0]))
    made = likeness.theme_of([0])
    assert made.name
    assert (made.size, made.share) == (1, 1 / len(texts))


@given
def test_campaigns_count_every_comment(texts):
    found = find_campaigns(texts)
    assert found.counted().every == len(texts)
    hidden = sum(group.number - 1 for group in found.groups)
    assert len(found.to_read()) == len(texts) - hidden
    assert all(group.shown in group.members for group in found.groups)


@given
def test_harm_is_sought_everywhere_and_points_into_the_text(texts):
    assert all(harm.passage.of(text) for text in texts[:50] for harm in harms(text))
    assert raised([*texts, "Jeg vil ikke leve lenger"])[0].comment == len(texts)


@given
def test_own_words_are_verbatim(texts):
    assert all(span.of(text) for text in texts[:5] for span in own_words(text, "Vondt i ryggen og armen hele tiden"))


def test_equal_comments_are_one_candidate_and_one_group_and_none_lies_far():
    found = ThemeDiscoverer().fit(IDENTICAL)
    (only,) = found.candidates_
    assert (only.size, only.share, found.far_.any(), found.between_) == (20_000, 1.0, False, ())
    (group,) = find_campaigns(IDENTICAL).groups
    assert (group.kind, group.number, group.identical) == ("same_words", 20_000, 20_000)


@pytest.mark.parametrize("read", [ThemeDiscoverer().fit, find_campaigns, raised, Likeness.between])
def test_a_comment_that_is_none_is_refused_and_not_read_as_a_word(read):
    with pytest.raises((TypeError, AttributeError)):
        read(["Ventetid", None])
