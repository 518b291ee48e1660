import pytest

from consultation.themes.reading.corpus import Comment, Corpus


def test_comments_stand_by_their_keys_whatever_order_they_came_in():
    corpus = Corpus.of([Comment(b"b", "leader", "to"), Comment(b"a", "patient", "en")])
    assert (corpus.keys, corpus.texts) == ((b"a", b"b"), ("en", "to"))
    assert corpus.in_role("leader").texts == ("to",)
    assert corpus == Corpus.of(reversed(corpus.comments))


def test_no_two_comments_have_the_same_key():
    with pytest.raises(ValueError, match="same key"):
        Corpus.of([Comment(b"a", "patient", "en"), Comment(b"a", "leader", "to")])


def test_keys_and_texts_are_gathered_once_however_often_they_are_asked_for():
    corpus = Corpus.of([Comment(b"a", "patient", "en")])
    assert corpus.keys is corpus.keys
    assert corpus.texts is corpus.texts
