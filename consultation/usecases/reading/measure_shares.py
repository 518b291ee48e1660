"""Measure how common each theme is, with intervals that hold although a machine helped, and where groups differ."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING

from sqlalchemy.orm import Session

from consultation.privacy.disclosure import coarse, parts_withheld
from consultation.reporting.composing import denominators, large
from consultation.reporting.shares import ALL, EVERYBODY, FINE, ROLE, Differs, Grouped, Share, Shares
from consultation.storage import responses
from consultation.storage.reading import codebooks, groups, measurements, screenings, tallies
from consultation.storage.reading.measurements import Measurement
from consultation.themes.reading.corpus import Corpus
from consultation.themes.trust.unsaid import Why
from consultation.usecases.reading.discover_themes import input_hash, library_versions
from consultation.usecases.reading.draw_sample import NothingRead, RandomSample, draw_sample
from consultation.usecases.reading.know_shares import Known, Told, know_shares
from consultation.usecases.reading.read_judgements import read_judgements

if TYPE_CHECKING:
    from consultation.themes.trust.contrast import Contrast
    from consultation.themes.trust.prevalence import Prevalence

SMALLEST_GROUP = 10
NO_GROUP = ""  # of a comment whose writer's answer makes no group
COPY = "copy"  # of a campaign that has been counted once
EACH_PAIR = 4  # groups up to which every pair is compared; with more, each with all others together
Progress = Callable[[int, int, str], None]
__all__ = ["NothingRead", "keep", "measure_shares", "plain", "propose", "told_shares"]


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
    judgements = read_judgements(session, slug, question)
    roles = _roles_told_of(session, slug, corpus)
    if sum(comment.role in roles for comment in corpus) < SMALLEST_GROUP:
        raise NothingRead
    divided = groups.groupings(session, slug, question, corpus)
    copies = screenings.copies(session, slug, question)
    codings_read = tallies.codings_digest(session, slug, question)
    progress(1, 4, "read")
    sample = draw_sample(codebook, corpus, judgements, seed)
    progress(3, 4, "learnt")
    shares = told_shares(know_shares(sample, judgements.asked, copies), roles, divided)
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


def told_shares(known: Known, roles: Collection[str], divided: Mapping[str, Mapping[bytes, str]]) -> Shares:
    """All shares that may be told, by role, by what each closed question divides into, and with campaigns once.

    ``roles`` are those that a report tells of; ``divided`` has for each grouping the group of each comment that is in one.
    """
    sample = known.sample
    places = _places(sample, range(len(sample.corpus.keys)), {one.key: one.role for one in sample.corpus})
    by_role = {role: those for role, those in places.items() if role in roles and len(those) >= SMALLEST_GROUP}
    told = [known.told(by_role, at) for at in range(len(sample.themes))]
    counted = [sorted(at for role in one.among for at in by_role[role]) for one in told]
    over_all = [known.prevalence(those, at) for at, those in enumerate(counted) if those]
    of_roles = sample.drawn[
        sorted(at for those in by_role.values() for at in those)
    ]  # a role of a few is counted nowhere
    drawn = coarse(int(of_roles.any(axis=1).sum()))
    by_theme = {theme: coarse(int(of_roles[:, at].sum())) for at, theme in enumerate(sample.themes)}
    everybody = {theme: {ALL: _over_all(known, counted[at], at)} for at, theme in enumerate(sample.themes)}
    return Shares(
        drawn=drawn,
        undecided=coarse(sample.undecided),
        narrowed=sum(_trusts(said) for said in over_all),
        more=max(map(_more, over_all), default=0),
        grouped=(
            Grouped(EVERYBODY, (ALL,), everybody),
            _by_role(known, {role: len(those) for role, those in places.items() if role in roles}, by_role, told),
            *(_grouped(known, name, group_of, by_role, counted) for name, group_of in divided.items() if name != ROLE),
        ),
        without_copies=_without_copies(known, counted),
        among={theme: tuple(sorted(told[at].among)) for at, theme in enumerate(sample.themes)},
        drawn_by_theme={theme: number for theme, number in by_theme.items() if number != drawn},
    )


def _places(sample: RandomSample, some: Iterable[int], group_of: Mapping[bytes, str]) -> dict[str, list[int]]:
    """The places of each group's comments among some."""
    places: dict[str, list[int]] = {}
    keys = sample.corpus.keys
    for at in some:
        places.setdefault(group_of.get(keys[at], NO_GROUP), []).append(at)
    return places


def _over_all(known: Known, places: Sequence[int], theme: int) -> Share:
    if places:
        return plain(known.prevalence(places, theme))
    few = coarse(int(known.sample.drawn[:, theme].sum())) is None
    return Share("unsaid", why=Why.NOBODY_READ.name) if few else Share("withheld")


def _by_role(
    known: Known, sizes: Mapping[str, int], roles: Mapping[str, Sequence[int]], told: Sequence[Told]
) -> Grouped:
    """The shares of each role; `sizes` has those that are too small, too."""
    return _shown(known, ROLE, sizes, [{role: roles[role] for role in one.roles} for one in told])


def _grouped(
    known: Known,
    grouping: str,
    group_of: Mapping[bytes, str],
    roles: Mapping[str, Sequence[int]],
    counted: Sequence[Sequence[int]],
) -> Grouped:
    """The shares of those who gave each answer, of a theme among the roles that its share over everybody counts."""
    among = _places(known.sample, (at for those in roles.values() for at in those), group_of)
    sizes = {group: len(those) for group, those in among.items() if group != NO_GROUP}
    within = [_places(known.sample, those, group_of) for those in counted]
    fit = []
    for theme, places in enumerate(within):
        few = {group for group in places if len(places[group]) < SMALLEST_GROUP} | {NO_GROUP}
        hidden = few | parts_withheld(known.parts(places, theme, beside_copies=True), untold=few)
        fit.append({group: those for group, those in places.items() if group not in hidden})
    return _shown(known, grouping, sizes, fit)


def _shown(
    known: Known,
    grouping: str,
    sizes: Mapping[str, int],
    fit: Sequence[Mapping[str, Sequence[int]]],
) -> Grouped:
    """The shares of groups that are large enough; ``fit`` has for each theme the places of those that may be told.

    One that a few are in is not even called too small: that somebody is in it could tell who of a small role it is.
    """
    large_ones = {group: sizes[group] for group in sorted(sizes) if sizes[group] >= SMALLEST_GROUP}
    said = {
        theme: {group: known.prevalence(fit[at][group], at) for group in large_ones if group in fit[at]}
        for at, theme in enumerate(known.sample.themes)
    }
    shares = {
        theme: {group: plain(by[group]) if group in by else Share("withheld") for group in large_ones}
        for theme, by in said.items()
    }
    compared = _compared(large_ones, said)
    return Grouped(
        grouping=grouping,
        groups=tuple(large_ones),
        shares=shares,
        differences=tuple(_differs(compared)),
        looks=compared.looks,
        silent=tuple((one.group, one.theme) for one in compared.silent),
        too_small=tuple(sorted(group for group in sizes if group not in large_ones and coarse(sizes[group]))),
    )


def _compared(sizes: Mapping[str, int], said: Mapping[str, Mapping[str, Prevalence]]) -> Contrast:
    from consultation.themes.trust.contrast import contrasts

    hidden = [(theme, group) for theme, by in said.items() for group in sizes if group not in by]
    few = len(sizes) <= EACH_PAIR
    return contrasts(sizes, said, minimum=SMALLEST_GROUP, hidden=hidden, against="each" if few else "rest")


def _differs(compared: Contrast) -> Iterator[Differs]:
    for one in compared.differences:
        points, low, high = round(one.points, 2), round(one.low, 2), round(one.high, 2)
        yield Differs(one.theme, one.one, one.other, points, low, high, round(one.h, 3), one.stands)


def _without_copies(known: Known, counted: Sequence[Sequence[int]]) -> dict[str, Share]:
    """Shares over everybody with each campaign counted once.

    None is told where so few are left out that the two shares, subtracted, would tell what is said of these.
    """
    alone = {}
    for at, theme in enumerate(known.sample.themes):
        places: dict[str, list[int]] = {}
        for one in counted[at]:
            places.setdefault(COPY if known.copied[one] else ALL, []).append(one)
        fit = ALL in places and ALL not in parts_withheld(known.parts(places, at), untold=())
        alone[theme] = plain(known.prevalence(places[ALL], at)) if fit else Share("withheld")
    return alone if known.copied.any() else {}


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
