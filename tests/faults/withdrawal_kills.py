"""A mixer that is killed at its n-th statement or step with a key file while it carries withdrawals out: all or nothing, once.

`python -m tests.faults.withdrawal_kills DIRECTORY [STEP]` kills at every STEP-th point on SQLite, and prints what it saw.
"""

import json
import shutil
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from consultation.clock import today
from consultation.privacy.receipts import Receipt, Withdrawal, new_nonce
from consultation.privacy.sealing import CannotOpen, unseal
from consultation.storage import ballot_box, consultations
from consultation.storage.database import Database
from consultation.storage.keys import KeyRing
from consultation.usecases.submit_response import Thanked, submit_response
from tests.boxes import Box
from tests.faults.mixer_kills import FEW, SLUG, Scene, Seen, counted, killed_at
from tests.usecases.withdrawing import ask, found, rows

STORED, WAITING = "stored", "waiting"
OTHERS = 2


@dataclass
class Withdrawing:
    """Ten responses mixed in and three that wait; one of each is to be withdrawn."""

    scene: Scene
    receipts: tuple[Receipt, Receipt]
    withdrawals: tuple[bytes, ...]
    """Their sealed bytes, as whoever copied the box has them."""

    @classmethod
    def prepared(cls, scene: Scene) -> "Withdrawing":
        """Fill an installation."""
        scene.prepare()
        scene.mix()
        with scene.database() as database:
            mixed = [_thanked(database, f"mixed {number}") for number in range(10)]
        scene.mix()
        with scene.database() as database:
            waiting = [_thanked(database, f"waits {number}") for number in range(1 + OTHERS)]
            receipts = mixed[0], waiting[0]
            box = Box(database, KeyRing.of(scene.settings), SLUG)
            assert tuple(ask(box, receipt) for receipt in receipts) == (STORED, WAITING)
            with database.reading() as session:
                there = ballot_box.look_into(session, SLUG)
            key = box.keys.private(SLUG, box.consultation.public_key)
            asked = tuple(one.sealed for one in there if isinstance(_opened(one.sealed, key), Withdrawal))
        return cls(scene, receipts, asked)


def _thanked(database: Database, words: str) -> Receipt:
    with database.transaction() as session:
        consultation = consultations.find(session, SLUG)
        assert consultation is not None
        question = consultation.questionnaire.for_role("patient").free_texts[0].id
        thanked = submit_response(session, consultation, "patient", {question: [words]}, new_nonce(), today=today())
    assert isinstance(thanked, Thanked)
    return thanked.receipt


def _opened(sealed: bytes, key: bytes) -> object:
    try:
        return unseal(sealed, key)
    except CannotOpen:
        return None


def kill_everywhere(directory: Path, step: int) -> Seen:
    """Kill a mixer at every step-th point, each time in a copy, and look at what it left."""
    whole = Withdrawing.prepared(Scene(directory / "whole", ""))

    def another(number: int) -> Scene:
        shutil.copytree(directory / "whole", directory / str(number))
        return Scene(directory / str(number), "")

    seen = Seen(points=counted(another(0), "")[0])
    for number in range(1, seen.points + 1, step):
        copy = another(number)
        seen.killed += killed_at(copy, number, "")
        seen.troubles += [f"killed at {number}: {trouble}" for trouble in _troubles(copy, whole)]
        shutil.rmtree(copy.directory)
    return seen


def _troubles(scene: Scene, whole: Withdrawing) -> Iterator[str]:
    lay = FEW + OTHERS + 3
    before, after = (STORED, WAITING, 0, lay), (None, None, 2, lay - 3)  # two withdrawals, and the one that waited
    if (state := _state(scene, whole)) not in {before, after}:
        yield f"something is half done: {state}"
    killed_at(scene, 0, "")  # nobody kills it this time
    if (state := _state(scene, whole)) != after:
        yield f"it is not done at the next look: {state}"
    keys = list((scene.directory / "keys" / SLUG).glob("*.private"))
    if len(keys) != 1 or any(_opened(one, keys[0].read_bytes()) for one in whole.withdrawals):
        yield "a key that lives opens a withdrawal that was carried out"


def _state(scene: Scene, whole: Withdrawing) -> tuple[object, ...]:
    with scene.database() as database:
        box = Box(database, KeyRing.of(scene.settings), SLUG)
        return (*(found(box, receipt) for receipt in whole.receipts), rows(box, "withdrawn"), box.waiting())


if __name__ == "__main__":
    print(json.dumps(vars(kill_everywhere(Path(sys.argv[1]), int([*sys.argv, "1"][2])))))
