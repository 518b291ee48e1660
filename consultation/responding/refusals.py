"""What cannot be taken although nobody did wrong: a consultation that closed meanwhile, or questions that were changed."""

import re
from collections.abc import Collection
from contextlib import suppress

from flask import Response, request
from werkzeug.exceptions import HTTPException, MethodNotAllowed, NotFound
from werkzeug.sansio.response import Response as AnyResponse

from consultation.questionnaire.opening import Consultation
from consultation.responding import binding
from consultation.responding.binding import ASIDE, Posted, is_text
from consultation.responding.blueprint import blueprint
from consultation.responding.journey import Journey
from consultation.responding.receipt_pages import OUTCOME, RECEIPT
from consultation.responding.told import is_told
from consultation.storage import consultations
from consultation.storage.database import StorageFailed
from consultation.web import errors, languages
from consultation.web.cross_origin import ForeignOrigin
from consultation.web.database import looking_up

_A_WORD = re.compile("[a-z]+")


class Closed(Exception):  # noqa: N818 -- a refusal, named as what happened
    """The consultation takes no answers today."""

    def __init__(self, consultation: Consultation) -> None:
        super().__init__(consultation.slug)
        self.consultation = consultation


class Changed(Exception):  # noqa: N818 -- a refusal, named as what happened
    """An earlier version of the questions asked for something that this one does not."""

    def __init__(self, way: Journey, posted: Posted, lost: Collection[str]) -> None:
        super().__init__(way.consultation.slug)
        self.way, self.posted, self.lost = way, posted, lost


@blueprint.errorhandler(Closed)
def closed(error: Closed) -> Response:
    """Say kindly that it is too late; what somebody wrote meanwhile stays on the page, to be copied."""
    questionnaire = error.consultation.questionnaire
    words = _own_words(error.consultation)
    errors.keep_texts(lambda name, _: name in words)
    title = questionnaire.title.in_(languages.current())
    slug, read = error.consultation.slug, request.path.split("/")[1]
    return errors.page(
        "closed",
        410,
        title=title.text,
        title_language=title.language,
        receipt=f"/{read}/{slug}/{RECEIPT}",
        outcome=f"/{read}/{slug}/{OUTCOME}" if is_told(slug) else "",
    )


@blueprint.errorhandler(Changed)
def changed(error: Changed) -> Response:
    """Say that the questions were changed meanwhile; give back what is not asked any more, and go on with the rest."""
    pairs = error.posted.pairs
    known = [(name, value) for name, value in pairs if name not in error.lost]
    errors.keep(errors.Kept(error.way.here, known, [value for name, value in pairs if name in error.lost]))
    return errors.page("changed", 409)


@blueprint.app_errorhandler(NotFound)
@blueprint.app_errorhandler(MethodNotAllowed)
def gone_meanwhile(error: HTTPException) -> AnyResponse:
    """Give back what was sent to an address that is no more, such as that of a form from before the site was changed."""
    if request.method == "POST" and not request.path.startswith(errors.STAFF) and not errors.keeps():
        with suppress(HTTPException):  # nothing that could be read
            binding.read(request)
    _keep_short_words()
    return errors.answer(error)


@blueprint.errorhandler(ForeignOrigin)
def from_elsewhere(error: ForeignOrigin) -> AnyResponse:
    """Give back every word of what did not come from one of our pages, for there is no other way on than to copy it."""
    _keep_short_words()
    return errors.answer(error)


def _keep_short_words() -> None:
    """A single word in small letters looks like the code of a choice: ask which it is, and where nobody knows, show it."""
    if not errors.keeps():
        return
    found = None
    with suppress(StorageFailed), looking_up() as connection:
        found = consultations.find(connection, (request.view_args or {}).get("consultation", ""))
    if found is None:
        errors.keep_texts(lambda name, value: is_text(name, value) or (name[:1] != "_" and _a_word(value)))
    else:
        words = _own_words(found)
        errors.keep_texts(lambda name, value: is_text(name, value) or name in words)


def _a_word(value: str) -> bool:
    return _A_WORD.fullmatch(value) is not None


def _own_words(consultation: Consultation) -> frozenset[str]:
    """The fields for a person's own words, also of those laid aside."""
    names = [words.id for words in consultation.questionnaire.free_texts]
    return frozenset([*names, *(ASIDE + name for name in names)])
