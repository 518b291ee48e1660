"""What the candidates' page tells of a run: rounded numbers, shares that give nobody away, and all that repeats it."""

import re
from dataclasses import replace
from html import unescape

from consultation.jobs.screening import screen_all
from consultation.reviewing.found import role_shares
from consultation.themes.book.codebook import Adopt, AdoptedTheme, NewTheme, Retire
from consultation.usecases.reading.review_themes import review_themes
from tests.boxes import TODAY
from tests.reviewing.found.lists_of import between, ran
from tests.reviewing.found.one_office import kept, office
from tests.reviewing.offices import QUESTION, SLUG
from tests.reviewing.team import proposed
from tests.usecases.reading.test_screen_comments import LETTER

__all__ = ["kept", "office"]
SHARES = re.compile(r"Of the comments of each role: (.*?)</p>")


def page(office) -> str:
    return unescape(office.get(office.at(f"themes/{QUESTION}/")).text)


def shares(office) -> list[dict[str, str]]:
    """For each candidate what the page says of each role."""
    return [
        {part.rpartition(" ")[0].removesuffix(" not"): part for part in re.sub(r"\s%", "%", line).split(" · ")}
        for line in SHARES.findall(page(office))
    ]


def counted(office, *, four: int) -> None:
    """Two candidates; so many of the four leaders speak of the second."""
    left = [four]

    def nearest(text: str) -> int:
        if "ledelsens" in text:
            left[0] -= 1
            return int(left[0] >= 0)
        return int("mat" in text)

    ran(office, nearest=nearest, names=("Ventetid", "Mat"))


def test_a_share_says_nothing_that_the_rounded_numbers_do_not_say(office):
    proposed(office)
    shown = re.sub(r"<[^>]+>", " ", page(office))
    everyone = int(re.search(r"Comments read\s+at least (\d+)", shown)[1])
    found = [(int(size), int(percent)) for size, percent in re.findall(r"at least (\d+) comments · (\d+) %", shown)]
    assert len(found) == 2
    assert found == [(size, round(100 * size / everyone)) for size, _ in found]
    assert all(size % 5 == 0 for size, _ in found)


def test_no_share_tells_of_a_role_of_four_nor_can_it_be_worked_out(office):
    office.answer("health_personnel", [f"mat og ro, sa nummer {at}" for at in range(30)])
    office.answer("health_personnel", ["venting på svar igjen", "venting på svar hver dag"])
    counted(office, four=1)
    ventetid, mat = shares(office)[0], shares(office)[1]
    for told in (ventetid, mat):
        assert "Leader" not in told  # as if there were none
        assert "not told" in told["Health personnel"]  # two of 32: one share less than all would be the other


def test_a_role_share_is_shown_of_the_numbers_that_may_be(office):
    office.answer("health_personnel", [f"mat og ro, sa nummer {at}" for at in range(30)])
    office.answer("health_personnel", [f"venting på svar, sa nummer {at}" for at in range(30)])
    counted(office, four=0)
    told = shares(office)
    assert {one["Health personnel"] for one in told} == {"Health personnel 50%"}
    assert {one["Patient"] for one in told} == {"Patient 75%", "Patient 25%"}


def test_without_disclosure_control_the_same_page_would_tell_of_four_and_of_two(office, monkeypatch):
    office.answer("health_personnel", [f"mat og ro, sa nummer {at}" for at in range(30)])
    office.answer("health_personnel", ["venting på svar igjen", "venting på svar hver dag"])
    counted(office, four=1)
    monkeypatch.setattr(role_shares, "suppress", _Raw)
    assert "Health personnel 6%" in {one["Health personnel"] for one in shares(office)}
    monkeypatch.setattr(role_shares, "coarse", lambda count: count)
    assert "Leader 25%" in {one["Leader"] for one in shares(office)}


class _Raw:
    def __init__(self, table):
        self.table = table

    def share(self, row, column):
        at = self.table.columns.index(column)
        return self.table.counts[self.table.rows.index(row)][at] / self.table.sizes[at]


def test_a_run_is_told_with_all_that_repeats_it(office):
    ran(office)
    shown = page(office)
    for part in ("n_themes = auto, random_state = 7", "numpy 2.0", "a1" * 32, "<dd>7</dd>"):
        assert part in shown
    assert "Stable: other runs found nearly the same comments (82 %)" in shown


def test_passages_between_two_candidates_are_shown_where_ten_comments_lie_there(office):
    run = ran(office, nearest=lambda text: int("mat" in text), names=("Ventetid", "Mat"))
    for size, seen in ((9, False), (10, True)):
        again = ran(
            office,
            nearest=lambda text: int("mat" in text),
            names=("Ventetid", "Mat"),
            between=(between(office, run, size),),
        )
        assert again.between
        found = page(office).partition("Between the candidates")[2]
        assert "<strong>Ventetid</strong> – <strong>Mat</strong>" in found
        assert (">Passages<" in found) == seen


def test_comments_that_hold_no_word_or_are_all_of_a_kind_are_told_as_that(office):
    run = ran(office)
    assert "they are all of a kind" in page(office)
    for terms in ((), ("det", "Er"), ("ikke",)):
        ran(office, candidates=tuple(replace(one, terms=terms) for one in run.candidates))
        assert "No comment holds a word that tells" in page(office)


def test_a_candidate_tells_how_many_of_its_comments_are_copies_of_a_letter(office):
    office.answer("patient", [LETTER * 2] * 23 + [f"{LETTER} {LETTER} Eg sjølv ventar.", "Mat og ro"])
    screen_all(office.database, lambda *_: None)
    ran(office, nearest=lambda text: int(LETTER in text), names=("Ventetid", "Ambulanse"))
    told = re.sub("<.*?>", "", page(office))
    assert told.count("Of them copies of letters that many have sent: at least 20") == 1
    assert "Of them copies" not in told.partition("Ambulanse")[0].rpartition("Ventetid")[2]


def test_a_candidate_is_put_into_no_theme_that_was_retired(office):
    ran(office)
    with office.database.transaction() as session:
        travel = Adopt((AdoptedTheme("reise", NewTheme("Reise")),), "comments", "kari", "ofte nevnt")
        review_themes(session, SLUG, QUESTION, travel, decided_on=TODAY)
    assert '<option value="reise"' in page(office)
    with office.database.transaction() as session:
        review_themes(session, SLUG, QUESTION, Retire("reise", "kari", "ferdig"), decided_on=TODAY)
    assert '<option value="reise"' not in page(office)
