"""The codebook's forms: what may be posted about a theme, how long it may be, and which version was on the page."""

from flask_wtf import FlaskForm  # type: ignore[import-untyped, unused-ignore]
from wtforms import FileField, HiddenField, SelectMultipleField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length

from consultation.reviewing.forms import LONGEST_NAME, LONGEST_NUMBER, LONGEST_TEXT, WhyForm
from consultation.themes.book.mistakes import LONGEST_TEXT as LONGEST

_NAME = (InputRequired("required"), Length(max=LONGEST_NAME, message="too_long"))
_WORDS = (Length(max=LONGEST, message="too_long"),)  # what a file may bring in can be worked on here
_TEXT = (Length(max=LONGEST_TEXT, message="too_long"),)


class OnThemeForm(WhyForm):
    """Decide on one theme, as it stood in the version that was on the page."""

    version = HiddenField(validators=[Length(max=LONGEST_NUMBER, message="too_long")])


class RenameForm(OnThemeForm):
    """Give a theme another name."""

    name = StringField(validators=_NAME)


class MergeForm(OnThemeForm):
    """Put other themes into this one."""

    others = SelectMultipleField(validate_choice=False, validators=[InputRequired("merge_needs_other_themes")])


class SplitForm(OnThemeForm):
    """Make two themes of this one, or three."""

    first_name = StringField(validators=_NAME)
    first_definition = TextAreaField(validators=_TEXT)
    second_name = StringField(validators=_NAME)
    second_definition = TextAreaField(validators=_TEXT)
    third_name = StringField(validators=[Length(max=LONGEST_NAME, message="too_long")])
    third_definition = TextAreaField(validators=_TEXT)


class SuggestForm(FlaskForm):  # type: ignore[misc, unused-ignore]
    """Ask for suggestions: of what has changed, or of every theme where nothing is said."""

    only = HiddenField(validators=[Length(max=LONGEST_NUMBER, message="too_long")])


class DescribeForm(OnThemeForm):
    """Write anew what belongs to a theme and what does not; each line of a list is one entry."""

    definition = TextAreaField(validators=_WORDS)
    includes = TextAreaField(validators=_WORDS)
    excludes = TextAreaField(validators=_WORDS)
    examples = TextAreaField(validators=_WORDS)


class MoveForm(OnThemeForm):
    """Put a theme below another, before a sibling; or one step up or down among its siblings."""

    parent = StringField(validators=[Length(max=LONGEST_NAME, message="too_long")])
    before = StringField(validators=[Length(max=LONGEST_NAME, message="too_long")])
    step = StringField(validators=[Length(max=LONGEST_NUMBER, message="too_long")])


def lines(written: str | None) -> tuple[str, ...]:
    """Return what stands on each line, without empty ones and without an entry twice."""
    return tuple(dict.fromkeys(stripped for line in (written or "").splitlines() if (stripped := line.strip())))


class AdoptForm(OnThemeForm):
    """Take in the ticked themes of a ready codebook or of a file."""

    themes = SelectMultipleField(validate_choice=False)
    written_in = HiddenField(validators=[Length(max=LONGEST_NUMBER, message="too_long")])
    file = HiddenField()
    name = HiddenField(validators=[Length(max=LONGEST_NAME, message="too_long")])


class FileForm(FlaskForm):  # type: ignore[misc, unused-ignore]
    """Send a file to be understood; nothing is stored."""

    file = FileField()


class ExamplesForm(OnThemeForm):
    """Which passages of comments are examples of a theme."""

    chosen = SelectMultipleField(validate_choice=False)
    page = HiddenField(validators=[Length(max=LONGEST_NUMBER, message="too_long")])
    to = HiddenField(validators=[Length(max=LONGEST_NUMBER, message="too_long")])
