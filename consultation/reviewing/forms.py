"""The staff's forms: what may be posted, how long it may be, and the token that no foreign page has."""

from typing import Any

from flask_wtf import FlaskForm  # type: ignore[import-untyped, unused-ignore]
from wtforms import BooleanField, HiddenField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length

LONGEST_NAME = 120
LONGEST_TEXT = 2000
LONGEST_NUMBER = 6  # digits; nothing here is counted to a million


class WhyForm(FlaskForm):  # type: ignore[misc, unused-ignore]
    """Every decision has a reason, in the reviewer's own words."""

    why = StringField(validators=[InputRequired("required"), Length(max=LONGEST_TEXT, message="too_long")])


class CandidateForm(WhyForm):
    """Decide on a candidate: drop it, or take it up again."""

    candidate = HiddenField(validators=[InputRequired("required")])
    run = HiddenField(validators=[InputRequired("required")])


class MergeCandidateForm(CandidateForm):
    """Put a candidate into a theme that is there already."""

    into = StringField(validators=[InputRequired("choose_a_theme"), Length(max=80, message="too_long")])


class AcceptForm(CandidateForm):
    """Make a theme of a candidate."""

    name = StringField(validators=[InputRequired("required"), Length(max=LONGEST_NAME, message="too_long")])
    definition = TextAreaField(validators=[Length(max=LONGEST_TEXT, message="too_long")])


class OutcomeForm(FlaskForm):  # type: ignore[misc, unused-ignore]
    """What was said and what is done about it, in each language; whether it is whole is the use case's to say."""

    key = HiddenField()
    published = BooleanField()
    said_nb = TextAreaField()
    said_nn = TextAreaField()
    said_se = TextAreaField()
    said_en = TextAreaField()
    doing_nb = TextAreaField()
    doing_nn = TextAreaField()
    doing_se = TextAreaField()
    doing_en = TextAreaField()

    def texts(self, part: str) -> dict[str, str]:
        """The texts of "said" or "doing" by language, with the line ends of this system."""
        of_part = {name: field.data or "" for name, field in self._fields.items() if name.startswith(f"{part}_")}
        return {name.removeprefix(f"{part}_"): text.replace("\r\n", "\n") for name, text in of_part.items()}


class RemoveForm(FlaskForm):  # type: ignore[misc, unused-ignore]
    """Take something away by its key; where nothing has it, nothing happens."""

    key = HiddenField()


class SearchForm(FlaskForm):  # type: ignore[misc, unused-ignore]
    """Look for comments; posted, so that the words do not end up in addresses and their logs."""

    words = StringField(validators=[Length(max=200, message="too_long")])
    role = StringField(validators=[Length(max=80, message="too_long")])
    theme = StringField(validators=[Length(max=80, message="too_long")])
    candidate = StringField(validators=[Length(max=10, message="too_long")])
    page = HiddenField(validators=[Length(max=6, message="too_long")])


def mistakes(form: FlaskForm) -> dict[str, str]:
    """Return field -> code of its first mistake, of the fields that have one."""
    found: dict[str, Any] = form.errors
    return {str(name): str(errors[0]) for name, errors in found.items() if name and errors}


def number(written: str | None) -> int | None:
    """Return the whole number in a hidden field; None where somebody put something else there."""
    sent = written or ""
    return int(sent) if sent.isascii() and sent.isdigit() and len(sent) <= LONGEST_NUMBER else None
