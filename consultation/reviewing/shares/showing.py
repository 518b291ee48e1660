"""Shares with their intervals, by role and by what was answered to closed questions; and the button that measures them."""

from collections.abc import Mapping, Sequence

from flask import Response, redirect, request, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response as AnyResponse

from consultation.jobs.delivery import deliver
from consultation.privacy.disclosure import coarse
from consultation.questionnaire.kinds import Question
from consultation.reporting.catalogue import Catalogue, Said
from consultation.reporting.measured import how_measured, out_of_date
from consultation.reporting.shares import EVERYBODY, ROLE, Differs, Grouped, Share, Shares
from consultation.reporting.shares_told import (
    differences_told,
    effect_in_words,
    group_told,
    points_told,
    share_in_short,
    shares_table,
    silent_told,
)
from consultation.reporting.shares_within import as_reported
from consultation.reporting.summary import MeasuredShares
from consultation.reviewing import asking, finding, framing
from consultation.reviewing.blueprint import PREFIX, blueprint
from consultation.reviewing.coding.rereading import rereading
from consultation.reviewing.pages import At
from consultation.reviewing.shares.pages import Compared, Grouping, Heat, Measured, SharesPage
from consultation.reviewing.working import UNFINISHED, shown
from consultation.storage.reading import codebooks
from consultation.storage.reading.measurements import Measurement
from consultation.themes.book.codebook import Codebook
from consultation.themes.book.theme import in_order
from consultation.usecases.compose_report import confirmed_counts
from consultation.usecases.reading.tell_staleness import Reason, newest_shares
from consultation.web.database import reading, transaction

PLACE = f"{PREFIX}/consultations/<slug>/shares/<question>/"
STEPS = (0.02, 0.05, 0.1, 0.2, 0.35, 0.5)  # from which share on a cell of the heat-map is one step darker


@blueprint.get(PLACE)
def shares(slug: str, question: str) -> Response:
    """Show what was measured."""
    with reading() as session:
        return framing.show(_page(session, finding.at(session, slug, question)))


@blueprint.post(f"{PLACE}measure")
def measure(slug: str, question: str) -> AnyResponse:
    """Ask the machine to measure; asking twice is asking once."""
    with transaction() as session:
        finding.at(session, slug, question, covered=False)
        key, new = asking.ask(session, slug, question, "measure", {})
    if new:
        deliver(finding.settings(), key)
    return redirect(url_for("reviewing.shares", slug=slug, question=question, job=key), 303)


def _page(session: Session, at: At) -> SharesPage:
    codebook = codebooks.current(session, at.slug, at.question)
    measured, stale = newest_shares(session, at.slug, at.question)
    asked = [job for job in asking.jobs_of(session, at.slug, at.question) if job.kind == "measure"]
    return SharesPage(
        frame=framing.frame(),
        at=at,
        themes=len(codebook.themes),
        measured=_measured(session, at, codebook, measured, stale) if measured else None,
        rereading=rereading(session, at),
        jobs=[shown(job, {}) for job in asked if job.state in UNFINISHED or job.key == request.args.get("job")],
        unfinished=any(job.state in UNFINISHED for job in asked),
    )


def _measured(
    session: Session, at: At, codebook: Codebook, measurement: Measurement, stale: tuple[Reason, ...]
) -> Measured | None:
    words = Catalogue(framing.language())
    counts = confirmed_counts(session, at.slug, at.question)
    found = as_reported(Shares.from_json(measurement.body), counts, stale=stale)
    named = _groupings(session, at.slug, found)
    by = str(request.args.get("by") or ROLE)
    grouped = found.by(by) or found.by(ROLE) or found.by(EVERYBODY)
    if grouped is None:
        return None
    themes = [(theme.id, theme.name) for theme, _ in in_order(codebook.themes) if theme.id in grouped.shares]
    groups = _groups(session, at, grouped)
    names = dict(themes)
    return Measured(
        made_on=measurement.made_on,
        seed=measurement.seed,
        codebook_version=measurement.codebook_version,
        versions=sorted(measurement.versions.items()),
        input_hash=measurement.input_hash,
        how=how_measured(MeasuredShares(found, measurement.seed, measurement.made_on), words),
        stale=out_of_date(stale, words),
        more=coarse(found.more),
        by=grouped.grouping,
        groupings=named,
        columns=[name.text for name in groups.values()],
        heat=_heated(grouped, themes, groups, words),
        table=shares_table(found, grouped, themes, groups, words, roles=_roles(session, at)),
        standing=differences_told(grouped, names, groups, words),
        silent=silent_told(grouped, names, groups, words),
        compared=[_compared(one, names, groups, words) for one in grouped.differences if one.theme in names],
        looks=grouped.looks,
    )


def _closed(session: Session, slug: str) -> dict[str, Question]:
    asked = finding.consultation(session, slug).questionnaire
    return {question.id: question for section in asked.sections for question in section.questions}


def _groupings(session: Session, slug: str, found: Shares) -> list[Grouping]:
    """The ways to divide that more than one group is left of."""
    closed, words = _closed(session, slug), Catalogue(framing.language())
    named = []
    for one in found.grouped:
        if one.grouping == ROLE:
            named.append(Grouping(ROLE, words.say("Role")))
        elif one.grouping in closed and len(one.groups) > 1:
            worded = closed[one.grouping].text.in_(framing.language())
            named.append(Grouping(one.grouping, Said(worded.text, worded.language)))
    return named


def _groups(session: Session, at: At, grouped: Grouped) -> dict[str, Said]:
    """The names of groups, those that are shown first, in the questionnaire's order; of roles all that were asked."""
    language = framing.language()
    if grouped.grouping == ROLE:
        (asked,) = [one for one in finding.free_text(finding.consultation(session, at.slug)) if one.id == at.question]
        named = finding.role_names(session, at.slug).items()
        worded = {role: name for role, name in named if asked.asks(role) or role in grouped.groups}
    elif question := _closed(session, at.slug).get(grouped.grouping):
        there = {*grouped.groups, *grouped.too_small}
        worded = {group: question.label(group, language) for group in question.summarise(()) if group in there}
    else:
        worded = {}
    names = {group: Said(name.text, name.language) for group, name in worded.items()}
    return {group: names[group] for group in sorted(names, key=lambda group: group not in grouped.groups)}


def _roles(session: Session, at: At) -> dict[str, Said]:
    return {role: Said(name.text, name.language) for role, name in finding.role_names(session, at.slug).items()}


def _heated(
    grouped: Grouped, themes: Sequence[tuple[str, str]], groups: Mapping[str, Said], words: Catalogue
) -> list[Heat]:
    """The heat-map; without a row where it would show nothing of any group."""
    rows = [_heat(grouped, theme, name, groups, words) for theme, name in themes]
    return rows if any(step is not None for row in rows for step in row.steps) else []


def _heat(grouped: Grouped, theme: str, name: str, groups: Mapping[str, Said], words: Catalogue) -> Heat:
    known = [grouped.shares[theme].get(group, Share("withheld")) for group in groups]
    return Heat(
        name,
        [None if one.best is None else sum(one.best >= step for step in STEPS) for one in known],
        [share_in_short(one, words) for one in known],
    )


def _compared(one: Differs, themes: Mapping[str, str], groups: Mapping[str, Said], words: Catalogue) -> Compared:
    points, low, high = points_told((one.points, one.low, one.high), words, signed=True)
    return Compared(
        theme=themes[one.theme],
        groups=(group_told(one.one, groups, words), group_told(one.other, groups, words)),
        points=points,
        interval=f"{low} … {high}",
        effect=effect_in_words(one.effect, words),
        stands=one.stands,
    )
