"""Which group each comment belongs to: by the role of its writer, and by what they answered to closed questions."""

import json

from sqlalchemy import select
from sqlalchemy.orm import Session

from consultation.questionnaire.answering import Answer
from consultation.questionnaire.kinds import Question
from consultation.questionnaire.places import Place
from consultation.questionnaire.questions import SingleChoice
from consultation.storage import consultations
from consultation.storage.tables import AnswerRow, CommentRow, ResponseRow
from consultation.themes.reading.corpus import Corpus

ROLE = "role"
MOST_GROUPS = 30


def groupings(session: Session, slug: str, question: str, corpus: Corpus) -> dict[str, dict[bytes, str]]:
    """Return grouping -> comment -> group: the roles, and each closed question with one answer of few.

    Regions and kinds of service are among those. A comment whose writer would rather not say is in no group. Suppress
    before showing.
    """
    found = {ROLE: {comment.key: comment.role for comment in corpus}}
    consultation = consultations.find(session, slug)
    asked = consultation.questionnaire.sections if consultation else ()
    for closed in (one for section in asked for one in section.questions):
        if isinstance(closed, SingleChoice | Place):
            given = _answers(session, slug, question, closed.id)
            named = {key: _group(closed, answer) for key, answer in given.items()}
            group_of = {key: group for key, group in named.items() if group is not None}
            if 1 < len(set(group_of.values())) <= MOST_GROUPS:
                found[closed.id] = group_of
    return found


def _answers(session: Session, slug: str, question: str, closed: str) -> dict[bytes, Answer]:
    query = (
        select(CommentRow.key, AnswerRow.value)
        .join(ResponseRow, ResponseRow.key == CommentRow.response)
        .join(AnswerRow, AnswerRow.response == ResponseRow.key)
        .where(ResponseRow.consultation == slug, CommentRow.question == question, AnswerRow.question == closed)
    )
    found: dict[bytes, Answer] = {}
    for key, value in session.execute(query.order_by(CommentRow.key)):
        read = json.loads(value)
        found[key] = tuple(read) if isinstance(read, list) else read
    return found


def _group(closed: Question, answer: Answer) -> str | None:
    """What an answer is counted as."""
    return next((group for group, count in closed.summarise([answer]).items() if count), None)
