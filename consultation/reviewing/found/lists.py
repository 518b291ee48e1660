"""The lists that get read: what no candidate covers, and what only few say. No comment is dropped, however few there are.

Those that two people are coding blindly come back when they have finished: to stand on a list is what the machine says.
"""

from collections.abc import Iterable, Sequence

from flask import Response, request
from sqlalchemy.orm import Session

from consultation.privacy.disclosure import coarse
from consultation.privacy.disorder import in_stable_disorder
from consultation.reviewing import finding, forms, framing
from consultation.reviewing.blueprint import PREFIX, blueprint
from consultation.reviewing.finding import read_percent
from consultation.reviewing.found import beforehand
from consultation.reviewing.found.gathering import made_shown
from consultation.reviewing.found.letters import letters
from consultation.reviewing.found.pages import FarPage, FewPage, Voices
from consultation.reviewing.found.showing import found
from consultation.reviewing.pages import At
from consultation.storage.reading import codings, double_codings, runs
from consultation.storage.reading.matching import matching, sizes_by_role
from consultation.storage.reading.runs import Run
from consultation.usecases.reading.discover_themes import FEWEST_COMMENTS
from consultation.web.database import reading

FOUND = f"{PREFIX}/consultations/<slug>/found/<question>/"
PER_PAGE = 25
GROUPS_PER_PAGE = 15
MANY = 5  # voices from which on a group is no longer one of few


@blueprint.get(f"{FOUND}far")
def far(slug: str, question: str) -> Response:
    """Show the comments that fit nowhere, in an order that says nothing of them."""
    here_is = forms.number(request.args.get("page")) or 0
    with reading() as session:
        at = finding.at(session, slug, question)
        run, state = _run(session, at)
        all_of_them = runs.far_from_all(session, run.key) if run else frozenset()
        reserved = double_codings.reserved(session, slug, question)
        there = all_of_them - reserved
        of_many = letters(session, at)
        secret = finding.settings().secret("disorder")
        ordered = of_many.once(in_stable_disorder(there, secret, at.slug, at.question))
        unread = codings.unread(session, slug, question) if there else frozenset()
        page = FarPage(
            frame=framing.frame(),
            at=at,
            state=state,
            comments=found(session, at, ordered[here_is * PER_PAGE : (here_is + 1) * PER_PAGE], of_many=of_many),
            at_least=coarse(len(there)),
            read_percent=read_percent(len(there), len(there - unread)),
            arrived=_arrived(session, at, run),
            coded_twice=len(there) < len(all_of_them),
            page=here_is,
            more=len(ordered) > (here_is + 1) * PER_PAGE,
            made=made_shown(session, at),
        )
    return framing.show(page)


@blueprint.get(f"{FOUND}few")
def few(slug: str, question: str) -> Response:
    """Show what only few say: small candidates first, then far comments that go together, then those that stand alone."""
    here_is = forms.number(request.args.get("page")) or 0
    with reading() as session:
        at = finding.at(session, slug, question)
        run, state = _run(session, at)
        reserved = double_codings.reserved(session, slug, question)
        groups = _groups(session, at, run, reserved) if run else []
        here = groups[here_is * GROUPS_PER_PAGE : (here_is + 1) * GROUPS_PER_PAGE]
        page = FewPage(
            frame=framing.frame(),
            at=at,
            state=state,
            voices=[Voices(kind, name, found(session, at, comments)) for kind, name, comments in here],
            arrived=_arrived(session, at, run),
            coded_twice=bool(run and reserved),
            page=here_is,
            more=len(groups) > (here_is + 1) * GROUPS_PER_PAGE,
            made=made_shown(session, at),
        )
    return framing.show(page)


def _run(session: Session, at: At) -> tuple[Run | None, str]:
    """Return the newest run; where there is none, why: too few comments, or nobody has asked."""
    among = sum(sizes_by_role(session, at.slug, at.question).values())
    if among < FEWEST_COMMENTS:
        return None, "few"
    beforehand.learn(at, among=among)
    run = runs.latest(session, at.slug, at.question, "discover")
    return run, "" if run else "not_asked"


def _arrived(session: Session, at: At, run: Run | None) -> bool:
    return run is not None and runs.any_unlabelled(session, at.slug, at.question, run.key)


def _groups(session: Session, at: At, run: Run, reserved: frozenset[bytes]) -> list[tuple[str, str, Sequence[bytes]]]:
    """Return kind, name and comments of each group that is there still, each in an order that says nothing of it."""
    there = matching(session, at.slug, at.question).keys() - reserved

    def disordered(comments: Iterable[bytes]) -> Sequence[bytes]:
        secret = finding.settings().secret("disorder")
        return in_stable_disorder(frozenset(comments) & there, secret, at.slug, at.question)

    small = [
        ("candidate", one.name, disordered(runs.nearest_to(session, run.key, number)))
        for number, one in enumerate(run.candidates)
        if one.size < finding.SMALLEST_GROUP
    ]
    seen = {comment for _, _, comments in small for comment in comments}
    voices = [disordered(set(comments) - seen) for comments in run.voices if len(comments) <= MANY]
    return [
        *(one for one in small if one[2]),
        *(("together" if len(comments) > 1 else "alone", "", comments) for comments in voices if comments),
    ]
