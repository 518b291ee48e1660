"""Open a consultation: freeze what it asks, set when it ends and is erased, and make the key its answers are sealed with."""

from collections.abc import Iterator
from datetime import date

from sqlalchemy.orm import Session

from consultation.questionnaire.definition import Questionnaire
from consultation.questionnaire.opening import Archive, Consultation, taken
from consultation.questionnaire.texts import texts
from consultation.questionnaire.wording import REQUIRED_LANGUAGES
from consultation.storage import ballot_box, consultations
from consultation.storage.keys import KeyRing, can_name

MOST_NAMED = 10
UNDECIDED = (
    "Nobody has decided what the archive gets before everything is erased: the report, or nothing. Decide it now, because "
    "the report must be delivered before the day of erasing, and the responses themselves are erased whatever is decided."
)

STRANGERS = (
    "There are keys for it in {place}, and this database does not know the consultation. Are they another database's? "
    "Use that one, or another instance. Were they left when an opening was broken off? Then remove the directory."
)


class NotReady(Exception):  # noqa: N818 -- a refusal, named as what happened
    """The consultation cannot open; the message says every reason."""

    def __init__(self, slug: str, reasons: tuple[str, ...]) -> None:
        super().__init__(f"The consultation {slug} cannot open: {' '.join(reasons)}")
        self.reasons = reasons


def open_consultation(
    session: Session,
    questionnaire: Questionnaire,
    *,
    slug: str,
    closes_on: date,
    erase_on: date | None,
    today: date,
    keys: KeyRing,
    archive: Archive | None,
) -> Consultation:
    """The consultation as it now stands, open, with this questionnaire frozen as its definition.

    Opening it again with a changed questionnaire freezes a new version, and with new dates changes the dates, but never
    keeps anything longer, or hands more of it on, than those were told who could have answered; the key stays, and old
    responses keep the definition that they answered. Raises NotReady.
    """
    ballot_box.keep_mixers_away(session)  # and with them the key
    ballot_box.keep_putters_away(session, slug)
    before = consultations.find(session, slug)
    reasons = [*_reasons(questionnaire, closes_on, erase_on, today), *_broken_promises(before, erase_on, archive)]
    if not can_name(slug):
        reasons.append(f"{slug!r} cannot stand in an address: choose a slug of a-z, 0-9 and -, at most 63 characters.")
    if taken(slug, questionnaire):
        reasons.append(f"{slug!r} is where other pages stand: choose another slug.")
    if before and not keys.opens(slug, before.public_key):
        reasons.append("The key that opens its answers is not in the key directory: bring its file back.")
    if not before and can_name(slug) and keys.holds_any(slug):
        reasons.append(STRANGERS.format(place=keys.directory / slug))
    if reasons:
        raise NotReady(slug, tuple(reasons))
    opened = Consultation(
        slug=slug,
        questionnaire=questionnaire,
        fingerprint=questionnaire.fingerprint(),
        version=consultations.freeze(session, slug, questionnaire),
        state="open",
        opened_on=(before and before.opened_on) or today,
        closes_on=closes_on,
        erase_on=erase_on,
        public_key=before.public_key if before else keys.make(slug),
        archive=archive,
    )
    (consultations.replace if before else consultations.add)(session, opened)
    return opened


def _reasons(questionnaire: Questionnaire, closes_on: date, erase_on: date | None, today: date) -> Iterator[str]:
    yield from _silences(questionnaire)
    for post in questionnaire.signposts:
        if post.stale(today):
            yield f"The signpost {post.id} was last read on {post.read}: read {post.source} again, and write the day."
    if closes_on < today:
        yield f"It would close on {closes_on}, which is over."
    if erase_on is None:
        yield "It has no date of erasure: decide it before anyone answers."
    elif erase_on <= closes_on:
        yield f"It would be erased on {erase_on}, which is not after it closes on {closes_on}."


def _broken_promises(before: Consultation | None, erase_on: date | None, archive: Archive | None) -> Iterator[str]:
    """What has not been decided, and what was promised already: from the first open day on somebody may have answered."""
    if archive is None:
        yield UNDECIDED
    if before is None or before.state == "draft":
        return
    if before.erase_on and erase_on and erase_on > before.erase_on:
        yield (
            f"Everybody who could answer was told that all of it is erased on {before.erase_on}: it cannot be kept until "
            f"{erase_on}. Choose {before.erase_on} or an earlier day; to keep input longer, open another consultation."
        )
    if before.archive == "nothing" and archive == "report":
        yield "It was opened with the promise that nothing goes to the archive, and that stands."


def _silences(questionnaire: Questionnaire) -> Iterator[str]:
    """For each form of Norwegian what is not yet written in it, and where it belongs."""
    for language in REQUIRED_LANGUAGES:
        silent = [where for where, wording in texts(questionnaire) if language in wording.missing]
        if silent:
            more = f", and {len(silent) - MOST_NAMED} more" if len(silent) > MOST_NAMED else ""
            yield (
                f"{len(silent)} of its texts are missing in {language} ({'; '.join(silent[:MOST_NAMED])}{more}). "
                f"A form must be there in bokmål and nynorsk at the same time (språklova § 14): write them, "
                f"and `consultation check` tells the line of each."
            )
        elif language not in questionnaire.languages:
            yield f'It is not offered in {language}: add "{language}" to `languages` (språklova § 14).'
