"""Scrubbing keeps its promises for every text, not only for those that somebody thought of."""

import time

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from consultation.privacy.scrub import MARK, ScrubbedText, scrub

pieces = st.sampled_from([
    *"0123456789 .,-/()+@[]\n\u00a0\u00ad\u200b",
    "15038510190", "150385", "10190", "912 34 567", "91234567", "+47", "0047", "tlf ", "ring ", " at ", "(at)", " dot ", "gmail",
    ".no", "kari", "krøllalfa", "kr ", " mg", "31.12.2024", "116 117", "22 40 00 40", "140/90", MARK, "…", "\ufffc", "NO93",
    "1️⃣", "５", "konto", "personnr", "siste fem", "2019", "mars ", "😀", "\ud800", "A", "æ",
])  # fmt: skip
nasty_texts = st.lists(pieces, max_size=40).map("".join)
texts = st.one_of(nasty_texts, st.text())


@given(texts)
@example("tlf 912 34 56 78 90 12 34 56")
@example("ring 15038510190 91 23 45 6 7")
@example("+476@kr 91234567A")
@example("personnr. 231.12.20244")
@example("e-post 15038510190 kari at sykehus.no")
def test_scrubbing_again_changes_nothing(text):
    once = scrub(text)
    assert scrub(once.text) == ScrubbedText(once.text, ())


@given(texts)
def test_what_is_left_is_the_original_without_the_removed_spans(text):
    scrubbed = scrub(text)
    at, rebuilt = 0, ""
    for _, start, stop in scrubbed.removed:
        assert at <= start < stop <= len(text)
        rebuilt += text[at:start] + MARK
        at = stop
    assert rebuilt + text[at:] == scrubbed.text


@given(st.text(alphabet="0123456789", min_size=11, max_size=11), texts, texts)
def test_no_eleven_digits_survive_whatever_stands_around_them(number, before, after):
    assert number not in scrub(f"{before} {number} {after}").text


def test_offsets_are_those_of_the_original_and_every_kind_is_named():
    text = "Nr. 15.03.85 10190, post kari@epost.no, konto 1234.56.78901, tlf 912 34 567."
    assert [(kind, text[start:stop]) for kind, start, stop in scrub(text).removed] == [
        ("national_id", "15.03.85 10190"),
        ("email", "kari@epost.no"),
        ("account", "1234.56.78901"),
        ("phone", "912 34 567"),
    ]
    assert scrub(text).text == "Nr. […], post […], konto […], tlf […]."


@pytest.mark.parametrize(
    "written",
    [
        "15038510190", "150385 10190", "15.03.85 10190", "15.03.85.10190", "15/03-85 10190", "1 5 0 3 8 5 1 0 1 9 0", "1503 85 101 90",
        "15\u00a003\u202f85–101/90", "１５０３８５１０１９０", "55038510190", "15438510190", "15838510190", "15.03.1985 10190",
        "15031985 10190", "150\u200b385\u00ad10190", "1️⃣5️⃣0️⃣3️⃣8️⃣5️⃣1️⃣0️⃣1️⃣9️⃣0️⃣", "15. mars 1985 10190", "15. mai 85, 10190", "1503851019",
        "150385\n10190", "15.03.85 \n 101 90", "93010112345", "930101 12345", "150385-1019", "850315-1019", "19850315-1019",
        "1 150385 10190 2", "⑮15038510190", "150385_10190", "150385 - 10190", "00150385101901",
        "5.3.85 10190", "15/3-1985 10190", "1985-03-15 10190", "15.03.85, 10190", "150385:10190", "150385 (10190)", "150385 | 10190",
        "15⁄03⁄85 10190", "15o385 10190", "15038510190 mg", "15038510190 kr",
    ],
)  # fmt: skip
def test_a_national_id_number_is_found_however_it_is_spelled(written):
    scrubbed = scrub(f"Jeg er {written}, hei.")
    assert [kind for kind, _, _ in scrubbed.removed] == ["national_id"]
    assert "10190" not in scrubbed.text
    assert "12345" not in scrubbed.text


@pytest.mark.parametrize(
    "said", ["personnr. 10190", "personnummeret mitt er 1 0 1 9 0", "de siste fem sifrene: 10190", "p.nr 10190"]
)
def test_the_last_five_digits_are_found_where_a_word_says_so(said):
    assert scrub(said).removed[0].kind == "national_id"
    assert "10190" not in scrub(said).text


@pytest.mark.parametrize(
    "written",
    [
        "kari@epost.no", "kari@epost", "kari.ås+1@sub.epost.co.uk", "kari (at) epost.no", "kari[at]epost[dot]no", "kari at epost dot no",
        "kari krøllalfa epost.no", "kari.n krøllalfa epost punktum no", "kari krøll alfa epost.no", "kari snabel-a epost.no", "kari＠epost．no",
        "kåre.ærø@blåbær.no", "kari at gmail.com", "kari.hansen at sykehus.no", "kari @ epost . no", "e-post: kari at sykehus.no",
        "k\u00adari@ep\u200bost.no", "kari dot hansen at epost dot no", "kari(a)epost.no", "post@ålesund.kommune.no",
    ],
)  # fmt: skip
def test_an_address_is_found_however_it_is_spelled(written):
    scrubbed = scrub(f"Skriv til {written} i dag.")
    assert [kind for kind, _, _ in scrubbed.removed] == ["email"]
    assert scrubbed.text in {f"Skriv til {MARK} i dag.", f"Skriv til e-post: {MARK} i dag."}


@pytest.mark.parametrize(
    "written",
    [
        "NO93 8601 1117 947",
        "no9386011117947",
        "8601 11 17947",
        "8601.11.17947",
        "4111 1111 1111 1111",
        "DE89 3704 0044 0532 0130 00",
    ],
)
def test_an_account_is_found(written):
    assert [kind for kind, _, _ in scrub(f"Betal til {written} takk").removed] == ["account"]


@pytest.mark.parametrize(
    "written",
    [
        "912 34 567", "91 23 45 67", "91234567", "22 12 34 56", "22-12-34-56", "+47 912 34 567", "+4791234567", "004791234567",
        "0047 91 23 45 67", "(+47) 9123 4567", "+46 70 123 45 67", "0046 70 123 45 67", "91 234 567", "4021 8832 (mob)", "4791234567",
    ],
)  # fmt: skip
def test_a_telephone_number_is_found(written):
    scrubbed = scrub(f"Det er {written} og takk.")
    assert [kind for kind, _, _ in scrubbed.removed] == ["phone"]
    assert not any(char.isdigit() for char in scrubbed.text)


@pytest.mark.parametrize(
    "written",
    ["tlf 4021 8832", "tlf. 12345678", "ring meg på 912 345 67", "mob: 9 1 2 3 4 5 6 7", "tlf 31122024", "Ring 2018 4021", "tlf 47 1234 5678",
     "vipps 9123 45 67", "nummeret mitt er 9123 4567", "tlf 9123 4567 / 412 345 67", "tlf 47 12 34 56"],
)  # fmt: skip
def test_an_odd_grouping_is_a_telephone_where_a_word_says_so(written):
    scrubbed = scrub(written)
    assert {kind for kind, _, _ in scrubbed.removed} == {"phone"}
    assert not any(char.isdigit() for char in scrubbed.text.replace("47 […]", ""))


@pytest.mark.parametrize(
    "text",
    ["+47 22 40 00 40", "0047 22400040", "Ring 113 116 117 116 123", "tlf 116 117", "tlf 22 40 00 40", "ring 08.00-15.30", "ring 20 30 40 50",
     "+2 500", "0045 12", "+0 12 34 56 78 9", "@ 500 kr", "10 @ 50 kr", "sa at. dot", " at ", "@", "a@", "@b", "--- at vg.no", "x at y",
     "NO", "NO93", "15. mars 2018 12000 kr", "4021 8832", "123 45 678", "kr 912 34", "kr 25.000.000", "NOK 12 345 678", "91.23-45 67",
     "AB12CDEFGHIJKLMN", "991385\n10190", "010120, 12000 kr", "31.12.2024, 12000 kr", "1 2 24 12000", "9.13.24 12000", "kontakt avdeling 4021 8832", "H2O2 og O2", "2018/19", "2018/20", "32.13.2024", "99/99/2024 1", "12,3456", "2019 20 21 22", "12345678901 "[:10][:9]],
)  # fmt: skip
def test_what_only_looks_like_it_is_left_alone(text):
    assert scrub(text) == ScrubbedText(text, ())


@pytest.mark.parametrize(
    "unit",
    ["1", "1 ", "1 5 0 3 8 5 1 0 1 9 0 ", "a@", "@", "😀", " at ", "a.a@a. ", "tlf 12 34 56 78 ", "0047 ", "+47", "15.03.", "AB12 ", "krøllalfa",
     "0\u200b ", "a dot ", "personnr ", "NO93 8", "1-", "1- ", "2024,00"],
)  # fmt: skip
def test_the_time_grows_with_the_text_and_no_faster(unit):
    """Twice the text, about twice the time: a slow regular expression would take four times as long, or for ever."""

    def seconds(length: int) -> float:
        text = (unit * length)[:length]
        start = time.process_time()
        scrub(text)
        return time.process_time() - start

    enough = 3.2 * min(seconds(10_000) for _ in range(3)) + 0.02
    assert any(seconds(20_000) < enough for _ in range(3)), "the best of three; mostly the first will do"
