"""Whether anything in an answer tells one visitor from another, or makes a browser tell somebody else of its visit."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator

from consultation.auditing.findings import Finding, judged
from consultation.auditing.visiting import Came

_SUBJECT = "No answer tells one visitor from another, or tells anybody else"
_OWN_TO_EACH = frozenset({"date"})
_REPORTING = frozenset(
    {"nel", "report-to", "reporting-endpoints", "accept-ch", "critical-ch", "refresh", "service-worker-allowed"}
)
_KEEPING = frozenset({"set-cookie", "set-cookie2"})
_REPORTS = re.compile(r"report-(?:uri|to)\b")
_FETCHED = re.compile(
    r"<(?:script|img|iframe|link|form|source|object|embed|video|audio|input|button)\b[^>]*?"
    r"\b(?:src|srcset|href|action|formaction|data|ping)=[\"']?(?:https?:)?//(?!@)([^/\"'\s>]+)",
    re.IGNORECASE,
)


def findings(answers: Iterable[tuple[str, Came]], *, host: str) -> Iterator[Finding]:
    """What was got, by the page that was asked for, each by several visitors. host: our own, which may be named."""
    values: dict[tuple[str, str], set[str]] = defaultdict(set)
    times: dict[str, int] = defaultdict(int)
    troubles = []
    for page, came in answers:
        times[page] += 1
        for name, value in came.headers:
            values[page, name.lower()].add(value)
            troubles += list(_alone(page, name.lower(), value))
        strange = {named for named in _FETCHED.findall(came.body) if named != host}
        troubles += [
            f"{page} lets a browser fetch from {named}, which then knows who visits." for named in sorted(strange)
        ]
    for (page, name), seen in sorted(values.items()):
        if len(seen) > 1 and name not in _OWN_TO_EACH:
            troubles.append(f"{page} came {times[page]} times with {len(seen)} different values of {name}.")
    fine = f"{sum(times.values())} answers to {len(times)} pages were compared: same headers for all, no cookie, nothing from elsewhere."
    yield judged(_SUBJECT, troubles, fine)


def _alone(page: str, name: str, value: str) -> Iterator[str]:
    """What needs no second answer to be wrong."""
    if name in _KEEPING:
        yield f"{page} sets a cookie ({value.partition('=')[0]})."
    if name in _REPORTING or (name.startswith("content-security-policy") and _REPORTS.search(value)):
        yield f"{page} has the header {name}, by which browsers tell of a visit or of themselves."
