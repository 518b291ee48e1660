"""Measure how common each theme is, with intervals that hold although a machine helped, and where groups differ."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from sqlalchemy.orm import Session

from consultation.privacy.disclosure import SafeTable, Withheld, coarse
from consultation.reporting.composing import by_role
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
EACH_PAIR = 4  # groups up to which every pair is compared; with more, each with all others together
SAMPLE_ORDER = 0  # fixes the random order that is read from its front; see `themes.coding.queue.audit_order`
Progress = Callable[[int, int, str], None]


class NothingRead(Exception):  # noqa: N818 -- a refusal, named as what happened
    """No comment of the random sample is read, or there is no theme: there is nothing to measure yet."""


@dataclass(frozen=True, slots=True)
class _Sample:
    """A question's comments in the order of their keys: which chance chose and people judged, and what they found."""

    corpus: Corpus
    themes: tuple[str, ...]
    drawn: Flags  # (comments,)
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
    undecided = set(corpus.keys) - taught.keys() - codings.unread(session, slug, question)
    divided = {EVERYBODY: dict.fromkeys(corpus.keys, ALL)} | groups.groupings(session, slug, question, corpus)
    copies = screenings.copies(session, slug, question)
    codings_read = tallies.codings_digest(session, slug, question)
    progress(1, 4, "read")
    sample = _sampled(codebook, corpus, taught, undecided, seed)
    progress(3, 4, "learnt")
    over_all = _prevalences(sample, range(len(corpus)))
    shares = Shares(
        drawn=coarse(int(sample.drawn.sum())),
        narrowed=sum(_trusts(said) for said in over_all),
        more=max(map(_more, over_all)),
        grouped=tuple(_grouped(sample, name, group_of) for name, group_of in divided.items()),
        without_copies=_without_copies(sample, copies),
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
    drawn = drawn_first(order, judged, [place[key] for key in undecided])
    if not themes or not drawn.any():
        raise NothingRead
    found = np.array([[theme in taught.get(key, ()) for theme in themes] for key in corpus.keys], dtype=np.bool_)
    return _Sample(corpus, themes, drawn, found, _scored(codebook, corpus, taught, themes, seed))


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


def _grouped(sample: _Sample, grouping: str, group_of: Mapping[bytes, str]) -> Grouped:
    places: dict[str, list[int]] = {}
    for at, key in enumerate(sample.corpus.keys):
        if key in group_of:
            places.setdefault(group_of[key], []).append(at)
    large = [group for group in sorted(places) if len(places[group]) >= SMALLEST_GROUP]
    table = _countable(sample, {group: places[group] for group in large})
    known = {group: _prevalences(sample, places[group]) for group in large}
    hidden = {(theme, group) for theme in sample.themes for group in large if _hidden(table, theme, group)}
    said = {theme: {group: known[group][at] for group in large} for at, theme in enumerate(sample.themes)}
    shares = {
        theme: {group: Share("withheld") if (theme, group) in hidden else plain(one) for group, one in by.items()}
        for theme, by in said.items()
    }
    compared = _compared({group: len(places[group]) for group in large}, said, hidden)
    return Grouped(
        grouping=grouping,
        groups=tuple(large),
        shares=shares,
        differences=tuple(_differs(compared)),
        looks=compared.looks,
        silent=tuple((one.group, one.theme) for one in compared.silent),
        too_small=tuple(group for group in sorted(places) if group not in large),
    )


def _countable(sample: _Sample, places: Mapping[str, Sequence[int]]) -> SafeTable:
    """What of the people's own counts in the sample may be shown: what a share rests on must be fit to be told itself."""
    drawn = {group: [at for at in those if sample.drawn[at]] for group, those in places.items()}
    counts = {
        theme: {_column(group): int(sample.found[those, at].sum()) for group, those in drawn.items()}
        for at, theme in enumerate(sample.themes)
    }
    return by_role(
        sample.themes, counts, {_column(group): len(those) for group, those in drawn.items()}, exclusive=False
    )


def _column(group: str) -> str:
    """A name that no total has: somebody may have called an option `all`."""
    return f"={group}"


def _hidden(table: SafeTable, theme: str, group: str) -> bool:
    column = _column(group)
    if column not in table.columns:
        return True
    return isinstance(table.cell(theme, column), Withheld) or isinstance(table.size(column), Withheld)


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


def _without_copies(sample: _Sample, copies: Mapping[bytes, int]) -> dict[str, Share]:
    """Shares over everybody with each campaign counted once, by a copy that has nothing to do with the random order.

    The copy that comes first in that order would be likelier to be read than a comment of somebody's own.
    """
    if not copies:
        return {}
    heard: set[int] = set()
    places = []
    for at, key in enumerate(sample.corpus.keys):
        campaign = copies.get(key)
        if campaign is None or campaign not in heard:
            places.append(at)
        if campaign is not None:
            heard.add(campaign)
    table = _countable(sample, {ALL: places})
    return {
        theme: Share("withheld") if _hidden(table, theme, ALL) else plain(one)
        for theme, one in zip(sample.themes, _prevalences(sample, places), strict=True)
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
