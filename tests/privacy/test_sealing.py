import json
import subprocess
import sys
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from nacl.public import PrivateKey, PublicKey, SealedBox

from consultation.privacy import sealing
from consultation.privacy.anonymise import AnonymousResponse
from consultation.privacy.receipts import Withdrawal, for_answers, new_nonce
from consultation.privacy.sealing import (
    SEALED_LENGTHS,
    CannotOpen,
    TooLarge,
    new_keys,
    seal,
    seal_withdrawal,
    unseal,
    usual_length,
)
from consultation.questionnaire.loading import library, load
from tests.questionnaires import small_questionnaire

KEYS = new_keys()
RECEIPT = for_answers("5" * 32, b"sheet")
ENVELOPE = b"e" * 16
PLAIN = AnonymousResponse(b"k" * 16, "f" * 64, "patient", "web", {"place": "helse-vest"}, {"why": "Ventetid."})

answers = st.one_of(
    st.text(), st.integers(), st.floats(allow_nan=False, allow_infinity=False), st.lists(st.text(max_size=9)).map(tuple)
)
responses = st.builds(
    AnonymousResponse,
    key=st.binary(min_size=16, max_size=16),
    definition=st.text(max_size=64),
    role=st.text(max_size=20),
    channel=st.sampled_from(["web", "paper"]),
    answers=st.dictionaries(st.text(max_size=9), answers, max_size=5),
    comments=st.dictionaries(st.text(max_size=9), st.text(alphabet=st.characters(), max_size=300), max_size=5),
)  # fmt: skip


@given(responses)
def test_what_was_sealed_comes_back_the_same(response):
    sealed = seal(response, ENVELOPE, KEYS.public)
    assert sealed.envelope == ENVELOPE
    assert unseal(sealed.sealed, KEYS.private) == response
    assert len(sealed.sealed) in SEALED_LENGTHS


def test_the_length_of_a_sealed_response_is_one_of_nine():
    assert {length - 48 for length in SEALED_LENGTHS} == {1024 * 2**step for step in range(9)}
    for characters in range(0, 5000, 61):
        response = replace(PLAIN, comments={"why": "x" * characters})
        assert len(seal(response, ENVELOPE, KEYS.public).sealed) in SEALED_LENGTHS


def test_few_words_and_many_lie_in_the_same_bucket():
    short, long = (seal(replace(PLAIN, comments={"why": text}), ENVELOPE, KEYS.public) for text in ("x", "x" * 600))
    assert len(short.sealed) == len(long.sealed)


def test_a_response_that_just_fills_an_envelope_comes_back_and_one_byte_more_takes_the_next():
    def sealed(characters: int) -> bytes:
        return seal(replace(PLAIN, comments={"why": "x" * characters}), ENVELOPE, KEYS.public).sealed

    full = next(n for n in range(1024) if len(sealed(n + 1)) > 1024 + 48)
    assert len(sealed(full)) == 1024 + 48
    assert len(sealed(full + 1)) == 2048 + 48
    assert unseal(sealed(full), KEYS.private).comments["why"] == "x" * full


def test_a_response_larger_than_the_largest_envelope_is_refused():
    largest = replace(PLAIN, comments={"why": "x" * (256 * 1024 - 400)})
    assert len(seal(largest, ENVELOPE, KEYS.public).sealed) == max(SEALED_LENGTHS)
    with pytest.raises(TooLarge):
        seal(replace(PLAIN, comments={"why": "x" * (256 * 1024)}), ENVELOPE, KEYS.public)


def test_sealing_twice_gives_bytes_that_have_nothing_in_common():
    one, other = (seal(PLAIN, ENVELOPE, KEYS.public).sealed for _ in range(2))
    assert one != other
    assert b"Ventetid" not in one
    assert b"patient" not in one


@given(st.integers(0, 1071), st.integers(1, 255))
def test_a_changed_byte_is_noticed(at, change):
    sealed = bytearray(seal(PLAIN, ENVELOPE, KEYS.public).sealed)
    sealed[at] ^= change
    with pytest.raises(CannotOpen):
        unseal(bytes(sealed), KEYS.private)


@pytest.mark.parametrize(
    "private", [new_keys().private, KEYS.public, b"", b"short"], ids=["other", "public", "none", "short"]
)
def test_another_key_does_not_open_it(private):
    with pytest.raises(CannotOpen):
        unseal(seal(PLAIN, ENVELOPE, KEYS.public).sealed, private)


def padded(content: bytes, length: int = 1024) -> bytes:
    return (content + b"\x80").ljust(length, b"\x00")


def test_a_withdrawal_that_was_sealed_comes_back_with_what_takes_a_response_back_and_without_the_code():
    opened = unseal(seal_withdrawal(RECEIPT, KEYS.public).sealed, KEYS.private)
    assert opened == Withdrawal(RECEIPT.secret, RECEIPT.envelope_key)
    content = SealedBox(PrivateKey(KEYS.private)).decrypt(seal_withdrawal(RECEIPT, KEYS.public).sealed)
    assert RECEIPT.code.replace("-", "").encode() not in content.replace(b"-", b"").upper()
    for private in (new_keys().private, b""):
        with pytest.raises(CannotOpen):
            unseal(seal_withdrawal(RECEIPT, KEYS.public).sealed, private)


def test_without_the_key_a_withdrawal_looks_like_a_response_and_leads_to_none():
    withdrawals = [seal_withdrawal(for_answers(new_nonce(), b""), KEYS.public) for _ in range(600)]
    assert {len(one.sealed) for one in withdrawals} == {1024 + 48}
    assert {len(one.envelope) for one in withdrawals} == {16}
    assert len({one.envelope for one in withdrawals}) == 600
    often = [sum(one.sealed.count(bytes([byte])) for one in withdrawals) for byte in (0, 128)]
    expected = sum(len(one.sealed) for one in withdrawals) / 256
    assert all(abs(count - expected) < 6 * expected**0.5 for count in often), "padding shows"
    one = seal_withdrawal(RECEIPT, KEYS.public)
    for name in (RECEIPT.envelope_key, RECEIPT.secret):
        assert name not in one.sealed
        assert name != one.envelope


def test_a_withdrawal_is_as_long_as_a_response_of_so_many_bytes():
    for length, bucket in ((0, 1024), (1023, 1024), (1024, 2048), (9000, 16384), (10**7, 256 * 1024)):
        sealed = seal_withdrawal(RECEIPT, KEYS.public, as_long_as=length).sealed
        assert len(sealed) == bucket + 48
        assert isinstance(unseal(sealed, KEYS.private), Withdrawal)


def test_where_few_questions_are_asked_withdrawals_are_short_and_where_many_are_they_are_not():
    """Else the shortest envelope of a long questionnaire, or the longest of a short one, would be a withdrawal."""
    short = load(library()["waiting-times"])
    assert max(usual_length(short.for_role(role.id).questions) for role in short.roles for _ in range(50)) < 1024
    asked = small_questionnaire().questions * 40
    assert min(usual_length(asked) for _ in range(50)) > 1024
    assert len({usual_length(asked) for _ in range(50)}) > 10


def test_the_name_of_a_withdrawal_is_one_for_each_code_and_known_to_this_program_only():
    first, again = (seal_withdrawal(RECEIPT, KEYS.public) for _ in range(2))
    assert first.envelope == again.envelope
    assert first.sealed != again.sealed
    elsewhere = subprocess.run([sys.executable, "-c", ELSEWHERE], check=True, capture_output=True, text=True).stdout
    assert elsewhere.split()[0] == RECEIPT.envelope_key.hex(), "the name of the response is the same everywhere"
    assert elsewhere.split()[1] != first.envelope.hex()


ELSEWHERE = """
from consultation.privacy.receipts import envelope_of_withdrawal, for_answers
receipt = for_answers("5" * 32, b"sheet")
print(receipt.envelope_key.hex(), envelope_of_withdrawal(receipt).hex())
"""


GOOD = {"format": 1, "key": "00", "definition": "", "role": "", "channel": "", "answers": {}, "comments": {}}


@pytest.mark.parametrize(
    "content",
    [b"", b"x", b"\x00" * 1024, padded(b"secret words"), padded(b"[]"), padded(b"\xff"), padded(json.dumps(GOOD).encode(), 1000),
     *(padded(json.dumps({**GOOD, **change}).encode()) for change in (
        {"format": 2}, {"format": 3}, {"format": 2, "secret": "00"}, {"format": 2, "secret": 1, "envelope": "00"}, {"key": "zz"}, {"key": 1}, {"role": 1}, {"answers": []}, {"answers": {"a": None}}, {"answers": {"a": True}},
        {"answers": {"a": [1]}}, {"comments": {"a": 1}}, {"answers": {"a": {}}})),
     padded(json.dumps({k: v for k, v in GOOD.items() if k != "role"}).encode()), padded(b"[" * 1000)],
)  # fmt: skip
def test_whatever_else_was_sealed_cannot_be_opened_and_the_refusal_tells_nothing_of_it(content):
    sealed = SealedBox(PublicKey(KEYS.public)).encrypt(content)
    with pytest.raises(CannotOpen) as refusal:
        unseal(sealed, KEYS.private)
    assert "secret" not in str(refusal.value)
    assert refusal.value.__cause__ is None
    assert refusal.value.__suppress_context__


def test_a_private_key_does_not_show_in_a_traceback():
    assert KEYS.private.hex() not in repr(KEYS)
    assert repr(KEYS.private) not in repr(KEYS)
    assert sealing.new_keys() != KEYS
