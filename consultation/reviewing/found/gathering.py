"""Make a theme of these: ticked comments are laid together, get a name and a reason, and are confirmed in one go."""

from collections.abc import Mapping, Sequence

from flask import Response, request, url_for
from flask import redirect as to
from flask_security import current_user
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response as AnyResponse

from consultation import clock
from consultation.reviewing import finding, framing
from consultation.reviewing.blueprint import PREFIX, blueprint
from consultation.reviewing.forms import mistakes
from consultation.reviewing.found.forms import MOST_TICKED, MakeThemeForm, TickedForm
from consultation.reviewing.found.letters import letters
from consultation.reviewing.found.pages import GatherPage, MadeShown
from consultation.reviewing.found.showing import found
from consultation.reviewing.pages import At
from consultation.reviewing.references import UnknownReference
from consultation.storage.reading import codebooks
from consultation.storage.reading.codebooks import DecidedMeanwhile
from consultation.themes.book.codebook import CannotDecide, NewTheme
from consultation.usecases.reading import make_theme as making
from consultation.usecases.reading.confirm_coding import UnknownTheme
from consultation.usecases.reading.make_theme import Made, NothingLeft, fill_theme
from consultation.web.database import reading, transaction

GATHER = f"{PREFIX}/consultations/<slug>/found/<question>/"
BACK = {"far": "reviewing.far", "few": "reviewing.few", "comments": "reviewing.comments"}
LEFT = ("gone", "coded_twice", "rejected", "read")


@blueprint.post(f"{GATHER}gather")
def gather(slug: str, question: str) -> Response:
    """Show the ticked comments together, and ask for a name and a reason."""
    form = TickedForm()
    with reading() as session:
        at = finding.at(session, slug, question)
        return framing.show(_page(session, at, form, {}, {}), status=200 if form.comments.data else 422)


@blueprint.post(f"{GATHER}make-theme")
def make_theme(slug: str, question: str) -> AnyResponse:
    """Make the theme and confirm it for the ticked comments, or say why not and keep all that was written."""
    form = MakeThemeForm()
    wrong = {} if form.validate_on_submit() else mistakes(form)
    with reading() as session:
        at = finding.at(session, slug, question, covered=False)
    comments = _ticked(at, form)
    if not comments:
        wrong["comments"] = "nothing_ticked"
    if bool((form.name.data or "").strip()) == bool(form.into.data):
        wrong["name"] = "required" if not form.into.data else "name_or_theme"
    if not wrong:
        try:
            made = _made(at, form, comments)
        except CannotDecide as refused:
            wrong = {"name": refused.code}
        except UnknownTheme:
            wrong = {"into": "unknown_theme"}
        except DecidedMeanwhile:
            wrong = {"name": "decided_meanwhile"}
        except NothingLeft:
            wrong = {"comments": "nothing_left"}
        else:
            place = BACK.get(form.back.data or "", BACK["comments"])
            return to(url_for(place, slug=slug, question=question, made=made.theme, left=made.left), 303)
    written = {name: str(form[name].data or "") for name in ("name", "definition", "into", "why")}
    with reading() as session:
        again = finding.at(session, slug, question)
        return framing.show(_page(session, again, form, written, wrong), status=422)


def made_shown(session: Session, at: At) -> MadeShown | None:
    """Return the theme that the address says was just made, where the codebook has it."""
    wanted = request.args.get("made")
    themes = codebooks.current(session, at.slug, at.question).themes if wanted else ()
    name = next((theme.name for theme in themes if theme.id == wanted), None)
    left = [code for code in LEFT if code in request.args.getlist("left")]
    return None if name is None or wanted is None else MadeShown(wanted, name, left)


def _made(at: At, form: MakeThemeForm, comments: Sequence[bytes]) -> Made:
    by = current_user.email
    with transaction() as session:
        if form.into.data:
            return fill_theme(session, at.slug, at.question, comments, theme=form.into.data, by=by)
        words = NewTheme(form.name.data or "", (form.definition.data or "").replace("\r\n", "\n").strip())
        why, today = form.why.data or "", clock.today()
        return making.make_theme(session, at.slug, at.question, comments, words=words, why=why, by=by, decided_on=today)


def _ticked(at: At, form: TickedForm) -> list[bytes]:
    """Return the ticked comments, each once; a reference that is none of this account's is left out."""
    references, opened = finding.references(at), dict[bytes, None]()
    for reference in (form.comments.data or [])[:MOST_TICKED]:
        try:
            opened[references.comment(reference)] = None
        except UnknownReference:
            continue
    return list(opened)


def _page(
    session: Session, at: At, form: TickedForm, written: Mapping[str, str], wrong: Mapping[str, str]
) -> GatherPage:
    codebook = codebooks.current(session, at.slug, at.question)
    return GatherPage(
        frame=framing.frame(),
        at=at,
        comments=found(session, at, _ticked(at, form), of_many=letters(session, at)),
        themes=[(theme.id, theme.name) for theme in codebook.themes if not theme.retired],
        back=form.back.data if form.back.data in BACK else "comments",
        written=written,
        mistakes=wrong,
    )
