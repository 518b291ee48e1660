"""Measure how far two blind coders agree, and the machine with them, on a sample that it has not learnt from, not even a copy."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from sqlalchemy.orm import Session

from consultation.privacy.disclosure import coarse
from consultation.reporting.agreeing import (
    AGREED,
    DIGITS,
    EVERYBODY,
    FIRST,
    MACHINE,
    SECOND,
    Agreements,
    Between,
    Counted,
    Figure,
    GroupAgreement,
    ThemeAgreement,
    in_sums,
)
from consultation.storage import responses
from consultation.storage.reading import codebooks, double_codings, measurements, runs, screenings
from consultation.storage.reading.double_codings import Judged, Sample
from consultation.storage.reading.measurements import Measurement
from consultation.themes.book.asking import Asking
from consultation.themes.book.codebook import Codebook
from consultation.themes.reading.corpus import Comment, Corpus
from consultation.usecases.reading.adjudicate import differing, settled
from consultation.usecases.reading.discover_themes import input_hash, library_versions
from consultation.usecases.reading.follow_codebook import Followed, follow_codebook
from consultation.usecases.reading.read_judgements import Judgements, read_judgements

if TYPE_CHECKING:
    from consultation.themes.trust.agreement import Agreement, DoubleCoding, Measure

PAIRS = ((FIRST, SECOND), (FIRST, MACHINE), (SECOND, MACHINE), (AGREED, MACHINE))
Coding = frozenset[str] | None
Progress = Callable[[int, int, str], None]
Machines = Mapping[bytes, tuple[Mapping[str, float], frozenset[str]]]


class NothingToCompare(Exception):  # noqa: N818 -- a refusal, named as what happened
    """No sample has been coded by both, or nothing of it is left."""


@dataclass(frozen=True, slots=True)
class Measured:
    """What is not stored yet: the measurement, and what the machine found in the sample, with how it was set."""

    measurement: Measurement
    sample: str
    machine_run: Mapping[str, Any]
    machine: Machines


@dataclass(frozen=True, slots=True)
class Terms:
    """In which themes the codings of a sample are compared: it was coded by the codebook ``earlier``."""

    earlier: Codebook
    followed: Followed
    measured: frozenset[str]

    def unmeasured(self) -> dict[str, tuple[str, ...]]:
        """The other themes: those of the sample that are gone or retired, and those of now that it was not coded for."""
        now, went = self.followed.codebook, self.followed.went
        there = {theme.id for theme in now.themes}
        offered = sorted(self.earlier.suggestible())
        return {
            "gone": tuple(one for one in offered if went[one] not in there),
            "retired": tuple(one for one in offered if went[one] in there - now.suggestible()),
            "unasked": tuple(sorted(now.suggestible() - self.measured)),
        }


def measure_agreement(
    session: Session, slug: str, question: str, *, seed: int, progress: Progress, made_on: date
) -> Measurement:
    """Measure the newest sample that both have coded, and store it in the place of the measurement before.

    Raises NothingToCompare. A worker rather calls `propose` and `keep` in two sessions.
    """
    measured = propose(session, slug, question, seed=seed, progress=progress, made_on=made_on)
    return keep(session, slug, question, measured)


def propose(session: Session, slug: str, question: str, *, seed: int, progress: Progress, made_on: date) -> Measured:
    """Do the long part: let the machine learn from everything read but the sample and its copies, compare, and write nothing.

    Everything is compared in those themes of the codebook as it is now that the two were asked for. The interval of
    each number comes from drawing respondents, of whom each has one comment to a question. Raises NothingToCompare.
    """
    sample = double_codings.newest(session, slug, question)
    if sample is None or sample.state == "coding":
        raise NothingToCompare
    earlier = double_codings.book(session, slug, question, sample.codebook_version)
    followed = follow_codebook(session, slug, question, earlier)
    corpus = responses.corpus(session, slug, question)
    ours = double_codings.drawn(session, sample.key)
    drawn = [comment for comment in corpus if comment.key in ours]
    copies = screenings.copies(session, slug, question)
    lessons = _lessons(corpus, ours, read_judgements(session, slug, question), copies)
    asked = Asking.of(one.codebook for one in codebooks.history(session, slug, question))
    terms = Terms(earlier, followed, asked.themes(sample.codebook_version, anew=True) & followed.codebook.suggestible())
    found = {name: _coded(judged, drawn, terms) for name, judged in _people(session, sample).items()}
    if not drawn or not any(coding is not None for coding in found[FIRST]):
        raise NothingToCompare
    decided = double_codings.adjudications(session, sample.key).keys() >= differing(session, sample).keys()
    progress(1, 4, "read")  # after which the database may have moved on
    machine = _machines(corpus, drawn, lessons, terms, seed)
    progress(2, 4, "learnt")
    found |= {MACHINE: [machine[comment.key][1] for comment in drawn]} if machine else {}
    sums = in_sums([comment.role for comment in drawn], Counter(comment.role for comment in corpus))
    agreements = _agreements(sample, drawn, found, terms, sums, adjudicated=decided, seed=seed)
    progress(3, 4, "compared")
    run = {
        "seed": seed,
        "codebook_version": followed.codebook.version,
        "taught_by": len(lessons),
        "versions": library_versions(),
        "input_hash": input_hash(corpus),
    }
    measurement = Measurement(
        kind="agreement",
        body=agreements.as_json(),
        codebook_version=followed.codebook.version,
        seed=seed,
        parameters={"sample": sample.key, "drawn_with_version": sample.codebook_version, "state": sample.state},
        versions=library_versions(),
        input_hash=input_hash(Corpus.of(drawn)),
        made_on=made_on,
    )
    return Measured(measurement, sample.key, run, machine)


def keep(session: Session, slug: str, question: str, measured: Measured) -> Measurement:
    """Do the short part: store the measurement, and what the machine found."""
    double_codings.keep_machines(session, measured.sample, measured.machine_run, measured.machine)
    measurements.keep(session, slug, question, measured.measurement)
    return measured.measurement


def outdated(session: Session, slug: str, question: str, measurement: Measurement) -> str:
    """Say why a measurement no longer holds as it stands; "" where it does.

    "new_sample": another sample was coded since; "settled_since": what differed was settled; "codebook": it was changed;
    "withdrawn": a comment of the sample is gone.
    """
    newest = double_codings.newest(session, slug, question)
    sample = double_codings.find(session, measurement.parameters["sample"])
    if sample is None or (newest is not None and newest.key != sample.key and newest.state != "coding"):
        return "new_sample"
    if measurement.parameters["state"] != sample.state:
        return "settled_since"
    if measurement.codebook_version != codebooks.current(session, slug, question).version:
        return "codebook"
    texts = runs.texts(session, sorted(double_codings.drawn(session, sample.key)))
    now = input_hash(Corpus.of(Comment(key, "", text) for key, text in texts.items()))
    return "" if measurement.input_hash == now else "withdrawn"


def _people(session: Session, sample: Sample) -> dict[str, Mapping[bytes, Judged]]:
    return {
        FIRST: double_codings.found_by(session, sample.key, double_codings.FIRST),
        SECOND: double_codings.found_by(session, sample.key, double_codings.SECOND),
        AGREED: {key: judged for key, (judged, _) in settled(session, sample).items()},
    }


def _coded(judged: Mapping[bytes, Judged], drawn: Sequence[Comment], terms: Terms) -> list[Coding]:
    """Each comment's themes by their ids now; None where it was left undecided."""
    found: list[Coding] = []
    for comment in drawn:
        known = (one := judged.get(comment.key)) is not None and one.outcome != "undecided"
        found.append(terms.followed.themes(one.themes) & terms.measured if one is not None and known else None)
    return found


def _lessons(
    corpus: Corpus, ours: frozenset[bytes], read: Judgements, copies: Mapping[bytes, int]
) -> dict[bytes, tuple[frozenset[str], frozenset[str]]]:
    """What was found, and asked for, outside the sample, where it has no twin: a copy of one campaign, or the same words.

    A machine that has learnt from one copy of a letter is not asked about a new text by the next.
    """
    from consultation.themes.reading.text import words

    def said(text: str) -> Sequence[str]:
        return tuple(words(text)) or (text.strip(),)  # what has no word, as emoji, is itself alone

    campaigns = {copies[key] for key in ours if key in copies}
    texts = {said(comment.text) for comment in corpus if comment.key in ours}
    return {
        comment.key: (read.found[comment.key], read.asked[comment.key])
        for comment in corpus
        if comment.key in read.found
        and comment.key not in ours
        and copies.get(comment.key) not in campaigns
        and said(comment.text) not in texts
    }


def _machines(
    corpus: Corpus,
    drawn: Sequence[Comment],
    lessons: Mapping[bytes, tuple[frozenset[str], frozenset[str]]],
    terms: Terms,
    seed: int,
) -> Machines:
    """What a machine finds in the sample that learnt, as the one that suggests does, from all but these lessons' twins."""
    codebook = terms.followed.codebook
    known = codebook.suggestible()
    if not known:
        return {}
    from consultation.themes.coding.assign import ThemeAssigner  # the worker's library, never the respondent's

    read = [comment for comment in corpus if comment.key in lessons]
    assigner = ThemeAssigner(random_state=seed).fit(
        [comment.text for comment in read],
        [lessons[comment.key][0] & known for comment in read],
        codebook.descriptions(),
        [comment.text for comment in corpus if comment.key not in lessons],
        [lessons[comment.key][1] for comment in read],
    )
    texts = [comment.text for comment in drawn]
    scores = assigner.predict_proba(texts).tolist()
    return {
        comment.key: (dict(zip(assigner.classes_, map(float, row), strict=True)), themes & terms.measured)
        for comment, row, themes in zip(drawn, scores, assigner.predict(texts), strict=True)
    }


def _agreements(
    sample: Sample,
    drawn: Sequence[Comment],
    found: Mapping[str, Sequence[Coding]],
    terms: Terms,
    sums: Sequence[int],
    *,
    adjudicated: bool,
    seed: int,
) -> Agreements:
    from consultation.themes.reading.text import read
    from consultation.themes.trust.agreement import DoubleCoding

    double, themes = DoubleCoding(dict(found), [comment.key for comment in drawn]), sorted(terms.measured)
    by_people = [
        frozenset().union(*(found[who][at] or () for who in (FIRST, SECOND, AGREED))) for at in range(len(drawn))
    ]
    kinds = {
        EVERYBODY: [EVERYBODY] * len(drawn),
        "role": [comment.role for comment in drawn],
        "language": list(read([comment.text for comment in drawn]).languages),
    }
    groups: list[GroupAgreement] = []
    too_small: list[tuple[str, str]] = []
    for kind, group_of in kinds.items():
        mine = range(len(drawn)) if kind == "role" else sums
        counted = Counted.of(kind, [group_of[at] for at in mine], [by_people[at] for at in mine], themes)
        hidden = counted.too_small()  # one with a few is not even named: that could tell of a small role
        too_small += [(kind, which) for which in hidden if coarse(counted.sizes[which])]
        for which in (group for group in counted.sizes if group not in hidden):
            part = double.only([at for at in mine if group_of[at] == which])
            groups.append(counted.told(which, _between(part, themes, adjudicated=adjudicated, seed=seed)))
    return Agreements(sample.key, adjudicated, tuple(groups), tuple(too_small), **terms.unmeasured())


def _between(part: DoubleCoding, themes: Sequence[str], *, adjudicated: bool, seed: int) -> list[Between]:
    """Each pair that is there; what was agreed on is compared with the machine once all of it is."""
    from consultation.themes.trust.agreement import agreement

    there = [pair for pair in PAIRS if set(pair) <= part.codings.keys() and (adjudicated or AGREED not in pair)]
    return [_plain(pair, part, agreement(part, pair, themes=themes, seed=seed)) for pair in there]


def _plain(pair: tuple[str, str], part: DoubleCoding, said: Agreement) -> Between:
    both = [at for at in range(len(part.respondents)) if all(part.codings[coder][at] is not None for coder in pair)]
    people = [part.codings[coder] for coder in pair if coder != MACHINE]
    found = Counter(theme for at in both for theme in frozenset().union(*(coded[at] or () for coded in people)))
    themes = tuple(
        ThemeAgreement(one.theme, _figure(one.alpha), _figure(one.f1), found[one.theme]) for one in said.themes
    )
    return Between(pair, _figure(said.alpha), _figure(said.micro), _figure(said.macro), themes, said.comments)


def _figure(said: Measure) -> Figure:
    from consultation.themes.trust.resampling import Measured as WithInterval

    if isinstance(said, WithInterval):
        return Figure("measured", round(said.value, DIGITS), round(said.low, DIGITS), round(said.high, DIGITS))
    return Figure("unsaid", why=said.why.name)
