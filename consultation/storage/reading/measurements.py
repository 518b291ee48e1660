"""What was measured over a question's codings: the newest of each kind, with everything needed to repeat it."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from sqlalchemy import delete
from sqlalchemy.orm import Session

from consultation.storage.tables import MeasurementRow

Kind = Literal["agreement", "shares", "learning"]


@dataclass(frozen=True, slots=True)
class Measurement:
    """What came out, as plain values that json can write, and with what it was made; counts in it are true ones."""

    kind: Kind
    body: Mapping[str, Any]
    codebook_version: int
    seed: int
    parameters: Mapping[str, Any]
    versions: Mapping[str, str]
    input_hash: str
    made_on: date


def keep(session: Session, slug: str, question: str, measurement: Measurement) -> None:
    """Store a measurement in the place of the one of its kind before."""
    here = (MeasurementRow.consultation == slug, MeasurementRow.question == question)
    session.execute(delete(MeasurementRow).where(*here, MeasurementRow.kind == measurement.kind))
    session.add(
        MeasurementRow(
            consultation=slug,
            question=question,
            kind=measurement.kind,
            codebook_version=measurement.codebook_version,
            seed=measurement.seed,
            parameters=_json(measurement.parameters),
            versions=_json(measurement.versions),
            input_hash=measurement.input_hash,
            made_on=measurement.made_on,
            body=_json(measurement.body),
        )
    )
    session.flush()


def latest(session: Session, slug: str, question: str, kind: Kind) -> Measurement | None:
    """Return the newest measurement of a kind, or None."""
    row = session.get(MeasurementRow, (slug, question, kind))
    if row is None:
        return None
    return Measurement(
        kind=kind,
        body=json.loads(row.body),
        codebook_version=row.codebook_version,
        seed=row.seed,
        parameters=json.loads(row.parameters),
        versions=json.loads(row.versions),
        input_hash=row.input_hash,
        made_on=row.made_on,
    )


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
