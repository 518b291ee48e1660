"""Marks on a comment: every word stays, and each mark begins and ends where it should."""

import random

from consultation.reviewing.coding.marking import pieces
from consultation.storage.reading.readings import Marked
from consultation.themes.book.codebook import Suggested
from consultation.themes.reading.passages import Passage

TEXT = "Vi ventet lenge. Ingen ringte 📞 tilbake.\nMaten var god."
SIGNS = {"ventetid": ("1", "Ventetid"), "svar": ("2", "Svar"), "mat": ("MT", "Mat")}


def suggested(theme, start, stop, *words):
    return Suggested(theme, 0.8, "r", Passage(start, stop), tuple(Passage(*word) for word in words))


def test_a_passage_has_its_themes_sign_where_it_begins_and_its_words_stand_out():
    made = pieces(TEXT, [suggested("svar", 17, 40, (23, 29))], [Marked(41, 55, "mat", "kari")], SIGNS)
    assert [(one.text, one.evidence, one.weighed, one.found) for one in made] == [
        ("Vi ventet lenge. ", False, False, False),
        ("Ingen ", True, False, False),
        ("ringte", True, True, False),
        (" 📞 tilbake.", True, False, False),
        ("\n", False, False, False),
        ("Maten var god.", False, False, True),
    ]
    assert [[(sign.text, sign.name, sign.by_machine) for sign in one.signs] for one in made if one.signs] == [
        [("2", "Svar", True)],
        [("MT", "Mat", False)],
    ]


def test_two_suggestions_for_one_passage_stand_there_with_both_their_signs():
    made = pieces(TEXT, [suggested("svar", 17, 41), suggested("ventetid", 17, 41)], [], SIGNS)
    assert [sign.text for one in made for sign in one.signs] == ["2", "1"]
    assert [one.text for one in made if one.evidence] == [TEXT[17:41]]


def test_whatever_is_marked_the_words_are_all_there_once_and_in_their_places():
    drawn = random.Random(3)
    for _ in range(300):
        ends = [drawn.randrange(-5, len(TEXT) + 9) for _ in range(12)]
        marks = [Passage(max(0, min(two)), max(1, *two)) for two in zip(ends[::2], ends[1::2], strict=True)]
        made = pieces(
            TEXT,
            [Suggested("svar", 0.5, "r", part, tuple(marks[4:])) for part in marks[:3]],
            [Marked(marks[3].start, marks[3].stop, "mat", "ola")],
            SIGNS,
        )
        assert "".join(one.text for one in made) == TEXT
        assert [one.start for one in made] == [sum(len(each.text) for each in made[:at]) for at in range(len(made))]
        assert all(one.text for one in made)


def test_a_theme_that_is_gone_leaves_no_sign_and_an_empty_comment_no_piece():
    assert not [sign for one in pieces(TEXT, [suggested("pingvin", 0, 3)], [], SIGNS) for sign in one.signs]
    assert pieces("", [suggested("svar", 0, 3)], [], SIGNS) == []
