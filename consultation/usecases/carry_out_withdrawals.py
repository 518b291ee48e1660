"""Carry out the withdrawals that were in the ballot box: wherever each response lies, it goes, and cannot come again."""

from collections.abc import Collection, Mapping

from sqlalchemy.orm import Session

from consultation.privacy.receipts import Names, Withdrawal
from consultation.storage.finding_by_receipt import where
from consultation.usecases.withdraw_response import take_out


def carry_out_withdrawals(
    session: Session,
    slug: str,
    withdrawals: Collection[Withdrawal],
    *,
    names: Mapping[bytes, bytes],
    opened: Mapping[bytes, bytes],
) -> frozenset[bytes]:
    """The names of the envelopes that go with these withdrawals; take those out of the box in the same transaction.

    A withdrawal of what is not there, or was withdrawn before, changes nothing and leaves nothing: so withdrawals may be
    carried out any number of times, and a front that makes them up fills no table. One that names the envelope of one
    response and the secret of another was made without a code, and changes nothing either.
    `names`: the slow name of each secret; `opened`: the secret in each envelope of the box that could be opened.
    Call it with the mixers kept away, and after what cannot be opened was set aside.
    """
    with_code = {one for one in withdrawals if opened.get(one.envelope_key, one.secret) == one.secret}
    called = [Names(one.envelope_key, names[one.secret]) for one in with_code]
    there = [each for each in called if where(session, slug, each)]
    if there:
        take_out(session, slug, there)
    return frozenset(each.envelope for each in there)
