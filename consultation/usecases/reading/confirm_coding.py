"""Write down what a person found when reading one comment: its themes, none of them, or that it cannot be decided."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from sqlalchemy.orm import Session

from consultation.storage.reading import codebooks, codings, double_codings, readings, suggestions
from consultation.storage.reading.codings import Outcome
from consultation.storage.reading.readings import Decided, Marked
from consultation.themes.reading.passages import Passage


class UnknownComment(LookupError):  # noqa: N818 -- a refusal, named as what happened
    """There is no such comment to this question."""


class UnknownTheme(LookupError):  # noqa: N818 -- a refusal, named as what happened
    """The codebook has no such theme now; somebody may have changed it meanwhile."""


class CodedTwice(Exception):  # noqa: N818 -- a refusal, named as what happened
    """The comment belongs to a double coding that is going on, and is decided on there alone."""


class DecidedMeanwhile(Exception):  # noqa: N818 -- a refusal, named as what happened
    """Somebody has decided on the comment since it was shown; `decided` is what they did."""

    def __init__(self, decided: Decided) -> None:
        super().__init__()
        self.decided = decided


@dataclass(frozen=True, slots=True)
class Beside:
    """What belongs to a decision beside outcome and themes.

    `passages` say where the comment speaks of a theme, `facets` what it says beside its themes. `shown` are the suggestions that
    the person saw: of the suggestions only these are rejected. None: all there are.
    """

    passages: Collection[tuple[str, Passage]] = ()
    facets: Mapping[str, str] = field(default_factory=dict)
    shown: Collection[str] | None = None


def confirm_coding(
    session: Session,
    slug: str,
    question: str,
    comment: bytes,
    *,
    themes: Collection[str],
    outcome: Outcome,
    by: str,
    beside: Beside = Beside(),
    seen: str | None = None,
    version: int | None = None,
) -> tuple[Decided, Decided]:
    """Confirm the given themes and reject the other suggestions, in the place of what was decided on the comment before.

    With the outcome "none" the suggestions are rejected, with "undecided" nothing is confirmed or rejected. `seen` is the
    digest of what had been decided when the person saw the comment, and `version` that of the codebook whose themes they
    saw: None for the one of now. A suggestion that was rejected before and is not confirmed now stays rejected. Passages
    of themes that are not confirmed are left out; a passage or facet that stays as it was keeps the name of whoever put
    it there. Returns what was decided before, and what is now.

    Raises:
        UnknownComment, UnknownTheme: there is no such thing, or not any more.
        DecidedMeanwhile: `seen` is not what is there now.
        ValueError: outcome and themes contradict each other, or a passage lies outside the comment.
    """
    if bool(themes) != (outcome == "coded"):
        raise ValueError("A coded comment has themes, and no other has.")
    if not codings.is_there(session, slug, question, comment):
        raise UnknownComment
    newest = refuse_strangers(session, slug, question, themes)
    readings.alone(session, comment)
    before = readings.of(session, comment)
    if seen is not None and seen != before.digest():
        raise DecidedMeanwhile(before)
    rejected = {} if outcome == "undecided" else _rejected(session, comment, before, beside.shown, by)
    now = Decided(
        outcome,
        by,
        rejected | dict.fromkeys(themes, (by, True)),
        _passages(session, comment, [(theme, part) for theme, part in beside.passages if theme in themes], before, by),
        {facet: _who(before, facet, value, by) for facet, value in beside.facets.items()},
        newest if version is None else min(version, newest),
    )
    readings.put(session, comment, now)
    return before, now


def refuse_strangers(session: Session, slug: str, question: str, themes: Collection[str]) -> int:
    """Return the codebook's version, which has all of these and stays the newest until the transaction ends.

    Raises UnknownTheme where it has not.
    """
    suggestions.together(session, slug, question)
    codebook = codebooks.current(session, slug, question)
    if strangers := sorted(set(themes) - {theme.id for theme in codebook.themes}):
        raise UnknownTheme(", ".join(strangers))
    return codebook.version


def refuse_coded_twice(session: Session, slug: str, question: str, comment: bytes) -> None:
    """Raises CodedTwice where the comment is being coded blindly: whoever decides on it does so there.

    Until the transaction ends no sample is drawn that could take it.
    """
    suggestions.together(session, slug, question)
    if comment in double_codings.reserved(session, slug, question):
        raise CodedTwice


def _rejected(
    session: Session, comment: bytes, before: Decided, shown: Collection[str] | None, by: str
) -> dict[str, tuple[str, bool]]:
    suggested = {one.theme for one in codings.of(session, [comment])[comment].suggested}
    now = suggested if shown is None else suggested & set(shown)
    earlier = {theme: (who, agreed) for theme, (who, agreed) in before.themes.items() if not agreed}
    return dict.fromkeys(now, (by, False)) | earlier


def _passages(
    session: Session, comment: bytes, passages: Collection[tuple[str, Passage]], before: Decided, by: str
) -> tuple[Marked, ...]:
    if not passages:
        return ()
    length = readings.length(session, comment)
    if any(not 0 <= part.start < part.stop <= length for _, part in passages):
        raise ValueError("A passage lies outside the comment.")
    there = {(one.theme, one.start): one for one in before.passages}
    found: dict[tuple[str, int], Marked] = {}  # where two begin at the same place, the longer one holds both
    for theme, part in sorted(passages, key=lambda one: one[1].stop):
        old = there.get((theme, part.start))
        same = old is not None and old.stop == part.stop
        found[theme, part.start] = Marked(part.start, part.stop, theme, old.by if old and same else by)
    return tuple(sorted(found.values()))


def _who(before: Decided, facet: str, value: str, by: str) -> tuple[str, str]:
    old = before.facets.get(facet)
    return old if old is not None and old[1] == value else (by, value)
