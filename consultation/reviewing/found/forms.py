"""The forms of the found: which candidate to divide, and the ticked comments with the words that make a theme of them."""

from flask_wtf import FlaskForm  # type: ignore[import-untyped, unused-ignore]
from wtforms import HiddenField, SelectMultipleField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length

from consultation.reviewing.forms import LONGEST_NAME, LONGEST_TEXT, WhyForm

MOST_TICKED = 200


class DivideForm(FlaskForm):  # type: ignore[misc, unused-ignore]
    """Ask for the sub-themes of a candidate."""

    candidate = HiddenField(validators=[InputRequired("required")])
    run = HiddenField(validators=[InputRequired("required"), Length(max=400, message="too_long")])


class TickedForm(FlaskForm):  # type: ignore[misc, unused-ignore]
    """The comments that somebody ticked on a list, and which list it was."""

    comments = SelectMultipleField(validate_choice=False)
    back = HiddenField()


class MakeThemeForm(WhyForm, TickedForm):
    """Make a theme of the ticked comments, or put them into one that is there."""

    name = StringField(validators=[Length(max=LONGEST_NAME, message="too_long")])
    definition = TextAreaField(validators=[Length(max=LONGEST_TEXT, message="too_long")])
    into = StringField(validators=[Length(max=80, message="too_long")])
