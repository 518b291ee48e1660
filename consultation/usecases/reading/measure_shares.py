"""Measure how common each theme is, with intervals that hold although a machine helped, and where groups differ."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Container, Iterator, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING

from sqlalchemy.orm import Session

from consultation.privacy.disclosure import coarse
from consultation.reporting.composing import denominators, large, withheld
from consultation.reporting.shares import ALL, EVERYBODY, FINE, Differs, Grouped, Share, Shares
from consultation.storage import responses
from consultation.storage.reading import codebooks, groups, measurements, screenings, tallies
from consultation.storage.reading.measurements import Measurement
from consultation.themes.reading.corpus import Corpus
from consultation.usecases.reading.discover_themes import input_hash, library_versions
from consultation.usecases.reading.judgements import Judgements
from consultation.usecases.reading.random_sample import NothingRead, RandomSample, draw_sample

if TYPE_CHECKING:
    from consultation.themes.trust.contrast import Contrast
    from consultation.themes.trust.prevalence import Prevalence

SMALLEST_GROUP = 10
NO_GROUP = ""  # of a comment whose writer's answer makes no group
EACH_PAIR = 4  # groups up to which every pair is compared; with more, each with all others together
Progress = Callable[[int, int, str], None]
__all__ = ["NothingRead", "keep", "measure_shares", "plain", "propose"]


def measure_shares(
    session: Session, slug: str, question: str, *, seed: int, progress: Progress, made_on: date
) -> Measurement:
    """Measure, and store in the place of the measurement before.

    `progress` is called with (done, total, word). Raises NothingRead. A worker rather calls `propose` and `keep` in two
    sessions, so that nobody's answer waits for the machine.
    """
    return keep(
        session, slug, question, propose(session, slug, question, seed=seed, progress=progress, made_on=made_on)
    )


def propose(session: Session, slug: str, question: str, *, seed: int, progress: Progress, made_on: date) -> Measurement:
    """Do the long part: read, learn and measure, and write nothing. Raises NothingRead."""
    codebook = codebooks.current(session, slug, question)
    corpus = responses.corpus(session, slug, question)
    # A blind sample under way ends the front: of those behind its first only what somebody picked is read.
    judgements = Judgements.of(session, slug, question)
    roles = _roles_told_of(session, slug, corpus)
    told = frozenset(comment.key for comment in corpus if comment.role in roles)
    if len(told) < SMALLEST_GROUP:
        raise NothingRead
    divided = {EVERYBODY: dict.fromkeys(told, ALL)} | groups.groupings(session, slug, question, corpus)
    copies = screenings.copies(session, slug, question)
    codings_read = tallies.codings_digest(session, slug, question)
    progress(1, 4, "read")
    sample = draw_sample(codebook, corpus, judgements, seed)
    progress(3, 4, "learnt")
    over_all = _prevalences(sample, [at for at, key in enumerate(corpus.keys) if key in told])
    shares = Shares(
        drawn=coarse(int(sample.drawn.any(axis=1).sum())),
        undecided=coarse(sample.undecided),
        narrowed=sum(_trusts(said) for said in over_all),
        more=max(map(_more, over_all)),
        grouped=tuple(_grouped(sample, name, group_of, told) for name, group_of in divided.items()),
        without_copies=_without_copies(sample, copies, told),
    )
    return Measurement(
        kind="shares",
        body=shares.as_json(),
        codebook_version=codebook.version,
        seed=seed,
        parameters={"helped": sample.scores is not None, "codings": codings_read},
        versions=library_versions(),
        input_hash=input_hash(corpus),
        made_on=made_on,
    )


def keep(session: Session, slug: str, question: str, measured: Measurement) -> Measurement:
    """Do the short part: store what was measured."""
    measurements.keep(session, slug, question, measured)
    return measured


def _roles_told_of(session: Session, slug: str, corpus: Corpus) -> frozenset[str]:
    """The roles that a report tells of and sums up: one that it leaves out must not be what is left of everybody."""
    answered = Counter(comment.role for comment in corpus)
    return frozenset(large(denominators(answered, responses.counts_by_role(session, slug))))


def _prevalences(sample: RandomSample, places: Sequence[int]) -> list[Prevalence]:
    """For each theme its share among the comments at these places."""
    from consultation.themes.trust.prevalence import prevalence

    some = list(places)
    drawn, found = sample.drawn[some], sample.found[some]
    scores = None if sample.scores is None else sample.scores[some]
    return [
        prevalence(drawn[:, at], found[:, at], scores=None if scores is None else scores[:, at])
        for at in range(len(sample.themes))
    ]


def _grouped(sample: RandomSample, grouping: str, group_of: Mapping[bytes, str], told: Container[bytes]) -> Grouped:
    """The shares of each group that is large enough. `told` are the comments that a share over everybody counts."""
    sizes = Counter(group_of[key] for key in sample.corpus.keys if key in group_of)
    places: dict[str, list[int]] = {}
    for at, key in enumerate(sample.corpus.keys):
        if key in told:
            places.setdefault(group_of.get(key, NO_GROUP), []).append(at)
    shown = [group for group in sorted(places) if group != NO_GROUP and len(places[group]) >= SMALLEST_GROUP]
    hidden = _hidden(sample, places)
    known = {group: _prevalences(sample, places[group]) for group in shown}
    said = {theme: {group: known[group][at] for group in shown} for at, theme in enumerate(sample.themes)}
    shares = {
        theme: {group: Share("withheld") if (theme, group) in hidden else plain(one) for group, one in by.items()}
        for theme, by in said.items()
    }
    compared = _compared({group: len(places[group]) for group in shown}, said, hidden)
    return Grouped(
        grouping=grouping,
        groups=tuple(shown),
        shares=shares,
        differences=tuple(_differs(compared)),
        looks=compared.looks,
        silent=tuple((one.group, one.theme) for one in compared.silent),
        too_small=tuple(group for group in sorted(sizes) if group not in shown),
    )


def _hidden(sample: RandomSample, places: Mapping[str, Sequence[int]]) -> set[tuple[str, str]]:
    """Which (theme, group) may not be told: the people's own counts in the sample, that a share rests on, must be fit to be.

    `places` has the comments of all groups, those that nothing is told of as well.
    """
    hidden: set[tuple[str, str]] = set()
    for at, theme in enumerate(sample.themes):
        drawn = {group: [one for one in those if sample.drawn[one, at]] for group, those in places.items()}
        counts = {group: int(sample.found[those, at].sum()) for group, those in drawn.items()}
        hidden |= withheld([theme], {theme: counts}, {group: len(those) for group, those in drawn.items()})
    return hidden


def _compared(
    sizes: Mapping[str, int], said: Mapping[str, Mapping[str, Prevalence]], hidden: Collection[tuple[str, str]]
) -> Contrast:
    from consultation.themes.trust.contrast import contrasts

    few = len(sizes) <= EACH_PAIR
    return contrasts(sizes, said, minimum=SMALLEST_GROUP, hidden=hidden, against="each" if few else "rest")


def _differs(compared: Contrast) -> Iterator[Differs]:
    for one in compared.differences:
        points, low, high = round(one.points, 2), round(one.low, 2), round(one.high, 2)
        yield Differs(one.theme, one.one, one.other, points, low, high, round(one.h, 3), one.stands)


def _without_copies(sample: RandomSample, copies: Mapping[bytes, int], told: Container[bytes]) -> dict[str, Share]:
    """Shares over everybody with each campaign counted once, by a copy that has nothing to do with the random order.

    The copy that comes first in that order would be likelier to be read than a comment of somebody's own. None is
    told where so few are left out that the two shares, subtracted, would tell what is said of these.
    """
    heard: set[int] = set()
    places: dict[str, list[int]] = {ALL: [], NO_GROUP: []}
    for at, key in enumerate(sample.corpus.keys):
        campaign = copies.get(key)
        if key in told:
            places[NO_GROUP if campaign in heard else ALL].append(at)
            heard |= {campaign} if campaign is not None else set()
    if not places[NO_GROUP]:
        return {}
    hidden = _hidden(sample, places)
    return {
        theme: Share("withheld") if (theme, ALL) in hidden else plain(one)
        for theme, one in zip(sample.themes, _prevalences(sample, places[ALL]), strict=True)
    }


def plain(said: Prevalence) -> Share:
    """A prevalence as a plain value, its numbers rounded to a hundredth of a percent."""
    from consultation.themes.trust.prevalence import AtLeast, AtMost, Counted, Estimated

    match said:
        case Counted(share):
            return Share("counted", share=round(share, 4))
        case Estimated(share, low, high):
            return Share("estimated", share=round(share, 4), low=round(low, 4), high=round(high, 4))
        case AtMost(high):
            return Share("at_most", high=round(high, 4))
        case AtLeast(low):
            return Share("at_least", low=round(low, 4))
        case _:
            return Share("unsaid", why=said.why.name)


def _trusts(said: Prevalence) -> bool:
    from consultation.themes.trust.prevalence import Estimated

    return isinstance(said, Estimated) and said.trust > 0


def _more(said: Prevalence) -> int:
    """How many comments to read still; for a theme that cannot be planned for it is taken from the others."""
    from consultation.themes.trust.stopping import ToRead, more_to_read

    planned = more_to_read(said, FINE)
    return planned.more if isinstance(planned, ToRead) else 0
