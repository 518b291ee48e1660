"""What an audit found: each thing that was looked at, whether the promise was kept there, and what was seen."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from textwrap import wrap
from typing import Literal

Verdict = Literal["kept", "broken", "not seen"]
NARROWEST = 40
_VERDICT = len("not seen") + 2
_MOST_PLACES, _MOST_TROUBLES = 10, 20
SEES_MORE = (
    "Run the audit once by hand as the account of its instance, with the capabilities CAP_DAC_READ_SEARCH and CAP_SYS_PTRACE: "
    "INSTALL tells how in its step 9."
)
"""What to do about what this account may not see; a superuser is refused, by the instance and by PostgreSQL."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at. `needed`: without having seen it nobody can say that the promise is kept."""

    subject: str
    verdict: Verdict
    seen: str
    needed: bool = True


def kept(subject: str, seen: str) -> Finding:
    """The promise is kept here."""
    return Finding(subject, "kept", _printable(seen))


def broken(subject: str, seen: str) -> Finding:
    """The promise is broken here; `seen` says where and what to do."""
    return Finding(subject, "broken", _printable(seen))


def not_seen(subject: str, why: str, *, needed: bool = False) -> Finding:
    """This could not be looked at; why, in plain words."""
    return Finding(subject, "not seen", _printable(why), needed)


def judged(subject: str, troubles: Iterable[str], fine: str) -> Finding:
    """Broken when there is any trouble, else kept."""
    listed = list(dict.fromkeys(troubles))
    more = f" And {len(listed) - _MOST_TROUBLES} more." if len(listed) > _MOST_TROUBLES else ""
    return broken(subject, f"{' '.join(listed[:_MOST_TROUBLES])}{more}") if listed else kept(subject, fine)


def some(listed: Sequence[str]) -> str:
    """The first few of a list, and how many more there are: a list without end hides what matters."""
    more = f" and {len(listed) - _MOST_PLACES} more" if len(listed) > _MOST_PLACES else ""
    return f"{', '.join(listed[:_MOST_PLACES])}{more}"


def _printable(said: str) -> str:
    """A file's name may hold bytes that are no letters, and others that steer a terminal: they are shown as escapes."""
    return "".join(letter if letter.isprintable() else letter.encode("unicode_escape").decode() for letter in said)


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
