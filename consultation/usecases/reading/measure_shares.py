"""Measure how common each theme is, with intervals that hold although a machine helped, and where groups differ."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Container, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from sqlalchemy.orm import Session

from consultation.privacy.disclosure import coarse
from consultation.reporting.composing import denominators, large, withheld
from consultation.reporting.shares import ALL, EVERYBODY, FINE, Differs, Grouped, Share, Shares
from consultation.storage import responses
from consultation.storage.reading import codebooks, codings, groups, measurements, screenings, tallies
from consultation.storage.reading.measurements import Measurement
from consultation.themes.book.codebook import Codebook
from consultation.themes.reading.corpus import Corpus
from consultation.usecases.reading.discover_themes import input_hash, library_versions

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    from consultation.themes.trust.contrast import Contrast
    from consultation.themes.trust.prevalence import Prevalence

    Flags = npt.NDArray[np.bool_]
    Scores = npt.NDArray[np.float64]

SMALLEST_GROUP = 10
ENOUGH_TO_TEACH = 50  # comments read; with fewer the machine's scores only cost time
NO_GROUP = ""  # of a comment whose writer's answer makes no group
EACH_PAIR = 4  # groups up to which every pair is compared; with more, each with all others together
SAMPLE_ORDER = 0  # fixes the random order that is read from its front; see `themes.coding.queue.audit_order`
Progress = Callable[[int, int, str], None]


class NothingRead(Exception):  # noqa: N818 -- a refusal, named as what happened
    """Too few wrote, no comment of the random sample is read, or there is no theme: there is nothing to measure yet."""


@dataclass(frozen=True, slots=True)
class _Sample:
    """A question's comments in the order of their keys: which chance chose and people judged, and what they found."""

    corpus: Corpus
    themes: tuple[str, ...]
    drawn: Flags  # (comments,)
    undecided: int  # chance chose them, too, and nobody could say
    found: Flags  # (comments, themes)
    scores: Scores | None  # (comments, themes), none by a model that learnt from that comment


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
    taught = codings.taught(session, slug, question)
    # A blind sample under way ends the front: of those behind its first only what somebody picked is read.
    undecided = set(corpus.keys) - taught.keys() - codings.unread(session, slug, question)
    roles = _roles_told_of(session, slug, corpus)
    told = frozenset(comment.key for comment in corpus if comment.role in roles)
    if len(told) < SMALLEST_GROUP:
        raise NothingRead
    divided = {EVERYBODY: dict.fromkeys(told, ALL)} | groups.groupings(session, slug, question, corpus)
    copies = screenings.copies(session, slug, question)
    codings_read = tallies.codings_digest(session, slug, question)
    progress(1, 4, "read")
    sample = _sampled(codebook, corpus, taught, undecided, seed)
    progress(3, 4, "learnt")
    over_all = _prevalences(sample, [at for at, key in enumerate(corpus.keys) if key in told])
    shares = Shares(
        drawn=coarse(int(sample.drawn.sum())),
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


def _sampled(
    codebook: Codebook,
    corpus: Corpus,
    taught: Mapping[bytes, frozenset[str]],
    undecided: Collection[bytes],
    seed: int,
) -> _Sample:
    import numpy as np  # the worker's library, never the respondent's

    from consultation.themes.coding.queue import audit_order
    from consultation.themes.trust.prevalence import drawn_first

    themes = tuple(theme.id for theme in codebook.themes)
    place = {key: at for at, key in enumerate(corpus.keys)}
    judged = [place[key] for key in taught if key in place]
    order = audit_order(corpus.keys, SAMPLE_ORDER)
    unsure = [place[key] for key in undecided]
    drawn = drawn_first(order, judged, unsure)
    left_out = int(drawn_first(order, [*judged, *unsure]).sum() - drawn.sum())
    if not themes or not drawn.any():
        raise NothingRead
    found = np.array([[theme in taught.get(key, ()) for theme in themes] for key in corpus.keys], dtype=np.bool_)
    return _Sample(corpus, themes, drawn, left_out, found, _scored(codebook, corpus, taught, themes, seed))


def _scored(
    codebook: Codebook, corpus: Corpus, taught: Mapping[bytes, frozenset[str]], themes: Sequence[str], seed: int
) -> Scores | None:
    """Scores of all comments, each by a model that has not learnt from that comment; None where nothing was held out."""
    lessons = [comment for comment in corpus if comment.key in taught]
    if len(lessons) < ENOUGH_TO_TEACH:
        return None
    import numpy as np

    from consultation.themes.coding.assign import ThemeAssigner

    known = set(themes)
    assigner = ThemeAssigner(random_state=seed).fit(
        [comment.text for comment in lessons],
        [taught[comment.key] & known for comment in lessons],
        {theme.id: theme.description() for theme in codebook.themes},
    )
    others = [at for at, comment in enumerate(corpus) if comment.key not in taught]
    mine = [at for at, comment in enumerate(corpus) if comment.key in taught]
    scores = np.full((len(corpus), len(themes)), np.nan)
    column = [themes.index(theme) for theme in assigner.classes_]
    scores[np.ix_(mine, column)] = assigner.out_of_fold_proba_
    if others:
        scores[np.ix_(others, column)] = assigner.predict_proba([corpus.comments[at].text for at in others])
    clipped: Scores = np.clip(scores, 0.0, 1.0)
    return clipped


def _prevalences(sample: _Sample, places: Sequence[int]) -> list[Prevalence]:
    """For each theme its share among the comments at these places."""
    from consultation.themes.trust.prevalence import prevalence

    some = list(places)
    drawn, found = sample.drawn[some], sample.found[some]
    scores = None if sample.scores is None else sample.scores[some]
    return [
        prevalence(drawn, found[:, at], scores=None if scores is None else scores[:, at])
        for at in range(len(sample.themes))
    ]


def _grouped(sample: _Sample, grouping: str, group_of: Mapping[bytes, str], told: Container[bytes]) -> Grouped:
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


def _hidden(sample: _Sample, places: Mapping[str, Sequence[int]]) -> set[tuple[str, str]]:
    """Which (theme, group) may not be told: the people's own counts in the sample, that a share rests on, must be fit to be.

    `places` has the comments of all groups, those that nothing is told of as well.
    """
    drawn = {group: [at for at in those if sample.drawn[at]] for group, those in places.items()}
    counts = {
        theme: {group: int(sample.found[those, at].sum()) for group, those in drawn.items()}
        for at, theme in enumerate(sample.themes)
    }
    return withheld(sample.themes, counts, {group: len(those) for group, those in drawn.items()})


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


def _without_copies(sample: _Sample, copies: Mapping[bytes, int], told: Container[bytes]) -> dict[str, Share]:
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
