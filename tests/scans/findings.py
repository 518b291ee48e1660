"""What a scanner found, and what of it is accepted in public: an exception that nothing needs is a finding too."""

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path

ACCEPTED = Path(__file__).parent / "accepted.toml"


@dataclass(frozen=True, order=True)
class Finding:
    """One scanner's own name for a fault, where it lies (a path, or METHOD and address), and its words."""

    scanner: str
    rule: str
    where: str
    said: str = ""

    def __str__(self) -> str:
        return f"{self.scanner}: {self.rule}: {self.where}  {' '.join(self.said.split())[:300]}".rstrip()


@dataclass(frozen=True)
class Scanned:
    """What one scanner did: how many requests or files, and what it found."""

    scanner: str
    looked_at: int
    of: str
    findings: tuple[Finding, ...]


@dataclass(frozen=True)
class Accepted:
    """An exception: which findings (`where` with * and ?), and why they may stay."""

    scanner: str
    rule: str
    where: str
    why: str

    def covers(self, finding: Finding) -> bool:
        """Whether it is this finding that is accepted."""
        return (
            (self.scanner, self.rule) == (finding.scanner, finding.rule)
            and fnmatchcase(finding.where, self.where)
        )  # fmt: skip


def accepted(path: Path = ACCEPTED) -> tuple[Accepted, ...]:
    """The exceptions that stand in the public list.

    Raises:
        TypeError: one lacks a part, or has one too many.
        ValueError: one gives no reason.
    """
    listed = tuple(Accepted(**entry) for entry in tomllib.loads(path.read_text("utf-8")).get("accepted", []))
    for one in listed:
        if len(one.why.split()) < 5:
            raise ValueError(f"{one.scanner} {one.rule}: why is this accepted?")
    return listed


def still_open(findings: Iterable[Finding], exceptions: Iterable[Accepted]) -> list[str]:
    """What is wrong: findings that nobody accepted, and exceptions that nothing needs any more."""
    found, listed = sorted(set(findings)), tuple(exceptions)
    unneeded = [one for one in listed if not any(one.covers(finding) for finding in found)]
    return [
        *(str(finding) for finding in found if not any(one.covers(finding) for one in listed)),
        *(f"accepted.toml: nothing needs {one.scanner}: {one.rule}: {one.where}" for one in unneeded),
    ]
