"""How far two people agree and how right the machine is, with what the numbers allow to be said."""

from flask import Response, abort
from sqlalchemy.orm import Session

from consultation.privacy.disclosure import coarse
from consultation.questionnaire.wording import Worded
from consultation.reporting.agreeing import (
    AGREED,
    EVERYBODY,
    FIRST,
    MACHINE,
    SECOND,
    Agreements,
    GroupAgreement,
    ThemeAgreement,
    as_csv,
)
from consultation.reviewing import finding, framing
from consultation.reviewing.blueprint import blueprint
from consultation.reviewing.double.overview import job_shown
from consultation.reviewing.double.pages import AgreementPage, GroupShown, ThemeLine
from consultation.reviewing.double.sample import QUESTION
from consultation.reviewing.pages import At
from consultation.storage.reading import codebooks, double_codings, measurements
from consultation.storage.reading.measurements import Measurement
from consultation.themes.book.theme import in_order
from consultation.usecases.reading.measure_agreement import outdated
from consultation.web.database import reading
from consultation.web.languages import NAMES


@blueprint.get(f"{QUESTION}agreement/")
def agreement(slug: str, question: str) -> Response:
    """Show the newest measurement."""
    with reading() as session:
        at = finding.at(session, slug, question)
        found = measurements.latest(session, slug, question, "agreement")
        if found is None:
            abort(404)
        return framing.show(_page(session, at, found))


@blueprint.get(f"{QUESTION}agreement/agreement.csv")
def agreement_file(slug: str, question: str) -> Response:
    """Send the newest measurement for a spreadsheet."""
    with reading() as session:
        finding.at(session, slug, question, covered=False)
        found = measurements.latest(session, slug, question, "agreement")
        if found is None:
            abort(404)
        names = {theme.id: theme.name for theme in codebooks.current(session, slug, question).themes}
    answer = Response(as_csv(Agreements.from_json(found.body), names), content_type="text/csv; charset=utf-8")
    answer.headers["Content-Disposition"] = 'attachment; filename="agreement.csv"'
    return answer


def _page(session: Session, at: At, found: Measurement) -> AgreementPage:
    told = Agreements.from_json(found.body)
    codebook = codebooks.current(session, at.slug, at.question)
    sample = double_codings.find(session, told.sample)
    newest = double_codings.newest(session, at.slug, at.question)
    roles = finding.role_names(session, at.slug)
    names = {theme.id: theme.name for theme, _ in in_order(codebook.themes)}
    drawn_with = double_codings.book(session, at.slug, at.question, int(found.parameters["drawn_with_version"]))
    run = sample.machine_run if sample else None
    everybody = told.in_group(EVERYBODY, EVERYBODY)
    return AgreementPage(
        frame=framing.frame(),
        at=at,
        made_on=found.made_on,
        version=found.codebook_version,
        coders=sample.coders if sample else None,
        drawn_on=sample.asked_on if sample else None,
        among=coarse(sample.among) if sample else None,
        adjudicated=told.adjudicated,
        everybody=_group(everybody, names, roles) if everybody else None,
        groups=[_group(one, names, roles) for one in told.groups if one.kind != EVERYBODY],
        too_small=[(kind, _named(kind, which, roles)) for kind, which in _too_small(session, at, told)],
        gone=[theme.name for theme in drawn_with.themes if theme.id in told.gone],
        retired=[theme.name for theme in drawn_with.themes if theme.id in told.retired],
        unasked=[names[theme] for theme in names if theme in told.unasked],
        again=newest is not None and newest.state != "coding",
        stale=outdated(session, at.slug, at.question, found),
        seed=found.seed,
        versions=sorted(found.versions.items()),
        input_hash=found.input_hash,
        taught=run is not None,
        taught_by=coarse(int(run["taught_by"])) if run else None,
        job=job_shown(session, at),
    )


def _too_small(session: Session, at: At, told: Agreements) -> list[tuple[str, str]]:
    """The groups that nothing is told of: of the roles all others that were asked, whether anybody is in them or not."""
    (asked,) = [one for one in finding.free_text(finding.consultation(session, at.slug)) if one.id == at.question]
    roles = [role for role in finding.role_names(session, at.slug) if asked.asks(role)]
    small = [("role", role) for role in roles if told.in_group("role", role) is None]
    return [*small, *((kind, which) for kind, which in told.too_small if kind == "language")]


def _group(one: GroupAgreement, names: dict[str, str], roles: dict[str, Worded]) -> GroupShown:
    people, machine = one.of(FIRST, SECOND), one.of(AGREED, MACHINE)
    of_people = {theme.theme: theme for theme in people.themes} if people else {}
    of_machine = {theme.theme: theme for theme in machine.themes} if machine else {}
    lines = [
        _line(names[theme], of_people.get(theme), of_machine.get(theme))
        for theme in names
        if theme in of_people or theme in of_machine
    ]
    return GroupShown(
        kind=one.kind,
        name=_named(one.kind, one.which, roles),
        comments=one.comments,
        judged=people.comments if people else None,
        agreed=machine.comments if machine else None,
        alpha=people.alpha if people else None,
        f1=people.micro if people else None,
        machine_alpha=machine.alpha if machine else None,
        machine=machine.micro if machine else None,
        machine_macro=machine.macro if machine else None,
        rows=[line for line in lines if line.told == "number"],
        nobody=[line.name for line in lines if line.told == "nobody"],
        few=[line.name for line in lines if line.told == "few"],
    )


def _line(name: str, people: ThemeAgreement | None, machine: ThemeAgreement | None) -> ThemeLine:
    return ThemeLine(
        name,
        alpha=people.alpha if people else None,
        f1=people.f1 if people else None,
        found=people.found if people else None,
        machine=machine.f1 if machine else None,
        agreed=machine.found if machine else None,
    )


def _named(kind: str, which: str, roles: dict[str, Worded]) -> Worded:
    if kind == "role":
        return roles.get(which, Worded(which, ""))
    return Worded(NAMES.get(which, which), which if kind == "language" else "")
