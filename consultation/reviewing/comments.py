"""Comments to one question, filtered and searched; where a filter leaves one to nine, it shows that and no text."""

from collections.abc import Mapping

from flask import Response, request
from sqlalchemy.orm import Session

from consultation.privacy.disclosure import coarse
from consultation.privacy.disorder import in_stable_disorder
from consultation.questionnaire.wording import Worded
from consultation.reviewing import finding, framing
from consultation.reviewing.blueprint import PREFIX, blueprint
from consultation.reviewing.comment_pages import CommentShown, CommentsPage, Piece
from consultation.reviewing.finding import SMALLEST_GROUP
from consultation.reviewing.forms import SearchForm, mistakes, number
from consultation.reviewing.found import beforehand
from consultation.reviewing.found.gathering import made_shown
from consultation.reviewing.found.letters import Letters, letters
from consultation.reviewing.pages import At
from consultation.storage.reading import codebooks, codings, double_codings, runs
from consultation.storage.reading.matching import matching, sizes_by_role
from consultation.storage.reading.runs import Run
from consultation.themes.book.codebook import Codebook
from consultation.web.database import reading

PER_PAGE = 25


@blueprint.route(f"{PREFIX}/consultations/<slug>/comments/<question>/", methods=["GET", "POST"])
def comments(slug: str, question: str) -> Response:
    """Show the comments that fit; the words searched for are posted, so that no address or log holds them."""
    form = SearchForm(request.values)
    wrong = {} if request.method == "GET" or form.validate() else mistakes(form)
    with reading() as session:
        at = finding.at(session, slug, question)
        page = _page(session, at, _chosen(form), number(form.page.data) or 0, wrong)
    return framing.show(page, status=422 if wrong else 200)


def _chosen(form: SearchForm) -> dict[str, str]:
    fields = {name: (form[name].data or "").strip() for name in ("words", "role", "theme", "candidate")}
    return fields if request.method == "POST" else {**fields, "words": ""}


def _page(session: Session, at: At, chosen: dict[str, str], here_is: int, wrong: dict[str, str]) -> CommentsPage:
    run = runs.latest(session, at.slug, at.question, "discover")
    codebook = codebooks.current(session, at.slug, at.question)
    sizes = sizes_by_role(session, at.slug, at.question)
    beforehand.learn(at, among=sum(sizes.values()))
    named = _named_roles(session, at, sizes)
    # Not even looked for: that something fits would tell whose words were searched for, and the rest whose it is.
    unnamed = chosen["role"] not in ("", *named)
    found = {} if wrong or unnamed else _found(session, at, chosen, run)
    few = unnamed or 0 < len(found) < SMALLEST_GROUP
    secret = finding.settings().secret("disorder")
    of_many = letters(session, at)
    ordered = [] if few else of_many.once(in_stable_disorder(frozenset(found), secret, at.slug, at.question))
    here = ordered[here_is * PER_PAGE : (here_is + 1) * PER_PAGE]
    roles = {key: named[found[key]] for key in here if found[key] in named and key not in of_many.of}
    return CommentsPage(
        frame=framing.frame(),
        at=at,
        roles=list(named.items()),
        themes=[(theme.id, theme.name) for theme in codebook.themes],
        candidates=[(at_, one.name) for at_, one in enumerate(run.candidates)] if run else [],
        chosen=chosen,
        comments=_shown(session, at, here, roles, codebook, words=chosen["words"], of_many=of_many),
        few=few,
        at_least=coarse(len(found)),
        page=here_is,
        more=len(ordered) > (here_is + 1) * PER_PAGE,
        mistakes=wrong,
        made=made_shown(session, at),
    )


def _found(session: Session, at: At, chosen: dict[str, str], run: Run | None) -> dict[bytes, str]:
    candidate = number(chosen["candidate"])
    nearest = (run.key, candidate) if run and candidate is not None else None
    found = matching(
        session,
        at.slug,
        at.question,
        role=chosen["role"] or None,
        words=chosen["words"] or None,
        theme=chosen["theme"] or None,
        nearest=nearest,
    )
    if nearest is None and not chosen["theme"]:
        return found
    # What the machine, or a colleague, makes of a comment that is being coded blindly would show here.
    reserved = double_codings.reserved(session, at.slug, at.question)
    return {key: role for key, role in found.items() if key not in reserved}


def _named_roles(session: Session, at: At, sizes: Mapping[str, int]) -> dict[str, Worded]:
    """Return the roles that comments may be shown by, and that may stand beside one."""
    may = finding.roles_to_name(sizes)
    return {role: name for role, name in finding.role_names(session, at.slug).items() if role in may}


def _shown(
    session: Session,
    at: At,
    keys: list[bytes],
    roles: dict[bytes, Worded],
    codebook: Codebook,
    *,
    words: str,
    of_many: Letters,
) -> list[CommentShown]:
    texts, known = runs.texts(session, keys), codings.of(session, keys)
    names = {theme.id: theme.name for theme in codebook.themes}
    references = finding.references(at)
    return [
        CommentShown(
            pieces=_pieces(texts[key], words),
            role=roles.get(key),
            confirmed=[names[one.theme] for one in known[key].confirmed if one.theme in names],
            suggested=[names[one.theme] for one in known[key].suggested if one.theme in names]
            if known[key].outcome is None
            else [],
            reference=references.to(key),
            copies=of_many.at_least(key),
        )
        for key in keys
        if key in texts
    ]


def _pieces(text: str, words: str) -> list[Piece]:
    """Cut a comment so that the words searched for are marked, wherever they stand."""
    folded, wanted = text.casefold(), words.casefold()
    if not wanted or len(folded) != len(text):  # a letter that folds into two would shift every mark after it
        return [Piece(text)]
    pieces, done = [], 0
    while (start := folded.find(wanted, done)) >= 0:
        stop = start + len(wanted)
        pieces += [Piece(text[done:start]), Piece(text[start:stop], marked=True)]
        done = stop
    return [piece for piece in (*pieces, Piece(text[done:])) if piece.text]
