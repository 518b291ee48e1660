import secrets

import pytest
from sqlalchemy import text

from consultation.privacy.anonymise import AnonymousResponse
from consultation.storage import responses


def test_a_response_is_stored_once_and_only_new_ones_make_a_batch(box, add):
    key = secrets.token_bytes(16)
    assert add("one", key=key) == 1
    assert add("one", key=key) == 0
    with box.database.reading() as session:
        assert session.scalar(text("SELECT count(*) FROM batch")) == 1
        assert responses.known(session, [key, bytes(16)]) == {key}


def test_thousands_of_keys_can_be_asked_for_at_once(box, add):
    key = secrets.token_bytes(16)
    add("one", key=key)
    with box.database.reading() as session:
        assert responses.known(session, [*(secrets.token_bytes(16) for _ in range(1200)), key]) == {key}


def test_answers_come_back_as_they_were_given_and_in_no_ones_order(box, add):
    add("a", answers={"helped": ("call", "visit"), "safe": 4, "waited": "no", "days": 1.5})
    add("b", role="leader", answers={"safe": 2})
    add("c", answers={"safe": 1})
    with box.database.reading() as session:
        assert responses.answers(session, box.slug, "helped") == {"patient": [("call", "visit")]}
        assert responses.answers(session, box.slug, "safe") == {"leader": [2], "patient": [1, 4]}
        assert responses.answers(session, box.slug, "days") == {"patient": [1.5]}
        assert responses.counts_by_role(session, box.slug) == {"leader": 1, "patient": 2}
        assert responses.counts_by_channel(session, box.slug, {"patient"}) == {"web": 2}


def test_a_corpus_lists_comments_by_their_random_keys(box, add):
    add(*(f"comment {number}" for number in range(20)))
    with box.database.reading() as session:
        corpus = responses.corpus(session, box.slug, "better")
    assert len(corpus.texts) == 20
    assert list(corpus.keys) == sorted(corpus.keys)


@pytest.mark.parametrize(
    ("part", "value"),
    [
        ("key", b"short"),
        ("channel", "telepathy"),
        ("role", "pat\0ient"),
        ("comments", {"better": "\ud800"}),
        ("answers", {"waited": ("yes", "\udfff")}),
    ],
)
def test_what_a_database_cannot_hold_is_known_beforehand(part, value):
    good = {
        "key": bytes(16),
        "definition": "f" * 64,
        "role": "patient",
        "channel": "web",
        "answers": {},
        "comments": {},
    }
    assert responses.storable(AnonymousResponse(**good))
    assert not responses.storable(AnonymousResponse(**good | {part: value}))
