"""Marks lie in the text, never overlap, say nothing in the wrong case, and take time in proportion to the text."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consultation.privacy.marking import marks

HOSTILE = [
    "Kari ", "A. ", "Ab ", "Ab-", "van ", "1234 ", "a-", "eneste ", "eneste med ", "ALS Utsira ", "min ", "5 B ", "Å'",
    "\u00ad", "gate 5 ", "Storgata 5, ", "mannen min ", "bor a ", "på Øvre Kvåle ", "gnr. 4 ", "heiter ", "eneste a ", "Rett syndrom ", "kalla ", "dr. ", "Xyz og jeg ", "s", "K. Hansen ", "i Os ", "\n", "0182 Oslo ",
]  # fmt: skip


def said(text: str) -> list[tuple[str, str]]:
    return [(mark.kind, text[mark.start : mark.stop]) for mark in marks(text)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Kari sa det", ["Kari"]), ("KARI SA DET", ["KARI"]), ("karis mor", []), ("Karis mor", ["Karis"]),
        ("kari nordmann", ["kari nordmann"]), ("K. Hansen", ["K. Hansen"]), ("Anne-Grethe Vik", ["Anne-Grethe Vik"]),
        ("dr. Olsen ved Ahus", ["Olsen"]), ("søsteren min Marit", ["Marit"]), ("Liv og død", []), ("Liv sa ja", ["Liv"]),
        ("Dag og natt", []), ("Parkinsons sykdom", []), ("Martina Hansens Hospital", []), ("St. Olavs", []),
        ("Nord\u00admann, Ka\u200bri", ["Ka\u200bri"]), ("per uke", []), ("per hansen", ["per hansen"]), ("", []), ("   ", []),
    ],
)  # fmt: skip
def test_names_are_told_from_words(text, found):
    assert [words for kind, words in said(text) if kind == "name"] == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("bor i Storgata 5B", "Storgata 5B"), ("9730 Karasjok", "9730 Karasjok"), ("i 2019 Oslo", ""), ("veien 5 km", ""),
        ("Karl Johans gate 22, 0026 Oslo", "Karl Johans gate 22, 0026 Oslo"), ("bor i Markveien", "Markveien"),
        ("E18 er lang", ""), ("Havnegt. 9", "Havnegt. 9"), ("avdeling 3B", ""),
    ],
)  # fmt: skip
def test_addresses_are_told_from_numbers(text, found):
    assert "".join(words for kind, words in said(text) if kind == "address") == found


@pytest.mark.parametrize(
    "text",
    [
        "det må vera råd", "mellom anna dette", "heile helga", "jeg ante ikke", "gitte rammer", "reine og rene sår", "vondt i halsen",
        "Nakken er stiv", "legen bør lytta", "fastlegen vår sluttet", "dei klara ikkje meir", "å stella henne", "tolv mila til legen",
        "Samar må få tolk", "Tala viser det", "Avgjerd i saka", "Vald er ikkje løysinga", "rettsleg vern på Frøya", "sjeldent på Røst",
        "det eneste tilbudet i Loppa", "den eneste butikken på Utsira", "Per i dag", "Ivar Aasen-tunet", "Bor i Øvre Eiker",
        "Down syndrom i Røros", "5000 Innherredinger", "Mai 2022", "mannen min vil ikke, bør han?",
    ],
)  # fmt: skip
def test_ordinary_words_of_both_written_forms_are_left_alone(text):
    assert said(text) == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Aud 71 år", "Aud"), ("mor til Brage, 9 år", "Brage"), ("Hilsen Bjørn, 61", "Bjørn"), ("fastlegen vår Ingrid", "Ingrid"),
        ("overlege sandvik kom", "sandvik"), ("legen heiter hamid rezaei og er snill", "hamid rezaei"), ("legen min per sier ja", "per"),
        ("Kommunedirektør Zorvelin kutta", "Zorvelin"), ("ho vert kalla Zorva", "Zorva"), ("leiaren vår heiter Zorva", "Zorva"),
        ("bor i solbakken terr. 8", "solbakken terr. 8"), ("gnr. 45 bnr. 12", "gnr. 45 bnr. 12"), ("på Ávjogeaidnu 50", "Ávjogeaidnu 50"),
        ("Garden vår, Øvre Kvåle, er stor", "Øvre Kvåle"), ("Vi bor i bofellesskapet i Bærstien", "Bærstien"),
        ("Eg er den einaste guten med diabetes i Loppa", "den einaste guten med diabetes i Loppa"),
    ],
)  # fmt: skip
def test_what_stands_beside_gives_it_away(text, found):
    assert [words for _, words in said(text)] == [found]


def test_what_few_are_is_marked_only_where_hardly_anybody_lives():
    assert said("Eg er døv og bur på Røst.") == [("rare", "døv"), ("rare", "Røst")]
    assert said("Eg er døv og bur i Røros.") == []


def test_an_illness_called_after_somebody_is_rare_unless_many_have_it():
    assert said("Eg har Gorlins sjukdom og bur på Røst.") == [("rare", "Gorlins sjukdom"), ("rare", "Røst")]
    assert said("Eg har Crohns sjukdom og bur i Røros.") == []


def test_a_rare_illness_is_marked_only_with_a_small_place():
    assert said("Jeg har ALS og bor på Utsira.") == [("rare", "ALS"), ("rare", "Utsira")]
    assert said("Jeg har ALS og bor i Oslo.") == []
    assert said("Jeg har vondt i ryggen og bor på Utsira.") == []


@given(st.text(st.sampled_from("KariOla .,-5B\n'’ÅåGate0182 minLegdr"), max_size=120))
def test_marks_lie_in_the_text_in_order_and_apart(text):
    at = 0
    for mark in marks(text):
        assert at <= mark.start < mark.stop <= len(text)
        at = mark.stop


@given(st.text(max_size=80))
def test_no_text_is_too_odd(text):
    marks(text)


def seconds(text: str) -> float:
    start = time.process_time()
    marks(text)
    return time.process_time() - start


@pytest.mark.parametrize("piece", HOSTILE)
def test_time_grows_with_the_text_and_not_faster(piece):
    short, long = (piece * (size // len(piece)) for size in (10_000, 80_000))
    enough = 24 * min(seconds(short) for _ in range(5)) + 0.005
    assert any(seconds(long) < enough for _ in range(5)), "eight times the text; mostly the first of five will do"
