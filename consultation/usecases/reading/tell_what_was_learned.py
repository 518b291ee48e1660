"""Tell what another run changed: which suggestions came and went, and for which themes the machine does better."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field

from consultation.storage.reading.measurements import Measurement
from consultation.storage.reading.runs import Run
from consultation.themes.trust.before_and_after import compared

Suggestions = Mapping[bytes, frozenset[str]]


@dataclass(frozen=True, slots=True)
class Seen:
    """What the later run learnt from: what people found, what it would have said of the same comments unseen.

    ``asked`` are the themes that each was read for: of others nobody knows whether the machine was right.
    """

    truth: Suggestions = field(repr=False)
    held_out: Suggestions = field(repr=False)
    asked: Suggestions = field(repr=False)


def tell_what_was_learned(
    before: Run, after: Run, *, earlier: Suggestions, later: Suggestions, seen: Seen, themes: frozenset[str]
) -> Measurement:
    """Compare two runs over one question; counts are true ones, which no page shows as they are.

    `earlier` and `later` hold what each suggested for the comments it read. Comments that people read in between are what
    the two are compared on, for neither had learnt from them: the earlier never, the later by models that left them out.
    `themes` are those that meant the same to both.
    """
    from consultation.themes.coding.relearning import what_changed

    new = seen.truth.keys() & earlier.keys()
    changes = what_changed({key: found for key, found in earlier.items() if key not in seen.truth}, later)
    before_them = {key: earlier[key] for key in new}
    truth, old, anew = (_where_asked(of, seen.asked) for of in (seen.truth, before_them, seen.held_out))
    judged = compared(truth, old, anew, themes)
    body = {
        "before": before.key,
        "after": after.key,
        "taught_before": before.parameters.get("taught_by", 0),
        "taught_by": after.parameters["taught_by"],
        "new_codings": len(new),
        "because_of": after.parameters["themes"],
        "comments": changes.comments,
        "changed": changes.changed,
        "came": changes.came,
        "went": changes.went,
        "first_time": changes.first_time,
        "no_longer": changes.no_longer,
        "themes": [asdict(one) for one in changes.themes],
        "compared_on": len(new & seen.held_out.keys()),
        "compared": [asdict(one) for one in judged],
    }
    return Measurement(
        kind="learning",
        body=body,
        codebook_version=int(after.parameters["codebook_version"]),
        seed=after.seed,
        parameters={"before": before.input_hash, "after": after.input_hash},
        versions=after.versions,
        input_hash=after.input_hash,
        made_on=after.made_on,
    )


def _where_asked(suggestions: Suggestions, asked: Suggestions) -> Suggestions:
    """The same without themes that nobody was asked for: about these neither machine is right or wrong."""
    return {key: themes & asked[key] for key, themes in suggestions.items()}
