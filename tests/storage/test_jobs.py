import pytest
from sqlalchemy import text

from consultation.storage import jobs


def requested(database, kind="discover_themes", slug="waiting"):
    with database.transaction() as session:
        return jobs.request(session, kind, slug, {"question": "better", "seed": 1}, "ola@example.org")


def claimed(database, key, now=100.0):
    with database.transaction() as session:
        return jobs.claim(session, key, now=now)


def found(database, key):
    with database.reading() as session:
        return jobs.find(session, key)


def test_a_job_waits_with_everything_that_was_asked(database):
    job = found(database, requested(database))
    assert (job.state, job.kind, job.consultation) == ("waiting", "discover_themes", "waiting")
    assert job.arguments == {"question": "better", "seed": 1}
    assert (job.heartbeat, job.attempts, job.checkpoint) == (None, 0, None)


def test_only_one_worker_gets_a_job(database):
    key = requested(database)
    assert claimed(database, key).attempts == 1
    assert claimed(database, key) is None


def test_an_unknown_job_cannot_be_claimed(database):
    assert claimed(database, "nothing") is None
    assert found(database, "nothing") is None


def test_a_beat_tells_how_far_the_job_is_and_keeps_the_last_checkpoint(database):
    job = claimed(database, requested(database))
    with database.transaction() as session:
        assert jobs.beat(session, job, now=105.0, done=1, total=4, message="Reading", checkpoint={"at": [1, 2]})
        assert jobs.beat(session, job, now=110.0, done=2, total=4)
    beaten = found(database, job.key)
    assert (beaten.done, beaten.total, beaten.heartbeat, beaten.checkpoint) == (2, 4, 110.0, {"at": [1, 2]})


@pytest.mark.parametrize("ending", [jobs.finish, jobs.fail])
def test_a_job_that_ended_keeps_no_time(database, ending):
    job = claimed(database, requested(database))
    with database.transaction() as session:
        assert ending(session, job, "Ended")
    ended = found(database, job.key)
    assert ended.heartbeat is None
    assert (ended.state, ended.message) == ("done" if ending is jobs.finish else "failed", "Ended")


def test_emptying_a_ballot_box_leaves_no_row_that_could_tell_when(database):
    job = claimed(database, requested(database, kind="empty_ballot_box"))
    with database.transaction() as session:
        assert jobs.finish(session, job)
    with database.reading() as session:
        assert session.scalar(text("SELECT count(*) FROM job")) == 0


def test_a_silent_worker_loses_its_job_to_another_that_finds_the_checkpoint(database):
    job = claimed(database, requested(database), now=100.0)
    with database.transaction() as session:
        jobs.beat(session, job, now=101.0, done=3, total=9, checkpoint=3)
        assert jobs.stale(session, before=101.0) == []
        (late,) = jobs.stale(session, before=102.0)
        assert jobs.wait_again(session, late)
    successor = claimed(database, job.key, now=200.0)
    assert (successor.attempts, successor.checkpoint, successor.done) == (2, 3, 3)


def test_a_worker_that_was_given_up_cannot_disturb_its_successor(database):
    given_up = claimed(database, requested(database))
    with database.transaction() as session:
        jobs.wait_again(session, given_up)
    successor = claimed(database, given_up.key, now=300.0)
    with database.transaction() as session:
        assert not jobs.beat(session, given_up, now=999.0, done=9, total=9)
        assert not jobs.finish(session, given_up)
        assert not jobs.fail(session, given_up, "no")
        assert not jobs.wait_again(session, given_up)
    assert found(database, given_up.key) == successor


def test_jobs_are_listed_with_the_running_ones_first(database):
    done, running, _ = requested(database), requested(database), requested(database)
    with database.transaction() as session:
        jobs.finish(session, jobs.claim(session, done, now=1.0))
    claimed(database, running)
    requested(database, slug="other")
    with database.reading() as session:
        assert [job.state for job in jobs.all_(session, "waiting")] == ["running", "waiting", "done"]
        assert len(jobs.all_(session)) == 4
