"""The report as JSON: the same blocks as on paper, for those who want to count on."""

from json import dumps

from consultation.reporting.formats.values import values
from consultation.reporting.lettering import printable
from consultation.reporting.report import Report
from consultation.reporting.telling import tell


def write(report: Report, language: str) -> bytes:
    """The report as UTF-8 JSON; equal reports give equal bytes."""
    plain = values(tell(report, language), printable)
    return (dumps(plain, ensure_ascii=False, indent=1, sort_keys=True) + "\n").encode()
