"""What an audit can say of the order in which its responses came: from rows, files, lists, batches and links between tables."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence

from consultation.auditing import arrival_findings, order_signals
from consultation.auditing.arrival_findings import STAFF
from consultation.auditing.findings import Finding, judged, not_seen, some
from consultation.auditing.order import LEAST_BATCH, Oracle, Signal
from consultation.auditing.order_signals import Rows, of_files, of_places
from consultation.auditing.questions import WORDS
from consultation.auditing.stored_columns import OF_PROOFS, OF_RESPONSES
from consultation.auditing.traces import Traces
from consultation.privacy.disorder import in_stable_disorder
from consultation.settings import Settings
from consultation.storage import responses
from consultation.storage.catalogue import signals
from consultation.storage.database import Database
from consultation.storage.reading import runs
from consultation.storage.reading.matching import matching

_MOST_PROOFS = 100_000


def batches(rows: Rows, responses_sent: int) -> list[list[int]]:
    """The responses of each batch, in the order in which they arrived; one batch where nothing tells them apart."""
    together: dict[object, list[int]] = defaultdict(list)
    for response in range(responses_sent):
        row = rows.of_response.get("response", {}).get(response)
        if row is not None:
            together[row.get("batch")].append(response)
    if sum(len(batch) < LEAST_BATCH for batch in together.values()) > 1:  # they hide nobody, so all are one
        return [sorted(response for batch in together.values() for response in batch)]
    return list(together.values())


def read_by_staff(settings: Settings, database: Database, slug: str, texts: Sequence[str]) -> dict[str, Signal]:
    """The orders in which the staff's pages read and show the comments, and in which a machine gets them to sort by theme."""
    with database.reading() as session:
        found = list(matching(session, slug, WORDS))
        said = runs.texts(session, found)
        corpus = list(responses.corpus(session, slug, WORDS).texts)
    shown = in_stable_disorder(frozenset(found), settings.secret("disorder"), slug, WORDS)
    lists = {
        f"{STAFF}, as the database gives them": [said[key] for key in found],
        f"{STAFF}, as they are shown": [said[key] for key in shown],
        "the corpus that is sorted by theme": corpus,
    }
    return {name: _places(given, texts) for name, given in lists.items()}


def _places(given: Sequence[str], texts: Sequence[str]) -> Signal:
    """The place of each response's text in a list; a mark is one word of a comment."""
    owners = {text: owner for owner, text in enumerate(texts)}
    return {owners[word]: place for place, comment in enumerate(given) for word in comment.split() if word in owners}


def of_order(rows: Rows, found: Traces, more: Mapping[str, Signal], sent: int) -> Iterator[Finding]:
    """Whether any signal tells which response came when, within a batch."""
    oracle = Oracle()
    oracle.hear({**rows.signals, **of_places(found.places), **of_files(found.naming), **more}, batches(rows, sent))
    must = [f"{table}: order of SELECT *" for table in arrival_findings.TABLES]
    yield from arrival_findings.of_order(oracle, sent, must=[*must, STAFF])


def of_batches(database: Database, rows: Rows, minimum: int, sent: int) -> Iterator[Finding]:
    """Whether responses were mixed in whole batches, each in one transaction."""
    stored = rows.of_response.get("response", {}).values()
    sizes = list(Counter(row.get("batch") for row in stored).values())
    troubles = []
    small = [size for size in sizes if size < minimum]
    if len(small) > 1:  # at closing, the last may be smaller
        troubles.append(f"{len(small)} batches hold fewer than {minimum} responses.")
    stored_at = {row.get("xmin") for row in stored}
    if not database.on_sqlite and len(stored_at) > len(sizes):
        troubles.append(
            f"{len(sizes)} batches were stored in {len(stored_at)} transactions: responses came one by one."
        )
    if sum(sizes) < sent:
        troubles.append(f"{sent} responses were thanked, {sum(sizes)} are stored.")
    fine = f"{sent} responses were stored in {len(sizes)} batches, each at once."
    yield judged("Responses are mixed in whole batches", troubles, fine)


def of_links(database: Database, rows: Rows) -> Iterator[Finding]:
    """Whether a row of any other table belongs to one response, or a spent proof leads anywhere."""
    strange = sorted(table for table, owners in rows.belonging.items() if owners and table not in OF_RESPONSES)
    linked = {f"Rows of {table} belong to single responses." for table in strange}
    proofs = dict.fromkeys((value for table in OF_PROOFS for value in _values(database, table)), 0)
    if proofs:
        leading = order_signals.belonging(database, {"proof": proofs})
        linked |= {f"A value of a spent proof stands in {table}." for table in leading - OF_PROOFS}
    yield judged("No other table leads to a response", sorted(linked), f"{rows.tables} tables were read, row by row.")


def of_marks_in_rows(kinds: frozenset[str], rows: Rows) -> Iterator[Finding]:
    """Whether a mark stands in a row of any table."""
    troubles = sorted(
        {f"{table} holds the {kind} ({spelled})." for kind, spelled, table, _ in rows.seen if kind in kinds}
    )
    read = f"All rows of {rows.tables} tables were read."
    yield judged("No row of any table holds anything of a visit", troubles, read)
    if rows.unread:
        yield not_seen("Tables that could not be read", some(rows.unread), needed=True)


def shared_transactions(database: Database) -> set[int]:
    """The transactions that wrote both a proof and an envelope: on PostgreSQL one could be joined to the other by them."""
    with database.reading() as session:
        written = signals.writing_transactions(session.connection(), ("spent_proof", "ballot_box"))
    return written.get("spent_proof", set()) & written.get("ballot_box", set())


def _values(database: Database, table: str) -> Iterator[bytes]:
    with database.reading() as session:
        connection = session.connection()
        for one in signals.tables(connection):
            if one.name == table and one.readable:
                for number, row in enumerate(signals.rows(connection, one)):
                    if number > _MOST_PROOFS:
                        return
                    yield from (value for value in row.values() if isinstance(value, bytes))
