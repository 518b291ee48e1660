"""Campaigns of one question: each stands here once, with its number; what people added in their own words is read."""

from collections.abc import Mapping, Sequence

from flask import Response, abort, request
from sqlalchemy.orm import Session

from consultation.privacy.disclosure import coarse
from consultation.privacy.disorder import in_stable_disorder
from consultation.reporting import composing
from consultation.reporting.tables import shown
from consultation.reviewing import finding, framing
from consultation.reviewing.blueprint import PREFIX, blueprint
from consultation.reviewing.finding import SMALLEST_GROUP
from consultation.reviewing.first.pages import AddedPage, CampaignShown, CampaignsPage, ThemeCounted
from consultation.reviewing.first.showing import screened
from consultation.reviewing.forms import number
from consultation.reviewing.pages import At
from consultation.storage.reading import campaigns as stored
from consultation.storage.reading import codebooks, runs, screenings, tallies
from consultation.storage.reading.campaigns import Campaign
from consultation.storage.reading.matching import matching, sizes_by_role
from consultation.storage.reading.screenings import without_copies
from consultation.themes.finding.merged import shared_words
from consultation.usecases.compose_report import confirmed_counts
from consultation.web.database import reading

PER_PAGE = 10
COMPARED = 100  # copies whose own words are looked for on one page: more would make it slow
LARGEST = 2**31 - 1  # number that a column holds

PLACE = f"{PREFIX}/consultations/<slug>/campaigns/<question>/"


@blueprint.get(PLACE)
def campaigns(slug: str, question: str) -> Response:
    """Show the campaigns, and the themes counted with and without copies."""
    with reading() as session:
        return framing.show(_page(session, finding.at(session, slug, question)))


@blueprint.get(f"{PLACE}<int(max={LARGEST}):campaign>/")
def added(slug: str, question: str, campaign: int) -> Response:
    """Show what people added to one campaign in their own words, without who of them did."""
    here_is = number(request.args.get("page")) or 0
    with reading() as session:
        at = finding.at(session, slug, question)
        copies = dict(stored.sizes(screenings.copies(session, slug, question))).get(campaign, 0)
        one = _campaign(session, at, campaign, copies)
        if one is None or one.copies < SMALLEST_GROUP or len(one.differing) < SMALLEST_GROUP:
            abort(404)
        return framing.show(_added(session, at, one, here_is))


def _page(session: Session, at: At) -> CampaignsPage:
    copies = screenings.copies(session, at.slug, at.question)
    sizes = stored.sizes(copies)
    many = [(campaign, size) for campaign, size in sizes if size >= SMALLEST_GROUP]
    here_is = number(request.args.get("page")) or 0
    here = [_campaign(session, at, *one) for one in many[here_is * PER_PAGE : (here_is + 1) * PER_PAGE]]
    large = {*composing.large(sizes_by_role(session, at.slug, at.question))}
    every = [key for key, role in matching(session, at.slug, at.question).items() if role in large]
    return CampaignsPage(
        frame=framing.frame(),
        at=at,
        campaigns=[_shown(session, at, one) for one in here if one is not None],
        smaller=len(many) < len(sizes),
        every=coarse(len(every)),  # less what the report tells of the large roles it would be a small one
        once=coarse(len(without_copies(every, copies))),
        themes=_themes(session, at, copies),
        screened=screened(session, at.slug, [at.question]),
        page=here_is,
        more=len(many) > (here_is + 1) * PER_PAGE,
    )


def _campaign(session: Session, at: At, campaign: int, copies: int) -> Campaign | None:
    standing = screenings.standing(session, at.slug, at.question)
    shown = standing.shown.get(campaign) if standing else None
    return stored.campaign(session, at.slug, at.question, campaign, copies=copies, shown=shown)


def _shown(session: Session, at: At, one: Campaign) -> CampaignShown:
    """Of a letter with just these words of fewer than ten, the words stand there that ten have: no name, place or figure."""
    equal, text = one.copies - len(one.differing), one.text
    if equal < SMALLEST_GROUP:
        some = list(runs.texts(session, _disordered(at, one)[:COMPARED]).values())
        text = shared_words(text, some, fewest=max(SMALLEST_GROUP, len(some) // 2))
    return CampaignShown(
        number=one.number,
        at_least=coarse(one.copies),
        equal=coarse(equal),
        text=text,
        any_differ=bool(one.differing),
        enough_differ=len(one.differing) >= SMALLEST_GROUP,
    )


def _themes(session: Session, at: At, copies: Mapping[bytes, int]) -> list[ThemeCounted]:
    if not copies:
        return []
    confirmed = tallies.confirmed_comments(session, at.slug, at.question)
    counts = confirmed_counts(session, at.slug, at.question)
    roles = matching(session, at.slug, at.question)
    told = {  # of roles whose own number the report tells: a sum with others in it would tell of them
        theme: [key for key in keys if key in roles and theme in counts.rows and shown(counts, theme, roles[key])]
        for theme, keys in confirmed.items()
    }
    return [
        ThemeCounted(theme.name, coarse(len(of_it)), coarse(len(without_copies(of_it, copies))))
        for theme in codebooks.current(session, at.slug, at.question).themes
        if (of_it := told.get(theme.id, ()))
    ]


def _added(session: Session, at: At, one: Campaign, here_is: int) -> AddedPage:
    """Look through some of the copies that differ: not which of them added something, nor how many, can be told."""
    from consultation.themes.finding.campaigns import own_words  # numpy comes with it, and no other page needs it

    ordered = _disordered(at, one)
    here = ordered[here_is * COMPARED : (here_is + 1) * COMPARED]
    texts = runs.texts(session, here)
    said = [passage.of(texts[key]) for key in here if key in texts for passage in own_words(texts[key], one.text)]
    return AddedPage(
        frame=framing.frame(),
        at=at,
        campaign=_shown(session, at, one),
        adds=list(dict.fromkeys(said)),
        page=here_is,
        more=len(ordered) > (here_is + 1) * COMPARED,
    )


def _disordered(at: At, one: Campaign) -> Sequence[bytes]:
    """The copies with other words than those shown, in an order that says nothing of them."""
    return in_stable_disorder(one.differing, finding.settings().secret("disorder"), at.slug, at.question, "campaign")
