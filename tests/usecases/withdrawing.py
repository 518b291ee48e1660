"""Somebody withdraws by way of the ballot box, and looks what has become of it."""

from functools import cache

from sqlalchemy import text

from consultation.privacy import receipts
from consultation.privacy.receipts import Names, Receipt
from consultation.storage.finding_by_receipt import Found
from consultation.usecases.ask_to_withdraw import ask_to_withdraw
from consultation.usecases.find_response import find_response
from tests.boxes import Box


@cache
def names(receipt: Receipt, slug: str) -> Names:
    """The names of a receipt; each is slow to make."""
    return receipts.names(receipt, slug)


def ask(box: Box, receipt: Receipt) -> Found | None:
    """Ask for the withdrawal of a receipt's response, as the page does."""
    there = found(box, receipt)
    if there:
        with box.database.transaction() as session:
            ask_to_withdraw(session, box.slug, receipt)
    return there


def found(box: Box, receipt: Receipt) -> Found | None:
    """Where the response of a receipt lies."""
    with box.database.reading() as session:
        return find_response(session, box.slug, names(receipt, box.slug))


def rows(box: Box, table: str) -> int:
    """How many rows a table has."""
    with box.database.reading() as session:
        return session.scalar(text(f"SELECT count(*) FROM {table}")) or 0  # noqa: S608


def put(box: Box, count: int, mark: str = "other") -> list[Receipt]:
    """Answer so many times; the receipts."""
    return [box.put(f"{mark} {number}").receipt for number in range(count)]
