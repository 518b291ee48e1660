"""What the pages of double coding know in common: the sample, its codebook, and comments by sealed references."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from math import floor

from flask import abort, request
from flask_security import current_user
from sqlalchemy.orm import Session

from consultation.privacy.disorder import in_stable_disorder
from consultation.questionnaire.wording import Worded
from consultation.reviewing import finding
from consultation.reviewing.blueprint import PREFIX
from consultation.reviewing.double.pages import Choice, Found
from consultation.reviewing.pages import At
from consultation.reviewing.references import UnknownReference
from consultation.storage.reading import double_codings
from consultation.storage.reading.codings import Outcome
from consultation.storage.reading.double_codings import Judged, Sample
from consultation.storage.reading.matching import role_of, sizes_by_role
from consultation.themes.book.codebook import Codebook
from consultation.themes.book.theme import in_order

QUESTION = f"{PREFIX}/consultations/<slug>/double/<question>/"
OUTCOMES: dict[str, Outcome] = {"coded": "coded", "none": "none", "undecided": "undecided"}
KEYS = "123456789abcdefghijklmoqrtvwxyz"  # the desk's: n, p, s and u do other things there
STEP = 5  # per cent


@dataclass(frozen=True, slots=True)
class Bound:
    """The newest sample of a question, and the version of the codebook that it is bound to."""

    at: At
    sample: Sample
    book: Codebook

    def names(self, found: Judged) -> Found:
        """What somebody found, in the names of the themes."""
        return Found(found.outcome, [theme.name for theme, _ in in_order(self.book.themes) if theme.id in found.themes])

    def choices(self, ticked: Collection[str], found: Sequence[Judged | None] = ()) -> list[Choice]:
        """The themes that may be ticked, in the codebook's order, the same for every comment.

        `found` is what the first and the second coder found, where it may be seen.
        """
        two = list(zip(self.sample.coders, found, strict=False))
        offered = [(theme, depth) for theme, depth in in_order(self.book.themes) if not theme.retired]
        keys = dict(zip((theme.id for theme, _ in offered), KEYS, strict=False))
        return [
            Choice(
                keys.get(theme.id, ""),
                theme.id,
                theme.sign,
                theme.name,
                theme.definition,
                theme.excludes,
                depth,
                theme.id in ticked,
                [account for account, one in two if one and theme.id in one.themes],
            )
            for theme, depth in offered
        ]


def bound(session: Session, slug: str, question: str, *, covered: bool = True) -> Bound | None:
    """Return the newest sample with its codebook, or None; answers 404 where there is no such question."""
    at = finding.at(session, slug, question, covered=covered)
    sample = double_codings.newest(session, slug, question)
    if sample is None:
        return None
    return Bound(at, sample, double_codings.book(session, slug, question, sample.codebook_version))


def in_own_order(comments: frozenset[bytes], sample: Sample) -> list[bytes]:
    """Return comments in an order of this account's own, the same on every visit: neither coder follows the other's."""
    return in_stable_disorder(comments, finding.settings().secret("disorder"), sample.key, current_user.email)


def role_shown(session: Session, at: At, comment: bytes) -> Worded | None:
    """Return the role of whoever wrote a comment, where it may stand beside one."""
    sizes = sizes_by_role(session, at.slug, at.question)
    role = role_of(session, at.slug, at.question, comment)
    return finding.role_names(session, at.slug).get(role) if role in finding.roles_to_name(sizes) else None


def opened(at: At, reference: str) -> bytes:
    """Return the comment that a reference names, or answer 404."""
    try:
        return finding.references(at).comment(reference)
    except UnknownReference:
        abort(404)


def asked(at: At, parameter: str) -> bytes | None:
    """Return the comment that the address names, or None."""
    reference = request.args.get(parameter)
    return None if reference is None else opened(at, reference)


def percent(done: int, of: int) -> int:
    """Return how far something is, in steps of five per cent: 100 only where nothing is left."""
    return 100 if done >= of else floor(100 * done / of / STEP) * STEP


def first_left(comments: Collection[bytes], done: Mapping[bytes, object], sample: Sample) -> bytes | None:
    """Return the next comment of this account's order that is not among what is done, or None."""
    left = in_own_order(frozenset(comments) - done.keys(), sample)
    return left[0] if left else None
