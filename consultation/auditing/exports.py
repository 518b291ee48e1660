"""What leaves the system as files, made here in memory and searched: reports in every format, and the comments staff read."""

import importlib
import re
import zlib
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from contextlib import suppress
from datetime import date

from sqlalchemy.orm import Session

from consultation.auditing.needles import Search
from consultation.auditing.order import Signal
from consultation.auditing.order_signals import first_and_last
from consultation.auditing.questions import WORDS
from consultation.auditing.traces import Traces
from consultation.storage import responses
from consultation.storage.database import Database
from consultation.usecases.compose_report import compose_report

FORMATS = ("html", "json", "pdf")
_LANGUAGE = "nb"
_STREAM = re.compile(rb"stream\r?\n(.*?)\r?\nendstream", re.DOTALL)


def reports(database: Database, slug: str, today: date) -> Iterator[tuple[str, Iterator[bytes]]]:
    """The report of a consultation in each format; of a PDF also what is compressed in it."""
    with database.reading() as session:
        report = compose_report(session, slug, today=today, language=_LANGUAGE)
    for name in FORMATS:
        writer = importlib.import_module(f"consultation.reporting.formats.{name}")  # typst only where it is asked for
        yield f"the report as {name}", _with_streams(writer.write(report, _LANGUAGE))


def comments(session: Session, slug: str) -> bytes:
    """All comments as staff read them."""
    return "\0".join(responses.corpus(session, slug, WORDS).texts).encode("utf-8", "surrogatepass")


def searched(
    exported: Iterable[tuple[str, Iterator[bytes]]], search: Search, found: Traces, *, naming: Collection[str]
) -> dict[str, Signal]:
    """Search what leaves the system; where responses stand in it, by these kinds of marks, is an order too."""
    places = defaultdict[str, list[tuple[int, int]]](list)
    for name, stream in exported:
        for hit in search.through(stream):
            if hit.needle.kind in naming:
                places[f"{name}: place of {hit.needle.kind}"].append((hit.needle.visit, hit.at))
            else:
                found.add(hit.needle, name)
    return {name: signal for place, own in places.items() for name, signal in first_and_last(place, own).items()}


def _with_streams(content: bytes) -> Iterator[bytes]:
    yield content
    for found in _STREAM.finditer(content):
        with suppress(zlib.error):
            yield zlib.decompress(found[1])
