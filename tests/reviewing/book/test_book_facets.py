"""What people noted beside the themes is counted by theme, and no number stands for fewer than five."""

import re
from html import unescape

import pytest

from consultation.storage import responses
from consultation.storage.reading.facets import noted
from consultation.usecases.reading import tell_facets
from consultation.usecases.reading.confirm_coding import Beside, confirm_coding
from tests.reviewing.book.desk import begun, page, said
from tests.reviewing.offices import QUESTION, SLUG

READ = (
    # how many comments, confirmed for, step of the pathway, tone
    (12, ("ventetid",), "venting", "darlig"),
    (4, ("ventetid", "mat"), "venting", "god"),
    (6, ("mat",), "behandling", "god"),
    (3, ("ro",), "utskriving", None),
    (5, (), "venting", None),
)


def read(session, comment, themes, noted_beside):
    """What a person who reads a comment decides on it."""
    outcome, beside = "coded" if themes else "none", Beside(facets=noted_beside)
    confirm_coding(
        session, SLUG, QUESTION, comment, themes=themes, outcome=outcome, by="kari@example.org", beside=beside
    )


def keys_of(session, role):
    """The comments of a role."""
    return [one.key for one in responses.corpus(session, SLUG, QUESTION) if one.role == role]


@pytest.fixture
def office(office):
    """Sixty-four comments, thirty of the forty patients' read, with what was noted of each."""
    begun(office)
    with office.database.transaction() as session:
        keys = iter(keys_of(session, "patient"))
        for number, themes, step, tone in READ:
            for _ in range(number):
                read(session, next(keys), themes, {"steg": step} | ({"tone": tone} if tone else {}))
    return office


def numbers(office, language="en") -> dict[str, dict[str, list[str]]]:
    """Facet -> row -> what its cells show to the eye."""
    found = {}
    for part in page(office, "facets/", language).text.split('class="noted"')[1:]:
        name = unescape(re.search(r"<h3[^>]*>([^<]+)<", part)[1])
        rows = re.findall(r'<tr[^>]*><th scope="row".*?</tr>', part, re.DOTALL)
        found[name] = {
            said_of(row.split("</th>")[0]): [
                unescape(one) for one in re.findall(r'<span aria-hidden="true">([^<]*)<', row)
            ]
            for row in rows
        }
    return found


def said_of(words: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", words)).split())


def leaks(shown: dict[str, dict[str, list[str]]]) -> list[str]:
    """The numbers that say more than they may: any that is no multiple of five, and any under five."""
    cells = [cell for rows in shown.values() for row in rows.values() for cell in row]
    assert cells
    return [
        cell
        for cell in cells
        if cell not in {"<5", "None"} and (not cell.endswith("+") or int(cell[:-1]) % 5 or int(cell[:-1]) < 5)
    ]


def test_each_theme_is_shown_with_what_was_noted_beside_it(office):
    assert numbers(office) == {
        "Step of the pathway": {
            # referral, assessment, waiting, treatment, discharge, follow-up
            "All comments that it is noted for": ["<5", "<5", "20+", "5+", "<5", "<5"],
            "Ventetid": ["<5", "<5", "15+", "<5", "<5", "<5"],
            "Mat": ["<5", "<5", "<5", "5+", "<5", "<5"],
        },
        "Polarity": {
            "All comments that it is noted for": ["10+", "10+", "<5", "<5"],
            "Ventetid": ["<5", "10+", "<5", "<5"],
            "Mat": ["10+", "<5", "<5", "<5"],
        },
    }
    assert "2 themes with fewer than five everywhere Ro, Brev" in said(page(office, "facets/"))


def test_no_number_stands_for_fewer_than_five_nor_is_finer_than_fives(office, monkeypatch):
    assert leaks(numbers(office)) == []
    monkeypatch.setattr(tell_facets, "coarse", lambda count: count)  # as it would be without disclosure control
    assert "4+" in leaks(numbers(office))
    monkeypatch.setattr(tell_facets, "coarse", lambda count: count if count >= 5 else None)  # exact above four
    assert "21+" in leaks(numbers(office))


def test_none_and_four_look_the_same(office):
    before = page(office, "facets/").text
    with office.database.transaction() as session:
        keys = keys_of(session, "patient")[sum(number for number, *_ in READ) :]
        for key in keys[:4]:
            read(session, key, ("brev",), {"steg": "henvisning"})
    rest = [one.split("</main>")[0] for one in (before, page(office, "facets/").text)]
    assert rest[0].split('class="noted"')[1:] == rest[1].split('class="noted"')[1:]


def test_less_what_the_report_tells_it_is_not_what_a_small_role_said(office, monkeypatch):
    before = tones(office)
    with office.database.transaction() as session:
        # sixteen patients and four leaders: "20+" less the sixteen that the report tells would be all four leaders
        for key in keys_of(session, "leader"):
            read(session, key, ("ventetid",), {"tone": "darlig"})
    assert tones(office) == before
    with office.database.transaction() as session:
        # all but one of twenty: the report withholds it
        for key in keys_of(session, "next_of_kin")[:19]:
            read(session, key, ("ventetid",), {"tone": "darlig"})
    assert tones(office)["Ventetid"] == before["Ventetid"]
    careful, roles = tell_facets._shown, {"patient", "next_of_kin", "leader"}
    monkeypatch.setattr(tell_facets, "_shown", lambda counts, _: careful(counts, roles))  # as it was
    assert tones(office)["Ventetid"] != before["Ventetid"]


def tones(office):
    return numbers(office)["Polarity"]


def test_a_reader_sees_it_in_each_language_and_before_anything_is_noted_it_says_where_to(desk, office):
    begun(desk)
    assert "It is noted for fewer than five comments of each kind." in said(page(desk, "facets/"))
    assert f"/coding/{QUESTION}" in page(desk, "facets/").text
    office.hire("reader@example.org", "reader")
    office.sign_in("reader@example.org")
    assert "Steg i forløpet" in numbers(office, "nb")
    assert numbers(office, "nn")["Tone"]["Alle kommentarar det er notert for"][:2] == ["10+", "10+"]
    assert "<form" not in page(office, "facets/").text.split("<main", 1)[1].split("</main>")[0]


def test_what_is_counted_is_what_people_confirmed_of_this_question(office):
    with office.database.transaction() as session:
        counts = noted(session, SLUG, QUESTION)
        assert counts.all["steg", "venting"] == {"patient": 21}
        assert counts.themes["mat"] == {
            ("steg", "venting"): {"patient": 4},
            ("steg", "behandling"): {"patient": 6},
            ("tone", "god"): {"patient": 10},
        }
        assert "brev" not in counts.themes
        assert noted(session, SLUG, "feel-safe").all == {}
        read(session, keys_of(session, "patient")[0], (), {"steg": "venting"})
        assert noted(session, SLUG, QUESTION).themes["ventetid"]["steg", "venting"] == {"patient": 15}
