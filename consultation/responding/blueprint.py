"""The respondent's blueprint and the shapes of its addresses."""

from flask import Blueprint

from consultation.questionnaire.wording import LANGUAGES
from consultation.responding import signposts

LANGUAGE = f"<any({', '.join(LANGUAGES)}):language>"
PLACE_OF_CONSULTATION = f"/{LANGUAGE}/<consultation>/"
PLACE_OF_FORM = f"{PLACE_OF_CONSULTATION}<role>/"

blueprint = Blueprint("responding", __name__)
blueprint.add_app_template_global(signposts.for_reader, "signposts_for")
