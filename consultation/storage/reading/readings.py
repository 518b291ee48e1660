"""What people decided on one comment, whole: read, compared with what somebody saw of it, and put back as it was."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from hashlib import blake2b

from sqlalchemy import delete, insert, select, text
from sqlalchemy.orm import Session

from consultation.storage.reading.codings import Outcome
from consultation.storage.tables import CommentRow, ConfirmationRow, FacetRow, PassageRow, ReadAnewRow, ReadingRow

_ALL = (ConfirmationRow, ReadingRow, ReadAnewRow, PassageRow, FacetRow)
_ONE_AT_A_TIME = text("SELECT pg_advisory_xact_lock(:comment)")


@dataclass(frozen=True, slots=True, order=True)
class Marked:
    """A passage that somebody found to speak of a theme, in code points of the comment."""

    start: int
    stop: int
    theme: str
    by: str


@dataclass(frozen=True, slots=True)
class Decided:
    """Everything that people decided on one comment, each part with who did.

    `themes` holds theme -> (who, whether they agreed), `facets` facet -> (who, value). `outcome` is None while nobody has
    read the comment, or where it has to be read `anew`. `version` is that of the codebook by which it was read.
    """

    outcome: Outcome | None = None
    by: str = ""
    themes: Mapping[str, tuple[str, bool]] = field(default_factory=dict)
    passages: tuple[Marked, ...] = ()
    facets: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    version: int = 0
    anew: bool = False

    @property
    def confirmed(self) -> tuple[str, ...]:
        """The themes that a person found in the comment, in the order of their ids."""
        return tuple(sorted(theme for theme, (_, agreed) in self.themes.items() if agreed))

    def digest(self) -> str:
        """Sixteen hexadecimal digits that differ where anything of it differs."""
        return blake2b(self.as_json().encode(), digest_size=8).hexdigest()

    def as_json(self) -> str:
        """The same as text; equal decisions give equal texts."""
        passages = [[one.start, one.stop, one.theme, one.by] for one in sorted(self.passages)]
        parts = [self.outcome, self.by, dict(self.themes), passages, dict(self.facets), self.version, self.anew]
        return json.dumps(parts, ensure_ascii=False, sort_keys=True, separators=(",", ":"))

    @classmethod
    def from_json(cls, written: str) -> "Decided":
        """What `as_json` made, which nobody else may have written."""
        outcome, by, themes, passages, facets, version, anew = json.loads(written)
        return cls(
            outcome,
            by,
            {theme: (who, agreed) for theme, (who, agreed) in themes.items()},
            tuple(Marked(*one) for one in passages),
            {facet: (who, value) for facet, (who, value) in facets.items()},
            version,
            anew,
        )


def of(session: Session, comment: bytes) -> Decided:
    """Return what people decided on a comment."""
    read = session.execute(
        select(ReadingRow.outcome, ReadingRow.decided_by, ReadingRow.version).where(ReadingRow.comment == comment)
    ).first()
    anew = None if read else session.scalar(select(ReadAnewRow.version).where(ReadAnewRow.comment == comment))
    said, part, beside = ConfirmationRow, PassageRow, FacetRow
    themes = session.execute(select(said.theme, said.decided_by, said.agreed).where(said.comment == comment))
    passages = session.execute(
        select(part.start, part.stop, part.theme, part.decided_by).where(part.comment == comment)
    )
    facets = session.execute(select(beside.facet, beside.decided_by, beside.value).where(beside.comment == comment))
    return Decided(
        read.outcome if read else None,  # the column holds nothing else
        read.decided_by if read else "",
        {row[0]: (row[1], row[2]) for row in themes},
        tuple(sorted(Marked(*row) for row in passages)),
        {row[0]: (row[1], row[2]) for row in facets},
        read.version if read else anew or 0,
        anew is not None,
    )


def put(session: Session, comment: bytes, decided: Decided) -> None:
    """Store this in the place of all that people had decided on a comment."""
    for table in _ALL:
        session.execute(delete(table).where(table.comment == comment))
    if decided.outcome is not None:
        found = {"decided_by": decided.by, "outcome": decided.outcome, "version": decided.version}
        session.execute(insert(ReadingRow).values(comment=comment, **found))
    elif decided.anew:
        session.execute(insert(ReadAnewRow).values(comment=comment, version=decided.version))
    _add(session, ConfirmationRow, comment, [
        {"theme": theme, "decided_by": by, "agreed": agreed} for theme, (by, agreed) in sorted(decided.themes.items())
    ])  # fmt: skip
    _add(session, PassageRow, comment, [
        {"theme": one.theme, "start": one.start, "stop": one.stop, "decided_by": one.by} for one in decided.passages
    ])  # fmt: skip
    _add(session, FacetRow, comment, [
        {"facet": facet, "decided_by": by, "value": value} for facet, (by, value) in sorted(decided.facets.items())
    ])  # fmt: skip


def length(session: Session, comment: bytes) -> int:
    """Return how many code points a comment has; nought where there is none."""
    found = session.scalar(select(CommentRow.text).where(CommentRow.key == comment))
    return len(found or "")


def alone(session: Session, comment: bytes) -> None:
    """Let nobody else decide on this comment until the transaction ends; who waited then sees what was decided.

    On SQLite a transaction that writes is alone from its beginning.
    """
    if session.get_bind().dialect.name == "postgresql":
        session.execute(_ONE_AT_A_TIME, {"comment": int.from_bytes(comment[:8], "big", signed=True)})


def _add(
    session: Session,
    table: type[ConfirmationRow | PassageRow | FacetRow],
    comment: bytes,
    rows: list[dict[str, object]],
) -> None:
    if rows:
        session.execute(insert(table), [{"comment": comment, **row} for row in rows])
