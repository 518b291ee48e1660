"""A ready codebook is looked at in each language and taken in, whole or in part, never in two halves."""

import re

from tests.reviewing.book.desk import begun, book, page, said
from tests.reviewing.offices import QUESTION


def ticked(shown) -> list[str]:
    return re.findall(r'name="themes" value="([^"]+)" checked', shown.text)


def take(desk, **form):
    place = desk.at(f"codebook/{QUESTION}/ready/patient_experience/adopt")
    return desk.post(place, {"written_in": "nb", "why": "et sted å begynne", **form})


def test_a_ready_codebook_is_taken_in_whole_and_said_where_from(desk):
    for language in ("nb", "nn", "en"):
        shown = page(desk, f"ready/patient_experience/?in={language}")
        assert len(ticked(shown)) == 26
        assert f'lang="{language}"' in shown.text
    assert page(desk, "ready/", "nn").status_code == 200
    assert page(desk, "ready/nothing/").status_code == 404
    assert take(desk, themes=ticked(shown)).status_code == 303
    assert len(book(desk).themes) == 26
    assert len({theme.sign for theme in book(desk).themes}) == 26
    again = page(desk, "ready/patient_experience/?in=nb")
    assert ticked(again) == []
    assert again.text.count("Is there already") == 26


def test_a_part_is_taken_in_and_what_clashes_leaves_everything_as_it_was(desk):
    begun(desk, ("Annet",))
    shown = page(desk, "ready/patient_experience/?in=nb")
    some = ticked(shown)[:3]
    assert take(desk, themes=some).status_code == 303
    assert book(desk).themes[0].name == "Annet"
    assert len(book(desk).themes) == 4
    before = book(desk)
    clash = take(desk, themes=ticked(shown)[:4], why="«alle» fire")
    assert clash.status_code == 422
    assert "Something that is ticked is in the codebook already" in said(clash)
    assert "«alle» fire" in clash.text
    assert ticked(clash) == ticked(shown)[:4]
    beside = re.findall(r'value="([^"]+)" checked aria-invalid="true" aria-describedby="(take-\d+-taken)"', clash.text)
    assert [one for one, _ in beside] == some
    assert all(f'class="ds-validation-message" id="{place}"' in clash.text for _, place in beside)
    nothing = take(desk, themes=[])
    assert nothing.status_code == 422
    assert nothing.text.index("Tick at least one theme.") < nothing.text.index('id="take-wrong"')
    assert take(desk, themes=some, why="").status_code == 422
    assert take(desk, themes=["gone"]).status_code == 422
    assert book(desk) == before
