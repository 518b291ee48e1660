"""Names that were made so far help whoever holds the box's private key, and nobody else."""

import secrets

from consultation.privacy.kept_names import locked, unlocked
from consultation.privacy.sealing import new_keys


def test_what_was_locked_with_a_key_is_read_with_it_and_with_no_other():
    keys, names = new_keys(), {secrets.token_bytes(16): secrets.token_bytes(16) for _ in range(20)}
    content = locked(names, keys.private)
    assert unlocked(content, keys.private) == names
    assert unlocked(content, new_keys().private) == {}
    assert unlocked(content, keys.public) == {}
    assert unlocked(content[:-1] + bytes([content[-1] ^ 1]), keys.private) == {}
    assert unlocked(b"", keys.private) == {}


def test_no_name_and_no_secret_lies_bare_in_it_and_its_length_tells_but_how_many():
    private = new_keys().private
    names = {secrets.token_bytes(16): secrets.token_bytes(16) for _ in range(20)}
    content = locked(names, private)
    assert not any(part in content for pair in names.items() for part in pair)
    assert len(content) == 20 * 32 + 40
    assert locked(names, private) != content
