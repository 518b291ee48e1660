"""Responses after mixing: stored a batch at a time, read without order, time or place."""

import json
import secrets
from collections.abc import Collection, Iterable
from typing import Any

from sqlalchemy import func, insert, select
from sqlalchemy.orm import Session

from consultation.privacy.anonymise import AnonymousResponse, Channel
from consultation.questionnaire.answering import Answer
from consultation.storage.reading import screenings
from consultation.storage.tables import AnswerRow, BatchRow, CommentRow, ResponseRow
from consultation.themes.reading.corpus import Comment, Corpus

_shuffle = secrets.SystemRandom().shuffle
_FEW = 500  # keys in one question to the database
_KEY_BYTES = 16


def known(session: Session, keys: Collection[bytes]) -> set[bytes]:
    """Those of the keys under which a response is stored already."""
    asked, found = list(keys), set[bytes]()
    for start in range(0, len(asked), _FEW):
        few = asked[start : start + _FEW]
        found.update(session.scalars(select(ResponseRow.key).where(ResponseRow.key.in_(few))))
    return found


def storable(response: AnonymousResponse) -> bool:
    """Whether both databases can hold every text of a response; one that cannot must not stop a whole batch."""
    texts = [*response.comments.values(), *response.comments, *response.answers, response.role]
    texts += [json.dumps(answer, ensure_ascii=False) for answer in response.answers.values()]
    known_channel = response.channel in set(Channel)
    return len(response.key) == _KEY_BYTES and known_channel and all(_storable_text(text) for text in texts)


def add_batch(
    session: Session, slug: str, responses: Iterable[AnonymousResponse], week: str, *, small: bool = False
) -> int:
    """Stores responses as one batch of an ISO week ("2026-W47") and answers how many were new.

    Every table is written in an order of its own, drawn at random: neither the order given here nor that of one table
    can be read from another. A response whose key is known is not stored again.
    """
    one_each = {response.key: response for response in responses}
    for key in known(session, one_each):
        del one_each[key]
    if not one_each:
        return 0
    batch = secrets.token_bytes(_KEY_BYTES)
    session.execute(insert(BatchRow).values(key=batch, consultation=slug, week=week, small=small))
    new = list(one_each.values())
    _store(session, ResponseRow, [_response(slug, batch, response) for response in new])
    _store(session, AnswerRow, [row for response in new for row in _answers(response)])
    _store(session, CommentRow, [row for response in new for row in _comments(response)])
    screenings.outdate(session, slug, {question for response in new for question in response.comments})
    return len(new)


def counts_by_role(session: Session, slug: str) -> dict[str, int]:
    """How many responses each role has given. Suppress before showing."""
    role = ResponseRow.role
    rows = session.execute(select(role, func.count()).where(ResponseRow.consultation == slug).group_by(role))
    return {row[0]: row[1] for row in sorted(rows.all())}


def counts_by_channel(session: Session, slug: str, roles: Collection[str]) -> dict[str, int]:
    """How many responses of these roles came by each channel. Suppress before showing."""
    channel = ResponseRow.channel
    counted = (ResponseRow.consultation == slug, ResponseRow.role.in_(roles))
    rows = session.execute(select(channel, func.count()).where(*counted).group_by(channel))
    return {row[0]: row[1] for row in sorted(rows.all())}


def corpus(session: Session, slug: str, question: str) -> Corpus:
    """All comments to one question, in the order of their random keys; `matching` finds some of them."""
    query = select(CommentRow.key, ResponseRow.role, CommentRow.text)
    query = query.join(ResponseRow, ResponseRow.key == CommentRow.response)
    here = query.where(ResponseRow.consultation == slug, CommentRow.question == question)
    rows = session.execute(here.order_by(CommentRow.key))
    return Corpus(tuple(Comment(key=row.key, role=row.role, text=row.text) for row in rows))


def answers(session: Session, slug: str, question: str) -> dict[str, list[Answer]]:
    """All answers to one closed question by role, sorted by value: no place in a list belongs to a respondent."""
    query = select(ResponseRow.role, AnswerRow.value).join(ResponseRow, ResponseRow.key == AnswerRow.response)
    rows = session.execute(query.where(ResponseRow.consultation == slug, AnswerRow.question == question))
    by_role: dict[str, list[Answer]] = {}
    for role, value in sorted((row[0], row[1]) for row in rows):
        read = json.loads(value)
        by_role.setdefault(role, []).append(tuple(read) if isinstance(read, list) else read)
    return by_role


def _storable_text(text: str) -> bool:
    """PostgreSQL takes no NUL, and neither database a lone surrogate."""
    return "\0" not in text and text.encode(errors="ignore").decode() == text


def _store(session: Session, table: type[Any], rows: list[dict[str, Any]]) -> None:
    if rows:
        _shuffle(rows)
        session.connection().execute(insert(table.__table__), rows)


def _response(slug: str, batch: bytes, response: AnonymousResponse) -> dict[str, Any]:
    return {
        "key": response.key,
        "consultation": slug,
        "definition": response.definition,
        "role": response.role,
        "channel": response.channel,
        "batch": batch,
    }


def _answers(response: AnonymousResponse) -> list[dict[str, Any]]:
    return [
        {"response": response.key, "question": question, "value": json.dumps(answer, ensure_ascii=False)}
        for question, answer in response.answers.items()
    ]


def _comments(response: AnonymousResponse) -> list[dict[str, Any]]:
    return [
        {
            "key": secrets.token_bytes(_KEY_BYTES),
            "response": response.key,
            "question": question,
            "text": comment,
            "folded": comment.casefold(),
        }
        for question, comment in response.comments.items()
    ]
