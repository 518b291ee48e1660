"""What the same respondent wrote to other questions: hidden, and shown on request where that narrows nobody down.

Answers of one respondent side by side tell more than each by itself: a place in one and an illness in another can point at
somebody. So they are never laid on the desk unasked, and a team that reads all day seldom needs them. They are shown only where

- the role may stand beside the comment, and beside each of the others (`finding.roles_to_name`), since the page tells that
  whoever wrote one has written the other, and so whose role the other's writer has;
- at least ten of that role wrote to exactly the same questions: whom one finds there is one of ten or more, also for somebody
  who knows to which questions a respondent wrote.

Answers to closed questions, such as region or kind of service, are not shown at all.
"""

from sqlalchemy.orm import Session

from consultation.reviewing import finding, framing
from consultation.reviewing.coding.pages import Other
from consultation.reviewing.pages import At
from consultation.storage.reading import surroundings
from consultation.storage.reading.matching import sizes_by_role


def others_of(session: Session, at: At, comment: bytes, role: str) -> list[Other] | None:
    """Return what the respondent wrote to other questions, in the questionnaire's order; None where it may not be shown."""
    alike = surroundings.by_the_same(session, at.slug, role, comment)
    if alike.respondents < finding.SMALLEST_GROUP:
        return None
    if any(role not in finding.roles_to_name(sizes_by_role(session, at.slug, asked)) for asked in alike.others):
        return None
    language = framing.language()
    asked = finding.free_text(finding.consultation(session, at.slug))
    return [Other(one.text.in_(language), alike.others[one.id]) for one in asked if one.id in alike.others]
