"""An installation that known people answer at known times, and everything of it that a court could have taken away."""

import shutil
import subprocess
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path

from sqlalchemy import text

from consultation.auditing import files
from consultation.auditing.needles import Search
from consultation.auditing.order_signals import named, of_places, of_rows
from consultation.jobs import mixing
from consultation.privacy import receipts
from consultation.privacy.sealing import SealedResponse
from consultation.settings import Settings
from consultation.storage import ballot_box
from consultation.storage.catalogue import signals
from consultation.storage.database import Database
from tests.anonymity.subpoena import Handed, Signal, keys_in
from tests.faults.crowd import SLUG, Letter, Sender, receipt
from tests.respondent import Respondent
from tests.running import Installation, old_mark

FILLING = 7
"""So many lie in the box when the first image is taken."""
WITH_PROOF = 25
"""Every twenty-fifth comes with script and proof, the others without."""


@dataclass
class Site:
    """A running front; the box is emptied when one says so, by what the worker calls."""

    installation: Installation
    cluster_files: Path | None
    images: Path
    people: list[tuple[str, SealedResponse]] = field(default_factory=list)
    """The words of each person and the envelope as it lay in the box, in order of arrival."""
    batches: list[range] = field(default_factory=list)
    earlier: int = 0
    """So many answered before this drill began."""
    _taken: Iterator[int] = field(default_factory=count)

    def __post_init__(self) -> None:
        environment = {"CONSULTATION_INSTANCE": str(self.installation.instance)}
        if self.installation.database_url:
            environment["CONSULTATION_DATABASE_URL"] = self.installation.database_url
        self.settings = Settings.read(environment)
        self.database = Database(self.settings.database_url)
        with closing(Respondent(self.installation.address)) as someone:
            form = someone.get(f"/nb/{SLUG}/patient/")
            self.question = str(form.tree.xpath("//textarea/@name")[0])

    def begin(self) -> None:
        """A new drill: who answered before is not asked about."""
        assert not self.people or self.batches[-1].stop == len(self.people), "somebody is not mixed in yet"
        self.earlier += len(self.people)
        self.people.clear()
        self.batches.clear()

    def answer(self, how_many: int) -> None:
        """So many people answer one after another through the front door."""
        mark = old_mark(self.installation.address, SLUG)
        for number in range(len(self.people), len(self.people) + how_many):
            words = f"{'Ventetida var lang' if number % 2 else 'Ingen ringte'}: {_in_letters(self.earlier + number)}"
            page = self._with_proof(words) if number % WITH_PROOF == 0 else self._without(words, mark)
            self.people.append((words, self._newest(receipt(page))))

    def mix(self) -> None:
        """What waits becomes a batch."""
        before = self.batches[-1].stop if self.batches else 0
        assert mixing.mix(self.settings, self.database, SLUG) == len(self.people) - before
        self.batches.append(range(before, len(self.people)))

    def take_image(self) -> Path:
        """A copy of every file, as a snapshot or a seizure at this moment has it."""
        image = self.images / str(next(self._taken))
        image.mkdir()
        for source in (self.installation.root, self.cluster_files):
            if source:  # files that come and go meanwhile are left out
                subprocess.run(["cp", "-a", "--", source, image], check=False, stderr=subprocess.DEVNULL)
        return image

    def handed_over(self) -> Handed:
        """Everything at the end; the keys are those in the last image, which is all that lives."""
        last = self.take_image()
        comments = self._comments()
        assert len(comments) == self.earlier + len(self.people)
        truth = self.truth()
        grouped = [(list(batch), sorted(truth[person] for person in batch)) for batch in self.batches]
        found = every_signal(self.database, truth)
        return Handed([one for _, one in self.people], grouped, found, comments, keys_in(last))

    def truth(self) -> list[bytes]:
        """Which response each person gave, by their words, which only they know."""
        by_words = {words: key for key, words in self._comments().items()}
        return [by_words[words] for words, _ in self.people]

    def close(self) -> None:
        """Leave nothing."""
        self.database.close()
        self.installation.stop()
        shutil.rmtree(self.images, ignore_errors=True)

    def _comments(self) -> dict[bytes, str]:
        with self.database.reading() as session:
            rows = session.execute(text("SELECT response, text FROM comment")).all()
        return {bytes(row.response): row.text for row in rows}

    def _newest(self, code: str) -> SealedResponse:
        known = receipts.parse(code)
        assert isinstance(known, receipts.Receipt)
        with self.database.reading() as session:
            asked = text("SELECT sealed FROM ballot_box WHERE envelope = :name")
            sealed = session.execute(asked, {"name": known.envelope_key}).scalar_one()
        return SealedResponse(known.envelope_key, bytes(sealed))

    def _without(self, words: str, mark: str) -> bytes:
        with closing(Sender(self.installation.address, self.installation.port, timeout=60)) as sender:
            return sender.send(Letter.of(words, self.question, mark))[1]

    def _with_proof(self, words: str) -> bytes:
        with closing(Respondent(self.installation.address)) as someone:
            form = someone.get(f"/nb/{SLUG}/patient/")
            checked = someone.send(form, "/check", {self.question: words})
            return someone.send(checked, "/thanks").body


def every_signal(database: Database, keys: Iterable[bytes], kind: str = "response.key") -> dict[str, Signal]:
    """All values, places in files and orders that belong to responses with these keys, and to what only they lead to."""
    assert ballot_box.empty_physically(database)
    order = sorted(keys)  # in which nothing lies of their arrival
    own = {kind: {key: number for number, key in enumerate(order)}}
    rows = of_rows(database, own)
    stores = {store.path: store for store in signals.stores(database)}
    hits = files.search(stores, Search(named({**own, **rows.names})), files.Read())
    places = of_places((stores[one.path], one.hit.needle.kind, one.hit.needle.visit, one.hit.at) for one in hits)
    return {
        name: {order[number]: value for number, value in signal.items()}
        for name, signal in (rows.signals | places).items()
    }


def contains(image: Path, envelopes: Sequence[SealedResponse]) -> int:
    """How many of these envelopes lie in any file of an image, by some of their bytes: a page may cut one of them."""
    read = [path.read_bytes() for path in image.rglob("*") if path.is_file() and not path.is_symlink()]
    pieces = [[one.sealed[at : at + 32] for at in (100, 400, 700)] for one in envelopes]
    return sum(any(piece in file for file in read for piece in own) for own in pieces)


def _in_letters(number: int) -> str:
    return "".join(chr(ord("a") + int(digit)) * 3 for digit in f"{number:04d}")
