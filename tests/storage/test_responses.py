import secrets

import pytest
from sqlalchemy import text

from consultation.privacy.anonymise import AnonymousResponse
from consultation.storage import responses

WEEK = "2026-W47"


@pytest.fixture
def add(box):
    def add(*comments, role="patient", answers=None, key=None):
        made = [
            AnonymousResponse(key or secrets.token_bytes(16), box.consultation.fingerprint, role, "web",
                              answers or {}, {"better": comment})
            for comment in comments
        ]  # fmt: skip
        with box.database.transaction() as session:
            return responses.add_batch(session, box.slug, made, WEEK)

    return add


def found(box, **wanted):
    with box.database.reading() as session:
        return sorted(comment.text for comment in responses.comments(session, box.slug, "better", **wanted))


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
        assert responses.counts_by_channel(session, box.slug) == {"web": 3}


def test_a_corpus_lists_comments_by_their_random_keys(box, add):
    add(*(f"comment {number}" for number in range(20)))
    with box.database.reading() as session:
        corpus = responses.corpus(session, box.slug, "better")
    assert len(corpus.texts) == 20
    assert list(corpus.keys) == sorted(corpus.keys)


def test_comments_are_found_by_role_and_by_words_in_any_case(box, add):
    add("LANG ventetid på Ål", "kort ventetid")
    add("ventetid", role="leader")
    assert found(box, role="leader") == ["ventetid"]
    assert found(box, search="lang VENTETID på ål") == ["LANG ventetid på Ål"]
    assert found(box, search="ventetid", role="patient") == ["LANG ventetid på Ål", "kort ventetid"]


@pytest.mark.parametrize("sign", ["%", "_", "\\", "/", "'"])
def test_signs_of_the_database_are_only_signs(box, add, sign):
    add(f"a{sign}b", "axb")
    assert found(box, search=f"a{sign}b") == [f"a{sign}b"]


def test_comments_can_be_read_a_page_at_a_time(box, add):
    add(*(f"comment {number}" for number in range(25)))
    pages, after = [], None
    with box.database.reading() as session:
        while page := responses.comments(session, box.slug, "better", limit=10, after=after):
            pages.append([comment.text for comment in page])
            after = page[-1].key
    assert [len(page) for page in pages] == [10, 10, 5]
    assert len({one for page in pages for one in page}) == 25


def test_comments_under_a_theme_are_those_confirmed_or_suggested_and_not_refused(box, add):
    add("confirmed", "suggested", "refused", "neither")
    with box.database.reading() as session:
        keys = {comment.text: comment.key for comment in responses.comments(session, box.slug, "better")}
    with box.database.transaction() as session:
        session.execute(
            text(
                "INSERT INTO theme_run VALUES ('run', :slug, 'better', 'assign', 0, '{}', '{}', '', '2026-11-21', '{}')"
            ),
            {"slug": box.slug},
        )
        for name in ("suggested", "refused"):
            suggestion = "INSERT INTO suggestion VALUES (:comment, 'waiting', 'run', 0.9, 0, 3)"
            session.execute(text(suggestion), {"comment": keys[name]})
        for name, agreed in (("confirmed", True), ("refused", False)):
            decision = "INSERT INTO confirmation VALUES (:comment, 'waiting', 'ola', :agreed)"
            session.execute(text(decision), {"comment": keys[name], "agreed": agreed})
    assert found(box, theme="waiting") == ["confirmed", "suggested"]
    assert found(box, theme="other") == []


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
