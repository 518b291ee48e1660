"""Compose what may be told of a consultation: every number through the rule on small groups, every quote verbatim."""

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from sqlalchemy.orm import Session

from consultation.privacy.disclosure import SafeTable, coarse
from consultation.questionnaire.kinds import Question
from consultation.questionnaire.opening import Consultation
from consultation.questionnaire.questions import FreeText, Month, MultipleChoice
from consultation.questionnaire.wording import Worded
from consultation.reporting.catalogue import Said
from consultation.reporting.composing import (
    Spoken,
    by_channel,
    by_role,
    confirmed_by_role,
    denominators,
    excerpt,
    large,
    ranked,
    sizes_by_role,
    themes_of_candidates,
    with_quotes,
)
from consultation.reporting.report import Report
from consultation.reporting.shares import EVERYBODY, ROLE, Shares
from consultation.reporting.shares_within import as_reported
from consultation.reporting.summary import (
    Asked,
    ClosedSummary,
    FreeTextSummary,
    MachineRun,
    MeasuredShares,
    ThemesByRole,
)
from consultation.reporting.summary import ToldTheme as Told
from consultation.reporting.tables import STEP, anything_shown, told_in_all
from consultation.storage import consultations, responses
from consultation.storage.reading import codebooks, codings, matching, runs, screenings, tallies
from consultation.storage.reading.runs import Run
from consultation.themes.book.codebook import Codebook
from consultation.themes.reading.corpus import Comment
from consultation.themes.reading.passages import Passage
from consultation.usecases.reading.read_judgements import read_judgements
from consultation.usecases.reading.tell_coverage import tell_coverage
from consultation.usecases.reading.tell_staleness import newest_shares, tell_staleness


class UnknownConsultation(LookupError):  # noqa: N818 -- a refusal, named as what is wrong
    """There is no consultation of this name."""


def compose_report(session: Session, slug: str, *, today: date, language: str) -> Report:
    """Everything that may be published of a consultation as it stands; the same state gives an equal report.

    Raises:
        UnknownConsultation: where there is none of this name.
    """
    consultation = consultations.find(session, slug)
    if consultation is None:
        raise UnknownConsultation(slug)
    asked = consultation.questionnaire
    by_role_id = responses.counts_by_role(session, slug)
    composing = _Composing(
        session, consultation, language, {role.id: by_role_id.get(role.id, 0) for role in asked.roles}
    )
    questions = (question for section in asked.sections for question in section.questions)
    return Report(
        slug=slug,
        title=_said(asked.title.in_(language)),
        asker=_said(asked.asker.in_(language)),
        purpose=_said(asked.purpose.in_(language)),
        use=_said(asked.use.in_(language)),
        languages=tuple(asked.languages),
        state=consultation.state,
        opened_on=consultation.opened_on,
        closes_on=consultation.closes_on,
        made_on=today,
        version=consultation.version,
        fingerprint=consultation.fingerprint,
        roles=composing.names(composing.responded),
        responses=sizes_by_role(composing.responded),
        channels=by_channel(responses.counts_by_channel(session, slug, large(composing.responded))),
        questions=tuple(told for question in questions for told in composing.question(question)),
    )


def confirmed_counts(session: Session, slug: str, question: str) -> SafeTable:
    """How many spoke of each theme, as a report tells it: what nothing else may be told beyond.

    Raises:
        UnknownConsultation: where there is none of this name.
    """
    consultation = consultations.find(session, slug)
    if consultation is None:
        raise UnknownConsultation(slug)
    (asked,) = [one for one in consultation.questionnaire.free_texts if one.id == question]
    there = responses.counts_by_role(session, slug)
    responded = {role.id: there.get(role.id, 0) for role in consultation.questionnaire.roles if asked.asks(role.id)}
    answered = matching.sizes_by_role(session, slug, question)
    themes = [theme.id for theme in codebooks.current(session, slug, question).themes]
    counts = tallies.confirmed_by_role(session, slug, question)
    return confirmed_by_role(themes, counts, denominators(answered, responded))


def confirmed_at_least(session: Session, slug: str, question: str) -> dict[str, int | None]:
    """How many spoke of each theme at least, in fives, None under five: no sum over roles that the report withholds.

    Raises:
        UnknownConsultation: where there is none of this name.
    """
    counts = confirmed_counts(session, slug, question)
    return {theme: coarse(told_in_all(counts, theme)) for theme in counts.rows}


@dataclass(frozen=True, slots=True)
class _Composing:
    """What stays the same from question to question; ``quoted`` grows, as no text is quoted twice."""

    session: Session
    consultation: Consultation
    language: str
    responded: Mapping[str, int]
    quoted: set[str] = field(default_factory=set)

    def names(self, roles: Iterable[str]) -> tuple[tuple[str, Said], ...]:
        """Role ids and names, in the order of the questionnaire."""
        wanted = set(roles)
        known = self.consultation.questionnaire.roles
        return tuple((role.id, _said(role.name.in_(self.language))) for role in known if role.id in wanted)

    def asked(self, question: Question) -> Asked:
        """The question's words and the roles that were asked."""
        return Asked(_said(question.text.in_(self.language)), self.names(filter(question.asks, self.responded)))

    def sizes(self, asked: Asked, answered: Mapping[str, int]) -> dict[str, int]:
        """How many in each role shares are calculated from."""
        return denominators(answered, {role: self.responded[role] for role, _ in asked.roles})

    def question(self, question: Question) -> Iterator[FreeTextSummary | ClosedSummary]:
        """What one question received: a table for each thing it asks, and what was written in answer or beside."""
        if not isinstance(question, FreeText):
            yield from (_chosen(self, question, counted) for counted in question.counted())
        yield from (_in_words(self, words) for words in question.free_texts())


def _said(worded: Worded) -> Said:
    return Said(worded.text, worded.language)


def _chosen(composing: _Composing, question: Question, counted: Question) -> ClosedSummary:
    asked = composing.asked(counted)
    answers = responses.answers(composing.session, composing.consultation.slug, question.id)
    mine = {role: answers.get(role, []) for role, _ in asked.roles}
    counts: dict[str, dict[str, int]] = {}
    for role, given in mine.items():
        parts = (part for answer in given if (part := question.answer_to(counted, answer)) is not None)
        for option, count in counted.summarise(parts).items():
            counts.setdefault(option, {})[role] = count
    several = isinstance(question, MultipleChoice)
    sizes = composing.sizes(asked, {role: len(given) for role, given in mine.items()})
    told = [option for option, by in counts.items() if not isinstance(question, Month) or sum(by.values()) >= STEP]
    table = by_role(told, counts, sizes, exclusive=not several)
    options = tuple((option, _said(counted.label(option, composing.language))) for option in told)
    return ClosedSummary(counted.id, asked, options, table, several)


def _in_words(composing: _Composing, question: Question) -> FreeTextSummary:
    session, slug = composing.session, composing.consultation.slug
    asked = composing.asked(question)
    comments = {comment.key: comment for comment in responses.corpus(session, slug, question.id)}
    sizes = composing.sizes(asked, Counter(comment.role for comment in comments.values()))
    versions = [version.codebook for version in reversed(codebooks.history(session, slug, question.id))]
    own = {key: comments[key] for key in comments.keys() - screenings.copies(session, slug, question.id).keys()}
    reading = _Reading(composing, question.id, versions, comments, own, sizes)
    wholly = read_judgements(session, slug, question.id).wholly(comments, [one.id for one in reading.codebook.themes])
    confirmed = _confirmed(reading, partial=not wholly)  # the first to choose its quotes
    run, suggested = _suggested(reading)
    return FreeTextSummary(
        question.id,
        asked,
        confirmed=confirmed,
        suggested=suggested,
        coverage=tell_coverage(session, slug, question.id, [role for role, _ in asked.roles]),
        codebook_version=reading.codebook.version or None,
        run=_machine_run(reading, run) if run else None,
        measured=_measured(reading, confirmed.counts if confirmed else None),
    )


@dataclass(frozen=True, slots=True)
class _Reading:
    """One question's comments, the roles they are counted among, and all versions of the team's codebook, oldest first."""

    composing: _Composing
    question: str
    versions: Sequence[Codebook]
    comments: Mapping[bytes, Comment]
    own: Mapping[bytes, Comment]  # may be quoted: a copy of a letter holds its sender's name, in nobody's own words
    sizes: Mapping[str, int]

    @property
    def place(self) -> tuple[Session, str, str]:
        """Where storage finds them."""
        return self.composing.session, self.composing.consultation.slug, self.question

    @property
    def codebook(self) -> Codebook:
        """The newest version; empty where nobody has decided anything."""
        return self.versions[-1] if self.versions else Codebook()

    def told(
        self, counts: SafeTable, spoken: Callable[[str], Iterable[Spoken]], *, partial: bool = False
    ) -> ThemesByRole:
        """The themes of a table in words, with quotes."""
        themes = [theme for theme in self.codebook.themes if theme.id in counts.rows]
        words = [Told(theme.id, theme.name, theme.definition) for theme in themes]
        quoted = [with_quotes(one, spoken(one.id), counts, self.composing.quoted) for one in words]
        return ranked(quoted, counts, partial=partial)


def _confirmed(reading: _Reading, *, partial: bool) -> ThemesByRole | None:
    themes = [theme.id for theme in reading.codebook.themes]
    counts = confirmed_by_role(themes, tallies.confirmed_by_role(*reading.place), reading.sizes)
    if not anything_shown(counts):
        return None
    read = tallies.confirmed_comments(*reading.place)
    return reading.told(counts, lambda theme: _read_passages(reading, theme, read.get(theme, ())), partial=partial)


def _read_passages(reading: _Reading, theme: str, keys: Collection[bytes]) -> Iterator[Spoken]:
    """What may be quoted of comments that a person has read: whole, or from where the machine saw its evidence."""
    for key, coding in codings.of(reading.composing.session, [key for key in keys if key in reading.own]).items():
        evidence = next((one.passage for one in coding.suggested if one.theme == theme), None)
        yield from _spoken(reading.own[key], evidence)


def _spoken(comment: Comment, evidence: Passage | None) -> Iterator[Spoken]:
    if words := excerpt(comment.text, evidence):
        yield Spoken(comment.role, words)


def _machine_run(reading: _Reading, run: Run) -> MachineRun:
    return MachineRun(run.key, run.kind, run.seed, run.made_on, tell_staleness(*reading.place, run))


def _measured(reading: _Reading, counts: SafeTable | None) -> MeasuredShares | None:
    """Shares with intervals, by role only and within what the table of confirmed themes shows."""
    measured, stale = newest_shares(*reading.place)
    if measured is None:
        return None
    shares = as_reported(Shares.from_json(measured.body), counts, stale=stale)
    told = tuple(one for one in shares.grouped if one.grouping in {EVERYBODY, ROLE})
    return MeasuredShares(replace(shares, grouped=told), measured.seed, measured.made_on, stale)


def _suggested(reading: _Reading) -> tuple[Run | None, ThemesByRole | None]:
    """The machine's suggestions: the run, and the themes."""
    examples = _examples(reading)
    counts = tallies.suggested_by_role(*reading.place)
    if themes := [theme.id for theme in reading.codebook.themes if theme.id in counts]:
        table = by_role(themes, counts, reading.sizes, exclusive=False)
        told = reading.told(table, lambda theme: examples.get(theme, ()))
        return runs.latest(*reading.place, "assign"), told
    run = runs.latest(*reading.place, "discover")
    groups = _groups(reading, run) if run else {}
    if not groups:
        return None, None
    sizes = {theme: Counter(reading.comments[key].role for key in keys) for theme, keys in groups.items()}
    table = by_role(list(groups), sizes, reading.sizes, exclusive=True)
    return run, reading.told(table, lambda theme: examples.get(theme, ()))


def _groups(reading: _Reading, run: Run) -> dict[str, frozenset[bytes]]:
    """The comments nearest to each candidate that the team has made a theme of; words of other candidates nobody chose."""
    became = themes_of_candidates(reading.versions)
    groups: dict[str, frozenset[bytes]] = {}
    for at, candidate in enumerate(run.candidates):
        if theme := became.get(candidate):
            nearest = runs.nearest_to(reading.composing.session, run.key, at) & reading.comments.keys()
            groups[theme] = groups.get(theme, frozenset()) | nearest
    return groups


def _examples(reading: _Reading) -> dict[str, list[Spoken]]:
    """The machine's examples that the team saw when it made a theme of a candidate: they are read, so they may be quoted."""
    run = runs.latest(*reading.place, "discover")
    became = themes_of_candidates(reading.versions)
    found: dict[str, list[Spoken]] = {}
    proposed = [*zip(run.candidates, run.examples, strict=True)] if run else []
    proposed += [(one.candidate, one.examples) for within in (run.within.values() if run else ()) for one in within]
    for candidate, examples in proposed:
        for one in examples if candidate in became else ():
            if comment := reading.own.get(one.comment):
                found.setdefault(became[candidate], []).extend(_spoken(comment, one.passage))
    return found
