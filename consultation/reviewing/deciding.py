"""Turns a form about a candidate into the decision it stands for; whether the decision fits is the codebook's to say."""

from sqlalchemy.orm import Session

from consultation.reviewing import forms
from consultation.reviewing.standing import Standing
from consultation.storage.reading import codebooks, runs
from consultation.storage.reading.runs import Run
from consultation.themes.book.codebook import (
    Accept,
    CannotDecide,
    DropCandidate,
    MergeCandidate,
    TakeUpCandidate,
)
from consultation.themes.finding.candidates import CandidateTheme


def accept(session: Session, slug: str, question: str, form: forms.AcceptForm, by: str) -> Accept:
    """Make a theme of an open candidate."""
    candidate = _candidate(session, slug, question, form)
    return Accept(candidate, by, form.why.data or "", form.name.data or "", form.definition.data or "")


def merge_candidate(
    session: Session, slug: str, question: str, form: forms.MergeCandidateForm, by: str
) -> MergeCandidate:
    """Put an open candidate into a theme."""
    return MergeCandidate(_candidate(session, slug, question, form), form.into.data or "", by, form.why.data or "")


def drop_candidate(session: Session, slug: str, question: str, form: forms.CandidateForm, by: str) -> DropCandidate:
    """Drop an open candidate."""
    return DropCandidate(_candidate(session, slug, question, form), by, form.why.data or "")


def take_up_candidate(
    session: Session, slug: str, question: str, form: forms.CandidateForm, by: str
) -> TakeUpCandidate:
    """Take a dropped candidate up again."""
    return TakeUpCandidate(_candidate(session, slug, question, form, dropped=True), by, form.why.data or "")


def _candidate(
    session: Session, slug: str, question: str, form: forms.CandidateForm, *, dropped: bool = False
) -> CandidateTheme:
    """Return the candidate of the run that was on the page.

    Raises CannotDecide where there is a newer run by now, or where somebody has decided on the candidate meanwhile.
    """
    run = runs.latest(session, slug, question, "discover")
    candidate = _numbered(run, form.candidate.data or "") if run is not None and run.key == form.run.data else None
    if candidate is None:
        raise CannotDecide("candidate_is_gone", str(form.candidate.data))
    standing = Standing.of(codebooks.history(session, slug, question))
    if candidate in standing.became or (candidate in standing.dropped) != dropped:
        raise CannotDecide("candidate_is_decided", str(form.candidate.data))
    return candidate


def _numbered(run: Run, written: str) -> CandidateTheme | None:
    """Return the candidate of this number, or for one like "3.1" the sub-theme; None where there is none."""
    place, _, part = written.partition(".")
    number, within = forms.number(place), forms.number(part)
    if number is None or number >= len(run.candidates):
        return None
    if "." not in written:
        return run.candidates[number]
    subthemes = run.within.get(number, ())
    return subthemes[within].candidate if within is not None and within < len(subthemes) else None
