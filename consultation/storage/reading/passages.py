"""The parts of comments that people marked for a theme follow the theme when the codebook changes."""

from collections.abc import Mapping

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from consultation.storage.reading.codings import comments_of
from consultation.storage.tables import PassageRow


def move(session: Session, slug: str, question: str, moves: Mapping[str, str | None]) -> None:
    """Follow a codebook decision: passages of a theme become another's, or nobody's: then they go with its codings.

    Where both themes begin at the same letter, the longer passage stays.
    """
    for old, new in moves.items():
        here = (PassageRow.theme == old, PassageRow.comment.in_(comments_of(slug, question)))
        rows = session.scalars(select(PassageRow).where(*here)).all() if new is not None else ()
        marked = [(row.comment, row.start, row.stop, row.decided_by) for row in rows]
        session.execute(delete(PassageRow).where(*here))
        session.expire_all()
        for comment, start, stop, by in marked:
            there = session.get(PassageRow, (comment, new, start))
            if there is None:
                session.add(PassageRow(comment=comment, theme=new, start=start, stop=stop, decided_by=by))
            else:
                there.stop = max(there.stop, stop)
        session.flush()
