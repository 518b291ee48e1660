"""The respondent's blueprint and the shapes of its addresses."""

from flask import Blueprint

from consultation.questionnaire.wording import LANGUAGES, READINGS
from consultation.responding import signposts

LANGUAGE = f"<any({', '.join(LANGUAGES)}):language>"
# Below a consultation the first part of an address also says whether its easy-read texts are wanted; it is never stored.
READING = f"<any({', '.join(map(repr, READINGS))}):language>"
PLACE_OF_CONSULTATION = f"/{READING}/<consultation>/"
PLACE_OF_FORM = f"{PLACE_OF_CONSULTATION}<role>/"

blueprint = Blueprint("responding", __name__)
blueprint.add_app_template_global(signposts.for_reader, "signposts_for")
