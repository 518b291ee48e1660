"""Every mark is found wherever it lies, in every spelling, and nothing else is."""

import base64
import gzip
import hashlib
import os
import secrets
import zipfile
from ipaddress import ip_address
from urllib.parse import quote

import pytest

from consultation.auditing.files import Read, below, search
from consultation.auditing.markers import HASHES, Visit, spellings
from consultation.auditing.needles import Search, needles
from tests.auditing.auditing import keeps_marks

MARK = "Kåre 198.18.7.9 +/?"
WRITTEN = {
    "plain": MARK.encode(),
    "utf-16": MARK.encode("utf-16-le"),
    "utf-16 big": MARK.encode("utf-16-be"),
    "utf-32": MARK.encode("utf-32-le"),
    "hex": MARK.encode().hex().encode(),
    "HEX": MARK.encode().hex().upper().encode(),
    "url": quote(MARK, safe="").encode(),
    "reversed": MARK.encode()[::-1],
    **{f"base64 {n}": base64.b64encode(b"x" * n + MARK.encode() + b"yz") for n in range(4)},
    **{f"url base64 {n}": base64.urlsafe_b64encode(b"x" * n + MARK.encode() + b"yz") for n in range(4)},
    **{name: hashlib.new(name, MARK.encode()).digest() for name in HASHES},
    **{f"{name} hex": hashlib.new(name, MARK.encode()).hexdigest().encode() for name in HASHES},
    **{f"{name} base64": base64.b64encode(hashlib.new(name, MARK.encode()).digest()) for name in HASHES},
}


@pytest.mark.parametrize("spelling", WRITTEN)
def test_a_mark_is_found_however_it_is_spelled(spelling):
    assert Search(needles([{"mark": MARK}])).within(b"before " + WRITTEN[spelling] + b" after")


def test_a_mark_is_found_wherever_the_pieces_are_cut():
    written, wanted = (
        secrets.token_bytes(60) + MARK.encode() + secrets.token_bytes(60),
        Search(needles([{"mark": MARK}])),
    )
    for cut in range(len(written)):
        hits = list(wanted.through([written[:cut], b"", written[cut:]]))
        assert [hit.at for hit in hits] == [60], cut
    ones = [written[at : at + 1] for at in range(len(written))]
    assert [hit.at for hit in wanted.through(ones)] == [60]


def test_nothing_is_found_where_nothing_is():
    visits = [Visit() for _ in range(200)]
    wanted = Search(needles([visit.never | {"text": visit.text} for visit in visits]))
    assert wanted.within(secrets.token_bytes(1 << 22)) == []
    assert wanted.within(b"\0" * 100_000) == []
    assert wanted.within(b"") == []


def test_every_one_of_many_marks_is_told_apart():
    visits = [Visit() for _ in range(100)]
    wanted = Search(needles([{"text": visit.text} for visit in visits]))
    found = wanted.within(b" ".join(visit.text.encode() for visit in visits))
    assert {hit.needle.visit for hit in found} == set(range(100))


def test_a_mark_too_short_to_mean_anything_is_refused():
    with pytest.raises(ValueError, match="by chance"):
        Search(needles([{"mark": "ola"}]))
    assert min(len(spelled) for mark in Visit().never.values() for spelled in spellings(mark).values()) >= 8


@pytest.mark.parametrize(
    "kind", ["plain", "gzip", "zip", "file name", "directory", "link", "where a link leads", "attribute"]
)
def test_every_file_is_opened_also_what_is_packed(tmp_path, kind):
    written = b"x" * 1000 + MARK.encode()
    (tmp_path / "deep").mkdir()
    path = tmp_path / "deep" / "file.bin"
    if kind == "plain":
        path.write_bytes(written)
    elif kind == "gzip":
        path.write_bytes(gzip.compress(written))
    elif kind == "zip":
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("inside", written)
    elif kind == "file name":
        (tmp_path / "deep" / MARK.encode().hex()).touch()
    elif kind == "directory":
        (tmp_path / "deep" / MARK.encode().hex()).mkdir()
    elif kind == "where a link leads":
        path.symlink_to(MARK.encode().hex())
    elif kind == "attribute":
        if not keeps_marks(tmp_path):
            pytest.skip("the file system of the temporary directory keeps no marks beside files")
        path.touch()
        os.setxattr(path, "user.who", MARK.encode())
    else:
        (tmp_path / "elsewhere").write_bytes(written)
        path.symlink_to(tmp_path / "elsewhere")
    assert len(list(search(below(tmp_path), Search(needles([{"mark": MARK}])), Read()))) == 1


def test_a_huge_file_that_is_mostly_empty_takes_no_time_and_is_found_in(tmp_path):
    path, deep = tmp_path / "lastlog", (1 << 40) + 12_345
    with path.open("wb") as file:
        file.truncate(1 << 42)
        for at in (7, deep):
            file.seek(at)
            file.write(MARK.encode())
    assert path.stat().st_blocks * 512 < 1 << 20
    read = Read()
    assert [one.hit.at for one in search([path], Search(needles([{"mark": MARK}])), read)] == [7, deep]
    assert read.size < 1 << 20


def test_no_address_is_another_audits_by_chance():
    """Tests and audits of others on the same machine also write addresses down, in files that are searched."""
    many = 20_000
    addresses = {Visit().address for _ in range(many)}
    assert len(addresses) > many * 0.999
    assert all(ip_address(address).is_reserved for address in addresses)


def test_no_spelling_is_so_short_that_others_have_written_it_by_chance():
    visit = Visit(national_id="01900000000", address="240.0.0.1")
    for mark in (visit.national_id, visit.address):
        for name, spelled in spellings(mark).items():
            if name.startswith("base64"):
                assert len(spelled) >= len(mark) * 8 // 6 - 1, (mark, name)
                assert all(
                    spelled
                    in base64.b64encode(before + mark.encode() + after).translate(
                        bytes.maketrans(b"+/", b"-_") if "url" in name else None
                    )
                    for before, after in [(b"x" * int(name[-1]), b""), (b"y" * int(name[-1]), b"zzzz")]
                )
