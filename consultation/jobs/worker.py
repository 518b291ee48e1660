"""The program that does long work: one job at a time per thread, taken up again wherever a worker died."""

import logging
import signal
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from datetime import date
from types import FrameType
from typing import Any

from consultation.clock import today
from consultation.jobs import erasing
from consultation.jobs.delivery import Queue, receiving
from consultation.jobs.heartbeat import Heartbeat, Interrupted, TakenOver
from consultation.jobs.kinds import GIVEN_UP, KINDS, Ending, Kinds, NotDone, Work
from consultation.jobs.mixing import clear, mix_all
from consultation.jobs.relearning import ask_where_it_pays
from consultation.jobs.rhythm import Rhythm
from consultation.jobs.screening import Screened, screen_all
from consultation.settings import Settings
from consultation.storage import jobs, spent_proofs
from consultation.storage.database import Database, StorageFailed
from consultation.storage.jobs import Job
from consultation.usecases.spend_proof import forget_spent_proofs

log = logging.getLogger("consultation.jobs")

# Whole sentences, without anything put in: a page can look them up in its own language.
BROKEN = "The job stopped because of an error in the program. Nothing of it was stored. Tell the operator."
UNKNOWN = "This version does not know how to do such a job."


class Worker:
    """Performs what is delivered, and looks after what was left lying."""

    def __init__(self, settings: Settings, rhythm: Rhythm, kinds: Kinds = KINDS) -> None:
        self.settings = settings
        self.rhythm = rhythm
        self.kinds = kinds
        self.database = Database(settings.database_url)
        self.stopping = threading.Event()
        self.queue: Queue = receiving(settings, self.perform)
        self._in_hand: dict[str, Job] = {}
        self._looked_on: date | None = None  # the day on which this worker last looked for what is to be erased
        self._erased_in_files = self._forgotten_in_files = True
        self._screened: Screened = {}
        self._cleared = False  # nobody knows what the last worker was killed at

    def perform(self, job_key: str) -> None:
        """Do one job, if nobody else has it: a job that is delivered twice is claimed once."""
        if self.stopping.is_set():
            return  # it stays waiting in the table, and the next sweeper sends it again
        with self.database.transaction() as session:
            job = jobs.claim(session, job_key, now=time.time())
        if job is None:
            return
        self._in_hand[job.key] = job
        try:
            self._work_on(job)
        finally:
            self._in_hand.pop(job.key, None)

    def sweep(self) -> None:
        """Give jobs of dead workers back, or up; and send again what waits and is not on its way."""
        with self.database.reading() as session:
            stale = jobs.stale(session, before=time.time() - self.rhythm.stale)
        for job in stale:
            if job.attempts >= self.rhythm.attempts:
                self._fail(job, GIVEN_UP)
            else:
                self._give_back(job)
        with self.database.reading() as session:
            waiting = [job.key for job in jobs.all_(session) if job.state == "waiting"]
        under_way = self.queue.under_way()
        for key in waiting:
            if key not in under_way:
                self.queue.send(key)

    def mix(self) -> None:
        """Empty the ballot boxes that hold enough, and clear what this or a killed worker emptied and could not clear."""
        self._cleared = self._cleared or clear(self.database)
        self._cleared = mix_all(self.settings, self.database) and self._cleared

    def screen(self) -> None:
        """Screen what came or went since the last look for possible harm: it must not wait until somebody asks."""

        def unless_stopping(_done: int, _total: int, _word: str) -> None:
            if self.stopping.is_set():
                raise Interrupted

        with suppress(Interrupted):  # what is not screened yet is due at the next worker's first look
            screen_all(self.database, unless_stopping, self._screened)

    def learn(self) -> None:
        """Ask for new suggestions wherever people have read enough since the machine learnt."""
        for key in ask_where_it_pays(self.settings, self.database):
            log.info("job %s: the machine learns again", key)

    def erase(self) -> None:
        """Once a day, erase the consultations whose day has come; the files also after responses were withdrawn."""
        day = today()
        if self._looked_on != day:
            if erased := erasing.erase(self.settings, self.database, today=day):
                self._erased_in_files = False
                log.info("erased, because the day had come: %s", ", ".join(erased))
            self._looked_on = day
        self._erased_in_files = self._erased_in_files or erasing.clear(self.database)
        erasing.clear_withdrawn(self.database)

    def forget(self) -> None:
        """Forget the spent proofs that have expired; in the files again later where somebody was in the way."""
        with self.database.transaction() as session:
            forgotten = forget_spent_proofs(session, now=time.time())
        self._forgotten_in_files = self._forgotten_in_files and not forgotten
        self._forgotten_in_files = self._forgotten_in_files or spent_proofs.remove_physically(self.database)

    def let_go(self) -> None:
        """Give back what is still in hand, so that the next worker need not wait until it looks dead."""
        for job in list(self._in_hand.values()):
            self._give_back(job)

    def _work_on(self, job: Job) -> None:
        does_it = self.kinds.get(job.kind)
        if does_it is None:
            return self._fail(job, UNKNOWN)
        try:
            with Heartbeat(self.database, job, every=self.rhythm.beat, stopping=self.stopping) as heartbeat:
                end = does_it(Work(self.settings, self.database, job, heartbeat))
            self._finish(job, heartbeat, end)
        except (Interrupted, TakenOver):
            self._give_back(job)
        except NotDone as refused:
            self._fail(job, str(refused))
        except StorageFailed as failed:
            # The database is away or full: silence makes the job stale, and it is taken up again.
            log.warning("job %s: the database failed (%s)", job.key, failed)
        except Exception as bug:  # noqa: BLE001 -- whatever goes wrong is told to the staff, without content
            log.warning("job %s of the kind %s stopped: %s", job.key, job.kind, type(bug).__name__)
            self._fail(job, BROKEN)

    def _finish(self, job: Job, heartbeat: Heartbeat, end: Ending) -> None:
        """Store what was found and end the job, both or neither: a job taken over meanwhile stores nothing here."""
        with self.database.transaction() as session:
            heartbeat.beat(session)
            jobs.finish(session, job, end(session))

    def _fail(self, job: Job, sentence: str) -> None:
        with self.database.transaction() as session:
            jobs.fail(session, job, sentence)

    def _give_back(self, job: Job) -> None:
        with self.database.transaction() as session:
            jobs.wait_again(session, job)


def main(settings: Settings, *, threads: int = 2, rhythm: Rhythm | None = None, kinds: Kinds = KINDS) -> None:
    """Work until SIGTERM or SIGINT; what is in hand then is finished, or given back."""
    worker = Worker(settings, rhythm or Rhythm.of(settings), kinds)
    rounds = [
        _repeat(worker.sweep, worker.rhythm.sweep, worker.stopping, at_once=True),
        _repeat(worker.mix, worker.rhythm.mixing, worker.stopping, at_once=True),
        _repeat(worker.screen, worker.rhythm.mixing, worker.stopping, at_once=True),
        _repeat(worker.learn, worker.rhythm.learning, worker.stopping, at_once=False),
        _repeat(worker.erase, worker.rhythm.erasing, worker.stopping, at_once=True),
        _repeat(worker.forget, worker.rhythm.erasing, worker.stopping, at_once=True),
    ]
    consumer = _consumer(worker, threads)
    consumer.run()
    worker.stopping.set()
    for thread in rounds:
        thread.join(timeout=worker.rhythm.patience)
    worker.let_go()
    worker.database.close()


def _consumer(worker: Worker, threads: int) -> Any:
    from huey.consumer import Consumer

    logging.getLogger("huey").setLevel(logging.ERROR)

    class Stoppable(Consumer):
        """Huey's consumer, for which both signals mean: finish, then stop."""

        def _set_signal_handlers(self) -> None:
            def stop(number: int, _frame: FrameType | None) -> None:
                worker.stopping.set()
                self._signum, self._restart, self._graceful = number, False, True

            for number in (signal.SIGTERM, signal.SIGINT):
                signal.signal(number, stop)

    stoppable: Any = Stoppable
    return stoppable(
        worker.queue.huey,
        workers=threads,
        periodic=False,
        max_delay=1.0,
        worker_type="thread",
        shutdown_timeout=worker.rhythm.patience,
    )


def _repeat(act: Callable[[], None], seconds: float, stopping: threading.Event, *, at_once: bool) -> threading.Thread:
    """Do something every so many seconds until stopping; what fails once is tried again next time."""

    def go_round() -> None:
        wait = 0.0 if at_once else seconds
        while not stopping.wait(wait):
            wait = seconds
            try:
                act()
            except StorageFailed as failed:
                log.warning("the database failed (%s); trying again in %g seconds", failed, seconds)
            except Exception as bug:  # noqa: BLE001 -- one consultation's trouble must not stop the worker
                log.warning("%s stopped: %s", act.__name__, type(bug).__name__)

    thread = threading.Thread(target=go_round, name=act.__name__, daemon=True)
    thread.start()
    return thread
