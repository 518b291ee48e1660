"""One comment at a time: what the machine suggests and why, and what the reviewer finds."""

from collections.abc import Sequence

from flask import Response, abort, redirect, request, url_for
from flask_security import current_user
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response as AnyResponse

from consultation.reviewing import finding, forms, framing
from consultation.reviewing.blueprint import PREFIX, blueprint
from consultation.reviewing.comment_pages import Choice, CodingPage, Piece, Saved, Suggestion
from consultation.reviewing.consultations import read_percent
from consultation.reviewing.pages import At
from consultation.reviewing.reading_order import Next, next_to_read
from consultation.reviewing.references import UnknownReference
from consultation.storage import codebooks, codings, runs, tallies
from consultation.storage.codings import Codings, Outcome
from consultation.storage.matching import role_of, sizes_by_role
from consultation.themes.book.codebook import Codebook, Suggested
from consultation.usecases.confirm_coding import UnknownComment, UnknownTheme, confirm_coding
from consultation.web.database import reading, transaction

QUESTION = f"{PREFIX}/consultations/<slug>/coding/<question>/"
OUTCOMES: dict[str, Outcome] = {"coded": "coded", "none": "none", "undecided": "undecided"}


@blueprint.get(QUESTION)
def coding(slug: str, question: str) -> Response:
    """Show the next comment that nobody has read, or the one that is asked for."""
    with reading() as session:
        at = finding.at(session, slug, question)
        return framing.show(_page(session, at, _named(at, "at"), {}))


@blueprint.post(QUESTION)
def decide(slug: str, question: str) -> AnyResponse:
    """Write down what was found, and go on to the next comment."""
    form = forms.CodingForm()
    with reading() as session:
        at = finding.at(session, slug, question)
    comment = _opened(at, str(form.comment.data or ""))
    outcome = OUTCOMES.get(str(form.outcome.data))
    wrong = {} if form.validate_on_submit() else forms.mistakes(form)
    chosen = list(form.themes.data or []) if outcome == "coded" else []
    if outcome == "coded" and not chosen:
        wrong = {"themes": "required"}
    if outcome is None:
        wrong = {"outcome": "required"}
    if not wrong and outcome is not None:
        try:
            with transaction() as session:
                confirm_coding(session, slug, question, comment, themes=chosen, outcome=outcome, by=current_user.email)
        except UnknownComment:
            abort(404)
        except UnknownTheme:
            wrong = {"themes": "changed"}
        else:
            previous = finding.references(at).to(comment)
            return redirect(url_for("reviewing.coding", slug=slug, question=question, previous=previous), 303)
    with reading() as session:
        return framing.show(_page(session, at, comment, wrong, chosen), status=422)


def _named(at: At, parameter: str) -> bytes | None:
    reference = request.args.get(parameter)
    return None if reference is None else _opened(at, reference)


def _opened(at: At, reference: str) -> bytes:
    try:
        return finding.references(at).comment(reference)
    except UnknownReference:
        abort(404)


def _page(
    session: Session, at: At, asked: bytes | None, wrong: dict[str, str], chosen: Sequence[str] | None = None
) -> CodingPage:
    sizes = sizes_by_role(session, at.slug, at.question)
    few = sum(sizes.values()) < finding.SMALLEST_GROUP
    comments, read = tallies.reading(session, at.slug, at.question)
    codebook = codebooks.current(session, at.slug, at.question)
    following = None if few or asked else _next(session, at, codebook, read)
    comment = None if few else asked or (following.comment if following else None)
    role = role_of(session, at.slug, at.question, comment) if comment else None
    if comment is not None and role is None:
        abort(404)
    known = codings.of(session, [comment])[comment] if comment else Codings()
    ticked = [one.theme for one in known.confirmed] if chosen is None else chosen
    suggestions = _suggestions(known, codebook, ticked)
    return CodingPage(
        frame=framing.frame(),
        at=at,
        pieces=_pieces(runs.texts(session, [comment])[comment], known.suggested) if comment else [],
        role=finding.role_names(session, at.slug).get(role) if role in finding.roles_to_name(sizes) else None,
        reference=finding.references(at).to(comment) if comment else None,
        saved=_saved(session, at, codebook),
        asked_for=next((theme.name for theme in codebook.themes if following and theme.id == following.theme), None),
        suggestions=suggestions,
        choices=_choices(codebook, {one.theme for one in suggestions}, ticked),
        outcome=known.outcome,
        read_percent=read_percent(comments, read),
        nothing_left=comment is None and not few,
        few=few,
        mistakes=wrong,
    )


def _next(session: Session, at: At, codebook: Codebook, read: int) -> Next | None:
    secret, reviewer = finding.settings().secret("disorder"), current_user.email
    return next_to_read(session, at.slug, at.question, codebook, read=read, secret=secret, reviewer=reviewer)


def _saved(session: Session, at: At, codebook: Codebook) -> Saved | None:
    """Return what was just decided on the comment before this one."""
    comment = _named(at, "previous") if request.method == "GET" else None
    if comment is None:
        return None
    known = codings.of(session, [comment])[comment]
    names = {theme.id: theme.name for theme in codebook.themes}
    themes = [names[one.theme] for one in known.confirmed if one.theme in names]
    return Saved(finding.references(at).to(comment), known.outcome, themes)


def _suggestions(known: Codings, codebook: Codebook, ticked: Sequence[str]) -> list[Suggestion]:
    themes = {theme.id: theme for theme in codebook.themes}
    there = [one for one in known.suggested if one.theme in themes]
    return [
        Suggestion(
            number=number,
            theme=one.theme,
            name=themes[one.theme].name,
            definition=themes[one.theme].definition,
            percent=round(one.score * 100),
            words=_in_words(one.score),
            chosen=one.theme in ticked,
        )
        for number, one in enumerate(there, start=1)
    ]


def _choices(codebook: Codebook, suggested: set[str], ticked: Sequence[str]) -> list[Choice]:
    others = [theme for theme in codebook.themes if theme.id not in suggested]
    return [
        Choice(number, theme.id, theme.name, theme.definition, theme.id in ticked)
        for number, theme in enumerate(others, start=len(suggested) + 1)
    ]


def _in_words(score: float) -> str:
    return "likely" if score >= 0.75 else "possible" if score >= 0.45 else "unsure"  # noqa: PLR2004 -- words for shares


def _pieces(text: str, suggested: Sequence[Suggested]) -> list[Piece]:
    """Cut a comment so that every passage the machine points at is marked; overlapping passages become one."""
    pieces: list[Piece] = []
    done = 0
    for start, stop in sorted((one.passage.start, one.passage.stop) for one in suggested):
        start, stop = max(start, done), min(stop, len(text))  # noqa: PLW2901 -- only what is not yet shown
        if start >= stop:
            continue
        if start > done:
            pieces.append(Piece(text[done:start]))
        pieces.append(Piece(text[start:stop], marked=True))
        done = stop
    if done < len(text):
        pieces.append(Piece(text[done:]))
    return pieces
