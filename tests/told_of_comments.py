"""A row in each of the tables that say something of a comment, for tests that look whether all of them go."""

from collections.abc import Iterable
from datetime import date

import sqlalchemy as sa

from consultation.storage.tables import Schema

OF_A_COMMENT = (
    "machine_reading", "campaign_copy", "raised", "harm_reading", "note", "passage", "facet", "drawn", "blind_coding",
    "machine_coding", "adjudication", "read_anew",
)  # fmt: skip
VALUES = {
    "outcome": "none", "harm": "danger", "themes": "[]", "scores": "{}", "start": 0, "stop": 1, "place": 1, "campaign": 1,
    "version": 1,
}  # fmt: skip
OTHERWISE = {"harm_reading": {"outcome": "harm"}}


def tell_of(session, slug: str, question: str, comments: Iterable[bytes], *, run: str, words: str) -> None:
    """Write `words` wherever the team or the machine may write any about these comments."""
    day = date(2026, 3, 2)
    about = {"consultation": slug, "question": question}
    made = {"parameters": words, "versions": "{}", "input_hash": "0" * 64, "made_on": day}
    _add(session, "screening", {**about, **made, "comments": 30})
    _add(session, "measurement", {**about, **made, "kind": "shares", "codebook_version": 1, "seed": 1, "body": words})
    sample = {"key": f"sample/{slug}", "codebook_version": 1, "among": 30, "state": "coding"}
    _add(session, "double_coding", {**about, **sample, "asked_by": words, "asked_on": day, "machine_run": words})
    _add(session, "coder", {"double_coding": f"sample/{slug}", "place": 1, "account": words})
    for comment in comments:
        for table in OF_A_COMMENT:
            given = {"comment": comment, "run": run, "key": comment, **VALUES, "double_coding": f"sample/{slug}"}
            _add(session, table, given | OTHERWISE.get(table, {}), words)


def _add(session, name: str, given: dict[str, object], words: str = "") -> None:
    table = Schema.metadata.tables[name]
    row = {c.name: given.get(c.name, None if isinstance(c.type, sa.Integer) else words) for c in table.columns}
    session.execute(sa.insert(table), row)
