from consultation.reviewing.found import beforehand
from consultation.reviewing.pages import At
from consultation.usecases.reading import find_alike as finding
from tests.reviewing.offices import QUESTION, SLUG

AT = At(SLUG, "Help in time", QUESTION, "What should change?", None)


def test_a_list_of_many_comments_learns_what_more_like_this_needs_beside_the_requests(office, monkeypatch):
    monkeypatch.setattr(beforehand, "MANY", 30)
    finding._memory._learnt = None
    with office.client.application.app_context():
        thread = beforehand.learn(AT, among=30)
        assert thread is not None
        thread.join(60)
    assert finding._memory._learnt is not None
    monkeypatch.setattr(finding, "_learnt", None)
    shown = office.client.get(office.at(f"comments/{QUESTION}/")).text
    reference = shown.partition("alike?at=")[2].partition('"')[0]
    assert office.client.get(office.at(f"found/{QUESTION}/alike?at={reference}")).status_code == 200


def test_where_comments_are_few_or_learning_fails_nothing_is_said(office, monkeypatch):
    with office.client.application.app_context():
        assert beforehand.learn(AT, among=finding.MANY - 1) is None
        monkeypatch.setattr(beforehand, "learn_beforehand", lambda *_: 1 / 0)
        for _ in range(2):
            thread = beforehand.learn(AT, among=finding.MANY)
            assert thread is not None
            thread.join(60)
