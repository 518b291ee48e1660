"""The respondent's blueprint and the shapes of its addresses."""

from flask import Blueprint, current_app

from consultation.questionnaire.wording import LANGUAGES, READINGS
from consultation.responding import signposts
from consultation.settings import Settings

LANGUAGE = f"<any({', '.join(LANGUAGES)}):language>"
# Below a consultation the first part of an address also says whether its easy-read texts are wanted; it is never stored.
READING = f"<any({', '.join(map(repr, READINGS))}):language>"
PLACE_OF_CONSULTATION = f"/{READING}/<consultation>/"
PLACE_OF_FORM = f"{PLACE_OF_CONSULTATION}<role>/"


def smallest_batch() -> int:
    """How many responses are mixed at a time, at the least."""
    settings: Settings = current_app.extensions["consultation.settings"]
    return settings.batch_minimum


blueprint = Blueprint("responding", __name__)
blueprint.add_app_template_global(signposts.for_reader, "signposts_for")
blueprint.add_app_template_global(smallest_batch)
