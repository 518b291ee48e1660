"""What the machine learned last, and what that changed, in words for the team and in numbers that give nobody away."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from consultation.privacy.disclosure import coarse
from consultation.storage.reading import codebooks, measurements, runs
from consultation.storage.reading.measurements import Measurement
from consultation.usecases.reading.tell_promise import Promised, tell_promise

MOST_THEMES = 5


@dataclass(frozen=True, slots=True)
class Moved:
    """A theme whose suggestions changed: how many came and went, rounded down to fives, None under five."""

    name: str
    came: int | None
    went: int | None


@dataclass(frozen=True, slots=True)
class Changed:
    """What the last run changed; numbers are rounded down to fives, None under five.

    `better` and `worse` are themes for which the difference is more than chance, on `compared_on` comments that neither run
    had learnt from. `renewed` are the themes that were suggested anew alone, since the codebook had changed.
    """

    new_codings: int | None
    renewed: Sequence[str]
    comments: int | None
    changed: int | None
    moved: Sequence[Moved]
    compared_on: int | None
    better: Sequence[str]
    worse: Sequence[str]


@dataclass(frozen=True, slots=True)
class Learned:
    """What the newest suggestions were taught by (None: fewer than five codings), what is promised of them, and what changed."""

    run: str
    taught_by: int | None
    promised: Promised
    changed: Changed | None


def learned(session: Session, slug: str, question: str) -> Learned | None:
    """Return what the machine learned last for a question, or None where nothing has been suggested yet."""
    run = runs.latest(session, slug, question, "assign")
    if run is None:
        return None
    names = {theme.id: theme.name for theme in codebooks.current(session, slug, question).themes}
    told = measurements.latest(session, slug, question, "learning")
    changed = _changed(told, names) if told is not None and told.body["after"] == run.key else None
    return Learned(run.key, coarse(int(run.parameters.get("taught_by", 0))), tell_promise(run, names), changed)


def _changed(told: Measurement, names: Mapping[str, str]) -> Changed:
    body = told.body
    moved = [
        Moved(names[one["theme"]], coarse(one["came"]), coarse(one["went"]))
        for one in body["themes"]
        if one["theme"] in names
    ]
    found = {
        verdict: [
            names[one["theme"]] for one in body["compared"] if one["verdict"] == verdict and one["theme"] in names
        ]
        for verdict in ("better", "worse")
    }
    return Changed(
        new_codings=coarse(body["new_codings"]),
        renewed=sorted(names[theme] for theme in body["because_of"] or () if theme in names),
        comments=coarse(body["comments"]),
        changed=coarse(body["changed"]),
        moved=[one for one in moved if one.came or one.went][:MOST_THEMES],
        compared_on=coarse(body["compared_on"]),
        better=found["better"],
        worse=found["worse"],
    )
