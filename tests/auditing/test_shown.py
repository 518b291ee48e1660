"""Everybody reads what an audit found, and nobody learns from it where things lie on the machine."""

from pathlib import Path

import pytest

from consultation.auditing.findings import broken
from consultation.auditing.shown import for_everybody

PLACES = {
    "the instance": Path("/srv/consultation"),
    "the database": Path("/var/lib/postgresql/18/main"),
    "nothing": None,
}


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ("Found in /srv/consultation/keys/a.private (644).", "Found in the instance/keys/a.private (644)."),
        ("Found in /var/lib/postgresql/18/main/base/5/16384 (raw), /home/kari/x.log (hex).",
         "Found in the database/base/5/16384 (raw), a place of this machine (hex)."),
        ("3 files more in /var/tmp/kari.", "3 files more in a place of this machine."),
        ("/srv/consultation-old/secret: ext4", "a place of this machine: ext4"),
        ("error_log /var/log/nginx/error.log keeps", "error_log a place of this machine keeps"),
        ("Write `error_log /dev/null emerg;` and/or nothing.", "Write `error_log /dev/null emerg;` and/or nothing."),
        ("files in /tmp/a: modified", "files in a place of this machine: modified"),
    ],
)  # fmt: skip
def test_paths_outside_the_instance_are_not_shown(said, shown):
    [one] = for_everybody([broken(said, said)], PLACES)
    assert (one.subject, one.seen) == (shown, shown)
