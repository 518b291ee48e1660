"""What a reviewer may send from the desk."""

from flask_wtf import FlaskForm  # type: ignore[import-untyped, unused-ignore]
from wtforms import HiddenField, SelectMultipleField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length

from consultation.reviewing.forms import LONGEST_TEXT

LONGEST_REFERENCE = 200
LONGEST_SEALED = 4000


class DeskForm(FlaskForm):  # type: ignore[misc, unused-ignore]
    """What stands on the desk: what was ticked, where, and what to do with it. `seen` and `shown` say what the page showed.

    `before` is what can be taken back of the decisions before.
    """

    comment = HiddenField(validators=[InputRequired("required"), Length(max=LONGEST_REFERENCE, message="too_long")])
    seen = HiddenField(validators=[InputRequired("required"), Length(max=64, message="too_long")])
    skipped = HiddenField(validators=[Length(max=LONGEST_SEALED, message="too_long")])
    before = HiddenField(validators=[Length(max=LONGEST_SEALED, message="too_long")])
    shown = SelectMultipleField(validate_choice=False)
    themes = SelectMultipleField(validate_choice=False)
    passages = SelectMultipleField(validate_choice=False)
    sentences = SelectMultipleField(validate_choice=False)
    into = StringField(validators=[Length(max=80, message="too_long")])
    note = TextAreaField(validators=[Length(max=LONGEST_TEXT, message="too_long")])
    outcome = StringField()
    act = StringField(validators=[Length(max=LONGEST_REFERENCE, message="too_long")])


class UndoForm(FlaskForm):  # type: ignore[misc, unused-ignore]
    """The sealed states that were there before."""

    undo = HiddenField(validators=[InputRequired("required"), Length(max=LONGEST_SEALED, message="too_long")])
    skipped = HiddenField(validators=[Length(max=LONGEST_SEALED, message="too_long")])
