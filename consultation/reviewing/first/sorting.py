"""Which comments are read first and in which order; those in just the same words are read once, and decided on once."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from consultation.privacy.disorder import in_stable_disorder
from consultation.reviewing import finding
from consultation.storage.reading import harm_readings, runs, screenings
from consultation.storage.reading.harm_readings import HarmReading
from consultation.storage.reading.screenings import ToRead
from consultation.themes.finding.harm import KINDS

_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class Sheaf:
    """A comment to read first, which stands for as many as say just the same to the same question, itself counted."""

    first: ToRead
    number: int


@dataclass(frozen=True, slots=True)
class Sorted:
    """A consultation's comments to read first: those that nobody decided on, and those that somebody did."""

    waiting: list[Sheaf]
    decided: list[Sheaf]


def to_read(session: Session, slug: str) -> Sorted:
    """Return what is to be read, the most urgent kind first; what was decided on, harm first.

    However few they are: these are the only comments that are shown where a group is smaller than ten, because a person
    in danger must not wait for nine others. Within a kind copies of campaigns come last, so that a thousand of a letter
    stand before nobody, and else the order says nothing.
    """
    found = {one.comment: one for one in screenings.to_read(session, slug)}
    decided = harm_readings.of(session, list(found))
    copies = {
        key
        for question in {one.question for one in found.values()}
        for key in screenings.copies(session, slug, question)
    }
    secret = finding.settings().secret("disorder")
    disorder = [found[key] for key in in_stable_disorder(frozenset(found), secret, slug, "read-first")]
    urgent = sorted(disorder, key=lambda one: (_urgency(one), one.comment in copies))
    sheaves = _together(urgent, _texts(session, list(found)), decided)
    done = [one for one in sheaves if one.first.comment in decided]
    return Sorted(
        waiting=[one for one in sheaves if one.first.comment not in decided],
        decided=sorted(done, key=lambda one: decided[one.first.comment].outcome != "harm"),
    )


def _together(
    urgent: Sequence[ToRead], texts: Mapping[bytes, str], decided: Mapping[bytes, HarmReading]
) -> list[Sheaf]:
    """Put comments in the same words together, if nobody or just the same was decided on them."""
    sheaves: dict[tuple[str, str, HarmReading | None], list[ToRead]] = {}
    for one in urgent:
        if one.comment in texts:
            sheaves.setdefault((one.question, texts[one.comment], decided.get(one.comment)), []).append(one)
    return [Sheaf(those[0], len(those)) for those in sheaves.values()]


def _texts(session: Session, comments: Sequence[bytes]) -> dict[bytes, str]:
    texts: dict[bytes, str] = {}
    for start in range(0, len(comments), _AT_ONCE):
        texts |= runs.texts(session, comments[start : start + _AT_ONCE])
    return texts


def _urgency(one: ToRead) -> int:
    return min((KINDS.index(found.harm) for found in one.found), default=len(KINDS))
