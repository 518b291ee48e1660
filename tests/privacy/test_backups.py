import hashlib
import io
import tarfile
from dataclasses import replace
from datetime import date

import pyrage
import pytest

from consultation.privacy import backups
from consultation.privacy.backups import About, NoKey, NotReadable, identities, new_identity, pack, recipient, unpack

PRIVATE, PUBLIC = new_identity()
KEYS, TO = identities(PRIVATE), [recipient(PUBLIC)]
ABOUT = About("v0004", date(2026, 11, 22), {"response": ("key", "role", "on", "small"), "comment": ("text",)})
RESPONSES = [(bytes([n]) * 16, "patient", date(2026, 11, 22), n % 2 == 0) for n in range(40)]
COMMENTS = [(f"Ventet «{n}» uker \r\n på time, \0 så 😀",) for n in range(9)]


def packed(tables=None, about=ABOUT):
    out = io.BytesIO()
    pack(out, about, tables or [("response", iter(RESPONSES)), ("comment", iter(COMMENTS))], TO)
    return out.getvalue()


def read(content, keys=KEYS):
    found = {}
    about, contents = unpack(io.BytesIO(content), keys, lambda _, table, rows: found.setdefault(table, []).extend(rows))
    return about, contents.counts, found


def test_what_is_packed_comes_back_value_by_value():
    about, counts, found = read(packed())
    assert about == ABOUT
    assert counts == {"response": 40, "comment": 9}
    assert [tuple(row) for row in found["response"]] == RESPONSES
    assert [tuple(row) for row in found["comment"]] == COMMENTS


def test_each_recipient_opens_it_and_nobody_else():
    other_private, other_public = new_identity()
    out = io.BytesIO()
    pack(out, ABOUT, [("response", RESPONSES), ("comment", COMMENTS)], [*TO, recipient(other_public)])
    for private in (PRIVATE, other_private):
        assert read(out.getvalue(), identities(private))[1]["response"] == len(RESPONSES)
    with pytest.raises(NotReadable, match="None of the private keys"):
        read(out.getvalue(), identities(new_identity()[0]))


def test_the_file_is_a_tar_in_age_and_none_of_its_members_has_a_time_or_an_owner():
    content = packed()
    assert content.startswith(b"age-encryption.org/v1\n-> X25519 ")
    with tarfile.open(fileobj=io.BytesIO(pyrage.decrypt(content, KEYS))) as tar:
        members = tar.getmembers()
    assert [one.name for one in members] == [
        "about.json", "response/000001.jsonl", "comment/000001.jsonl", "contents.json",
    ]  # fmt: skip
    assert {(one.mtime, one.uid, one.gid, one.uname, one.gname, one.mode) for one in members} == {
        (0, 0, 0, "", "", 0o600)
    }


def test_equal_content_gives_equal_bytes_but_for_the_encryption():
    assert packed() != packed()
    assert pyrage.decrypt(packed(), KEYS) == pyrage.decrypt(packed(), KEYS)


def test_no_text_lies_in_it_in_clear():
    assert b"Ventet" not in packed()


@pytest.mark.parametrize("left", [0, 1, 60, 200, 250, -17, -1])
def test_a_file_that_is_cut_short_is_refused(left):
    with pytest.raises(NotReadable):
        read(packed()[:left])


def test_a_file_of_several_pieces_that_lost_its_last_ones_is_refused(monkeypatch):
    monkeypatch.setattr(backups, "PIECE", 1 << 10)
    content = packed([("response", []), ("comment", [(f"{n} " + "x" * 900,) for n in range(400)])])
    assert read(content)[1]["comment"] == 400
    for left in range(200, len(content), 1 << 16):
        with pytest.raises(NotReadable):
            read(content[:left])


@pytest.mark.parametrize("at", [30, 100, 230, 400, 1000, -1])
def test_a_file_with_one_byte_changed_is_refused(at):
    content = bytearray(packed())
    content[at] ^= 1
    with pytest.raises(NotReadable):
        read(bytes(content))


def encrypted(*members):
    tar = b"".join(backups._member(name, content) for name, content in members) + bytes(1024)
    return pyrage.encrypt(tar, TO)


TOLD = (
    "about.json",
    b'{"revision":"v0004","made_on":"2026-11-22","columns":{"comment":["text"]}}',
)


NOTHING_IN_IT = b'{"counts":{"comment":0},"sha256":{"comment":"%s"}}' % hashlib.sha256().hexdigest().encode()


def test_what_is_right_is_taken_whoever_made_it():
    assert read(encrypted(TOLD, ("contents.json", NOTHING_IN_IT)))


@pytest.mark.parametrize(
    "members",
    [
        [],
        [TOLD],
        [("about.json", b"{}")],
        [("about.json", b"[" * 100_000)],
        [TOLD, ("../../etc/passwd", b"root"), ("contents.json", b'{"counts":{},"sha256":{}}')],
        [TOLD, ("comment/000001.jsonl", b'["a","b"]\n')],
        [TOLD, ("comment/000001.jsonl", b'[{"bytes":"%%"}]\n')],
        [TOLD, ("comment/000001.jsonl", b'["a"]\n'), ("contents.json", b'{"counts":{"comment":2},"sha256":{"comment":""}}')],
        [TOLD, ("contents.json", NOTHING_IN_IT), ("comment/000001.jsonl", b'["a"]\n')],
    ],
)  # fmt: skip
def test_what_somebody_else_made_with_the_public_key_is_refused_unless_it_is_right(members):
    with pytest.raises(NotReadable):
        read(encrypted(*members))


def test_a_piece_that_says_it_is_endless_is_not_waited_for():
    header = tarfile.TarInfo("comment/000001.jsonl")
    header.size = 1 << 40
    with pytest.raises(NotReadable, match="too large"):
        read(pyrage.encrypt(backups._member(*TOLD) + header.tobuf(tarfile.GNU_FORMAT), TO))


def test_what_fails_while_rows_are_read_or_taken_is_raised_as_it_is():
    def failing():
        yield RESPONSES[0]
        raise ZeroDivisionError

    def refuse(*_):
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        packed([("response", failing())])
    with pytest.raises(ZeroDivisionError):
        unpack(io.BytesIO(packed()), KEYS, refuse)


def test_rows_are_read_a_piece_at_a_time_and_never_all_at_once():
    ahead, written = [], io.BytesIO()

    def rows():
        for number in range(64):
            yield (f"{number:03}" + "x" * 200_000,)
            ahead.append((number + 1) * 200_000 - written.tell())

    pack(written, replace(ABOUT, columns={"comment": ("text",)}), [("comment", rows())], TO)
    assert written.tell() > 64 * 200_000
    assert max(ahead) < 4 * backups.PIECE


def test_what_is_no_private_key_is_refused_without_showing_it():
    for text in ("", "# only a comment\n", "AGE-SECRET-KEY-1\n", PUBLIC, PRIVATE[:-1]):
        with pytest.raises(NoKey) as refused:
            identities(text)
        assert PRIVATE[20:-1] not in str(refused.value)


def test_what_is_no_public_key_is_refused_without_showing_it():
    for text in ("", "age1", PUBLIC[:-1], PRIVATE):
        with pytest.raises(NoKey) as refused:
            recipient(text)
        assert PRIVATE[20:-1] not in str(refused.value)
