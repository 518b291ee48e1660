"""Coming back with a receipt: see that the answers are there, withdraw them, take the code along as a file."""

import threading
import time
from collections.abc import Callable

from flask import Response, current_app, redirect, request
from werkzeug.wrappers import Response as AnyResponse

from consultation import clock
from consultation.jobs.rhythm import Rhythm
from consultation.privacy.receipts import Mistyped, Names, Receipt, names, parse
from consultation.responding.blueprint import PLACE_OF_CONSULTATION, blueprint
from consultation.responding.finding import known, posted
from consultation.responding.receipt_pages import RECEIPT, ReceiptPages, Refusal, file_name, patience
from consultation.settings import Settings
from consultation.storage import outcomes
from consultation.storage.finding_by_receipt import Found
from consultation.usecases.ask_to_withdraw import ask_to_withdraw
from consultation.usecases.find_response import find_response
from consultation.web import limits, pages
from consultation.web.database import looking_up, reading, transaction
from consultation.web.security_headers import page_has_form

PLACE_OF_RECEIPT = f"{PLACE_OF_CONSULTATION}{RECEIPT}"
CODE = "code"
ALLOWANCE = "20/minute"
"""Whole codes that one place may try; mistyped ones are told at once and cost nothing."""
_STATUS: dict[Refusal, int] = {"": 200, "unknown": 404, "wait": 429}


class _Lane:
    """Lets few look at once, because each costs 15 ms of a core and 8 MiB; one lane for everybody, one behind the limit.

    Whoever tries codes by the thousand fills the allowance of everybody behind the same address. For them there is the
    narrow lane, which is open five times a second: a code that is right is found on it all the same, one that is not is
    told to wait, and guessing costs us no more than a twelfth of a core.
    """

    def __init__(self, at_once: int, patience: float, pause: float = 0) -> None:
        self._places = threading.BoundedSemaphore(at_once)
        self._patience, self._pause = patience, pause
        self._opens = 0.0

    def names(self, receipt: Receipt, slug: str) -> Names | None:
        """The names of the receipt's response; None where too many look just now."""
        if not self._places.acquire(timeout=self._patience):
            return None
        try:
            if time.monotonic() < self._opens:
                return None
            self._opens = time.monotonic() + self._pause
            return names(receipt, slug)
        finally:
            self._places.release()


_broad, _narrow = _Lane(2, patience=1), _Lane(1, patience=0, pause=0.2)


@blueprint.get(PLACE_OF_RECEIPT)
def ask_for_receipt(language: str, consultation: str) -> Response:
    """Ask for a code; also after closing."""
    return _shown(_pages(language, consultation).ask())


@blueprint.post(PLACE_OF_RECEIPT)
def find_by_receipt(language: str, consultation: str) -> Response:
    """Say whether the response of a code is there and where, or what is wrong with the code."""

    def find(_receipt: Receipt, called: Names) -> Found | None:
        with reading() as session:
            return find_response(session, consultation, called)

    return _with_code(language, consultation, find, lambda on, code, found: on.found(code, found))


@blueprint.post(f"{PLACE_OF_RECEIPT}/withdraw")
def withdraw(language: str, consultation: str) -> Response:
    """Put a withdrawal of a code's response into the ballot box; the worker carries it out."""

    def ask(receipt: Receipt, called: Names) -> Found | None:
        with reading() as session:
            found = find_response(session, consultation, called)
        if found:
            with transaction() as session:
                ask_to_withdraw(session, consultation, receipt)
        return found

    return _with_code(language, consultation, ask, lambda on, _code, found: on.withdrawn(found, today=clock.today()))


@blueprint.get(f"{PLACE_OF_RECEIPT}/withdraw")
@blueprint.get(f"{PLACE_OF_RECEIPT}/file")
def back_to_the_code(language: str, consultation: str) -> AnyResponse:
    """Lead who comes without a code to where it is typed."""
    return redirect(f"/{language}/{consultation}/{RECEIPT}", 303)


@blueprint.post(f"{PLACE_OF_RECEIPT}/file")
def receipt_as_file(language: str, consultation: str) -> Response:
    """Give the code back as a file to keep; whether there is such a response is not looked up."""
    on, code = _pages(language, consultation), _code()
    receipt = parse(code)
    if isinstance(receipt, Mistyped):
        return _shown(on.ask(code, receipt), 422)
    name = file_name(on.consultation.slug, language)
    return Response(
        pages.text_of(on.file(receipt.code, request.host_url)).replace("\n", "\r\n"),
        mimetype="text/plain",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


def _with_code(
    language: str,
    slug: str,
    act: Callable[[Receipt, Names], Found | None],
    page: Callable[[ReceiptPages, str, Found], pages.Page],
) -> Response:
    """The page for what was found under the posted code; or the form again, with what is wrong beside it."""
    code, on = _code(), _pages(language, slug)
    receipt = parse(code)
    if isinstance(receipt, Mistyped):
        return _shown(on.ask(code, receipt), 422)
    allowed = limits.within("receipt", ALLOWANCE)
    called = (_broad if allowed else _narrow).names(receipt, slug)
    found = act(receipt, called) if called else None
    if found is None:
        refusal: Refusal = "unknown" if allowed and called else "wait"
        response = _shown(on.ask(code, refusal=refusal), _STATUS[refusal])
        if refusal == "wait":
            response.headers["Retry-After"] = str(limits.RETRY_AFTER)
        return response
    return _shown(page(on, receipt.code, found))


def _code() -> str:
    """The code that was posted, as it was typed; it never stands in an address."""
    return dict(reversed(posted().pairs)).get(CODE, "")


def _pages(language: str, slug: str) -> ReceiptPages:
    consultation = known(slug, language)
    settings: Settings = current_app.extensions["consultation.settings"]
    with looking_up() as connection:
        told = outcomes.any_published(connection, slug)
    return ReceiptPages(consultation, language, told, patience(Rhythm.of(settings).mixing))


def _shown(page: pages.Page, status: int = 200) -> Response:
    page_has_form()
    return pages.render(page, status=status)
