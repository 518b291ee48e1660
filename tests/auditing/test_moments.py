"""A time of the audit is found however it is written, and in bytes that mean nothing hardly ever."""

import secrets
import struct
import time
from datetime import UTC, datetime

import pytest

from consultation.auditing.moments import Moments, spelled_in

NOW = 1_790_000_000.25
SECOND, MOMENT = int(NOW), datetime.fromtimestamp(NOW, UTC)
WRITTEN = {
    "int32": struct.pack("<I", SECOND),
    "int32 big": struct.pack(">I", SECOND),
    "int32 since 2000": struct.pack("<I", SECOND - 946_684_800),
    "int64": struct.pack("<q", SECOND),
    "int64 ms": struct.pack(">q", int(NOW * 1000)),
    "int64 us": struct.pack("<q", int(NOW * 10**6)),
    "int64 ns": struct.pack("<q", int(NOW * 10**9)),
    "PostgreSQL's timestamp": struct.pack(">q", int((NOW - 946_684_800) * 10**6)),
    "SQLite's integer of milliseconds": struct.pack(">q", int(NOW * 1000))[2:],
    ".NET": struct.pack("<q", int((NOW + 62_135_596_800) * 10**7)),
    "Windows": struct.pack("<q", int((NOW + 11_644_473_600) * 10**7)),
    "double": struct.pack("<d", NOW),
    "double big": struct.pack(">d", NOW * 1000),
    "Julian day": struct.pack(">d", 2_440_587.5 + NOW / 86_400),
    "spreadsheet": struct.pack("<d", 25_569 + NOW / 86_400),
    "digits": str(SECOND).encode(),
    "digits ms": str(int(NOW * 1000)).encode(),
    "digits with a point": f"{NOW:.6f}".encode(),
    "Julian digits": f"{2_440_587.5 + NOW / 86_400:.6f}".encode(),
    "ISO": MOMENT.isoformat().encode(),
    "log": MOMENT.strftime("%d/%b/%Y:%H:%M:%S").encode(),
    "packed digits": MOMENT.strftime("%Y%m%d%H%M%S").encode(),
    "BCD": bytes.fromhex(MOMENT.strftime("%y%m%d%H%M%S")),
    "hex": f"{SECOND:x}".encode(),
    "HEX": f"{SECOND:X}".encode(),
}


@pytest.mark.parametrize("spelling", WRITTEN)
@pytest.mark.parametrize("shift", range(8))
def test_a_time_is_found_however_it_is_written(spelling, shift):
    moments = Moments(NOW - 30, NOW + 30)
    assert spelled_in(moments, [b"\0" * shift + b"before" + WRITTEN[spelling] + b" after it"])
    earlier = Moments(NOW - 3 * 86_400 - 30, NOW - 3 * 86_400 - 1)
    assert not {one for one in spelled_in(earlier, [WRITTEN[spelling]]) if "clock" not in one}


def test_in_bytes_that_mean_nothing_hardly_any_time_is_found():
    moments, content = Moments(time.time() - 60, time.time()), secrets.token_bytes(1 << 22)
    assert len(list(moments.within(content))) <= 5 + 5 * moments.by_chance(len(content))
    assert list(moments.within(b"\0" * 10_000)) == []
    assert list(moments.within(b"")) == []
