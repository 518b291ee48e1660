"""One audit from its first marked visit to the proof that no mark is left; whatever happens on the way, it clears up."""

import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import date
from functools import partial

from consultation.auditing import (
    answers,
    arrival,
    arrival_times,
    configuration,
    doors,
    exports,
    growth,
    nginx,
    paths,
    server,
    stored_columns,
    traces,
    visiting,
)
from consultation.auditing.arrival_findings import DUMP
from consultation.auditing.findings import Finding, broken, kept
from consultation.auditing.going_on import going_on
from consultation.auditing.instance_files import of_instance
from consultation.auditing.markers import Visit
from consultation.auditing.moments import Moments
from consultation.auditing.needles import Needle, Search, needles, plain_needles
from consultation.auditing.order_signals import of_rows
from consultation.auditing.own_consultation import (
    close_own,
    envelopes,
    erase_all_own,
    is_gone,
    mixed,
    open_own,
    opened_by_a_key,
)
from consultation.auditing.questions import new_slug
from consultation.auditing.reach import Given, Reach, dump
from consultation.auditing.traces import ENVELOPE, RESPONSE, TEXT
from consultation.auditing.visiting import Prepared, Thanked
from consultation.privacy import receipts
from consultation.privacy.receipts import Names, Receipt
from consultation.settings import Settings
from consultation.storage.catalogue import signals
from consultation.storage.catalogue.live_schema import live_schema
from consultation.storage.database import Database

AT_ONCE = 4
WITHDRAWN = 3
KINDS = tuple(Visit().never)
FORM_KINDS = ("nonce", "challenge", "receipt", "receipt as typed")
_WAIT_FOR_WITHDRAWALS = 0.2
Tell = Callable[[str], None]


@dataclass(frozen=True)
class Plan:
    """How much is sent, how some of it comes, and how long to wait for the worker; 0 seconds: the audit mixes itself."""

    door: str
    responses: int = 200
    without_script: int = 2
    patience: float = 180.0
    given: Given = field(default_factory=Given)


@dataclass
class Audit:
    """One run; `findings()` may be asked for once."""

    settings: Settings
    database: Database
    plan: Plan
    today: date
    tell: Tell = lambda _: None
    slug: str = field(default_factory=new_slug)
    thanked: list[Thanked] = field(default_factory=list)
    stumbled: list[Visit] = field(default_factory=list)
    _names_known: list[Names] = field(default_factory=list)
    _secrets: list[Finding] = field(default_factory=list)

    def findings(self) -> Iterator[Finding]:
        """Everything that was looked at, in the order in which a reader wants it. Raises doors.NoDoor, StorageFailed, OSError.

        Where NoDoor is raised, nothing was sent; what was opened for it is erased.
        """
        doors.knock(self.plan.door)
        self.reach = Reach(self.settings, self.database, self.plan.given, time.time())
        self.reach.look_around()
        erase_all_own(self.settings, self.database, today=self.today)  # what a killed audit left
        try:
            open_own(self.settings, self.database, self.slug, today=self.today)
            doors.knock_at_own(self.plan.door, self.slug)
            yield from going_on("The way through the front door", self._visits())
        finally:
            self.tell("Erasing the audit's own consultation ...")
            cleared, held = erase_all_own(self.settings, self.database, today=self.today)
        yield from going_on("What is erased is gone", self._afterwards(cleared=cleared, held=held))
        yield from going_on("The installation as it stands", self._installation())

    def _visits(self) -> Iterator[Finding]:
        minimum = min(self.settings.batch_minimum, self.plan.responses + 1)
        logs = {path: told.st_size for path in self.reach.log_files() if (told := paths.told(path)) is not None}
        watch, before = self.reach.watch(), stored_columns.counts(self.database)
        self.tell(
            f"Sending {minimum - 1} marked responses, too few to be mixed; then a rest as long, to see who else writes ..."
        )
        self._stumble()
        watch.during(lambda: self._send(range(minimum - 1)))
        self.tell("Searching every byte before they are mixed ...")
        early = traces.look(self.reach, [*self._never(), *self._text(), *self._names(ENVELOPE)])
        yield from traces.before_mixing(early, sent=len(self.thanked))
        times = [arrival_times.look(self.database, early, self._moments(), len(self.thanked))]
        shared = arrival.shared_transactions(self.database)
        yield (
            broken(_JOINED, f"{len(shared)} transactions wrote both.") if shared else kept(_JOINED, "None wrote both.")
        )
        copied = envelopes(self.database, self.slug)
        self._secrets = list(self._permissions())  # while the consultation's key is here
        self._send_more(watch)
        close_own(self.database, self.slug, today=self.today)
        self.tell("Waiting until the ballot box is emptied ...")
        by = mixed(self.settings, self.database, self.slug, patience=self.plan.patience)
        yield (
            kept("The ballot box is emptied", f"By {by}.") if by else broken("The ballot box is emptied", "It is not.")
        )
        yield from self._answers()
        yield from growth.of_logs(logs, self.reach.log_files(), len(self.thanked))
        yield from watch.findings()
        grown = arrival_times.of_grown(watch.at_first, watch.written(), self._moments())
        times.append(arrival_times.Look(grown, len(self.thanked)))
        yield of_instance(self.settings)
        able = opened_by_a_key(self.settings, self.database, self.slug, copied)
        fine = f"{len(copied)} envelopes were copied while they waited; after mixing no key here opens any of them."
        yield broken(_OLD_KEYS, f"A key that is here opens {able}.") if able else kept(_OLD_KEYS, fine)
        yield from self._after_mixing(early, times)
        yield from stored_columns.of_growth(before, stored_columns.counts(self.database), self.plan.responses)
        yield from self._withdrawals()

    def _after_mixing(self, early: traces.Traces, times: list[arrival_times.Look]) -> Iterator[Finding]:
        self.tell("Searching every byte after mixing, and every sign of an order ...")
        rows = of_rows(self.database, {RESPONSE: self._own(RESPONSE), TEXT: self._own(TEXT)}, self._never())
        further = [
            Needle(kind, "raw", owner, name)
            for kind, names in rows.names.items()
            for name, owner in names.items()
        ]  # fmt: skip
        found = traces.look(self.reach, [*self._never(), *self._text(), *self._names(), *further])
        lists = exports.searched(
            self._exports(), Search([*self._never(), *self._text(), *self._names()]), found, naming=(TEXT, RESPONSE)
        )
        for kind, places in early.seen.items():
            if kind not in {TEXT, ENVELOPE}:
                for place, spelled in places.items():
                    found.seen[kind][place] |= spelled
        yield from traces.of_visits((*KINDS, *FORM_KINDS), found)
        times.append(arrival_times.look(self.database, found, self._moments(), len(self.thanked)))
        yield from arrival_times.findings(times)
        yield from arrival.of_marks_in_rows(frozenset((*KINDS, *FORM_KINDS)), rows)
        yield from traces.after_mixing(found, on_sqlite=self.database.on_sqlite)
        lists |= arrival.read_by_staff(self.settings, self.database, self.slug, list(self._texts()))
        yield from arrival.of_order(rows, found, lists, len(self.thanked))
        yield from arrival.of_batches(self.database, rows, self.settings.batch_minimum, len(self.thanked))
        yield from arrival.of_links(self.database, rows)
        yield from self.reach.unread(found.read.unread)

    def _withdrawals(self) -> Iterator[Finding]:
        self.tell(f"Withdrawing {WITHDRAWN} responses ...")
        those = self.thanked[:WITHDRAWN]
        for one in those:
            visiting.withdraw(self.plan.door, self.slug, one)
        until = time.monotonic() + max(self.plan.patience, 1.0)
        subject = "What is withdrawn is gone"
        wanted = Search(needles([{TEXT: one.visit.text} for one in those]))
        while self._in_comments(wanted):
            if time.monotonic() > until or not self.plan.patience:
                mixed(self.settings, self.database, self.slug, patience=0)
                break
            time.sleep(_WAIT_FOR_WITHDRAWALS)
        left = self._in_comments(wanted)
        yield (
            broken(subject, f"{left} are still there.") if left else kept(subject, f"{len(those)} of {len(those)} are.")
        )

    def _afterwards(self, *, cleared: bool, held: Sequence[str]) -> Iterator[Finding]:
        subject = "What is erased is gone"
        if not cleared or not is_gone(self.settings, self.database, self.slug):
            yield broken(subject, "The audit's consultation could not be erased. Run `consultation erase-expired`.")
            return
        self.tell("Searching every byte once more ...")
        self.reach.look_around()
        found = traces.look(self.reach, [*self._text(), *self._names()])
        yield from traces.gone(found, subject, on_sqlite=self.database.on_sqlite, held=held)

    def _installation(self) -> Iterator[Finding]:
        """What can be looked at without a visit."""
        live, on_sqlite = live_schema(self.database), self.database.on_sqlite
        yield from stored_columns.of_columns(live)
        yield from stored_columns.of_machinery(live, on_sqlite=on_sqlite)
        yield from server.of_server(live, on_sqlite=on_sqlite)
        yield from server.of_connections(live)
        yield from stored_columns.of_samples(live, on_sqlite=on_sqlite)
        yield from configuration.of_programs(self.reach.programs, self.reach.unseen_programs)
        yield from self._secrets or self._permissions()
        where = signals.directory(self.database)
        yield from nginx.findings(self.plan.given.nginx)
        yield from configuration.of_machine(
            [self.settings.instance, *([where] if where and paths.is_there(where) else [])]
        )
        yield from self.reach.unseen()

    def _permissions(self) -> Iterator[Finding]:
        where = signals.directory(self.database)
        yield from configuration.of_permissions(self.settings.instance, where)
        yield from configuration.of_powers(self.reach.programs, self.settings.instance)

    def _stumble(self) -> None:
        visit = Visit()
        self.stumbled.append(visit)
        visiting.stumble(self.plan.door, self.slug, visit)

    def _send_more(self, watch: growth.Watch) -> None:
        """The others, in several runs."""
        first, left = len(self.thanked), self.plan.responses - len(self.thanked)
        self.tell(f"Sending {left} more, with a rest after each third ...")
        for turn in range(growth.RUNS - 1):
            begin, end = (first + left * each // (growth.RUNS - 1) for each in (turn, turn + 1))
            watch.during(partial(self._send, range(begin, end)), at_once=turn > 0)

    def _send(self, numbers: Sequence[int]) -> int:
        """Prepare several at once, send one after another: the order of arrival is known. Answers how many."""
        with ThreadPoolExecutor(AT_ONCE) as threads:
            for ready in threads.map(self._prepared, numbers):
                self.thanked.append(visiting.send(ready))
                self.reach.notice()
        return len(numbers)

    def _prepared(self, number: int) -> Prepared:
        script = number >= self.plan.without_script
        return visiting.prepare(self.plan.door, self.slug, Visit(), number=number, script=script)

    def _never(self) -> list[Needle]:
        marks = [{**one.visit.never, **one.marks} for one in self.thanked]
        return needles([*marks, *(visit.never for visit in self.stumbled)])

    def _text(self) -> list[Needle]:
        return needles([{TEXT: visit.text} for visit in (*(one.visit for one in self.thanked), *self.stumbled)])

    def _answers(self) -> Iterator[Finding]:
        asked = [*visiting.alike(self.plan.door, self.slug), *(("the thanks", one.answered) for one in self.thanked)]
        yield from answers.findings(asked, host=self.plan.door.partition("//")[2])

    def _moments(self) -> Moments:
        return Moments(self.reach.since, time.time() + 1)

    def _names(self, *kinds: str) -> list[Needle]:
        return [
            needle
            for kind in kinds or (ENVELOPE, RESPONSE)
            for needle in plain_needles(kind, {owner: name for name, owner in self._own(kind).items()})
        ]

    def _texts(self) -> Iterator[str]:
        return (one.visit.text for one in self.thanked)

    def _own(self, kind: str) -> dict[bytes, int]:
        """The bytes by which each response is known."""
        if kind == TEXT:
            return {text.encode(): number for number, text in enumerate(self._texts())}
        names = self._called()
        return {one.envelope if kind == ENVELOPE else one.response: number for number, one in enumerate(names)}

    def _called(self) -> list[Names]:
        if len(self._names_known) == len(self.thanked):
            return self._names_known
        known: list[Receipt] = [
            receipt for one in self.thanked if isinstance(receipt := receipts.parse(one.code), Receipt)
        ]
        slow = receipts.slow_names([one.secret for one in known], self.slug)
        self._names_known = [Names(envelope=one.envelope_key, response=slow[one.secret]) for one in known]
        return self._names_known

    def _exports(self) -> Iterator[tuple[str, Iterator[bytes]]]:
        yield from exports.reports(self.database, self.slug, self.today)
        if not self.database.on_sqlite:
            yield DUMP, dump(self.settings.database_url)

    def _in_comments(self, wanted: Search) -> int:
        with self.database.reading() as session:
            return len({hit.needle.visit for hit in wanted.within(exports.comments(session, self.slug))})


_OLD_KEYS = "A copy of the ballot box opens with no key that is left"
_JOINED = "No transaction joins a proof to an envelope"
