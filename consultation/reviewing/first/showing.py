"""What is shown of each comment that is read first: its words with those that rules found marked, and why."""

from collections.abc import Mapping, Sequence

from sqlalchemy.orm import Session

from consultation.privacy.disclosure import coarse
from consultation.questionnaire.wording import Worded
from consultation.reviewing import finding
from consultation.reviewing.comment_pages import Piece
from consultation.reviewing.first.pages import Decided, RaisedShown, Reason, Screened
from consultation.reviewing.first.sorting import Sheaf
from consultation.reviewing.pages import At, WaitingFirst
from consultation.storage.reading import harm_readings, runs, screenings
from consultation.storage.reading.harm_readings import HarmReading
from consultation.storage.reading.matching import role_of, sizes_by_role
from consultation.storage.reading.screenings import Found, ToRead
from consultation.themes.finding.harm import KINDS, told
from consultation.usecases.reading.decide_harm import mark

SEEN = "seen"  # a person saw harm, and no rule did


def waiting_first(session: Session, slug: str) -> WaitingFirst:
    """Say whether anything waits; one comment is as urgent as four, so no number under five is needed, nor shown."""
    waiting = harm_readings.undecided(session, slug)
    return WaitingFirst(waiting > 0, coarse(waiting))


def shown(session: Session, ats: Mapping[str, At], some: Sequence[Sheaf], *, first: int = 1) -> list[RaisedShown]:
    """Return these comments as they are shown; one whose question is no longer asked is left out.

    Of who wrote it no more than the role is told, and that neither where the role is small nor where several wrote it.
    """
    there = [one for one in some if one.first.question in ats]
    texts = runs.texts(session, [one.first.comment for one in there])
    decided = harm_readings.of(session, [one.first.comment for one in there])
    roles = {question: _named(session, ats[question]) for question in {one.first.question for one in there}}
    return [
        _shown(
            number,
            one,
            ats[one.first.question],
            texts[one.first.comment],
            role=roles[one.first.question].get(one.first.role) if one.number == 1 else None,
            decided=decided.get(one.first.comment),
        )
        for number, one in enumerate(there, start=first)
        if one.first.comment in texts
    ]


def shown_alone(session: Session, at: At, comment: bytes) -> RaisedShown | None:
    """Return one comment as it is shown apart from the others, raised or not; None where it is gone."""
    role = role_of(session, at.slug, at.question, comment)
    if role is None:
        return None
    raised = next((one for one in screenings.to_read(session, at.slug) if one.comment == comment), None)
    alike = len(harm_readings.alike(session, at.slug, at.question, comment))
    alone = Sheaf(raised or ToRead(comment, at.question, role, ()), 1 + alike)
    return shown(session, {at.question: at}, [alone], first=0)[0]


def by_kind(raised: Sequence[RaisedShown]) -> list[tuple[str, list[RaisedShown]]]:
    """Return them under their most urgent kinds."""
    kinds = [(kind, [one for one in raised if one.harm == kind]) for kind in (*KINDS, SEEN)]
    return [(kind, those) for kind, those in kinds if those]


def screened(session: Session, slug: str, questions: Sequence[str]) -> Screened:
    """Say how far the machine has looked through these questions."""
    standing = [screenings.standing(session, slug, question) for question in questions]
    done = [one for one in standing if one is not None]
    whole = len(done) == len(standing) and all(one.whole for one in done)
    return Screened(min((one.made_on for one in done), default=None) if len(done) == len(standing) else None, whole)


def _named(session: Session, at: At) -> dict[str, Worded]:
    """Return the roles that may stand beside one comment to a question."""
    may = finding.roles_to_name(sizes_by_role(session, at.slug, at.question))
    return {role: name for role, name in finding.role_names(session, at.slug).items() if role in may}


def _shown(
    number: int, sheaf: Sheaf, at: At, text: str, *, role: Worded | None, decided: HarmReading | None
) -> RaisedShown:
    one = sheaf.first
    whys = {rule.id: rule.why for rule in told()}
    return RaisedShown(
        number=number,
        reference=finding.references(at).to(one.comment),
        question=at.question,
        question_text=at.text,
        pieces=pieces(text, one.found),
        role=role,
        several=sheaf.number > 1,
        at_least=coarse(sheaf.number),
        reasons=[Reason(of.harm, of.rule, whys.get(of.rule, ""), of.passage.of(text)) for of in one.found],
        decided=Decided(decided.outcome, decided.why, decided.by) if decided else None,
        seen=mark(decided),
    )


def pieces(text: str, found: Sequence[Found]) -> list[Piece]:
    """Cut a comment so that all words that rules found are marked; overlapping ones become one."""
    cut: list[Piece] = []
    done = 0
    for passage in sorted(one.passage for one in found):
        start, stop = max(passage.start, done), min(passage.stop, len(text))
        if start >= stop:
            continue
        if start > done:
            cut.append(Piece(text[done:start]))
        cut.append(Piece(text[start:stop], marked=True))
        done = stop
    return [*cut, Piece(text[done:])] if done < len(text) else cut
