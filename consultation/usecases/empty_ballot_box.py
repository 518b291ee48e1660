"""Empty a ballot box: a whole batch is opened, shuffled and stored at once, and nothing of its envelopes remains."""

from collections import Counter
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from secrets import SystemRandom

from sqlalchemy.orm import Session

from consultation.privacy import receipts
from consultation.privacy.anonymise import AnonymousResponse
from consultation.privacy.receipts import Withdrawal
from consultation.privacy.sealing import CannotOpen, SealedResponse, unseal
from consultation.settings import SMALLEST_BATCH
from consultation.storage import ballot_box, consultations, responses, withdrawn
from consultation.storage.keys import KeyRing
from consultation.usecases.carry_out_withdrawals import carry_out_withdrawals
from consultation.usecases.change_key import change_key

KEPT_AT_ONCE = 500
"""Slow names: eight seconds of a core, which is all that a mixer who is killed has to do again."""


class StillOpen(Exception):  # noqa: N818 -- a refusal, named as what happened
    """A batch smaller than the minimum is only mixed in when the consultation has closed."""


@dataclass(slots=True)
class Sorted:
    """What the envelopes in a box turned out to be, by their names."""

    responses: dict[bytes, AnonymousResponse] = field(default_factory=dict)
    withdrawals: dict[bytes, Withdrawal] = field(default_factory=dict)
    broken: dict[bytes, SealedResponse] = field(default_factory=dict)
    """Cannot be opened, or holds what cannot be stored."""


class SlowNames:
    """The names that opened responses are stored under, each worked out once: it takes 15 ms of a core.

    A hundred thousand take 25 minutes of one, and a mixer may be killed more often than that. So every KEPT_AT_ONCE of them
    are kept beside the private key, locked with it (KeyRing.keep_names), and whoever looks next goes on from there. Mixing in
    a part of the box each time would also get on. But each part would give the box a new key, with all that stay sealed anew
    while respondents wait, and who compares two copies of the box with the batches would see which envelopes went into
    which: a batch would hide its responses among fewer. So a box is mixed in whole.
    """

    def __init__(self, slug: str, *, keys: KeyRing | None = None, private_key: bytes = b"") -> None:
        self._slug, self._keys, self._private = slug, keys, private_key
        self._known = keys.kept_names(slug, private_key) if keys else {}

    def prepare(self, envelopes: Iterable[SealedResponse], *, private_key: bytes, minimum: int, closing: bool) -> None:
        """Make the names that may be needed now, without a transaction in which others would have to wait."""
        opened, secrets = dict[bytes, AnonymousResponse](), set[bytes]()
        for one in envelopes:
            with suppress(CannotOpen):
                match unseal(one.sealed, private_key):
                    case Withdrawal() as withdrawal:
                        secrets.add(withdrawal.secret)
                    case response:
                        opened[one.envelope] = response
        self.of(secrets)
        if closing or anybody_goes(opened.values(), minimum):
            self.given_to(opened)

    def of(self, secrets: Iterable[bytes]) -> Mapping[bytes, bytes]:
        """The slow name of each secret."""
        unknown = list(set(secrets) - self._known.keys())
        for start in range(0, len(unknown), KEPT_AT_ONCE):
            made = receipts.slow_names(unknown[start : start + KEPT_AT_ONCE], self._slug)
            self._known |= made
            if self._keys and len(made) == KEPT_AT_ONCE:
                self._keys.keep_names(self._slug, self._private, made)
        return self._known

    def given_to(self, opened: Mapping[bytes, AnonymousResponse]) -> dict[bytes, AnonymousResponse]:
        """The responses, by their envelopes' names, under the names that they are stored by."""
        known = self.of(one.key for one in opened.values() if one.has_receipt)
        return {envelope: one.named(known[one.key]) if one.has_receipt else one for envelope, one in opened.items()}


def empty_ballot_box(
    session: Session,
    slug: str,
    *,
    keys: KeyRing,
    minimum: int = SMALLEST_BATCH,
    closing: bool = False,
    week: str,
    names: SlowNames | None = None,
) -> int:
    """How many responses were mixed in: of a channel none while fewer than the minimum wait, unless the consultation closed.

    week: the ISO week, "2026-W47", which is all the time that is kept. All or nothing happens when the transaction
    ends; what it stored before is never stored again. What cannot be opened or stored is set aside and neither counts
    nor stands in the way. Withdrawals are carried out however few wait, do not count, and what was withdrawn is thrown
    away. As soon as anything that could be opened leaves, the box gets a new key (change_key), also when it was nothing
    but a withdrawal: its envelope holds the secret of a response. `names` were made before the transaction, so that
    nobody waits for them. When the transaction has ended, call jobs.mixing.destroy_superseded and
    storage.ballot_box.empty_physically.
    Raises storage.keys.KeyMissing, StillOpen, ValueError for a minimum under 10.
    """
    if minimum < SMALLEST_BATCH:
        raise ValueError(f"A batch of fewer than {SMALLEST_BATCH} hides nobody.")
    envelopes = ballot_box.contents(session, slug)
    found = consultations.find(session, slug)
    if not envelopes or found is None:
        return 0
    if closing and found.state != "closed":
        raise StillOpen(slug)
    box = sort(envelopes, keys.private(slug, found.public_key), consultations.fingerprints(session, slug))
    ballot_box.set_aside(session, slug, box.broken.values())
    names = names or SlowNames(slug)
    mixed, leaving = 0, _carry_out(session, slug, box, names)
    if closing or anybody_goes(box.responses.values(), minimum):
        named = names.given_to(box.responses)
        mixed, gone = _mix_in(session, slug, named, minimum=minimum, closing=closing, week=week)
        leaving |= gone
    if leaving:
        change_key(session, slug, keys=keys, leaving=[*box.broken, *leaving])
    else:
        ballot_box.remove(session, box.broken)
    return mixed


def _carry_out(session: Session, slug: str, box: Sorted, names: SlowNames) -> set[bytes]:
    """The envelopes that leave with the withdrawals in a box; of what was withdrawn, nothing is left to be mixed in."""
    withdrawals = box.withdrawals.values()
    taken_back = carry_out_withdrawals(
        session,
        slug,
        withdrawals,
        names=names.of(one.secret for one in withdrawals),
        opened={envelope: one.key for envelope, one in box.responses.items()},
    )
    for envelope in taken_back:
        box.responses.pop(envelope, None)
    return {*taken_back, *box.withdrawals}


def _mix_in(
    session: Session, slug: str, named: Mapping[bytes, AnonymousResponse], *, minimum: int, closing: bool, week: str
) -> tuple[int, set[bytes]]:
    """How many were mixed in, and the envelopes that leave with them; none where no channel has enough."""
    by_channel = _new_by_channel(session, slug, named.values())
    going = {channel for channel, group in by_channel.items() if closing or len(group) >= minimum}
    for channel in going:
        group = by_channel[channel]
        SystemRandom().shuffle(group)
        responses.add_batch(session, slug, group, week, small=len(group) < minimum)
    waiting = {one.key for channel, group in by_channel.items() if channel not in going for one in group}
    gone = {name for name, response in named.items() if response.key not in waiting} if going or closing else set()
    return sum(len(by_channel[channel]) for channel in going), gone


def sort(envelopes: Iterable[SealedResponse], private_key: bytes, definitions: frozenset[str]) -> Sorted:
    """What each envelope is. `definitions`: the fingerprints of all that the consultation has asked."""
    box = Sorted()
    for one in envelopes:
        try:
            opened = unseal(one.sealed, private_key)
        except CannotOpen:
            box.broken[one.envelope] = one
            continue
        if isinstance(opened, Withdrawal):
            box.withdrawals[one.envelope] = opened
        elif opened.definition in definitions and responses.storable(opened):
            box.responses[one.envelope] = opened
        else:
            box.broken[one.envelope] = one
    return box


def anybody_goes(opened: Iterable[AnonymousResponse], minimum: int) -> bool:
    """Whether any channel has enough, counting repeats, to be looked at more closely."""
    return any(count >= minimum for count in Counter(one.channel for one in opened).values())


def _new_by_channel(
    session: Session, slug: str, named: Iterable[AnonymousResponse]
) -> dict[str, list[AnonymousResponse]]:
    """Each response once, and none that was mixed in before or withdrawn: repeats must not fill a batch up.

    Apart by channel, since that stays readable: nine rows of a file whose owner knows them would hide nobody who answered
    on the web.
    """
    one_each = {response.key: response for response in named}
    for key in responses.known(session, one_each) | withdrawn.among(session, slug, one_each):
        del one_each[key]
    groups: dict[str, list[AnonymousResponse]] = {}
    for response in one_each.values():
        groups.setdefault(response.channel, []).append(response)
    return groups
