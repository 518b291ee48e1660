"""What may be posted about possible harm: always a decision with a reason."""

from wtforms import HiddenField, StringField
from wtforms.validators import InputRequired, Length

from consultation.reviewing.forms import WhyForm


class HarmForm(WhyForm):
    """Whether one comment tells of harm; `seen` is which decision was shown with it."""

    question = HiddenField(validators=[InputRequired("required"), Length(max=80, message="too_long")])
    comment = HiddenField(validators=[InputRequired("required"), Length(max=200, message="too_long")])
    seen = HiddenField(validators=[Length(max=16, message="too_long")])
    outcome = StringField(validators=[InputRequired("required")])
