import pytest

from consultation.privacy import wrapping
from consultation.privacy.sealing import new_keys
from consultation.privacy.wrapping import WrongPassphrase, is_wrapped, new_salt, salt_of, unwrap, wrap

PRIVATE = new_keys().private


@pytest.fixture(autouse=True)
def cheap(monkeypatch):
    """A guess costs next to nothing here; one test pays the price."""
    monkeypatch.setattr(wrapping.argon2id, "MEMLIMIT_MODERATE", wrapping.argon2id.MEMLIMIT_MIN)


def test_a_wrapped_key_opens_with_its_passphrase_only():
    wrapped = wrap(PRIVATE, b"correct horse", new_salt())
    assert is_wrapped(wrapped)
    assert PRIVATE not in wrapped
    assert unwrap(wrapped, b"correct horse") == PRIVATE
    with pytest.raises(WrongPassphrase):
        unwrap(wrapped, b"wrong horse")


@pytest.mark.parametrize("at", [0, 30, 50, 80, -1])
def test_a_changed_byte_anywhere_keeps_it_closed(at):
    wrapped = bytearray(wrap(PRIVATE, b"correct horse", new_salt()))
    wrapped[at] ^= 1
    with pytest.raises(WrongPassphrase):
        unwrap(bytes(wrapped), b"correct horse")


def test_two_wrappings_have_nothing_in_common_but_the_salt():
    salt = new_salt()
    one, other = (wrap(PRIVATE, b"correct horse", salt) for _ in range(2))
    assert salt_of(one) == salt_of(other) == salt
    assert one[len(one) - 72 :] != other[len(other) - 72 :]


def test_a_bare_key_is_no_wrapped_one():
    assert not is_wrapped(PRIVATE)
    for cut in (PRIVATE, b"", wrap(PRIVATE, b"x", new_salt())[:-1]):
        with pytest.raises(WrongPassphrase):
            unwrap(cut, b"x")


def test_a_guess_costs_256_mib(monkeypatch):
    monkeypatch.undo()
    limits = {}
    monkeypatch.setattr(wrapping.argon2id, "kdf", lambda size, *_, **given: limits.update(given) or bytes(size))
    wrap(PRIVATE, b"correct horse", new_salt())
    assert limits["memlimit"] == 256 * 2**20
    assert limits["opslimit"] >= 3
