"""Turns a staff form into the decision it stands for; whether the decision fits is the codebook's to say."""

from sqlalchemy.orm import Session

from consultation.reviewing import forms
from consultation.storage import codebooks, runs
from consultation.themes.candidates import CandidateTheme
from consultation.themes.codebook import Accept, CannotDecide, Drop, Merge, NewTheme, Rename, Split


def accept(session: Session, slug: str, question: str, form: forms.AcceptForm, by: str) -> Accept:
    """Accept the candidate of the run that was on the page; raises CannotDecide where there is a newer run by now."""
    run = runs.latest(session, slug, question, "discover")
    number = str(form.candidate.data)
    if run is None or run.key != form.run.data or not number.isdigit() or int(number) >= len(run.candidates):
        raise CannotDecide("candidate_is_gone", number)
    candidate: CandidateTheme = run.candidates[int(number)]
    return Accept(candidate, by, form.why.data or "", form.name.data or "", form.definition.data or "")


def rename(_session: Session, _slug: str, _question: str, form: forms.RenameForm, by: str) -> Rename:
    """Rename a theme, and word its definition anew."""
    return Rename(form.theme.data or "", form.name.data or "", by, form.why.data or "", form.definition.data or "")


def merge(_session: Session, _slug: str, _question: str, form: forms.MergeForm, by: str) -> Merge:
    """Merge the ticked themes into this one."""
    return Merge(form.theme.data or "", tuple(form.others.data or ()), by, form.why.data or "")


def split(session: Session, slug: str, question: str, form: forms.SplitForm, by: str) -> Split:
    """Split a theme in two."""
    codebooks.current(session, slug, question).theme(form.theme.data or "")
    parts = (
        NewTheme(form.first_name.data or "", form.first_definition.data or ""),
        NewTheme(form.second_name.data or "", form.second_definition.data or ""),
    )
    return Split(form.theme.data or "", parts, by, form.why.data or "")


def drop(_session: Session, _slug: str, _question: str, form: forms.DropForm, by: str) -> Drop:
    """Drop a theme."""
    return Drop(form.theme.data or "", by, form.why.data or "")
