"""Settle what two coders read differently, and make their codings and what was settled those of the team."""

from collections.abc import Collection
from dataclasses import replace
from hashlib import blake2b

from sqlalchemy.orm import Session

from consultation.storage.reading import codings, double_codings, readings, suggestions
from consultation.storage.reading.codings import Outcome
from consultation.storage.reading.double_codings import Adjudicated, DecidedMeanwhile, Judged, Sample
from consultation.storage.reading.readings import Decided
from consultation.themes.reading.passages import Passage
from consultation.usecases.reading.code_blind import check
from consultation.usecases.reading.confirm_coding import Beside, UnknownComment, confirm_coding
from consultation.usecases.reading.follow_codebook import Followed, follow_codebook

__all__ = ["DecidedMeanwhile", "NotYet", "adjudicate", "compare_codings", "differing", "finish", "settled"]


class NotYet(Exception):  # noqa: N818 -- a refusal, named as what happened
    """Something must be done first: not both have coded everything, or not every difference is settled."""


def compare_codings(session: Session, slug: str, question: str) -> Sample:
    """Close the blind coding, after which nobody changes their own and both are shown.

    Raises NotYet unless both have coded every comment, and DecidedMeanwhile where no sample is being coded.
    """
    sample = _in_state(session, slug, question, "coding")
    comments = double_codings.drawn(session, sample.key)
    for place in (double_codings.FIRST, double_codings.SECOND):
        if comments - double_codings.found_by(session, sample.key, place).keys():
            raise NotYet
    double_codings.enter(session, sample.key, "adjudicating")
    return sample


def differing(session: Session, sample: Sample) -> dict[bytes, tuple[Judged, Judged]]:
    """Return the comments that the two coded differently, with what the first and the second found."""
    first, second = (double_codings.found_by(session, sample.key, place) for place in (1, 2))
    return {key: (one, second[key]) for key, one in first.items() if key in second and one != second[key]}


def adjudicate(
    session: Session,
    slug: str,
    question: str,
    comment: bytes,
    *,
    themes: Collection[str],
    outcome: Outcome,
    why: str,
    by: str,
    seen: str,
) -> None:
    """Settle what was found in one comment. `seen` is the `mark` of what was settled for it when the page was shown.

    Raises DecidedMeanwhile where that is no longer so, or nothing is being adjudicated; UnknownComment where the coders
    agreed on it or it has been withdrawn; UnknownTheme; and ValueError where outcome and themes contradict each other
    or no reason is given.
    """
    if bool(themes) != (outcome == "coded") or not why.strip():
        raise ValueError("A coded comment has themes, no other has, and every decision has a reason.")
    sample = _in_state(session, slug, question, "adjudicating")
    check(session, slug, sample, comment, themes)
    if comment not in differing(session, sample):
        raise UnknownComment
    if mark(double_codings.adjudications(session, sample.key).get(comment)) != seen:
        raise DecidedMeanwhile(question)
    decided = Adjudicated(Judged(outcome, frozenset(themes)), why.strip(), by)
    double_codings.decide(session, sample.key, comment, decided)


def mark(settled_before: Adjudicated | None) -> str:
    """Return a mark that tells one decision on a comment from another; "" where there is none."""
    if settled_before is None:
        return ""
    found = settled_before.judged
    told = "\0".join((found.outcome, *sorted(found.themes), settled_before.why, settled_before.by))
    return blake2b(told.encode(), digest_size=12).hexdigest()


def settled(session: Session, sample: Sample) -> dict[bytes, tuple[Judged, str]]:
    """Return what holds for each comment and by whom: what both found, else what was adjudicated."""
    first, second = (double_codings.found_by(session, sample.key, place) for place in (1, 2))
    both = " & ".join(sample.coders)
    agreed = {key: (one, both) for key, one in first.items() if second.get(key) == one}
    decided = double_codings.adjudications(session, sample.key)
    return agreed | {key: (one.judged, one.by) for key, one in decided.items() if key not in agreed}


def finish(session: Session, slug: str, question: str) -> Sample:
    """Make what was settled the team's codings of these comments, which then count as read, and end the sample.

    They count as read by the codebook that the sample is bound to. Themes that were merged since go by their new id. A
    comment of which a theme was divided since, or from which all themes were taken, must be read anew.
    Raises NotYet unless every difference is settled, and DecidedMeanwhile where nothing is being adjudicated.
    """
    suggestions.together(session, slug, question)
    sample = _in_state(session, slug, question, "adjudicating")
    holds = settled(session, sample)
    if differing(session, sample).keys() - holds.keys():
        raise NotYet
    double_codings.enter(session, sample.key, "done")
    earlier = double_codings.book(session, slug, question, sample.codebook_version)
    followed = follow_codebook(session, slug, question, earlier)
    for comment, (found, by) in sorted(holds.items()):
        if not codings.is_there(session, slug, question, comment):
            continue
        before, now, version = readings.of(session, comment), _now(found, followed), sample.codebook_version
        if now is None:
            kept = dict.fromkeys(followed.themes(found.themes), (by, True))
            readings.put(session, comment, replace(before, themes=kept, version=version, anew=True))
            continue
        confirm_coding(
            session, slug, question, comment,
            themes=now.themes, outcome=now.outcome, by=by, beside=_beside(before), version=version,
        )  # fmt: skip
    return sample


def _beside(there: Decided) -> Beside:
    """What stood beside an earlier decision on a comment that had to be read anew: settling its themes takes none of it away."""
    passages = [(one.theme, Passage(one.start, one.stop)) for one in there.passages]
    return Beside(passages, {facet: value for facet, (_, value) in there.facets.items()})


def _now(found: Judged, followed: Followed) -> Judged | None:
    """What was found, in the codebook as it is now; None where somebody must read it anew."""
    if found.outcome != "coded":
        return found
    themes = followed.themes(found.themes)
    return Judged("coded", themes) if themes and not found.themes & followed.split else None


def _in_state(session: Session, slug: str, question: str, state: str) -> Sample:
    sample = double_codings.newest(session, slug, question, to_change=True)
    if sample is None or sample.state != state:
        raise DecidedMeanwhile(question)
    return sample
