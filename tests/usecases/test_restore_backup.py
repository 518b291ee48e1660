"""What comes back from a backup, and what must not."""

from dataclasses import dataclass, replace
from datetime import date

import pytest

from consultation.privacy import receipts
from consultation.privacy.sealing import CannotOpen, unseal
from consultation.storage import backing_up, ballot_box, consultations, responses, withdrawn
from consultation.storage.database import Database
from consultation.storage.keys import KeyMissing, KeyRing
from consultation.usecases.restore_backup import Known, Newer, restore_backup
from consultation.usecases.withdraw_response import withdraw_response
from tests.boxes import TODAY, Box

ERASED = date(2027, 12, 24)
MADE = date(2026, 11, 30)


@dataclass
class Kept:
    """What a backup holds of an installation, and a clean one beside it."""

    content: dict
    clean: Database
    keys: KeyRing

    def restore(self, *newer, today=MADE):
        def load(loading):
            for name, rows in self.content.items():
                loading.add(name, backing_up.columns(box=True)[name], rows)

        with self.clean.transaction() as session:
            return restore_backup(session, self.content_revision, load, newer=newer, today=today, keys=self.keys)

    content_revision: str = ""

    def box(self):
        return Box(self.clean, self.keys)


@pytest.fixture
def full(sqlite, tmp_path):
    """Twelve responses that are mixed in and one that waits."""
    box = Box(sqlite, KeyRing(tmp_path / "keys"))
    box.open()
    for number in range(12):
        box.put(f"svar {number}", nonce=f"{number:032}")
    assert box.empty() == 12
    box.put("svar som venter")
    return box


@pytest.fixture
def kept(full, tmp_path):
    """A backup with the ballot box, and an installation in which nothing was ever made, without the old keys."""
    with backing_up.one_state(full.database, backing_up.columns(box=True)) as tables:
        content = {name: list(rows) for name, rows in tables}
    clean = Database(f"sqlite:///{tmp_path / 'clean.sqlite'}")
    yield Kept(content, clean, KeyRing(tmp_path / "new keys"), backing_up.revision(full.database))
    clean.close()


def names(box, number):
    """The names of the response with that number, by its receipt, which says the same each time it is sent."""
    return receipts.names(box.put(f"svar {number}", nonce=f"{number:032}").receipt, box.slug)


def test_what_was_mixed_in_is_there_and_the_next_answer_can_be_opened(full, kept):
    restored = kept.restore()
    assert (restored.stands, restored.erased, restored.withdrawn) == ((full.slug,), (), 0)
    box = kept.box()
    assert box.comments() == full.comments()
    assert box.consultation == replace(full.consultation, public_key=box.consultation.public_key)
    for number in range(10):
        box.put(f"nytt svar {number}")
    assert box.empty() == 10


def test_without_the_keys_nothing_of_the_ballot_box_can_be_read_by_any_key_on_disk(full, kept):
    assert kept.restore().new_keys == (full.slug,)
    box = kept.box()
    with box.database.reading() as session:
        (envelope,) = ballot_box.look_aside(session, full.slug)
        assert ballot_box.look_into(session, full.slug) == []
    on_disk = [path.read_bytes() for path in kept.keys.directory.rglob("*") if path.is_file()]
    assert len(on_disk) == 1
    for private in on_disk:
        with pytest.raises(CannotOpen):
            unseal(envelope.sealed, private)
    box.close()
    assert box.empty(closing=True) == 0


def test_with_the_keys_in_their_place_what_waited_is_read(full, kept):
    kept.keys = full.keys
    assert kept.restore().new_keys == ()
    box = kept.box()
    box.close()
    assert box.empty(closing=True) == 1
    assert "svar som venter" in box.comments()


def test_a_key_that_is_there_and_stays_closed_is_not_given_up(full, kept, tmp_path):
    (tmp_path / "passphrase").write_bytes(b"en lang setning")
    (tmp_path / "passphrase").chmod(0o600)
    full.keys.wrap(full.slug, full.consultation.public_key, b"en lang setning")
    kept.keys = full.keys
    with pytest.raises(KeyMissing, match="passphrase"):
        kept.restore()
    kept.keys = KeyRing(full.keys.directory, tmp_path / "passphrase")
    assert kept.restore().new_keys == ()


def test_what_should_be_erased_by_today_never_comes_back(full, kept):
    restored = kept.restore(today=ERASED)
    assert (restored.stands, restored.erased) == ((), (full.slug,))
    assert set(backing_up.counts(kept.clean).values()) == {0}


def withdraw(box, number):
    mine = names(box, number)
    with box.database.transaction() as session:
        assert withdraw_response(session, box.slug, mine) is not None
    return mine.response


def newer(box, made_on=MADE):
    with backing_up.one_state(box.database, backing_up.columns(only_gone=True)) as tables:
        found = {name: list(rows) for name, rows in tables}
    gone = {}
    for name, slug in found["withdrawn"]:
        gone.setdefault(slug, set()).add(name)
    return Newer(made_on, [Known(*row) for row in found["consultation"]], gone)


def test_what_was_withdrawn_since_comes_back_without_the_newer_list_and_not_with_it(full, kept):
    name = withdraw(full, 3)
    assert "svar 3" not in full.comments()
    assert kept.restore(newer(full)).withdrawn == 1
    assert kept.box().comments() == full.comments()
    with kept.clean.reading() as session:
        assert withdrawn.among(session, full.slug, [name]) == {name}
        assert not responses.known(session, [name])


def test_a_backup_alone_says_nothing_of_a_later_withdrawal(full, kept):
    withdraw(full, 3)
    kept.restore()
    assert "svar 3" in kept.box().comments()


def test_what_was_erased_since_or_is_to_be_erased_earlier_stays_so(full, kept):
    known = newer(full)
    assert kept.restore(replace(known, consultations=[])).erased == (full.slug,)
    assert kept.box().comments() == []


def test_a_day_of_erasing_that_was_brought_forward_stands(full, kept):
    earlier = Known(full.slug, TODAY, date(2026, 12, 10))
    assert kept.restore(Newer(MADE, [earlier], {})).stands == (full.slug,)
    stands = kept.box().consultation
    assert (stands.closes_on, stands.erase_on) == (date(2026, 12, 9), date(2026, 12, 10))


def test_what_fails_on_the_way_leaves_nothing(full, kept):
    kept.content["response"].append(kept.content["response"][0])
    with pytest.raises(Exception, match="IntegrityError"):
        kept.restore()
    kept.content["response"].pop()
    assert kept.restore().stands == (full.slug,)
    with kept.clean.reading() as session:
        assert len(consultations.all_(session)) == 1
