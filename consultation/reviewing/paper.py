"""Forms to print, posters and cards, for staff to fetch; typst is loaded when the first is asked for."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from flask import Response, abort, request

from consultation import clock
from consultation.paper.addresses import NoPublicAddress, PublicAddress
from consultation.questionnaire.opening import Consultation
from consultation.questionnaire.wording import READINGS, Worded, is_easy, language_of, reading
from consultation.reviewing import finding, framing
from consultation.reviewing.blueprint import PREFIX, blueprint
from consultation.reviewing.framing import Frame
from consultation.usecases.print_form import NotPrinted, print_form
from consultation.usecases.print_poster import print_poster
from consultation.web.database import reading as reading_database
from consultation.web.languages import NAMES

PLACE = f"{PREFIX}/consultations/<slug>/paper/"
ANY_READING = f"<any({', '.join(map(repr, READINGS))}):read_in>"
BOTH = "nb-nn"
PAPERS = ("a4", "a3", "card", "cards")


@dataclass(frozen=True, slots=True)
class ReadIn:
    """A language that a form is printed in, or its easy-read variant."""

    code: str
    name: str
    easy: bool


@dataclass(frozen=True, slots=True)
class PaperPage:
    """What can be printed. ``address`` is what is printed, None where none could be; ``guessed`` where nobody has set it."""

    template: ClassVar[str] = "reviewing/paper.html"
    frame: Frame
    slug: str
    title: Worded
    takes_answers: bool
    address: str | None
    guessed: bool
    roles: Sequence[tuple[str, Worded]]
    forms: Sequence[ReadIn]
    posters: Sequence[tuple[str, str]]


@blueprint.get(PLACE)
def paper(slug: str) -> Response:
    """Show what there is on paper, and ask where filled-in forms come back to."""
    language = framing.language()
    with reading_database() as session:
        found = finding.consultation(session, slug)
    public = _public()
    asked = found.questionnaire
    page = PaperPage(
        frame=framing.frame(),
        slug=slug,
        title=asked.title.in_(language),
        takes_answers=found.takes_answers(clock.today()),
        address=public.typed(slug) if public else None,
        guessed=not finding.settings().public_address,
        roles=[(role.id, role.name.in_(language)) for role in asked.roles],
        forms=_forms(found),
        posters=[(BOTH, ""), *((code, NAMES[code]) for code in asked.languages)],
    )
    return framing.show(page)


@blueprint.get(f"{PLACE}form-<role>-{ANY_READING}.pdf")
def paper_form(slug: str, role: str, read_in: str) -> Response:
    """Give a role's form; where it comes back to stands in the address, because it is no secret and nothing is stored."""
    hand_in = request.args.get("hand_in", "")
    try:
        with reading_database() as session:
            content = print_form(session, slug, role, read_in, hand_in=hand_in, public=_public())
    except NotPrinted:
        abort(404)
    return _file(content, f"{slug}-form-{role}-{read_in}.pdf")


@blueprint.get(f"{PLACE}poster-<any('{BOTH}', {', '.join(NAMES)}):read_in>-<any({', '.join(PAPERS)}):size>.pdf")
def paper_poster(slug: str, read_in: str, size: str) -> Response:
    """Give a poster or card, in one language or in bokmål and nynorsk together."""
    public = _public()
    if public is None:
        abort(404)
    try:
        with reading_database() as session:
            content = print_poster(session, slug, read_in.split("-"), size, public=public, today=clock.today())
    except NotPrinted:
        abort(404)
    return _file(content, f"{slug}-poster-{read_in}-{size}.pdf")


def _forms(found: Consultation) -> list[ReadIn]:
    asked = found.questionnaire
    easy = [reading(code, easy=True) for code in asked.languages if code in asked.easy_languages]
    return [ReadIn(code, NAMES[language_of(code)], is_easy(code)) for code in (*asked.languages, *easy)]


def _public() -> PublicAddress | None:
    """What is printed: what the operator has set, else where this page itself was asked for, if respondents may ask there too."""
    settings = finding.settings()
    here = request.host_url.rstrip("/") if settings.front == "both" and not settings.staff_address else ""
    try:
        return PublicAddress(settings.public_address or here)
    except NoPublicAddress:
        return None


def _file(content: bytes, name: str) -> Response:
    return Response(
        content, mimetype="application/pdf", headers={"Content-Disposition": f'attachment; filename="{name}"'}
    )
