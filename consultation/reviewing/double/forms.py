"""What may be posted in double coding."""

from flask_wtf import FlaskForm  # type: ignore[import-untyped, unused-ignore]
from wtforms import BooleanField, HiddenField, SelectMultipleField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length

from consultation.reviewing.forms import LONGEST_TEXT

LONGEST_ACCOUNT = 320


class DrawForm(FlaskForm):  # type: ignore[misc, unused-ignore]
    """How many comments, and who codes them."""

    size = StringField(validators=[InputRequired("size"), Length(max=6, message="size")])
    first = StringField(validators=[InputRequired("required"), Length(max=LONGEST_ACCOUNT, message="too_long")])
    second = StringField(validators=[InputRequired("required"), Length(max=LONGEST_ACCOUNT, message="too_long")])


class PlaceForm(FlaskForm):  # type: ignore[misc, unused-ignore]
    """Who takes the place of a coder that left."""

    place = HiddenField(validators=[InputRequired("required"), Length(max=1, message="too_long")])
    account = StringField(validators=[InputRequired("required"), Length(max=LONGEST_ACCOUNT, message="too_long")])


class SureForm(FlaskForm):  # type: ignore[misc, unused-ignore]
    """What cannot be undone is asked for twice."""

    sure = BooleanField(validators=[InputRequired("required")])


class BlindForm(FlaskForm):  # type: ignore[misc, unused-ignore]
    """What one coder found in a comment."""

    comment = HiddenField(validators=[InputRequired("required"), Length(max=200, message="too_long")])
    themes = SelectMultipleField(validate_choice=False)
    outcome = StringField(validators=[InputRequired("required")])


class SettleForm(BlindForm):
    """What is decided where two found different things, and why; `seen` tells what was decided when the page was shown."""

    seen = HiddenField(validators=[Length(max=64, message="too_long")])
    why = TextAreaField(validators=[InputRequired("required"), Length(max=LONGEST_TEXT, message="too_long")])
