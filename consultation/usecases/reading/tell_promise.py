"""Tell from which score a run's suggestions were right nine times in ten, as whole per cents that a person can compare with."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import ceil
from typing import Any

from consultation.storage.reading.runs import Run


@dataclass(frozen=True, slots=True)
class Promised:
    """From which score, in per cent, suggestions were right in nine of ten codings that the machine had not seen.

    `whole` is for all themes together, None where nothing bears it out, but for those in `not_for`, which were suggested
    anew alone since; `themes` are those of which it holds by themselves.
    """

    whole: int | None
    themes: Sequence[tuple[str, int]] = ()
    not_for: Sequence[str] = ()


def tell_promise(run: Run, names: Mapping[str, str]) -> Promised:
    """Return what a run promises; themes without a name are not in the codebook any more, and left out."""
    whole, each = run.parameters.get("promise"), run.parameters.get("promises", {})
    themes = [(names[theme], _percent(one)) for theme, one in each.items() if theme in names]
    not_for = sorted(names[theme] for theme in run.parameters.get("promise_not_for", ()) if theme in names)
    return Promised(_percent(whole) if whole else None, tuple(sorted(themes)), tuple(not_for) if whole else ())


def _percent(promise: Mapping[str, Any]) -> int:
    return ceil(100 * float(promise["threshold"]))
