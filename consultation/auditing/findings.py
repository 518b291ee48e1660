"""What an audit found: each thing that was looked at, whether the promise was kept there, and what was seen."""

from collections.abc import Iterable
from dataclasses import dataclass
from textwrap import wrap
from typing import Literal

Verdict = Literal["kept", "broken", "not seen"]
NARROWEST = 40
_VERDICT = len("not seen") + 2


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at. `needed`: without having seen it nobody can say that the promise is kept."""

    subject: str
    verdict: Verdict
    seen: str
    needed: bool = True


def kept(subject: str, seen: str) -> Finding:
    """The promise is kept here."""
    return Finding(subject, "kept", seen)


def broken(subject: str, seen: str) -> Finding:
    """The promise is broken here; `seen` says where and what to do."""
    return Finding(subject, "broken", seen)


def not_seen(subject: str, why: str, *, needed: bool = False) -> Finding:
    """This could not be looked at; why, in plain words."""
    return Finding(subject, "not seen", why, needed)


def judged(subject: str, troubles: Iterable[str], fine: str) -> Finding:
    """Broken when there is any trouble, else kept."""
    listed = list(dict.fromkeys(troubles))
    return broken(subject, " ".join(listed)) if listed else kept(subject, fine)


def verdict(findings: Iterable[Finding]) -> Verdict:
    """Of the whole: broken where anything is, else not seen where something needed is not, else kept."""
    verdicts = {one.verdict for one in findings if one.verdict != "not seen" or one.needed}
    return "broken" if "broken" in verdicts else "not seen" if "not seen" in verdicts else "kept"


def table(findings: Iterable[tuple[str, str, str]], width: int) -> str:
    """The findings as lines for a terminal so wide: subject, verdict, and below it what was seen."""
    width = max(width, NARROWEST)
    lines = []
    for subject, said, seen in findings:
        first, *more = wrap(subject, width - _VERDICT - 1) or [""]
        lines.append(f"{said.upper():{_VERDICT}} {first}")
        lines += [" " * (_VERDICT + 1) + line for line in more]
        lines += [" " * (_VERDICT + 3) + line for line in wrap(seen, width - _VERDICT - 3)]
    return "\n".join(lines)
