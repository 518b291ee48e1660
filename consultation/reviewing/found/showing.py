"""Shows comments that the machine or a person put on a list: their words and codings, and whose they are never.

A list of fewer than ten comments is shown here, unlike what a filter of role or words leaves. What is said of a comment by
standing on such a list is what its own words say: the lists are made of texts alone, cannot be narrowed down by anything
else, and name no role. "Fits nowhere" and "few say this" would otherwise be read by nobody. Whoever reads a single comment
does so on the screen for that, where its role stands only where its group is large enough (`finding.roles_to_name`).
"""

from collections.abc import Mapping, Sequence

from sqlalchemy.orm import Session

from consultation.reviewing import finding
from consultation.reviewing.found.letters import Letters
from consultation.reviewing.found.pages import Found
from consultation.reviewing.pages import At
from consultation.storage.reading import codebooks, codings, runs


def found(
    session: Session,
    at: At,
    comments: Sequence[bytes],
    *,
    likeness: Mapping[bytes, float] | None = None,
    of_many: Letters | None = None,
) -> list[Found]:
    """Return comments as they are shown, in the given order; one that has been withdrawn is left out.

    Of `of_many` letters it is told how many copies a comment stands for.
    """
    texts, known = runs.texts(session, comments), codings.of(session, comments)
    names = {theme.id: theme.name for theme in codebooks.current(session, at.slug, at.question).themes}
    references = finding.references(at)
    return [
        Found(
            text=texts[one],
            confirmed=[names[said.theme] for said in known[one].confirmed if said.theme in names],
            suggested=[names[said.theme] for said in known[one].suggested if said.theme in names]
            if known[one].outcome is None
            else [],
            reference=references.to(one),
            likeness=round(100 * likeness[one]) if likeness else None,
            copies=of_many.at_least(one) if of_many else None,
        )
        for one in comments
        if one in texts
    ]
