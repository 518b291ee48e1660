"""The staff front: every address of it begins with /staff and the language; who may come here is `access`'s to say."""

from flask import Blueprint

from consultation.questionnaire.wording import LANGUAGES
from consultation.reviewing.session_cookie import STAFF_PATH

ANY_LANGUAGE = f"<any({', '.join(LANGUAGES)}):language>"
PREFIX = f"{STAFF_PATH}/{ANY_LANGUAGE}"

blueprint = Blueprint("reviewing", __name__)
