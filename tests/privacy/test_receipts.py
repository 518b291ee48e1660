import hashlib
import re
import time
from hashlib import blake2b

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consultation.privacy import receipts
from consultation.privacy.receipts import Mistyped, Receipt

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
codes = st.builds(
    lambda nonce, sheet: receipts.for_answers(nonce.hex(), sheet), st.binary(min_size=16, max_size=16), st.binary()
)


@given(codes)
def test_a_code_has_four_groups_of_four_and_leads_back_to_its_receipt(receipt):
    assert re.fullmatch(rf"([{ALPHABET}]{{4}}-){{3}}[{ALPHABET}]{{4}}", receipt.code)
    assert receipts.parse(receipt.code) == receipt
    assert len(receipt.envelope_key) == len(receipt.secret) == 16


@given(codes, st.data())
def test_every_wrong_character_is_noticed(receipt, data):
    plain = receipt.code.replace("-", "")
    at = data.draw(st.integers(0, 15))
    wrong = data.draw(st.sampled_from(ALPHABET.replace(plain[at], "")))
    assert receipts.parse(plain[:at] + wrong + plain[at + 1 :]) == Mistyped("check")


@given(codes, st.data())
def test_two_characters_that_changed_places_are_noticed(receipt, data):
    plain = list(receipt.code.replace("-", ""))
    one, other = data.draw(st.lists(st.integers(0, 15), min_size=2, max_size=2, unique=True))
    if plain[one] != plain[other]:
        plain[one], plain[other] = plain[other], plain[one]
        assert receipts.parse("".join(plain)) == Mistyped("check")


@given(codes, st.sampled_from([" ", "", "–", "\u00ad", " - ", "\t"]), st.booleans())
def test_a_code_is_read_as_people_write_it(receipt, gap, small):
    written = receipt.code.replace("-", gap).replace("0", "O").replace("1", "l" if small else "I")
    assert receipts.parse(f" {written.lower() if small else written} ") == receipt


@pytest.mark.parametrize(
    ("code", "mistake"),
    [
        (" - ", Mistyped("empty")), ("ABCD-EFGH", Mistyped("short", by=8)), ("1" * 17, Mistyped("long", by=1)),
        ("U" * 16, Mistyped("character", strange=("U",))), ("ÞÐ" * 8, Mistyped("character", strange=("Þ", "Ð"))),
        ("æØå" + "1" * 3, Mistyped("character", strange=("Æ", "Ø", "Å"))),
    ],
)  # fmt: skip
def test_what_is_no_code_is_told_with_the_kind_of_mistake(code, mistake):
    assert receipts.parse(code) == mistake


def test_the_same_answers_with_the_same_nonce_have_the_same_receipt_and_no_others():
    nonce = receipts.new_nonce()
    first = receipts.for_answers(nonce, b"sheet")
    assert receipts.for_answers(nonce, b"sheet") == first
    others = [receipts.for_answers(nonce, b"changed"), receipts.for_answers(receipts.new_nonce(), b"sheet")]
    assert len({first.code, *(other.code for other in others)}) == 3


@given(codes)
def test_neither_stored_name_leads_to_the_other_or_to_the_code(receipt):
    """What an insider would try: the names' parts and their hashes, against each other."""
    one, other = receipt.envelope_key, receipt.secret
    assert one != other
    for person in (b"", b"envelope", b"response", b"receipt"):
        assert other not in {blake2b(one, digest_size=16, person=person).digest(), one[::-1]}
        assert one not in {blake2b(other, digest_size=16, person=person).digest(), other[::-1]}
    assert not {one[i : i + 4] for i in range(13)} & {other[i : i + 4] for i in range(13)}


@pytest.mark.parametrize("nonce", ["", "0" * 31, "0" * 33, "G" * 32, "A" * 32, "0" * 32 + "\n", "٠" * 32])
def test_what_is_no_nonce_is_refused(nonce):
    assert not receipts.is_nonce(nonce)
    with pytest.raises(ValueError, match="32 hexadecimal"):
        receipts.for_answers(nonce, b"")


def test_nonces_are_new_each_time_and_recognised():
    nonces = {receipts.new_nonce() for _ in range(100)}
    assert len(nonces) == 100
    assert all(receipts.is_nonce(nonce) for nonce in nonces)


def test_all_of_the_code_depends_on_the_nonce():
    """Seventy-five bits: over many nonces each character but the check takes each of its 32 values."""
    seen = [set() for _ in range(16)]
    for number in range(600):
        plain = receipts.for_answers(f"{number:032x}", b"").code.replace("-", "")
        for at, char in enumerate(plain):
            seen[at].add(char)
    assert all(values == set(ALPHABET) for values in seen)
    assert isinstance(receipts.parse("0000-0000-0000-0000"), Receipt)


HASHES = ("md5", "sha1", "sha256", "sha512", "blake2b", "blake2s")


def fast_names(receipt):
    """What somebody who reads this program could make of a guessed code without scrypt, at thousands of millions a second."""
    number = 0
    for char in receipt.code.replace("-", "")[:-1]:
        number = number << 5 | ALPHABET.index(char)
    known = [receipt.code.encode(), receipt.code.replace("-", "").encode(), number.to_bytes(10, "big"), receipt.secret]
    known += [receipt.envelope_key]
    made = {hashlib.new(name, one).digest()[:16] for name in HASHES for one in known}
    persons = (b"", b"envelope", b"response", b"receipt", b"waiting", b"consultation")
    return made | {blake2b(one, digest_size=16, person=person).digest() for one in known for person in persons}


def test_the_stored_name_cannot_be_made_fast_from_the_code():
    receipt = receipts.for_answers(receipts.new_nonce(), b"sheet")
    fast = fast_names(receipt)
    assert {receipt.secret, receipt.envelope_key} <= fast, "the test would not see a fast name"
    named = receipts.names(receipt, "waiting")
    assert named.response not in fast
    assert named.response != receipts.names(receipt, "other").response
    assert named.envelope == receipt.envelope_key


def test_slow_names_made_side_by_side_are_each_their_own():
    several = [bytes([number]) * 16 for number in range(9)]
    assert receipts.slow_names(several, "waiting") == {one: receipts.slow_name(one, "waiting") for one in several}


def test_a_guess_costs_a_thousand_times_what_a_fast_hash_does(slow_names):
    """Both in the same run, so that no absolute time is asserted."""
    began = time.perf_counter()
    for number in range(1000):
        blake2b(number.to_bytes(16, "big"), digest_size=16).digest()
    fast = (time.perf_counter() - began) / 1000
    began = time.perf_counter()
    receipts.slow_name(b"0" * 16, "waiting")
    assert time.perf_counter() - began > 1000 * fast


def test_of_a_whole_page_only_the_beginning_is_read():
    receipt = receipts.for_answers("0" * 32, b"sheet")
    assert receipts.parse(" " * 400 + receipt.code) == receipt
    assert receipts.parse("7" * 260_000) == Mistyped("long", by=260_000 - receipts.CODE_LENGTH)
    assert receipts.parse(receipt.code + " " * 260_000).why == "long"
    assert receipts.parse("\ufdfa" * 260_000).why == "character"
