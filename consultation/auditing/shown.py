"""What everybody may read of a finding: names inside the instance and the database, and of other places only that there is one."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path

from consultation.auditing.findings import Finding

_ELSEWHERE = "a place of this machine"
# A path stands alone, in brackets or after a colon or an equals sign; what follows a letter is a part of a word.
_PATH = re.compile(r"(?<![\w:/.<])/(?:[^\s/,;:'\"()]+/?)+")
_HARMLESS = frozenset({"/dev/null", "/tmp", "/var", "/run", "/dev/shm"})  # noqa: S108 -- names  # nosec B108


def for_everybody(findings: Iterable[Finding], places: Mapping[str, Path | None]) -> list[Finding]:
    """The same findings without the machine's paths. places: what a directory is called instead of its path."""
    called = {str(path): name for name, path in places.items() if path is not None and path != Path("/")}
    return [replace(one, subject=_without(one.subject, called), seen=_without(one.seen, called)) for one in findings]


def _without(said: str, called: Mapping[str, str]) -> str:
    for path in sorted(called, key=len, reverse=True):
        said = re.sub(rf"{re.escape(path)}(?![\w.-])", called[path], said)
    return _PATH.sub(lambda found: _spelled(found[0]), said)


def _spelled(path: str) -> str:
    bare = path.rstrip(".")
    return path if bare in _HARMLESS else f"{_ELSEWHERE}{path[len(bare) :]}"
